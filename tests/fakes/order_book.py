"""The order book over a `Store`: the rules of `ports.memory.OrderBook` in plain Python."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.apps import AccountId, AppKey, PortalAccountId
from core.checkpoint import Checkpoint
from core.errors import Conflict
from core.finding import found, terms_of
from core.intake import Version, newest_of, take_in
from core.orders import Order, PositionState, SalesOrderId, UnreadableOrder
from core.sent import with_sent
from core.text import Text
from ports.memory import ClaimingOrder, Kept, OrderCursor, OrderList, OrderQuery, PositionStates, StoredOrder
from tests.fakes.committed import (
    Aside,
    Committed,
    Mark,
    Shelves,
    Store,
    limited,
    owned,
    put_back,
    refuse_unstorable,
)
from tests.fakes.sent_positions import sent_here


@dataclass(frozen=True, slots=True)
class InMemoryOrderBook:
    _store: Store
    _account: AccountId
    _app: AppKey

    def checkpoint(self) -> Checkpoint:
        return self._shelves().checkpoint

    def keep(
        self,
        orders: Sequence[Order],
        unreadable: Sequence[UnreadableOrder],
        *,
        move: tuple[Checkpoint, Checkpoint] | None,
        portal_account: PortalAccountId,
        paid_by_marketplace: bool,
        now: datetime,
        read_again: Sequence[str] = (),
    ) -> Kept:
        refuse_unstorable(orders, unreadable, move, now, read_again)
        for order in orders:
            limited(order.sales_order_id, *(position.position_item_id for position in order.positions))
        limited(*(unread.sales_order_id or "" for unread in unreadable))
        newest = newest_of(orders)

        def change(was: Committed) -> tuple[Committed, Kept]:
            shelves = was.shelves.get((self._account, self._app), Shelves())
            marks = sent_here(was, self._account, self._app)
            page = {identity: with_sent(order, marks.get(identity, {})) for identity, order in newest.items()}
            paid = {identity: order.paid if paid_by_marketplace else None for identity, order in page.items()}
            if move is not None and shelves.checkpoint != move[0]:
                raise Conflict(Text(en="moved meanwhile", de="inzwischen weiter"))
            owned(was, self._account, portal_account)
            asides = {aside.unread.sales_order_id: aside for aside in shelves.aside.values()}
            intake = take_in(
                {
                    identity: Version(order.changed_at, (order, paid[identity]))
                    for identity, order in page.items()
                },
                unreadable,
                {
                    identity: Version(stored.order.changed_at, (stored.order, stored.paid))
                    for identity, stored in shelves.orders.items()
                    if stored.order is not None
                },
                {identity: aside.unread.changed_at for identity, aside in asides.items() if identity},
            )
            stored = dict(shelves.orders)
            for identity in (*intake.new, *intake.changed):
                known = stored.get(identity)
                seen = asides[identity].first_seen_at if identity in asides else now
                stored[identity] = StoredOrder(
                    sales_order_id=identity,
                    order_number=page[identity].order_number,
                    order=page[identity],
                    portal_account=portal_account if known is None else known.portal_account,
                    paid=paid[identity],
                    problem=None,
                    first_seen_at=seen if known is None else known.first_seen_at,
                )
            put = {_mark(unread): unread for unread in intake.set_aside}
            aside = {
                mark: kept
                for mark, kept in shelves.aside.items()
                if mark in put or (mark[0] not in intake.solved and kept.unread.raw not in read_again)
            }
            for mark, unread in put.items():
                first = aside.get(mark, Aside(unread, portal_account, now))
                aside[mark] = replace(first, unread=unread)
            after = replace(
                shelves,
                orders=stored,
                aside=aside,
                checkpoint=shelves.checkpoint if move is None else move[1],
            )
            kept = Kept(
                new=intake.new,
                changed=intake.changed,
                unchanged=intake.unchanged,
                outdated=intake.outdated + len(orders) - len(page),
                set_aside=len(intake.set_aside),
            )
            return put_back(was, self._account, self._app, after), kept

        return self._store.write(change)

    def set_aside(self) -> Sequence[UnreadableOrder]:
        return [aside.unread for aside in _oldest_first(self._shelves().aside.values())]

    def orders(self) -> Iterator[StoredOrder]:
        shelves = self._shelves()
        problems = {aside.unread.sales_order_id: aside.unread.reason for aside in shelves.aside.values()}
        for aside in _oldest_first(shelves.aside.values()):
            if aside.unread.sales_order_id not in shelves.orders:
                yield StoredOrder(
                    sales_order_id=aside.unread.sales_order_id,
                    order_number=aside.unread.order_number,
                    order=None,
                    portal_account=aside.portal_account,
                    paid=None,
                    problem=aside.unread.reason,
                    first_seen_at=aside.first_seen_at,
                )
        dated = [(each.order.ordered_at, each) for each in shelves.orders.values() if each.order is not None]
        for _, stored in sorted(dated, key=lambda pair: pair[0], reverse=True):
            yield replace(stored, problem=problems.get(stored.sales_order_id))

    def find(self, query: OrderQuery, *, after: OrderCursor | None = None, limit: int = 50) -> OrderList:
        if not all(word.isprintable() for word in query.words):
            return OrderList([])
        known = [(stored, stored.order) for stored in self.orders() if stored.order is not None]
        known.sort(key=lambda pair: pair[1].sales_order_id)
        known.sort(key=lambda pair: pair[1].ordered_at, reverse=True)
        wanted = [
            (stored, OrderCursor(order.ordered_at, order.sales_order_id))
            for stored, order in known
            if (not query.states or order.state in query.states) and found(query.words, terms_of(order))
        ]
        if after is not None:
            place = (-after.ordered_at.timestamp(), after.sales_order_id)
            wanted = [
                (stored, at)
                for stored, at in wanted
                if (-at.ordered_at.timestamp(), at.sales_order_id) > place
            ]
        page = wanted[:limit]
        return OrderList([stored for stored, _ in page], page[-1][1] if len(wanted) > limit else None)

    def get(self, sales_order_id: SalesOrderId) -> StoredOrder | None:
        return next(
            (each for each in self.orders() if each.order and each.sales_order_id == sales_order_id), None
        )

    def states(self, orders: Iterable[SalesOrderId]) -> Mapping[SalesOrderId, PositionStates]:
        wanted = set(orders)
        return {
            each.order.sales_order_id: {p.position_item_id: p.state for p in each.order.positions}
            for each in self.orders()
            if each.order is not None and each.order.sales_order_id in wanted
        }

    def claiming(self, limit: int) -> Sequence[ClaimingOrder]:
        shelves = self._shelves()
        versions = [
            ClaimingOrder(stored.order, _version(stored))
            for stored in shelves.orders.values()
            if stored.order is not None
        ]
        open_ones = [
            each for each in versions if shelves.claimed.get(each.order.sales_order_id) != each.version
        ]
        return open_ones[:limit]

    def claimed(self, orders: Sequence[ClaimingOrder]) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            shelves = was.shelves.get((self._account, self._app), Shelves())
            claimed = {**shelves.claimed, **{each.order.sales_order_id: each.version for each in orders}}
            return put_back(was, self._account, self._app, replace(shelves, claimed=claimed)), None

        self._store.write(change)

    def counts(self) -> Mapping[PositionState, int]:
        counts: dict[PositionState, int] = {}
        for stored in self._shelves().orders.values():
            if stored.order is not None:
                counts[stored.order.state] = counts.get(stored.order.state, 0) + 1
        return counts

    def _shelves(self) -> Shelves:
        return self._store.read().shelves.get((self._account, self._app), Shelves())


def _version(stored: StoredOrder) -> str:
    return repr((stored.order, stored.paid))


def _mark(unread: UnreadableOrder) -> Mark:
    return (unread.sales_order_id, "") if unread.sales_order_id else (None, unread.raw)


def _oldest_first(asides: Iterable[Aside]) -> Sequence[Aside]:
    return sorted(asides, key=lambda aside: aside.first_seen_at)
