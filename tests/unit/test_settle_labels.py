"""One pass over the purchases of unknown outcome: what is found, what is left, and what is said about it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest
from structlog.testing import capture_logs

from core.errors import AccessDenied
from core.parcel import Label, LabelKind, LabelOrder, Reference
from core.purchases import PurchaseState
from ports import Capability, CarrierInfo, NotOffered
from ports.memory import LabelBook
from sync.labels import Settling, buy_label, decide, settle_unknown
from tests.fakes.clock import HandClock
from tests.fakes.memory import InMemoryMemory
from tests.property.test_purchases import ACME, FINDS, HOME, SHIP, TillCarrier

REFERENCE: Final = Reference("order-1")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def book() -> LabelBook:
    memory = InMemoryMemory()
    return memory.of(memory.accounts.add("seller").id).labels(ACME)


def _left_open(carrier: TillCarrier, book: LabelBook, clock: HandClock, weather: str) -> None:
    carrier.weather = weather
    order = LabelOrder(SHIP, REFERENCE, HOME, HOME, 500, clock.now().date())
    assert buy_label(carrier, book, clock, order).state is PurchaseState.OUTCOME_UNKNOWN


def test_a_label_that_the_carrier_knows_is_settled(book: LabelBook, clock: HandClock) -> None:
    carrier = TillCarrier(CarrierInfo(FINDS, {}))
    _left_open(carrier, book, clock, "answer lost")
    assert settle_unknown(carrier, book, clock) == Settling(settled=1, open=0)
    [purchase] = book.all()
    assert (purchase.state, purchase.reason) == (PurchaseState.BOUGHT, None)
    assert settle_unknown(carrier, book, clock) == Settling()


def test_a_label_that_the_carrier_does_not_know_says_so_and_is_not_bought_by_itself(
    book: LabelBook, clock: HandClock
) -> None:
    carrier = TillCarrier(CarrierInfo(FINDS, {}))
    _left_open(carrier, book, clock, "lost before")
    assert settle_unknown(carrier, book, clock) == Settling(settled=0, open=1)
    [purchase] = book.all()
    assert purchase.state is PurchaseState.OUTCOME_UNKNOWN
    assert purchase.reason is not None
    assert "knows no label" in purchase.reason.en
    assert carrier.paid == []
    revision = purchase.revision
    settle_unknown(carrier, book, clock)
    assert book.all()[0].revision == revision


@pytest.mark.parametrize("sight", ["hidden", "unreadable"])
def test_what_cannot_be_told_stays_as_it_is(sight: str, book: LabelBook, clock: HandClock) -> None:
    carrier = TillCarrier(CarrierInfo(FINDS, {}))
    _left_open(carrier, book, clock, "answer lost")
    before = book.all()
    carrier.sight = sight
    assert settle_unknown(carrier, book, clock) == Settling(settled=0, open=1)
    assert book.all() == before


def test_a_carrier_that_cannot_find_is_not_asked(book: LabelBook, clock: HandClock) -> None:
    carrier = TillCarrier(CarrierInfo(frozenset({Capability.SHIP}), {}), sight="unreachable")
    _left_open(carrier, book, clock, "answer lost")
    assert settle_unknown(carrier, book, clock) == Settling(settled=0, open=1)


def test_a_call_under_way_is_left_alone(book: LabelBook, clock: HandClock) -> None:
    carrier = TillCarrier(CarrierInfo(FINDS, {}))
    _left_open(carrier, book, clock, "answer lost")
    [purchase] = book.all()
    book.write(replace(purchase, settled_at=None))
    assert settle_unknown(carrier, book, clock) == Settling(settled=0, open=1)
    clock.forward(timedelta(minutes=3))
    assert settle_unknown(carrier, book, clock) == Settling(settled=1, open=0)


class Meanwhile(TillCarrier):
    """While it is asked, a person decides."""

    book: LabelBook

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        decide(self.book, HandClock(), kind, reference, "N0")
        return super().find(kind, reference, since)


def test_what_somebody_else_settles_meanwhile_stays_as_he_said(book: LabelBook, clock: HandClock) -> None:
    carrier = Meanwhile(CarrierInfo(FINDS, {}))
    carrier.book = book
    _left_open(carrier, book, clock, "lost before")
    settle_unknown(carrier, book, clock)
    [purchase] = book.all()
    assert purchase.label is not None
    assert (purchase.state, purchase.label.number) == (PurchaseState.BOUGHT, "N0")


class Denied(TillCarrier):
    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        raise AccessDenied("Acme", status=401)


def test_access_denied_ends_the_pass(book: LabelBook, clock: HandClock) -> None:
    carrier = Denied(CarrierInfo(FINDS, {}))
    _left_open(carrier, book, clock, "answer lost")
    with pytest.raises(AccessDenied):
        settle_unknown(carrier, book, clock)
