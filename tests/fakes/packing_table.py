"""Where dispatch notices are written and passes run, over a memory and a marketplace without weather."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.apps import AppKey
from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    Origin,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.orders import Order, PositionItemId, SalesOrderId
from core.parcel import Label, LabelKind, Reference
from core.purchases import Purchase, PurchaseState
from core.return_sources import NoSource, ReturnTerms
from ports.memory import AccountMemory, Memory
from sync.dispatch import Report, dispatch_due
from sync.dispatch_notes import record
from sync.dispatch_view import Bench
from sync.return_numbers import Maker
from tests.fakes.clock import HandClock
from tests.fakes.dispatch_desk import CARRIERS, StormyDesk
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import OTTO, Desk, a_desk
from tests.orders import an_order

HOME: Final = Origin("20095", "Hamburg", "DE")
DHL: Final = CarrierCode("DHL")


class Unleased:
    """A `Lease` that nobody takes away."""

    fence = 1

    def hold(self) -> None:
        return


@dataclass
class LabelShop:
    """`ReturnLabels`: sells labels, unless `trouble` has something against it.

    closed  why it makes none, by app
    """

    clock: HandClock
    trouble: Callable[[], None] = lambda: None
    closed: dict[AppKey, NoSource] = field(default_factory=dict)
    asked: list[Reference] = field(default_factory=list)

    def cannot(self, app: AppKey) -> NoSource | None:
        return self.closed.get(app)

    def buy(self, app: AppKey, reference: Reference, order: Order) -> Purchase:
        self.asked.append(reference)
        self.trouble()
        number = f"B{len(self.asked)}"
        label = Label(LabelKind.RETURN, reference, number, number)
        state, now = PurchaseState.BOUGHT, self.clock.now()
        return Purchase(app, LabelKind.RETURN, reference, state, "", now, now, label)


class PackingTable:
    """An account with orders of one position each, all PROCESSABLE."""

    def __init__(
        self, orders: int = 1, memory: Memory | None = None, terms: ReturnTerms | None = None
    ) -> None:
        self.clock = HandClock()
        self.desk = StormyDesk(self.clock)
        memory = memory or InMemoryMemory()
        self.shelf: Desk = a_desk(memory, f"seller {len(memory.accounts.all()) + 1}")
        self.labels = LabelShop(self.clock)
        self.terms = terms or ReturnTerms(AppKey("dhl"))
        self.origin: Origin | None = HOME
        self.going: Collection[PositionRef] = frozenset()
        self.refs = [
            PositionRef(SalesOrderId(f"order-{at}"), PositionItemId(f"order-{at}-1"))
            for at in range(1, orders + 1)
        ]
        for ref in self.refs:
            self.shelf.keep(an_order(ref.sales_order_id))
        self.desk.processable = set(self.refs)

    @property
    def mine(self) -> AccountMemory:
        return self.shelf.account

    def pack(self, at: int, tracking: str, back: str | None = None, carrier: str = "DHL") -> Notice:
        key = None if back is None else ReturnKey(DHL, back)
        parcel = Parcel(TrackingKey(CarrierCode(carrier), tracking), self.clock.now(), key)
        draft = Notice(NoticeId(0), NoticeKind.ONE, (parcel,), (self.refs[at],), self.clock.now())
        return record(self.mine.dispatches(OTTO), draft)

    def run(self) -> Report:
        carriers = {carrier.code: carrier for carrier in CARRIERS}
        maker = Maker(OTTO, self.mine, carriers, self.terms, self.labels, self.clock, Unleased())
        bench = Bench(OTTO, self.mine, self.desk, self.clock, Unleased(), self.origin, maker, self.going)
        return dispatch_due(bench)

    def notices(self) -> Sequence[Notice]:
        """Oldest first."""
        return self.mine.dispatches(OTTO).all()[::-1]
