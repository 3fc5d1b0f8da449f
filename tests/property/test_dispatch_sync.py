"""Every position is reported once and no return number twice, whatever sellers, networks and machines do.

The world of this machine: buyers order, pay and cancel, pages come in fresh or stale; sellers pack, mistype,
correct, withdraw, and set what is missing; passes run in all weathers, stand still while others work, or die,
and what was committed is all that is left of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from structlog.testing import capture_logs

from core.apps import AppKey, PortalAccountId
from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeState,
    Origin,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.errors import Conflict, InvalidValue, RemoteError
from core.money import Money
from core.orders import Order, Position, PositionItemId, PositionState, SalesOrderId, Sku
from core.return_numbers import GUARD, number_range
from core.return_sources import NoSource, ReturnTerms
from core.text import Text
from ports.memory import AccountMemory
from sync.dispatch import dispatch_due
from sync.dispatch_notes import record, withdraw
from sync.dispatch_view import Bench
from sync.return_numbers import Maker, ledger
from tests.fakes.clock import HandClock
from tests.fakes.dispatch_desk import CARRIERS, Reported, StormyDesk, Weather
from tests.fakes.memory import InMemoryMemory
from tests.fakes.process import Died, Process

APP: Final = AppKey("bazaar")
MINUTE: Final = timedelta(minutes=1)
HOME: Final = Origin("20095", "Hamburg", "DE")
ORDERS: Final = [SalesOrderId("a"), SalesOrderId("b")]
REFS: Final = [PositionRef(order, PositionItemId(f"{order}{at}")) for order in ORDERS for at in (1, 2)]
WEATHER = st.lists(st.sampled_from([Weather.FINE, *sorted(Weather)]), max_size=3)
TRACKING = st.sampled_from(["T1", "T2", "T3"])
RETURNS = st.sampled_from([None, None, "R1", "R2", "R3"])


class Unleased:
    """A `Lease` that nobody takes away."""

    fence = 1

    def hold(self) -> None:
        return


class NoLabels:
    def cannot(self, app: AppKey) -> NoSource:
        return NoSource(Text(en="not active", de="nicht aktiv"), Text(en="activate", de="aktivieren"))

    def buy(self, *_: object) -> object:
        raise AssertionError("no carrier is active")


class DispatchSync(RuleBasedStateMachine):
    @initialize(guards=st.booleans())
    def open(self, guards: bool) -> None:
        self.clock = HandClock()
        self.desk = StormyDesk(
            self.clock, guards, before_call=Process.between_steps, after_call=Process.between_steps
        )
        self.memory = InMemoryMemory(Process.between_steps)
        self.account = self.memory.accounts.add("Anna's shop").id
        self.portal: PortalAccountId = self._mine().portal_accounts.find_or_add("Bazaar").id
        self.origin: Origin | None = HOME
        self.terms = ReturnTerms()
        self.states = dict.fromkeys(REFS, PositionState.PROCESSABLE)
        self.pages: list[dict[PositionRef, PositionState]] = []
        self.passes: list[Process] = []
        self.withdrawn: set[int] = set()
        for order in ORDERS:
            self._show(order, self.states)
        self.desk.processable = set(REFS)

    # The marketplace lives

    @rule(ref=st.sampled_from(REFS), state=st.sampled_from(["announced", "paid", "cancelled"]))
    def something_happens_to_a_position(self, ref: PositionRef, state: str) -> None:
        self.desk.let_arrive()
        if self.desk.calls_about(ref) or self.desk.late:
            return
        self.states[ref] = {
            "announced": PositionState.ANNOUNCED,
            "paid": PositionState.PROCESSABLE,
            "cancelled": PositionState.CANCELLED_BY_MARKETPLACE,
        }[state]
        self.desk.processable = {ref for ref, now in self.states.items() if now is PositionState.PROCESSABLE}

    @rule(order=st.sampled_from(ORDERS))
    def a_page_is_read(self, order: SalesOrderId) -> None:
        self.pages.append(dict(self.states))
        self._show(order, self.states)

    @precondition(lambda self: self.pages)
    @rule(order=st.sampled_from(ORDERS), at=st.integers(0, 3))
    def a_stale_page_is_read(self, order: SalesOrderId, at: int) -> None:
        self._show(order, self.pages[at % len(self.pages)])

    def _show(self, order: SalesOrderId, states: dict[PositionRef, PositionState]) -> None:
        positions = tuple(
            Position(ref.position_item_id, Sku("S"), state, Money(100, "EUR"))
            for ref, state in states.items()
            if ref.sales_order_id == order
        )
        self._mine().orders(APP).keep(
            [Order(order, str(order), self.clock.now(), positions)],
            [],
            move=None,
            portal_account=self.portal,
            paid_by_marketplace=True,
            now=self.clock.now(),
        )

    @rule(minutes=st.sampled_from([1, 2, 4, 70, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes * MINUTE)
        self.desk.let_arrive()

    @precondition(lambda self: self.desk.guards)
    @rule(at=st.integers(0, 3))
    def somebody_reports_another_parcel_under_a_number_of_ours(self, at: int) -> None:
        """In the marketplace's own pages, so that nobody here knows."""
        key = TrackingKey(CarrierCode("DHL"), f"G{at}")
        if all(entry.key != key for entry in self.desk.reported):
            stranger = PositionRef(SalesOrderId("elsewhere"), PositionItemId("elsewhere"))
            self.desk.calls += 1
            now = self.clock.now()
            self.desk.reported.append(Reported(self.desk.calls, now, key, frozenset({stranger}), None))

    # The seller works

    @rule(
        refs=st.lists(st.sampled_from(REFS), min_size=1, max_size=2, unique=True),
        tracking=TRACKING,
        back=RETURNS,
        carrier=st.sampled_from(["DHL", "HERMES"]),
    )
    def the_seller_packs(
        self, refs: list[PositionRef], tracking: str, back: str | None, carrier: str
    ) -> None:
        self._record(NoticeKind.ONE, refs, [self._parcel(carrier, tracking, back)])

    @rule(ref=st.sampled_from(REFS), back=RETURNS)
    def the_seller_packs_one_position_in_two_parcels(self, ref: PositionRef, back: str | None) -> None:
        second = None if back is None else "R9"
        parcels = [self._parcel("DHL", "T1", back), self._parcel("DHL", "T2", second)]
        self._record(NoticeKind.SPLIT, [ref], parcels)

    @rule(ref=st.sampled_from(REFS), tracking=TRACKING, back=RETURNS)
    def the_seller_adds_a_forgotten_position(self, ref: PositionRef, tracking: str, back: str | None) -> None:
        self._record(NoticeKind.ADDED, [ref], [self._parcel("DHL", tracking, back)])

    @rule(ref=st.sampled_from(REFS))
    def the_seller_sends_freight(self, ref: PositionRef) -> None:
        self._record(NoticeKind.ONE, [ref], [self._parcel("CART", None, None)])

    def _parcel(self, carrier: str, number: str | None, back: str | None) -> Parcel:
        key = None if back is None else ReturnKey(CarrierCode("DHL"), back)
        return Parcel(TrackingKey(CarrierCode(carrier), number), self.clock.now(), key)

    def _record(self, kind: NoticeKind, refs: list[PositionRef], parcels: list[Parcel]) -> None:
        draft = Notice(NoticeId(0), kind, tuple(parcels), tuple(refs), self.clock.now())
        record(self._mine().dispatches(APP), draft)

    @rule(which=st.integers(1, 6))
    def the_seller_withdraws(self, which: int) -> None:
        try:
            self.withdrawn.add(withdraw(self._mine().dispatches(APP), NoticeId(which), self.clock).id)
        except InvalidValue:
            return

    @rule(there=st.booleans())
    def the_sender_address_is_set_or_not(self, there: bool) -> None:
        self.origin = HOME if there else None

    @rule(chosen=st.sampled_from([None, "dhl", "hermes", "ups"]), ticked=st.booleans())
    def the_return_carrier_is_chosen(self, chosen: str | None, ticked: bool) -> None:
        hermes = frozenset({AppKey("hermes")}) if ticked else frozenset[AppKey]()
        self.terms = ReturnTerms(AppKey(chosen) if chosen else None, hermes)

    @rule()
    def a_number_range_is_entered(self) -> None:
        numbers = number_range(CarrierCode("DHL"), "R1", "R4", self.clock.now())
        self._mine().return_numbers.add_range(numbers)

    # Passes come and go

    @rule(weather=WEATHER, dies_after=st.none() | st.integers(0, 30))
    def a_pass_runs(self, weather: list[Weather], dies_after: int | None) -> None:
        process = Process(lambda: self._pass())  # noqa: PLW0108 - bound late: a fault may replace it
        self._go_on(process, weather, dies_after)
        process.die()

    @rule(at=st.integers(0, 3), weather=WEATHER, dies_after=st.none() | st.integers(0, 30))
    def a_parcel_goes_out(self, at: int, weather: list[Weather], dies_after: int | None) -> None:
        """Packed without a mistake, and a pass at once: most of what really happens."""
        self._record(NoticeKind.ONE, [REFS[at]], [self._parcel("DHL", f"G{at}", f"B{at}")])
        self.a_pass_runs(weather, dies_after)

    @rule(at=st.integers(0, 3))
    def a_call_arrives_after_the_next_pass(self, at: int) -> None:
        self.a_parcel_goes_out(at, [Weather.LATE], None)
        self.a_pass_runs([], None)
        self.time_passes(4)

    @rule(at=st.integers(0, 3))
    def two_parcels_are_given_the_same_return_number(self, at: int) -> None:
        for place in (at, (at + 1) % 4):
            self._record(NoticeKind.ONE, [REFS[place]], [self._parcel("DHL", f"G{place}", "B9")])
        self.a_pass_runs([], None)

    @rule(at=st.integers(0, 3), weather=WEATHER)
    def two_notices_about_one_position_go_out(self, at: int, weather: list[Weather]) -> None:
        self._record(NoticeKind.ONE, [REFS[at]], [self._parcel("DHL", f"G{at}", f"B{at}")])
        both = [REFS[at], REFS[(at + 1) % 4]]
        self._record(NoticeKind.ONE, both, [self._parcel("DHL", f"H{at}", f"C{at}")])
        self.a_pass_runs(weather, None)

    @precondition(lambda self: len(self.passes) < 2)
    @rule()
    def a_pass_begins(self) -> None:
        self.passes.append(Process(lambda: self._pass()))  # noqa: PLW0108

    @precondition(lambda self: self.passes)
    @rule(which=st.integers(0, 1), weather=WEATHER, steps=st.integers(1, 12) | st.none())
    def a_pass_goes_on(self, which: int, weather: list[Weather], steps: int | None) -> None:
        process = self.passes[which % len(self.passes)]
        self._go_on(process, weather, steps)
        if process.ended:
            self.passes.remove(process)

    @precondition(lambda self: self.passes)
    @rule()
    def the_passes_die(self) -> None:
        while self.passes:
            self.passes.pop().die()

    def _go_on(self, process: Process, weather: list[Weather], steps: int | None) -> None:
        self.desk.weather = list(weather)
        process.run(steps)
        self.desk.weather = []
        if process.error is not None and not isinstance(process.error, RemoteError | Conflict | Died):
            raise process.error

    def _pass(self) -> object:
        mine = self._mine()
        lease = Unleased()
        carriers = {carrier.code: carrier for carrier in CARRIERS}
        maker = Maker(APP, mine, carriers, self.terms, NoLabels(), self.clock, lease)  # type: ignore[arg-type]
        return dispatch_due(Bench(APP, mine, self.desk, self.clock, lease, self.origin, maker))

    def _mine(self) -> AccountMemory:
        return self.memory.of(self.account)

    # What holds at any time

    @invariant()
    def every_position_is_reported_once(self) -> None:
        for ref in REFS:
            assert len(self.desk.calls_about(ref)) <= 1, f"{ref} was reported twice"

    @invariant()
    def no_return_number_goes_with_two_parcels(self) -> None:
        used: dict[ReturnKey, list[tuple[TrackingKey, object]]] = {}
        for entry in self.desk.reported:
            if entry.back is not None:
                used.setdefault(entry.back, []).append((entry.key, entry.at))
        for uses in used.values():
            for (one, at), (other, then) in pairwise(uses):
                assert one == other or then - at >= GUARD - timedelta(days=2)  # type: ignore[operator]

    @invariant()
    def what_is_accepted_is_there_and_sent_here(self) -> None:
        for notice in self._notices():
            if notice.state is not NoticeState.ACCEPTED:
                continue
            for ref in notice.positions:
                assert self.desk.calls_about(ref), f"{ref} counts as reported and is not"
                stored = self._mine().orders(APP).get(ref.sales_order_id)
                assert stored is not None
                assert stored.order is not None
                states = {p.position_item_id: p.state for p in stored.order.positions}
                assert states[ref.position_item_id] is PositionState.SENT

    @invariant()
    def nothing_is_held_without_a_reason(self) -> None:
        for notice in self._notices():
            held = notice.state in {NoticeState.HELD, NoticeState.REFUSED}
            assert not held or notice.reason is not None or not notice.settled_at

    @invariant()
    def only_the_seller_withdraws(self) -> None:
        gone = {notice.id for notice in self._notices() if notice.state is NoticeState.WITHDRAWN}
        assert gone <= self.withdrawn

    def _notices(self) -> list[Notice]:
        return list(self._mine().dispatches(APP).all())

    # What holds at rest

    @rule()
    def fine_passes_settle_everything(self) -> None:
        """After a day without trouble nothing is open but what is held or refused, each with its reason; what
        the marketplace would take is taken."""
        while self.passes:
            self.passes.pop().die()
        self.desk.weather = []
        self.origin = HOME
        for order in ORDERS:
            self._show(order, self._as_it_is())
        for _ in range(3):
            self.clock.forward(timedelta(hours=25))
            self.desk.let_arrive()
            self._pass()
        for notice in self._notices():
            assert notice.state in {
                NoticeState.ACCEPTED,
                NoticeState.WITHDRAWN,
                NoticeState.HELD,
                NoticeState.REFUSED,
            }
            if notice.state in {NoticeState.HELD, NoticeState.REFUSED}:
                assert notice.reason is not None
            if notice.state is NoticeState.REFUSED:
                assert not self._would_be_taken(notice), f"{notice} was dropped"
        self._numbers_are_accounted_for()

    def _as_it_is(self) -> dict[PositionRef, PositionState]:
        sent = {ref for ref in REFS if self.desk.calls_about(ref)}
        return {ref: PositionState.SENT if ref in sent else state for ref, state in self.states.items()}

    def _would_be_taken(self, notice: Notice) -> bool:
        trial = replace(self.desk, reported=list(self.desk.reported), guards=True)
        trial.before_call = trial.after_call = lambda: None
        try:
            match notice.kind:
                case NoticeKind.ONE:
                    trial.report(notice.parcels[0], notice.positions, HOME)
                case NoticeKind.SPLIT:
                    trial.report_split(notice.parcels, notice.positions[0], HOME)
                case NoticeKind.ADDED:
                    trial.add(notice.parcels[0], notice.positions)
        except RemoteError:
            return False
        return True

    def _numbers_are_accounted_for(self) -> None:
        lines = ledger(self._mine())
        for entry in self.desk.reported:
            if entry.back is not None:
                assert any(
                    line.entry.key == entry.back and line.entry.parcel == entry.key for line in lines
                ), f"{entry.back} is not in the ledger"

    def teardown(self) -> None:
        for process in getattr(self, "passes", []):
            process.die()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


TestDispatchSync = pytest.mark.usefixtures("quiet")(DispatchSync.TestCase)
TestDispatchSync.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
