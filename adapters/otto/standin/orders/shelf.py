"""Where the orders stand: in the order of the lists, each with the moment from which a change shows."""

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders import moves
from adapters.otto.standin.orders.moves import Impossible
from adapters.otto.standin.orders.sales_order import Kept, RawOrder, SalesOrder, State
from adapters.otto.standin.timestamps import to_ms

#: The place of an order in the lists: its order date in milliseconds since 1970, then its id.
Key = tuple[int, str]

Clock = Callable[[], datetime]
#: Is told of every order that comes (before is None) or changes, under the lock of the shelf.
Watcher = Callable[[SalesOrder | None, SalesOrder], None]


@dataclass(slots=True)
class _Record:
    """One order. `versions` are (shows from, order), oldest first; all before the one that shows are gone."""

    key: Key
    visible_at: datetime
    versions: list[tuple[datetime, Kept]]

    def newest(self) -> Kept:
        return self.versions[-1][1]

    def current(self, now: datetime) -> Kept | None:
        found = None
        for shows_from, order in self.versions:
            if shows_from <= now:
                found = order
        return found


def key_of(order: Kept) -> Key:
    return int(order.ordered_at.timestamp() * 1000), order.id


class Shelf:
    """Safe to share between threads. Lists are live: every call shows the state of its moment.

    hold                from purchase until the order shows
    cancellation_delay  from an accepted cancellation by the partner until it takes effect
    watchers            are told what happens, in this order
    """

    def __init__(
        self, clock: Clock, odd: Oddities, *, hold: timedelta, cancellation_delay: timedelta
    ) -> None:
        self.clock = clock
        self.hold = hold
        self.cancellation_delay = cancellation_delay
        self._odd = odd
        self._records: dict[str, _Record] = {}
        self._numbers: dict[str, str] = {}
        self._keys: list[Key] = []
        self._cancelling: list[tuple[datetime, str, frozenset[str]]] = []
        self.watchers: list[Watcher] = []
        self.lock = threading.RLock()

    def now(self) -> datetime:
        return to_ms(self.clock())

    def add(self, order: SalesOrder) -> None:
        """A new order; it shows when its hold has ended."""
        with self.lock:
            if order.id in self._records:
                raise Impossible(f"order {order.id} exists")
            self._put(order, visible_at=order.ordered_at + self.hold)
            self._tell(None, order)

    def put_raw(self, order: RawOrder) -> None:
        """New or in place of an order of the same id; shows at once."""
        with self.lock:
            self._remove(order.id)
            self._put(order, visible_at=self.now())

    def _put(self, order: Kept, visible_at: datetime) -> None:
        record = _Record(key_of(order), visible_at, [(visible_at + self._odd.lag, order)])
        self._records[order.id] = record
        if order.number is not None:
            self._numbers[order.number] = order.id
        insort(self._keys, record.key)

    def _remove(self, order_id: str) -> None:
        record = self._records.pop(order_id, None)
        if record is not None:
            del self._keys[bisect_left(self._keys, record.key)]
            self._numbers = {number: id_ for number, id_ in self._numbers.items() if id_ != order_id}

    def change(self, order_id: str, move: Callable[[SalesOrder, datetime], SalesOrder]) -> SalesOrder:
        """The order after `move`, which is given the moment of the change: now, or the end of the hold.

        raises  Impossible
        """
        with self.lock:
            self._settle()
            return self._change(order_id, move, self.now())

    def _change(
        self, order_id: str, move: Callable[[SalesOrder, datetime], SalesOrder], now: datetime
    ) -> SalesOrder:
        record = self._records.get(order_id)
        if record is None:
            raise Impossible(f"there is no order {order_id}")
        order = record.newest()
        if isinstance(order, RawOrder):
            raise Impossible(f"order {order_id} was put in as raw JSON; put in another version instead")
        at = max(now, record.visible_at)
        changed = move(order, at)
        shows = record.current(now)
        record.versions = [version for version in record.versions if version[1] is shows or version[0] > now]
        record.versions.append((at + self._odd.lag, changed))
        self._tell(order, changed)
        return changed

    def _tell(self, before: SalesOrder | None, after: SalesOrder) -> None:
        for watcher in self.watchers:
            watcher(before, after)

    def vanish_if_held(self, order_id: str) -> bool:
        """An order that is cancelled before it ever showed was never there. Whether it was that."""
        with self.lock:
            record = self._records.get(order_id)
            if record is None or record.visible_at <= self.now():
                return False
            self._remove(order_id)
            return True

    def cancel_later(self, order_id: str, item_ids: frozenset[str]) -> None:
        """An accepted cancellation by the partner; items that have moved on by then stay as they are."""
        if self._odd.cancellations_fizzle:
            return
        with self.lock:
            self._cancelling.append((self.now() + self.cancellation_delay, order_id, item_ids))
            self._settle()

    def _settle(self) -> None:
        now = self.now()
        due = [entry for entry in self._cancelling if entry[0] <= now]
        self._cancelling = [entry for entry in self._cancelling if entry[0] > now]
        for at, order_id, item_ids in sorted(due, key=lambda entry: entry[0]):
            record = self._records.get(order_id)
            if record is not None and isinstance(order := record.newest(), SalesOrder):
                left = item_ids & {item.id for item in order.items if item.state is State.PROCESSABLE}
                if left:
                    self._cancel(order_id, left, max(at, order.changed_at), now)

    def _cancel(self, order_id: str, item_ids: frozenset[str], at: datetime, now: datetime) -> None:
        self._change(order_id, lambda order, _: moves.cancel_by_partner(order, item_ids, at), now)

    def find(self, name: str) -> Kept | None:
        """By sales order id or order number, as it shows now."""
        with self.lock:
            self._settle()
            record = self._records.get(name) or self._records.get(self._numbers.get(name, ""))
            return None if record is None else record.current(self.now())

    def newest(self, order_id: str) -> Kept | None:
        """As it is, whether it shows or not."""
        with self.lock:
            self._settle()
            record = self._records.get(order_id)
            return None if record is None else record.newest()

    def ids(self) -> Sequence[str]:
        """All orders, also those that do not show yet, by order date."""
        with self.lock:
            return [order_id for _, order_id in self._keys]

    def walk(self, after: Key | None = None, *, newest_first: bool = False) -> Iterator[Kept]:
        """What shows now, from behind `after` on. Hold `lock` while walking."""
        self._settle()
        now = self.now()
        keys = self._keys
        if newest_first:
            end = len(keys) if after is None else bisect_left(keys, after)
            chosen: Iterator[Key] = (keys[place] for place in range(end - 1, -1, -1))
        else:
            start = 0 if after is None else bisect_right(keys, after)
            chosen = (keys[place] for place in range(start, len(keys)))
        for _, order_id in chosen:
            order = self._records[order_id].current(now)
            if order is not None:
                yield order

    def orders_now(self) -> list[Kept]:
        with self.lock:
            return list(self.walk())
