"""Orders come in whole, whatever the marketplace, the network and the machine do meanwhile.

The world of this machine: people buy, pay, cancel, send and take back while passes read page by page; every
call has its weather; a pass stands still between any two steps while others work, or dies there, and what
was committed is all that is left of it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from structlog.testing import capture_logs

from core.apps import AppKey
from core.checkpoint import OVERLAP
from core.errors import Conflict, RemoteError
from core.orders import Order, PositionState, SalesOrderId
from ports.memory import OrderBook
from sync.orders import Report, Terms, import_orders
from tests.fakes.clock import HandClock, WrongClock
from tests.fakes.marketplace import Flaw, Habits, LastLink, StormyMarketplace, Version, Weather
from tests.fakes.memory import InMemoryMemory
from tests.fakes.process import Died, Process

APP: Final = AppKey("bazaar")

MINUTE: Final = timedelta(minutes=1)
#: Lag and staleness are at most five minutes each, and clocks that nobody tells differ by at most three: less
#: than the overlap in all.
DELAYS = st.sampled_from([0, 0, 5]).map(lambda minutes: minutes * MINUTE)
HABITS = st.builds(
    Habits,
    page_size=st.integers(1, 3),
    includes_since=st.booleans(),
    tells_time=st.booleans(),
    last_link=st.sampled_from([LastLink.NOWHERE, *LastLink]),
    lag=DELAYS,
    staleness=DELAYS,
)
AHEAD = st.sampled_from([0, 0, 3, -3, 90, -90])
BAD_WEATHER = st.sampled_from(sorted(Weather))
WEATHER = st.lists(st.just(Weather.FINE) | BAD_WEATHER, max_size=4)
FLAWS = st.sampled_from([None, None, None, *Flaw])
#: What a piece can become, in the words of who does it.
FATES: Final = {
    "the buyer pays": PositionState.PROCESSABLE,
    "the seller sends": PositionState.SENT,
    "the buyer returns": PositionState.RETURNED,
    "the seller cancels": PositionState.CANCELLED_BY_PARTNER,
    "the marketplace cancels": PositionState.CANCELLED_BY_MARKETPLACE,
    "something new happens": PositionState.UNKNOWN,
}


class OrderSync(RuleBasedStateMachine):
    """`overlap` and `around` are what the planted faults change."""

    overlap: timedelta = OVERLAP
    around: Callable[[OrderBook], OrderBook] = staticmethod(lambda book: book)

    sold = Bundle[SalesOrderId]("sold")

    @initialize(habits=HABITS, ahead=AHEAD, paid_by_marketplace=st.booleans())
    def open(self, habits: Habits, ahead: int, paid_by_marketplace: bool) -> None:
        if not habits.tells_time:
            ahead = max(-3, min(ahead, 3))
        self.clock = HandClock()
        self.ours = WrongClock(self.clock, ahead * MINUTE)
        self.market = StormyMarketplace(
            self.clock, habits, before_call=Process.between_steps, after_call=Process.between_steps
        )
        self.memory = InMemoryMemory(Process.between_steps)
        self.account = self.memory.accounts.add("Anna's shop").id
        portal_account = self.memory.of(self.account).portal_accounts.find_or_add("Bazaar")
        self.terms = Terms(portal_account.id, paid_by_marketplace, self.overlap)
        self.passes: list[Process] = []
        self.newest: dict[SalesOrderId, datetime] = {}
        # How far behind `settled` a change may still be unseen; the overlap has to cover it.
        skew = timedelta(0) if habits.tells_time else max(timedelta(0), ahead * MINUTE)
        self.blur = habits.lag + habits.staleness + skew

    # The marketplace lives

    @rule(
        target=sold,
        number=st.sampled_from(["1001", "1002"]),
        pieces=st.integers(1, 3),
        waited=st.sampled_from([0, 45, 0, 600]),
        tells_change=st.sampled_from([True, True, True, False]),
        flaw=FLAWS,
        late=st.booleans(),
    )
    def a_buyer_orders(
        self, number: str, pieces: int, waited: int, tells_change: bool, flaw: Flaw | None, late: bool
    ) -> SalesOrderId:
        if flaw is Flaw.NAMELESS and not tells_change:
            flaw = None
        return self.market.sell(
            number, pieces=pieces, waited=waited * MINUTE, tells_change=tells_change, flaw=flaw, late=late
        )

    @rule(
        order=sold,
        piece=st.integers(0, 2),
        fate=st.sampled_from(sorted(FATES)),
        flaw=FLAWS,
        late=st.booleans(),
    )
    def an_order_changes(
        self, order: SalesOrderId, piece: int, fate: str, flaw: Flaw | None, late: bool
    ) -> None:
        before = self.market.history[order][-1]
        if flaw is Flaw.NAMELESS and before.order.changed_at is None:
            flaw = None
        if Flaw.NAMELESS in {flaw, before.flaw}:
            # Only its change time tells whether a version without a name is the older one.
            self.clock.forward(MINUTE)
        self.market.turn(order, FATES[fate], piece=piece, flaw=flaw, late=late)

    @rule(minutes=st.sampled_from([1, 4, 20, 90]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes * MINUTE)

    @rule()
    def page_tokens_age_out(self) -> None:
        self.market.age_tokens()

    @rule(flaw=st.sampled_from(Flaw))
    def the_software_learns_to_read(self, flaw: Flaw) -> None:
        self.market.understood.add(flaw)

    # Passes come and go

    @rule(weather=WEATHER, dies_after=st.none() | st.integers(0, 25))
    def a_pass_runs(self, weather: list[Weather], dies_after: int | None) -> None:
        process = self._start()
        self._go_on(process, weather, dies_after)
        process.die()

    @precondition(lambda self: len(self.passes) < 2)
    @rule()
    def a_pass_begins(self) -> None:
        self.passes.append(self._start())

    @precondition(lambda self: self.passes)
    @rule(which=st.integers(0, 1), weather=WEATHER, steps=st.integers(1, 8) | st.none())
    def a_pass_goes_on(self, which: int, weather: list[Weather], steps: int | None) -> None:
        process = self.passes[which % len(self.passes)]
        self._go_on(process, weather, steps)
        if process.ended:
            self.passes.remove(process)

    @precondition(lambda self: self.passes)
    @rule(which=st.integers(0, 1))
    def a_pass_dies(self, which: int) -> None:
        self.passes.pop(which % len(self.passes)).die()

    def _start(self) -> Process:
        return Process(lambda: self._import())  # noqa: PLW0108 - bound late: a fault may replace it

    def _import(self) -> Report:
        return import_orders(self.market, self.around(self._book()), self.ours, self.terms)

    def _go_on(self, process: Process, weather: list[Weather], steps: int | None) -> None:
        self.market.weather = list(weather)
        process.run(steps)
        self.market.weather = []
        if process.error is not None and not isinstance(process.error, RemoteError | Conflict | Died):
            raise process.error

    def _book(self) -> OrderBook:
        return self.memory.of(self.account).orders(APP)

    # What holds at any time

    @invariant()
    def nothing_before_the_cursor_is_missing(self) -> None:
        """What changed before `settled` is stored in that version or a later one, or is set aside."""
        settled = self._book().checkpoint().settled
        if settled is None:
            return
        here = self._versions_here()
        for key, versions in self.market.history.items():
            due = [at for at, version in enumerate(versions) if version.changed_at < settled - self.blur]
            assert not due or here.get(key, -1) >= due[-1], f"{key} is missing"

    def _versions_here(self) -> dict[SalesOrderId, int]:
        """The latest version of each order that is stored or set aside."""
        here = {order.sales_order_id: self.market.version_of(order) for order in self._readable()}
        for unreadable in self._book().set_aside():
            key, version = self.market.version_in(unreadable.raw)
            here[key] = max(version, here.get(key, -1))
        return here

    @invariant()
    def no_order_is_doubled(self) -> None:
        keys = [
            stored.sales_order_id for stored in self._book().orders() if stored.sales_order_id is not None
        ]
        assert len(keys) == len(set(keys))
        assert set(keys) <= set(self.market.history)

    @invariant()
    def no_older_version_replaces_a_newer_one(self) -> None:
        """Where the marketplace tells change times; without them the later reading counts, until the next."""
        for order in self._readable():
            if order.changed_at is not None:
                assert order.changed_at >= self.newest.get(order.sales_order_id, order.changed_at)
                self.newest[order.sales_order_id] = order.changed_at

    # What holds at rest

    @rule()
    def fine_passes_settle_everything(self) -> None:
        """Two at most: the first may only end a listing that was interrupted, and the second lists anew."""
        self.clock.forward(self.market.habits.lag)
        self.market.weather = []
        if self._book().checkpoint().listing is not None:
            self._import()
        self._import()
        self._all_is_here()
        before = self._everything()
        report = self._import()
        assert (report.new, report.changed, report.released) == (0, 0, 0)
        assert self._everything() == before

    def _all_is_here(self) -> None:
        stored = {each.sales_order_id: each for each in self._book().orders()}
        aside = {
            self.market.version_in(unreadable.raw): unreadable for unreadable in self._book().set_aside()
        }
        shown = self.market.visible()
        for key, version in shown.items():
            place = (key, self.market.version_of(version.order))
            if self._can_be_read(version):
                assert stored[key].order == version.order
                assert stored[key].problem is None
                assert stored[key].portal_account == self.terms.portal_account
                paid = version.order.paid if self.terms.paid_by_marketplace else None
                assert stored[key].paid is paid
            elif version.flaw is Flaw.NAMELESS:
                assert aside[place].reason.en == Flaw.NAMELESS
            else:
                assert stored[key].problem == aside[place].reason
                assert aside[place].reason.en == version.flaw
        for key, at in aside:
            version = self.market.history[key][at]
            assert not self._can_be_read(version)
            # Of a version without a name nobody can tell which it followed, or which followed it.
            nameless = Flaw.NAMELESS in {version.flaw, shown[key].flaw} - self.market.understood
            assert nameless or version == shown[key]
        self._cursor_is_where_it_can_be(shown.values())

    def _cursor_is_where_it_can_be(self, shown: Iterable[Version]) -> None:
        checkpoint = self._book().checkpoint()
        assert checkpoint.listing is None
        if self.market.habits.last_link in {LastLink.TO_ITSELF, LastLink.TO_THE_FIRST}:
            return
        clocks = [self.ours.now()]
        if self.market.habits.tells_time:
            clocks.append(self.clock.now())
        for version in shown:
            if self._can_be_read(version) and version.order.changed_at is not None:
                assert checkpoint.settled is not None
                assert checkpoint.settled >= min(version.order.changed_at, *clocks)

    def _can_be_read(self, version: Version) -> bool:
        return version.flaw is None or version.flaw in self.market.understood

    def _readable(self) -> Iterator[Order]:
        return (stored.order for stored in self._book().orders() if stored.order is not None)

    def _everything(self) -> tuple[object, ...]:
        book = self._book()
        return book.checkpoint(), list(book.orders()), list(book.set_aside())

    def teardown(self) -> None:
        for process in getattr(self, "passes", []):
            process.die()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


TestOrderSync = pytest.mark.usefixtures("quiet")(OrderSync.TestCase)
TestOrderSync.settings = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
