"""The machine of `test_dispatch_sync` in short, against OTTO's adapter and stand-in: the books at OTTO show
every position reported once and no return number twice."""

from collections.abc import Iterator
from typing import Final

import pytest
import stamina
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from structlog.testing import capture_logs

from adapters.otto.marketplace import Otto
from adapters.otto.standin import State
from core.apps import AppKey
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
from core.errors import RemoteError
from core.orders import PositionItemId, PositionState, SalesOrderId
from ports.memory import AccountMemory
from standins import Weather
from sync.dispatch import dispatch_due
from sync.dispatch_notes import record
from sync.dispatch_view import Bench
from sync.orders import Terms, import_orders
from tests.contract.otto import OttoBench
from tests.fakes.memory import InMemoryMemory
from tests.fakes.process import Died, Process
from tests.property.test_dispatch_sync import Unleased

OTTO: Final = AppKey("otto")
HOME: Final = Origin("20095", "Hamburg", "DE")
#: Good numbers of GLS, so that the check digit holds nothing.
RETURNS: Final = ["100002180461", "202800020052"]
WEATHER = st.lists(
    st.just("fine") | st.sampled_from(["answer_lost", "reset_before", "html_502", "truncated", "storm_429"]),
    max_size=4,
)


class DispatchAtOtto(RuleBasedStateMachine):
    sold = Bundle[SalesOrderId]("sold")

    @initialize()
    def open(self) -> None:
        self.bench = OttoBench.with_orders(0)
        self.otto = Otto(self.bench.connection(checked=False, scopes="orders shipments"))
        self.memory = InMemoryMemory(Process.between_steps)
        self.account = self.memory.accounts.add("Anna's shop").id
        self.portal = self.memory.of(self.account).portal_accounts.find_or_add("OTTO").id

    @rule(target=sold, pieces=st.integers(1, 3), payment=st.sampled_from([None, "PREPAYMENT"]))
    def a_buyer_orders(self, pieces: int, payment: str | None) -> SalesOrderId:
        skus = ["A", "B", "C"][:pieces]
        return SalesOrderId(self.bench.standin.place_visible(skus=skus, payment=payment))

    @rule(order=sold)
    def a_buyer_pays(self, order: SalesOrderId) -> None:
        if self.bench.standin.item_ids(order, State.ANNOUNCED):
            self.bench.standin.pay(order)

    @rule()
    def orders_come_in(self) -> None:
        self.bench.standin.weather = Weather()
        terms = Terms(self.portal, paid_by_marketplace=True)
        import_orders(self.otto.orders, self._mine().orders(OTTO), self.bench.clock, terms)

    @rule(
        order=sold,
        which=st.integers(0, 2),
        number=st.sampled_from(["H1", "H2", "H3"]),
        back=st.none() | st.sampled_from(RETURNS),
        kind=st.sampled_from([NoticeKind.ONE, NoticeKind.ONE, NoticeKind.ADDED]),
    )
    def the_seller_packs(
        self, order: SalesOrderId, which: int, number: str, back: str | None, kind: NoticeKind
    ) -> None:
        items = [item for state in State for item in self.bench.standin.item_ids(order, state)]
        ref = PositionRef(order, PositionItemId(sorted(items)[which % len(items)]))
        key = None if back is None else ReturnKey(CarrierCode("GLS"), back)
        parcel = Parcel(TrackingKey(CarrierCode("HERMES"), number), self.bench.clock.now(), key)
        draft = Notice(NoticeId(0), kind, (parcel,), (ref,), self.bench.clock.now())
        record(self._mine().dispatches(OTTO), draft)

    @rule(weather=WEATHER, dies_after=st.none() | st.integers(0, 25))
    def a_pass_runs(self, weather: list[str], dies_after: int | None) -> None:
        self.bench.standin.weather = Weather.listed(*weather, only="/v1/shipments")
        process = Process(self._pass)
        process.run(dies_after)
        process.die()
        self.bench.standin.weather = Weather()
        if process.error is not None and not isinstance(process.error, RemoteError | Died):
            raise process.error

    @rule(minutes=st.sampled_from([1, 5, 70]))
    def time_passes(self, minutes: int) -> None:
        self.bench.later(minutes=minutes)

    @rule()
    def fine_passes_settle_everything(self) -> None:
        self.orders_come_in()
        for _ in range(2):
            self.bench.later(hours=25)
            self._pass()
        for notice in self._mine().dispatches(OTTO).all():
            assert notice.state in {NoticeState.ACCEPTED, NoticeState.HELD, NoticeState.REFUSED}
            assert notice.state is NoticeState.ACCEPTED or notice.reason is not None

    def _pass(self) -> object:
        desk = self.otto.dispatch
        assert desk is not None
        return dispatch_due(Bench(OTTO, self._mine(), desk, self.bench.clock, Unleased(), HOME))

    def _mine(self) -> AccountMemory:
        return self.memory.of(self.account)

    @invariant()
    def otto_has_every_position_once_and_no_number_twice(self) -> None:
        books = self.bench.standin.books
        assert set(books.times_reported().values()) <= {1}
        assert set(books.return_numbers().values()) <= {1}

    @invariant()
    def what_is_accepted_is_at_otto_and_sent_here(self) -> None:
        reported = self.bench.standin.books.times_reported()
        mine = self._mine()
        for notice in mine.dispatches(OTTO).all():
            if notice.state is NoticeState.ACCEPTED:
                for ref in notice.positions:
                    assert reported[ref.position_item_id] == 1
                    stored = mine.orders(OTTO).get(ref.sales_order_id)
                    assert stored is not None
                    assert stored.order is not None
                    states = {p.position_item_id: p.state for p in stored.order.positions}
                    assert states[ref.position_item_id] is PositionState.SENT


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    stamina.set_testing(True, attempts=1)
    with capture_logs():
        yield
    stamina.set_testing(False)


TestDispatchAtOtto = pytest.mark.usefixtures("quiet")(DispatchAtOtto.TestCase)
TestDispatchAtOtto.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
