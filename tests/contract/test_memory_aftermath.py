"""Cancellations, returns, receipts and price reductions, in every memory that there is."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from core.apps import AppKey
from core.cancellations import Cancellation, CancellationId, CancelMove
from core.dispatch import CarrierCode, PositionRef, ReturnKey
from core.errors import Conflict
from core.money import Money
from core.orders import PositionItemId, SalesOrderId
from core.price_reductions import PriceReduction, ReductionId, ReductionMove
from core.receipts import KeptReceipt, Receipt, ReceiptKind
from core.returns import (
    Condition,
    Decision,
    DecisionState,
    ParcelStage,
    Return,
    ReturnParcel,
    ReturnStatus,
    ShownReturn,
    Verdict,
)
from core.text import Text
from tests.order_desk import OTTO, Desk
from tests.orders import MINUTE, NOON

ORDER: Final = SalesOrderId("order-1")
REF: Final = PositionRef(ORDER, PositionItemId("p1"))
WHY: Final = Text("no", "nein")


def test_cancellations_are_kept(desk: Desk) -> None:
    book = desk.account.cancellations(OTTO)
    first = book.add(Cancellation(CancellationId(0), ORDER, (REF.position_item_id,), NOON, whole=True))
    second = book.add(replace(first, id=CancellationId(0), whole=False, revision=0))
    assert (first.id, second.id) == (1, 2)
    begun = book.write(replace(first.moved(CancelMove.BEGIN, NOON, WHY), begun_at=NOON))
    assert book.all() == [second, begun]
    with pytest.raises(Conflict):
        book.write(first)


def test_price_reductions_are_kept(desk: Desk) -> None:
    book = desk.account.price_reductions(OTTO)
    stored = book.add(PriceReduction(ReductionId(0), REF, Money(500, "EUR"), NOON))
    begun = book.write(replace(stored.moved(ReductionMove.BEGIN, NOON, WHY), begun_at=NOON, shown="s"))
    assert book.all() == [begun]
    with pytest.raises(Conflict):
        book.write(stored)


def test_one_intent_is_one_price_reduction(desk: Desk) -> None:
    book = desk.account.price_reductions(OTTO)
    wanted = PriceReduction(ReductionId(0), REF, Money(500, "EUR"), NOON, intent="form-1")
    first = book.add(wanted)
    assert book.add(replace(wanted, amount=Money(700, "EUR"))) == first
    moved = book.write(replace(first.moved(ReductionMove.BEGIN, NOON), begun_at=NOON))
    assert book.add(wanted) == moved
    other = book.add(replace(wanted, intent="form-2"))
    plain = [book.add(replace(wanted, intent=None)) for _ in range(2)]
    assert book.all() == [*reversed(plain), other, moved]
    assert desk.account.price_reductions(AppKey("webshop")).add(wanted).id == 1


def test_returns_are_kept_one_a_position(desk: Desk) -> None:
    book = desk.account.returns(OTTO)
    assert book.get(REF) == Return(REF)
    shown = ShownReturn(REF, ReturnStatus.ANNOUNCED, NOON, (ReturnKey(CarrierCode("DHL"), "R1"),))
    first = book.write(Return(REF, shown))
    decision = Decision(Verdict.ACCEPT, Condition.A, "RETURN_RECEIVED")
    second = book.write(
        replace(first, decision=decision, state=DecisionState.REFUSED, why=WHY, begun_at=NOON)
    )
    assert book.get(REF) == second == replace(second, revision=2)
    other = PositionRef(ORDER, PositionItemId("p2"))
    newer = book.write(Return(other, replace(shown, position=other, changed_at=NOON + MINUTE)))
    assert book.all() == [newer, second]
    for late in (first, Return(REF, shown)):
        with pytest.raises(Conflict):
            book.write(late)


def test_return_parcels_tell_whether_there_is_news(desk: Desk) -> None:
    book = desk.account.returns(OTTO)
    parcel = ReturnParcel("s1", CarrierCode("DHL"), "R1", (REF,), ParcelStage.ANNOUNCED, NOON)
    assert book.keep_parcel(parcel)
    assert not book.keep_parcel(parcel)
    assert book.keep_parcel(replace(parcel, stage=ParcelStage.DELIVERED))
    assert book.parcels() == [replace(parcel, stage=ParcelStage.DELIVERED)]


def test_receipts_keep_their_pdf(desk: Desk) -> None:
    book = desk.account.receipts(OTTO)
    first = Receipt("R-1", ReceiptKind.PURCHASE, NOON, ORDER, "number", None, Money(1999, "EUR"))
    second = replace(first, number="R-2", kind=ReceiptKind.REFUND, created_at=NOON + MINUTE, linked="R-1")
    assert book.keep([first]) == 1
    assert book.keep([first, second]) == 1
    assert book.all() == [second, first]
    assert book.without_pdf() == ["R-1", "R-2"]
    book.keep_pdf("R-1", b"%PDF-1")
    book.keep([first])
    assert book.get("R-1") == KeptReceipt(first, b"%PDF-1")
    assert book.get("R-3") is None
    assert book.without_pdf() == ["R-2"]
    assert "PDF" not in repr(book.get("R-1"))


def test_how_far_a_listing_has_come_is_known(desk: Desk) -> None:
    book = desk.account.receipts(OTTO)
    assert book.listed_until() is None
    book.listed(date(2026, 3, 1))
    book.listed(date(2026, 3, 2))
    assert book.listed_until() == date(2026, 3, 2)
