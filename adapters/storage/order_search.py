"""Orders looked for: a page of them, or one.

What words are looked for among is one text an order: a row for each word would find faster in a million
orders, but cost the import of every order more than everything else about it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from adapters.storage.order_store import complete, heads_of
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import POSITION, SALES_ORDER
from core.orders import PositionItemId, PositionState, SalesOrderId
from ports.memory import OrderCursor, OrderList, OrderQuery, PositionStates, StoredOrder


def find(
    connection: Connection, scope: Scope, query: OrderQuery, after: OrderCursor | None, limit: int
) -> OrderList:
    if not all(word.isprintable() for word in query.words):
        return OrderList([])
    wanted = heads_of(scope).where(*_conditions(query, after)).limit(limit + 1)
    heads = connection.execute(wanted).mappings().all()
    orders = list(complete(connection, scope, heads[:limit]))
    return OrderList(orders, _following(orders) if len(heads) > limit else None)


def get(connection: Connection, scope: Scope, identity: SalesOrderId) -> StoredOrder | None:
    if not identity.isprintable():
        return None
    this: Select[Any] = heads_of(scope).where(SALES_ORDER.c.sales_order_id == identity)
    heads = connection.execute(this).mappings().all()
    return next(complete(connection, scope, heads), None)


def states(
    connection: Connection, scope: Scope, orders: Iterable[SalesOrderId]
) -> Mapping[SalesOrderId, PositionStates]:
    """Of the positions of these orders, without all the rest of them."""
    table = POSITION
    found: defaultdict[SalesOrderId, dict[PositionItemId, PositionState]] = defaultdict(dict)
    for chunk in chunks(sorted({order for order in orders if order.isprintable()})):
        query = select(table.c.sales_order_id, table.c.position_item_id, table.c.state)
        for order, item, state in connection.execute(
            query.where(scope.of(table), table.c.sales_order_id.in_(chunk))
        ):
            found[order][item] = PositionState(state)
    return found


def _conditions(query: OrderQuery, after: OrderCursor | None) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.states:
        conditions.append(SALES_ORDER.c.state.in_(sorted(query.states)))
    conditions += [SALES_ORDER.c.terms.contains(f" {word}", autoescape=True) for word in query.words]
    if after is not None:
        moment, identity = SALES_ORDER.c.ordered_at, SALES_ORDER.c.sales_order_id
        later = and_(moment == after.ordered_at, identity > after.sales_order_id)
        conditions.append(or_(moment < after.ordered_at, later))
    return conditions


def _following(orders: Sequence[StoredOrder]) -> OrderCursor | None:
    last = orders[-1].order
    return None if last is None else OrderCursor(last.ordered_at, last.sales_order_id)
