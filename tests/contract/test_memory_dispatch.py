"""Dispatch notices and return numbers, in every memory that there is."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from core.apps import AppKey
from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeMove,
    NoticeState,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.errors import Conflict, InvalidValue
from core.findings import Finding
from core.orders import PositionItemId, PositionState, SalesOrderId
from core.parcel import Reference
from core.return_numbers import NumberSource, ReturnNumber, number_range
from core.text import Text
from ports.memory import DispatchBook, Memory, ReturnNumberBook
from tests.order_desk import OTTO, Desk, a_desk
from tests.orders import MINUTE, NOON, an_order

HERMES: Final = CarrierCode("HERMES")
KEY: Final = TrackingKey(HERMES, "H1")
BACK: Final = ReturnKey(CarrierCode("DHL"), "R1")
REF: Final = PositionRef(SalesOrderId("order-1"), PositionItemId("order-1-1"))
FINDING: Final = Finding(
    "x", "tracking", Text("wrong", "falsch"), Text("mend it", "bitte beheben"), holds=False
)
NOTICE: Final = Notice(
    NoticeId(0), NoticeKind.ONE, (Parcel(KEY, NOON, BACK),), (REF,), NOON, findings=(FINDING,), sent="d"
)


@pytest.fixture
def book(desk: Desk) -> DispatchBook:
    return desk.account.dispatches(OTTO)


@pytest.fixture
def numbers(desk: Desk) -> ReturnNumberBook:
    return desk.account.return_numbers


def accepted(book: DispatchBook, notice: Notice) -> Notice:
    for move in (NoticeMove.CLEAR, NoticeMove.BEGIN, NoticeMove.ACCEPT):
        notice = book.write(replace(notice.moved(move, NOON + MINUTE), begun_at=NOON))
    return notice


def test_what_goes_in_comes_out_and_is_counted_from_one(book: DispatchBook) -> None:
    first = book.add(NOTICE)
    freight = replace(NOTICE, parcels=(Parcel(TrackingKey(CarrierCode("CART")), NOON),))
    second = book.add(freight)
    assert (first.id, second.id) == (1, 2)
    assert book.get(first.id) == first == replace(NOTICE, id=NoticeId(1), revision=1)
    assert book.all() == [second, first]
    assert book.open() == [first, second]
    assert book.get(NoticeId(3)) is None


def test_only_the_revision_that_was_read_is_replaced(book: DispatchBook) -> None:
    stored = book.add(NOTICE)
    written = book.write(replace(stored, confirmed=True))
    with pytest.raises(Conflict):
        book.write(stored)
    assert book.get(stored.id) == written


def test_those_that_share_a_position_or_a_number_are_found(book: DispatchBook) -> None:
    first = book.add(NOTICE)
    other = PositionRef(SalesOrderId("order-2"), PositionItemId("order-2-1"))
    second = book.add(replace(NOTICE, positions=(other,)))
    third = book.add(replace(NOTICE, positions=(other,), parcels=(Parcel(TrackingKey(HERMES, "H2"), NOON),)))
    assert book.sharing([REF], []) == [first]
    assert book.sharing([], [KEY]) == [first, second]
    assert book.sharing([other], []) == [second, third]
    assert book.sharing([], [TrackingKey(HERMES, None)]) == []
    gone = book.write(second.moved(NoticeMove.WITHDRAW, NOON))
    assert gone.state is NoticeState.WITHDRAWN
    assert book.sharing([other], []) == [third]


def test_an_accepted_notice_turns_its_positions_to_sent_for_good(desk: Desk, book: DispatchBook) -> None:
    desk.keep(an_order(), minute=0)
    before = desk.book.claiming(9)
    desk.book.claimed(before)
    accepted(book, book.add(NOTICE))
    for page in (None, an_order(), an_order(changed=5)):
        if page is not None:
            desk.keep(page, minute=6)
        stored = desk.book.get(REF.sales_order_id)
        assert stored is not None
        assert stored.order is not None
        (position,) = stored.order.positions
        assert position.state is PositionState.SENT
        assert (position.carrier, position.tracking_number) == (HERMES, "H1")
    assert [each.order.sales_order_id for each in desk.book.claiming(9)] == [REF.sales_order_id]


def test_what_the_marketplace_says_of_later_stands(desk: Desk, book: DispatchBook) -> None:
    accepted(book, book.add(NOTICE))
    desk.keep(an_order(state=PositionState.RETURNED))
    (order,) = desk.orders()
    assert order is not None
    assert order.state is PositionState.RETURNED


def test_an_order_that_comes_in_after_its_notice_is_sent_too(desk: Desk, book: DispatchBook) -> None:
    accepted(book, book.add(NOTICE))
    desk.keep(an_order())
    (order,) = desk.orders()
    assert order is not None
    assert order.state is PositionState.SENT


@pytest.mark.parametrize("number", ["\0", "x" * 201])
def test_what_no_database_holds_is_refused(book: DispatchBook, number: str) -> None:
    with pytest.raises(InvalidValue):
        book.add(replace(NOTICE, parcels=(Parcel(TrackingKey(HERMES, number), NOON),)))
    assert book.all() == []


ENTRY: Final = ReturnNumber(
    0, BACK, NumberSource.LABEL, NOON, OTTO, NoticeId(1), KEY, "REF-1", (AppKey("dhl"), Reference("REF-1"))
)


def test_every_issue_of_a_number_is_kept(numbers: ReturnNumberBook) -> None:
    first = numbers.issue(ENTRY)
    second = numbers.issue(replace(ENTRY, issued_at=NOON + timedelta(days=50), made_for="REF-2"))
    assert numbers.all() == [second, first]
    assert numbers.under([BACK]) == [first, second]
    assert numbers.find(" r1 ") == [second, first]
    assert numbers.made_for("REF-1") == first
    assert numbers.made_for("REF-3") is None
    assert numbers.of_parcel(KEY) == [first, second]
    assert numbers.of_parcel(TrackingKey(HERMES)) == []
    assert numbers.issued_since(NOON + MINUTE) == [second]
    back = numbers.write(replace(first, returned_at=NOON))
    assert numbers.under([BACK]) == [back, second]
    with pytest.raises(Conflict):
        numbers.write(first)


def test_a_range_gives_each_number_once(numbers: ReturnNumberBook) -> None:
    added = numbers.add_range(number_range(CarrierCode("DHL"), "R008", "R010", NOON))
    taken = numbers.take(added, replace(ENTRY, key=ReturnKey(CarrierCode("DHL"), added.number())))
    assert taken.key.number == "R008"
    with pytest.raises(Conflict):
        numbers.take(added, ENTRY)
    (now,) = numbers.ranges()
    assert (now.number(), now.left) == ("R009", 2)
    assert numbers.pass_by(now).number() == "R010"
    assert numbers.all() == [taken]


def test_another_account_sees_nothing_of_it(memory: Memory, desk: Desk, book: DispatchBook) -> None:
    book.add(NOTICE)
    desk.account.return_numbers.issue(ENTRY)
    other = memory.of(memory.accounts.add("Berta").id)
    assert other.dispatches(OTTO).all() == []
    assert other.return_numbers.all() == []
    assert other.return_numbers.find("R1") == []


def test_several_are_given_at_once_and_what_is_not_there_is_left_out(book: DispatchBook) -> None:
    first, second, third = (book.add(NOTICE) for _ in range(3))
    assert book.several([third.id, first.id, NoticeId(99)]) == [first, third]
    assert book.several([]) == []
    assert second in book.all()


def test_the_states_of_positions_are_told_without_their_orders(desk: Desk) -> None:
    desk.keep(an_order("order-1"), an_order("order-2", state=PositionState.ANNOUNCED))
    wanted = [SalesOrderId("order-2"), SalesOrderId("nowhere"), SalesOrderId("a\0b")]
    assert dict(desk.book.states(wanted)) == {
        SalesOrderId("order-2"): {PositionItemId("order-2-1"): PositionState.ANNOUNCED}
    }


def test_whether_a_number_is_in_use_elsewhere_is_all_that_the_wall_lets_through(
    memory: Memory, desk: Desk, numbers: ReturnNumberBook
) -> None:
    other = a_desk(memory, "Berta").account
    notice = other.dispatches(OTTO).add(NOTICE)
    entry = ReturnNumber(0, BACK, NumberSource.ENTERED, NOON, OTTO, notice.id)
    other.return_numbers.issue(entry)
    other.return_numbers.issue(replace(entry, issued_at=NOON - timedelta(days=50), notice=None, app=None))
    other.return_numbers.issue(replace(entry, key=ReturnKey(CarrierCode("GLS"), BACK.number)))
    numbers.issue(replace(entry, notice=None, app=None))
    since = NOON - timedelta(days=42)
    assert dict(numbers.elsewhere([BACK, ReturnKey(BACK.carrier, "R9")], since)) == {BACK: [NOON]}
    other.dispatches(OTTO).write(notice.moved(NoticeMove.WITHDRAW, NOON))
    assert dict(numbers.elsewhere([BACK], since)) == {}
