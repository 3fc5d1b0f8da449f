"""A marketplace with buyers: it shows quantities, sells what it shows, and its network has weather."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.apps import AppKey
from core.errors import BrokenReply, Complaint, OutcomeUnknown, Refused, Throttled, Unreachable
from core.money import Money
from core.orders import Order, Position, PositionItemId, PositionState, SalesOrderId, Sku, UnreadableOrder
from core.stock import ShowQuantity
from ports.marketplace import OrderPage
from ports.quantities import QuantityAnswer, QuantityPage
from tests.fakes.clock import HandClock

SERVICE: Final = "bazaar"
#: How long a late call is on its way; less than `core.display.LATE`.
ON_ITS_WAY: Final = timedelta(seconds=50)


class Sky(StrEnum):
    """What happens to one call that shows quantities."""

    FINE = "fine"
    NEVER_ARRIVED = "never arrived"
    ANSWER_LOST = "arrived, answer lost"
    LATE = "answer lost, arrives late"
    TWICE = "arrives, and once more late"
    BROKEN_REPLY = "arrived, answer unreadable"
    THROTTLED = "throttled"
    HALF_REFUSED = "every second entry is refused"
    ALL_REFUSED = "every entry is refused"
    TURNED_AWAY = "the call is turned away as a whole"


@dataclass
class Bazaar:
    """`figures` are what listings show; without one a listing is not there. `lowers`: a sale lowers the one
    by itself."""

    app: AppKey
    clock: HandClock
    lowers: bool = False
    batch: int = 2
    highest: int = 9
    weather: list[Sky] = field(default_factory=list)
    figures: dict[Sku, int] = field(default_factory=dict)
    sold: dict[SalesOrderId, Order] = field(default_factory=dict)
    on_the_way: list[tuple[datetime, Sequence[ShowQuantity]]] = field(default_factory=list)
    calls: int = 0
    between_steps: Callable[[], None] = lambda: None

    # What people do

    def buy(self, sku: Sku) -> SalesOrderId:
        key = SalesOrderId(f"{self.app}-{len(self.sold) + 1}")
        now = self.clock.now()
        position = Position(PositionItemId(f"{key}-1"), sku, PositionState.ANNOUNCED, Money(1999, "EUR"))
        self.sold[key] = Order(key, key, now, (position,), changed_at=now)
        if self.lowers:
            self.figures[sku] -= 1
        return key

    def turn(self, key: SalesOrderId, state: PositionState) -> None:
        now, order = self.clock.now(), self.sold[key]
        sent_at = now if state is PositionState.SENT else order.positions[0].sent_at
        position = replace(order.positions[0], state=state, sent_at=sent_at)
        self.sold[key] = replace(order, positions=(position,), changed_at=now)

    # `OrderSource`

    def changed_orders(self, since: datetime | None, page: str | None) -> OrderPage:
        self.between_steps()
        changed = [
            order
            for order in self.sold.values()
            if since is None or order.changed_at is None or order.changed_at >= since
        ]
        return OrderPage(tuple(changed), as_of=self.clock.now())

    def read_again(self, raw: str) -> Order | UnreadableOrder:
        raise AssertionError("nothing was ever set aside")

    # `QuantityBoard`

    def shown(self, page: str | None) -> QuantityPage:
        self.between_steps()
        skus = sorted(self.figures)
        start = int(page or 0)
        following = str(start + 2) if start + 2 < len(skus) else None
        return QuantityPage({sku: self.figures[sku] for sku in skus[start : start + 2]}, following)

    def show(self, changes: Sequence[ShowQuantity]) -> QuantityAnswer:
        self.between_steps()
        self.calls += 1
        assert len(changes) <= self.batch
        assert all(0 <= pieces <= self.highest for _, pieces in changes), changes
        sky = self.weather.pop(0) if self.weather else Sky.FINE
        answer = self._answer(changes, sky)
        self.between_steps()
        return answer

    def _answer(self, changes: Sequence[ShowQuantity], sky: Sky) -> QuantityAnswer:
        match sky:
            case Sky.NEVER_ARRIVED:
                raise Unreachable(SERVICE, "no route")
            case Sky.THROTTLED:
                raise Throttled(SERVICE, 1)
            case Sky.TURNED_AWAY:
                raise Refused(SERVICE, (Complaint("no"),), status=400)
            case Sky.LATE:
                self.on_the_way.append((self.clock.now() + ON_ITS_WAY, changes))
                raise OutcomeUnknown(SERVICE, "timeout")
            case Sky.ALL_REFUSED | Sky.HALF_REFUSED:
                taken = [] if sky is Sky.ALL_REFUSED else changes[::2]
                return self._taken(taken, {sku: (Complaint("not now"),) for sku, _ in changes})
        answer = self._taken(changes)
        if sky is Sky.TWICE:
            self.on_the_way.append((self.clock.now() + ON_ITS_WAY, changes))
        if sky in {Sky.ANSWER_LOST, Sky.TWICE}:
            self.between_steps()
            raise OutcomeUnknown(SERVICE, "connection reset")
        if sky is Sky.BROKEN_REPLY:
            raise BrokenReply(SERVICE, "no JSON")
        return answer

    def _taken(
        self, changes: Sequence[ShowQuantity], refused: dict[Sku, tuple[Complaint, ...]] | None = None
    ) -> QuantityAnswer:
        known = [change for change in changes if change.sku in self.figures]
        self.figures.update(known)
        taken = frozenset(sku for sku, _ in known)
        strange = {sku: (Complaint("unknown SKU"),) for sku, _ in changes if sku not in self.figures}
        return QuantityAnswer(taken, {**(refused or {}), **strange})

    def lost_calls_arrive(self) -> None:
        """Those whose time has come, in their order."""
        for due, changes in sorted(self.on_the_way, key=lambda pair: pair[0]):
            if due <= self.clock.now():
                self._taken(changes)
        self.on_the_way = [pair for pair in self.on_the_way if pair[0] > self.clock.now()]
