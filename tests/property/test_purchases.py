"""A label is bought once per reference, whatever the network, the carrier and the machine do meanwhile."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from core import purchases
from core.apps import AppKey
from core.errors import AppError, BrokenReply, OutcomeUnknown, Refused, Throttled, Unreachable
from core.limits import Limits
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    Party,
    Reference,
    Tracking,
)
from core.purchases import NextStep, Purchase, PurchaseState, Sight
from ports import Capability, CarrierInfo, FeatureCheck, NotOffered
from ports.memory import LabelBook
from sync import labels
from sync.labels import buy_label, settle_unknown
from tests.fakes.clock import HandClock
from tests.fakes.memory import InMemoryMemory

ACME: Final = AppKey("acme")
SHIP: Final = LabelKind.SHIPMENT
HOME: Final = Party("Ada", "Weg", "1", "20095", "Hamburg", "DE")
REFERENCES = st.sampled_from(["order-1", "order-2"]).map(Reference)
FINDS = frozenset({Capability.SHIP, Capability.FIND_SHIPMENT})
TROUBLES: Final = (
    "never arrived",
    "refused",
    "slow down",
    "answer lost",
    "lost before",
    "unreadable",
    "crash before",
    "crash after",
    "still under way",
)
#: Fine as often as not, so that a second try has a chance to succeed.
WEATHER = st.just("fine") | st.sampled_from(TROUBLES)
SIGHT = st.just("clear") | st.sampled_from(["hidden", "unreadable", "unreachable"])


class Crash(BaseException):
    """The process died here."""


@dataclass
class TillCarrier:
    """Keeps what was paid for; `weather` strikes the next purchase, `sight` every look."""

    info: CarrierInfo
    paid: list[Reference] = field(default_factory=list)
    pending: list[Reference] = field(default_factory=list)
    weather: str = "fine"
    sight: str = "clear"

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        weather, self.weather = self.weather, "fine"
        before: dict[str, BaseException] = {
            "never arrived": Unreachable("Acme", "no connection"),
            "refused": Refused("Acme"),
            "slow down": Throttled("Acme", 5),
            "lost before": OutcomeUnknown("Acme", "read timeout"),
            "crash before": Crash(),
        }
        if weather in before:
            raise before[weather]
        if weather == "still under way":
            self.pending.append(order.reference)
            raise Crash
        self.paid.append(order.reference)
        after: dict[str, BaseException] = {
            "answer lost": OutcomeUnknown("Acme", "read timeout"),
            "unreadable": BrokenReply("Acme", "no JSON"),
            "crash after": Crash(),
        }
        if weather in after:
            raise after[weather]
        return self._label(order.reference)

    def arrive(self) -> None:
        """What a dead caller had sent is worked on after all."""
        self.paid += self.pending
        self.pending.clear()

    def _label(self, reference: Reference) -> Label:
        number = f"N{self.paid.index(reference)}"
        return Label(SHIP, reference, number, number)

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        match self.sight:
            case "hidden":
                return NotOffered(Capability.FIND_SHIPMENT)
            case "unreadable":
                raise BrokenReply("Acme", "no JSON")
            case "unreachable":
                raise Unreachable("Acme", "no connection")
        return self._label(reference) if reference in self.paid else None

    def limits(self, kind: LabelKind, country: str) -> Limits:
        return Limits({})

    def check(self) -> Sequence[FeatureCheck]:
        return ()

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document]:
        return ()

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        return Cancellation.NOT_OFFERED

    def validate(self, order: LabelOrder) -> Sequence[Notice]:
        return ()

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking]:
        return {}


class ForgetfulBook:
    """Stores what came of a call, but not that it was begun."""

    def __init__(self, book: LabelBook) -> None:
        self._book = book
        self.carrier = book.carrier

    def get(self, kind: LabelKind, reference: Reference) -> Purchase | None:
        return self._book.get(kind, reference)

    def write(self, purchase: Purchase) -> Purchase:
        return purchase if purchase.settled_at is None else self._book.write(purchase)

    def all(self) -> Sequence[Purchase]:
        return self._book.all()


class OnePurchase(RuleBasedStateMachine):
    """`forgetful` plants a fault."""

    forgetful = False

    @initialize(can_find=st.booleans())
    def open(self, can_find: bool) -> None:
        capabilities = FINDS if can_find else frozenset({Capability.SHIP})
        self.carrier = TillCarrier(CarrierInfo(capabilities, {}))
        self.clock = HandClock()
        memory = InMemoryMemory()
        book = memory.of(memory.accounts.add("seller").id).labels(ACME)
        self.book: LabelBook = ForgetfulBook(book) if self.forgetful else book
        self.known: dict[Reference, str] = {}

    @rule(reference=REFERENCES, weather=WEATHER, sight=SIGHT)
    def a_label_is_wanted(self, reference: Reference, weather: str, sight: str) -> None:
        self.carrier.weather, self.carrier.sight = weather, sight
        order = LabelOrder(SHIP, reference, HOME, HOME, 500, self.clock.now().date())
        try:
            purchase = buy_label(self.carrier, self.book, self.clock, order)
        except (AppError, Crash):
            return
        if purchase.label is not None:
            assert self.known.setdefault(reference, purchase.label.number) == purchase.label.number

    @rule(sight=SIGHT)
    def somebody_looks(self, sight: str) -> None:
        self.carrier.sight = sight
        try:
            settle_unknown(self.carrier, self.book, self.clock)
        except Unreachable:
            assert sight == "unreachable"

    @rule(minutes=st.sampled_from([1, 5]))
    def time_passes(self, minutes: int) -> None:
        self.carrier.arrive()
        self.clock.forward(timedelta(minutes=minutes))

    @invariant()
    def nothing_is_paid_for_twice(self) -> None:
        paid = self.carrier.paid
        assert len(paid) == len(set(paid))

    @invariant()
    def nothing_paid_for_is_forgotten(self) -> None:
        states = {purchase.reference: purchase.state for purchase in self.book.all()}
        for reference in self.carrier.paid:
            assert states[reference] in {PurchaseState.BOUGHT, PurchaseState.OUTCOME_UNKNOWN}


TestOnePurchase = OnePurchase.TestCase
TestOnePurchase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


def _found(error: type[BaseException] | tuple[type[BaseException], ...] = AssertionError) -> None:
    search = settings(
        max_examples=4000,
        stateful_step_count=15,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(error):
        run_state_machine_as_test(OnePurchase, settings=search)


def test_taking_what_cannot_be_seen_for_absent_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "Sight", SimpleNamespace(ABSENT=Sight.ABSENT, HIDDEN=Sight.ABSENT))
    _found()


def test_taking_an_unreadable_answer_for_a_no_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "BrokenReply", lambda service, _: Refused(service))
    _found()


def test_forgetting_a_call_under_way_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purchases, "LONGEST_CALL", timedelta(0))
    _found()


def test_buying_without_looking_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "next_step", lambda *_, **__: NextStep.BUY)
    _found()


def test_writing_nothing_down_before_the_call_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OnePurchase, "forgetful", True)
    _found((AssertionError, KeyError))
