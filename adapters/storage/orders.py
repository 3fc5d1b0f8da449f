"""The orders of one app of one account: `ports.memory.OrderBook`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from adapters.storage import buyers, order_search, order_store, outbox, sent_positions, set_aside
from adapters.storage.checkpoints import Track
from adapters.storage.database import Database
from adapters.storage.order_rows import OrderRows, rows_of
from adapters.storage.portal_accounts import owned
from adapters.storage.scope import Scope
from adapters.storage.tables import SALES_ORDER
from core.apps import PortalAccountId
from core.checkpoint import Checkpoint
from core.errors import Conflict
from core.intake import newest_of, take_in
from core.orders import Order, PositionState, SalesOrderId, UnreadableOrder
from core.sent import with_sent
from core.text import Text
from core.webhooks import EventKind
from ports.memory import ClaimingOrder, Kept, OrderCursor, OrderList, OrderQuery, PositionStates, StoredOrder

CONCERN: Final = "orders"


class DatabaseOrderBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope
        self._track = Track(scope.account, scope.app, CONCERN)

    def checkpoint(self) -> Checkpoint:
        with self._database.reading() as connection:
            return self._track.stored(connection)

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
        scope = self._scope
        newest = newest_of(orders)

        def rows(order: Order) -> OrderRows:
            return rows_of(order, paid=order.paid if paid_by_marketplace else None)

        page = {identity: rows(order) for identity, order in newest.items()}
        named = [*page, *(unread.sales_order_id for unread in unreadable if unread.sales_order_id)]
        with self._database.writing() as connection:
            # The lock makes the pages of one app follow each other: what is looked up below stays so.
            current = self._track.locked(self._database, connection)
            if move is not None and current != move[0]:
                raise _overtaken()
            owned(connection, scope.account, portal_account)
            for identity, marks in sent_positions.of(connection, scope, list(page)).items():
                page[identity] = rows(with_sent(newest[identity], marks))
            versions = {identity: order_rows.version for identity, order_rows in page.items()}
            problems = set_aside.problems(connection, scope, named)
            since = {identity: problem.changed_at for identity, problem in problems.items()}
            first_seen = {identity: problem.first_seen_at for identity, problem in problems.items()}
            intake = take_in(versions, unreadable, order_store.versions(connection, scope, named), since)
            new = {identity: page[identity] for identity in intake.new}
            changed = {identity: page[identity] for identity in intake.changed}
            for identity in buyers.erased(connection, scope, changed):
                changed[identity] = changed[identity].without_buyer(newest[identity])
            order_store.add(connection, scope, new, first_seen, portal_account, now)
            order_store.replace(connection, scope, changed, now)
            put = set_aside.put(self._database, connection, scope, intake.set_aside, portal_account, now)
            set_aside.release(connection, scope, intake.solved, read_again, put)
            if move is not None:
                self._track.move(connection, move[1])
            told = [
                *outbox.orders(scope, EventKind.ORDER_CREATED, order_store.states(new)),
                *outbox.orders(scope, EventKind.ORDER_CHANGED, order_store.states(changed)),
            ]
            outbox.tell(connection, scope.account, told)
        return Kept(
            new=intake.new,
            changed=intake.changed,
            unchanged=intake.unchanged,
            outdated=intake.outdated + len(orders) - len(page),
            set_aside=len(intake.set_aside),
        )

    def set_aside(self) -> Sequence[UnreadableOrder]:
        with self._database.reading() as connection:
            rows = connection.execute(set_aside.everything(self._scope)).mappings()
            return [set_aside.unreadable_of(row) for row in rows]

    def orders(self) -> Iterator[StoredOrder]:
        with self._database.reading() as connection:
            yield from set_aside.never_read(connection, self._scope)
            yield from order_store.read(connection, self._scope)

    def find(self, query: OrderQuery, *, after: OrderCursor | None = None, limit: int = 50) -> OrderList:
        with self._database.reading() as connection:
            return order_search.find(connection, self._scope, query, after, limit)

    def get(self, sales_order_id: SalesOrderId) -> StoredOrder | None:
        with self._database.reading() as connection:
            return order_search.get(connection, self._scope, sales_order_id)

    def states(self, orders: Iterable[SalesOrderId]) -> Mapping[SalesOrderId, PositionStates]:
        with self._database.reading() as connection:
            return order_search.states(connection, self._scope, orders)

    def claiming(self, limit: int) -> Sequence[ClaimingOrder]:
        with self._database.reading() as connection:
            return list(order_store.claiming(connection, self._scope, limit))

    def claimed(self, orders: Sequence[ClaimingOrder]) -> None:
        if orders:
            with self._database.writing() as connection:
                order_store.claimed(connection, self._scope, orders)

    def counts(self) -> Mapping[PositionState, int]:
        state = SALES_ORDER.c.state
        query = select(state, func.count()).where(self._scope.of(SALES_ORDER)).group_by(state)
        with self._database.reading() as connection:
            return {PositionState(state): count for state, count in connection.execute(query)}


def _overtaken() -> Conflict:
    return Conflict(
        Text(
            en="another pass has stored this page meanwhile",
            de="ein anderer Durchlauf hat diese Seite inzwischen gespeichert",
        )
    )
