"""A seller's whole world: a warehouse, two marketplaces with buyers, workers that die or freeze, and time.

What is true in it is kept beside what the program believes: pieces that are really there, orders that are
really alive. Nothing here is drawn by lot: whoever moves it decides, so the same moves make the same journal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from core.apps import AppKey, AppState
from core.articles import Count
from core.display import LATE, Outcome
from core.errors import LeaseLost, RemoteError
from core.orders import PositionState, SalesOrderId, Sku
from core.schedule import Job, Rhythm
from core.stock import ShowQuantity
from ports.lease import Lease
from ports.memory import AccountMemory, AppRecord
from ports.quantities import QuantityAnswer, QuantityPage
from sync.alignment import align_quantities
from sync.claims import settle_claims
from sync.orders import Terms, import_orders
from sync.stock import StockPass
from sync.turns import Hand, take_turn
from tests.fakes.bazaar import Bazaar, Sky
from tests.fakes.clock import HandClock
from tests.fakes.committed import Held
from tests.fakes.memory import InMemoryMemory
from tests.fakes.process import Died, Process

SKUS: Final = (Sku("A"), Sku("B"), Sku("C"))
HERE, THERE = AppKey("here"), AppKey("there")
SECOND: Final = timedelta(seconds=1)
PATIENCE: Final = timedelta(minutes=5)
RHYTHM: Final = Rhythm(timedelta(minutes=1), timedelta(seconds=10), timedelta(hours=1))
_HOLDING: Final = {PositionState.ANNOUNCED, PositionState.PROCESSABLE}


@dataclass(frozen=True, slots=True)
class Oversale:
    """Sold when nothing was left that was not promised."""

    app: AppKey
    sku: Sku
    at: datetime
    order: SalesOrderId


@dataclass
class Watched:
    """A marketplace as one worker sees it: what he sends after he lost his right is noted."""

    world: "World"
    market: Bazaar
    fence: int

    @property
    def batch(self) -> int:
        return self.market.batch

    @property
    def highest(self) -> int:
        return self.market.highest

    def shown(self, page: str | None) -> QuantityPage:
        return self.market.shown(page)

    def show(self, changes: Sequence[ShowQuantity]) -> QuantityAnswer:
        before = dict(self.market.figures)
        try:
            return self.market.show(changes)
        finally:
            job = Job(self.world.account.account.id, self.market.app, "stock")
            held = self.world.memory._store.committed.leases.get(job, Held())
            if held.fence != self.fence and self.market.figures != before:
                self.world.strayed |= {(self.market.app, sku) for sku, _ in changes}


@dataclass
class World:
    """`touched` are listings that somebody other than the program has changed since the last alignment,
    `strayed` those that a worker without lease has changed and not lived to tell."""

    lowers: bool = False
    unlisted: bool = False
    clock: HandClock = field(default_factory=HandClock)
    journal: list[str] = field(default_factory=list)
    there: dict[Sku, int] = field(default_factory=dict)
    buffers: dict[Sku, int] = field(default_factory=dict)
    maxima: dict[tuple[AppKey, Sku], int] = field(default_factory=dict)
    touched: set[tuple[AppKey, Sku]] = field(default_factory=set)
    strayed: set[tuple[AppKey, Sku]] = field(default_factory=set)
    oversales: list[Oversale] = field(default_factory=list)
    workers: list[tuple[str, Process]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.memory = InMemoryMemory()
        account = self.memory.accounts.add("Anna").id
        self.account: AccountMemory = self.memory.of(account)
        self.portal = self.account.portal_accounts.find_or_add("Main").id
        self.markets: Mapping[AppKey, Bazaar] = {
            app: Bazaar(app, self.clock, lowers=self.lowers, between_steps=Process.between_steps)
            for app in (HERE, THERE)
        }
        for app, market in self.markets.items():
            self.account.apps.write(AppRecord(app, AppState.ACTIVE))
            market.figures = dict.fromkeys(SKUS, 5)
            self.touched |= {(app, sku) for sku in SKUS}
        if self.unlisted:
            del self.markets[THERE].figures[SKUS[-1]]
        self.memory.between_steps = Process.between_steps

    def _note(self, *what: object) -> None:
        self.clock.forward(SECOND)
        self.journal.append(" ".join(str(each) for each in (self.clock.now().isoformat(), *what)))

    # What people do

    def deliver(self, sku: Sku, pieces: int) -> None:
        """New pieces come in, and the seller counts what is there."""
        self.there[sku] = self.there.get(sku, 0) + pieces
        self.count(sku)

    def count(self, sku: Sku, buffer: int | None = None) -> None:
        self._note("counted", sku, self.there.get(sku, 0), buffer)
        if not self.account.warehouse.find([sku]):
            # Until then its listings showed what they liked.
            self.touched |= {(app, sku) for app in self.markets}
        self.there.setdefault(sku, 0)
        if buffer is not None:
            self.buffers[sku] = buffer
        self.account.warehouse.count([Count(sku, self.there[sku], buffer)], self.clock.now())

    def limit(self, app: AppKey, sku: Sku, most: int) -> None:
        self._note("limited", app, sku, most)
        self.maxima[app, sku] = most
        self.account.quantities(app).arrange([sku], self.portal, self.clock.now(), maximum=most)

    def buy(self, app: AppKey, sku: Sku) -> None:
        """As long as the marketplace shows a piece, somebody may buy it."""
        market = self.markets[app]
        if market.figures.get(sku, 0) < 1:
            return
        left = self.there.get(sku, 0) - self.promised(sku)
        self._note("bought", app, sku, "of", market.figures[sku], "left", left)
        key = market.buy(sku)
        if left < 1 and sku in self.there and (app, sku) not in self.touched | self.strayed:
            self.oversales.append(Oversale(app, sku, self.clock.now(), key))

    def promised(self, sku: Sku) -> int:
        return sum(
            position.sku == sku and position.state in _HOLDING
            for market in self.markets.values()
            for order in market.sold.values()
            for position in order.positions
        )

    def turn(self, app: AppKey, number: int, state: PositionState) -> None:
        """An order that is still open is paid, sent or cancelled."""
        market = self.markets[app]
        live = [key for key, order in market.sold.items() if order.state in _HOLDING]
        if not live:
            return
        key = live[number % len(live)]
        sku = market.sold[key].positions[0].sku
        if state is PositionState.SENT:
            if self.there.get(sku, 0) < 1:
                return
            self.there[sku] -= 1
        if self.lowers and state.is_cancelled:
            # Whether a marketplace that lowers a figure by itself raises it again is its own affair.
            self.touched.add((app, sku))
        self._note("turned", key, state.value)
        market.turn(key, state)

    def edit_by_hand(self, app: AppKey, sku: Sku, pieces: int) -> None:
        if sku in self.markets[app].figures:
            self._note("edited by hand", app, sku, pieces)
            self.markets[app].figures[sku] = pieces
            self.touched.add((app, sku))

    def list_article(self) -> None:
        """What was not listed there is now, and shows nothing yet."""
        if SKUS[-1] not in self.markets[THERE].figures:
            self._note("listed")
            self.markets[THERE].figures[SKUS[-1]] = 0

    def wait(self, by: timedelta) -> None:
        self.clock.forward(by)
        for market in self.markets.values():
            market.lost_calls_arrive()
        self._note("waited", by)

    # What workers do

    def start(self, app: AppKey, concern: str) -> Process:
        self._note("started", app, concern)
        name = f"worker {len(self.journal)}"
        process = Process(lambda: self._turn(app, concern, name))
        self.workers.append((f"{app} {concern}", process))
        return process

    def go_on(self, number: int, sky: list[Sky], steps: int | None) -> None:
        if not self.workers:
            return
        name, process = self.workers[number % len(self.workers)]
        for market in self.markets.values():
            market.weather = list(sky)
        process.run(steps)
        for market in self.markets.values():
            market.weather = []
        if process.ended:
            self.workers.remove((name, process))
            self._note("ended", name, type(process.error).__name__)
            if not isinstance(process.error, RemoteError | LeaseLost | Died | None):
                raise process.error
        else:
            self._note("stands", name)

    def die(self, number: int) -> None:
        if self.workers:
            name, process = self.workers.pop(number % len(self.workers))
            process.die()
            self._note("died", name)

    def _turn(self, app: AppKey, concern: str, name: str) -> None:
        hand = Hand(name, PATIENCE)
        work = {"orders": self._orders, "stock": self._stock, "alignment": self._alignment}[concern]
        take_turn(
            self.account,
            app,
            concern,
            RHYTHM,
            lambda memory, lease: work(memory, lease, app),
            hand=hand,
            clock=self.clock,
            asked=True,
        )

    def _orders(self, memory: AccountMemory, lease: Lease, app: AppKey) -> Mapping[str, int]:
        terms = Terms(self.portal, paid_by_marketplace=False)
        report = import_orders(self.markets[app], memory.orders(app), self.clock, terms)
        settle_claims(app, memory.orders(app), memory.warehouse, self.clock)
        return report.counts()

    def _stock(self, memory: AccountMemory, lease: Lease, app: AppKey) -> Mapping[str, int]:
        for each in self.markets:
            settle_claims(each, memory.orders(each), memory.warehouse, self.clock)
        work = StockPass(
            board=Watched(self, self.markets[app], lease.fence),
            book=memory.quantities(app),
            stray=self.account.quantities(app),
            warehouse=memory.warehouse,
            portal_account=self.portal,
            lease=lease,
            clock=self.clock,
        )
        died = False
        try:
            return work.run().counts()
        except Died:
            died = True
            raise
        finally:
            if not died:
                # He could say what he sent: it is the program's to mend.
                self.strayed -= {(app, sku) for sku in SKUS}

    def _alignment(self, memory: AccountMemory, lease: Lease, app: AppKey) -> Mapping[str, int]:
        report = align_quantities(self.markets[app], memory.quantities(app), self.clock)
        return report.counts()

    # What holds

    def rest(self) -> None:
        """Nobody does anything but the program, and the weather is fine."""
        while self.workers:
            self.die(0)
        self.wait(LATE)
        self.wait(timedelta(hours=13))
        for concern in ("orders", "stock"):
            self._all(concern)
        self._warehouse_is_right()
        self._agrees(self.touched | self.strayed)
        self._all("alignment")
        self.clock.forward(SECOND)
        self._all("stock")
        self._agrees(set())
        calls = [market.calls for market in self.markets.values()]
        self._all("stock")
        assert [market.calls for market in self.markets.values()] == calls, "there was nothing to send"
        self.touched.clear()
        self.strayed.clear()
        self._oversales_were_exposed()
        self._note("rested")

    def _all(self, concern: str) -> None:
        for app in self.markets:
            self.clock.forward(SECOND)
            self._turn(app, concern, "rest")
            last = self.account.passes(app).last(concern)
            assert last is not None
            assert last.failure is None, last.failure

    def _warehouse_is_right(self) -> None:
        for article in self.account.warehouse.articles():
            level = article.level
            assert level.on_hand == self.there[article.sku], f"{article.sku} on hand"
            assert level.reserved == self.promised(article.sku), f"{article.sku} reserved"

    def wanted(self, app: AppKey, sku: Sku) -> int:
        free = self.there[sku] - self.promised(sku) - self.buffers.get(sku, 0)
        return max(0, min(free, self.maxima.get((app, sku), 9), 9))

    def _agrees(self, but: set[tuple[AppKey, Sku]]) -> None:
        for app, market in self.markets.items():
            for sku in sorted(self.there.keys() & market.figures.keys()):
                if (app, sku) not in but:
                    assert market.figures[sku] == self.wanted(app, sku), f"{app} {sku}"

    def _oversales_were_exposed(self) -> None:
        """Each of them lies in a window that the ledger tells of: from a sale to the acknowledged fall."""
        for sale in self.oversales:
            order = self.markets[sale.app].sold[sale.order]
            if order.state.is_cancelled or sale.sku not in self.there:
                continue
            assert any(
                exposed <= sale.at <= settled for exposed, settled in self._windows(sale.app, sale.sku)
            ), f"{sale} was outside of every window"
        self.oversales.clear()

    def _windows(self, app: AppKey, sku: Sku) -> Iterator[tuple[datetime, datetime]]:
        for entry in self.account.quantities(app).history(sku):
            acknowledged = entry.outcome is Outcome.ACKNOWLEDGED
            if acknowledged and entry.exposed_since is not None and entry.settled_at is not None:
                yield entry.exposed_since, entry.settled_at

    def close(self) -> None:
        while self.workers:
            self.workers.pop()[1].die()
