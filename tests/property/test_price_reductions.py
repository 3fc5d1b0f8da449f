"""A price reduction happens at most once, whatever the network and the machine do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from core.dispatch import PositionRef
from core.errors import OutcomeUnknown, Refused, RemoteError, Throttled, Unreachable
from core.money import Money
from core.orders import Position, PositionItemId, PositionState, SalesOrderId, Sku
from core.price_reductions import PriceReduction, ReductionMove, ReductionState, ShownReduction, ShownState
from sync import receipts
from sync.receipts import Bench, record_reduction, reductions_due
from tests.fakes.clock import HandClock
from tests.fakes.memory import InMemoryMemory
from tests.orders import MINUTE, NOON, an_order
from tests.property.test_dispatch_sync import APP, Unleased

REF: Final = PositionRef(SalesOrderId("o"), PositionItemId("p"))
WEATHER = st.sampled_from(
    ["fine", "never arrived", "refused", "slow down", "lost before", "answer lost", "crash"]
)


class Crash(BaseException):
    """The process died here."""


@dataclass
class Till:
    """A `PriceReductionDesk` that keeps what was paid back; `weather` strikes the next call."""

    clock: HandClock
    paid: list[ShownReduction] = field(default_factory=list)
    weather: str = "fine"

    def reduce(self, position: PositionRef, amount: Money) -> None:
        weather, self.weather = self.weather, "fine"
        before: dict[str, Callable[[], RemoteError]] = {
            "never arrived": lambda: Unreachable("Bazaar", "no connection"),
            "refused": lambda: Refused("Bazaar", status=409),
            "slow down": lambda: Throttled("Bazaar", 5),
            "lost before": lambda: OutcomeUnknown("Bazaar", "read timeout"),
        }
        if weather in before:
            raise before[weather]()
        self.paid.append(
            ShownReduction(f"r{len(self.paid)}", position, amount, ShownState.INITIATED, self.clock.now())
        )
        if weather == "answer lost":
            raise OutcomeUnknown("Bazaar", "read timeout")
        if weather == "crash":
            raise Crash

    def reductions(self, position: PositionRef) -> Sequence[ShownReduction]:
        return list(self.paid)

    def work_off(self) -> None:
        self.paid = [replace(shown, state=ShownState.PROCESSED) for shown in self.paid]


class Reducing(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.clock = HandClock()
        self.till = Till(self.clock)
        self.memory = InMemoryMemory()
        self.mine = self.memory.of(self.memory.accounts.add("Anna").id)
        portal = self.mine.portal_accounts.find_or_add("Bazaar").id
        position = Position(REF.position_item_id, Sku("S"), PositionState.SENT, Money(9999, "EUR"))
        self.mine.orders(APP).keep(
            [an_order("o", positions=(position,))], [], move=None, portal_account=portal,
            paid_by_marketplace=True, now=NOON,
        )  # fmt: skip
        self.asked = 0

    @rule(cents=st.sampled_from([100, 200]))
    def the_seller_reduces(self, cents: int) -> None:
        record_reduction(self.mine, APP, REF, Money(cents, "EUR"), self.clock)
        self.asked += 1

    @rule(weather=WEATHER)
    def a_pass_runs(self, weather: str) -> None:
        self.till.weather = weather
        with suppress(RemoteError, Crash):
            reductions_due(Bench(APP, self.mine, self.till, self.clock, Unleased()))
        self.till.weather = "fine"

    @rule(minutes=st.sampled_from([1, 5, 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes * MINUTE)

    @rule()
    def the_marketplace_works_it_off(self) -> None:
        self.till.work_off()

    @invariant()
    def nothing_is_paid_back_twice(self) -> None:
        by_cents = dict.fromkeys((100, 200), 0)
        for reduction in self.mine.price_reductions(APP).all():
            by_cents[reduction.amount.cents] += 1
        for cents, wanted in by_cents.items():
            assert sum(1 for shown in self.till.paid if shown.amount.cents == cents) <= wanted

    @rule()
    def fine_passes_leave_nothing_open_without_a_word(self) -> None:
        for _ in range(3):
            self.clock.forward(5 * MINUTE)
            self.till.work_off()
            reductions_due(Bench(APP, self.mine, self.till, self.clock, Unleased()))
        self.till.work_off()
        reductions_due(Bench(APP, self.mine, self.till, self.clock, Unleased()))
        found = self.mine.price_reductions(APP).all()
        processed = [known for known in found if known.state is ReductionState.PROCESSED]
        assert len(processed) == len(self.till.paid)
        assert len({known.shown for known in processed}) == len(processed)
        for known in found:
            if known.state in {ReductionState.UNKNOWN, ReductionState.REFUSED}:
                assert known.reason is not None


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


TestReducing = pytest.mark.usefixtures("quiet")(Reducing.TestCase)
TestReducing.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def sent_again(bench: Any, reduction: PriceReduction) -> PriceReduction:
    return receipts._send(bench, replace(reduction, state=ReductionState.READY))


def _taken_by(book: Any, reduction: PriceReduction) -> PriceReduction:
    return cast("PriceReduction", book.write(reduction))


def lost_means_never(bench: Any, reduction: PriceReduction) -> PriceReduction:
    book, now = bench.memory.price_reductions(bench.app), bench.clock.now()
    begun = book.write(replace(reduction.moved(ReductionMove.BEGIN, now), begun_at=now))
    try:
        bench.desk.reduce(begun.position, begun.amount)
    except RemoteError:
        return _taken_by(book, begun.moved(ReductionMove.POSTPONE, now))
    return _taken_by(book, begun.moved(ReductionMove.TAKE, now))


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("sync.receipts._look", sent_again),
        ("sync.receipts._send", lost_means_never),
        ("sync.receipts._taken", lambda everything, mine: set()),
    ],
    ids=["unknown ones are sent again", "a lost answer counts as never", "two take the same entry"],
)
def test_a_planted_fault_is_found(place: str, fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, fault)
    with pytest.raises((AssertionError, RemoteError)):
        run_state_machine_as_test(
            Reducing,
            settings=settings(
                max_examples=800, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
                report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
