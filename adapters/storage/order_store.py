"""Whole orders, put into their tables and taken out again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, Table, and_, bindparam, delete, select, update

from adapters.storage.bulk import insert_many
from adapters.storage.order_rows import OrderRows, order_of
from adapters.storage.scope import CHUNK, Scope, chunks
from adapters.storage.tables import ADDRESS, CHARGE, POSITION, SALES_ORDER, SET_ASIDE
from core.apps import PortalAccountId
from core.intake import Version
from core.orders import SalesOrderId
from core.text import Text
from ports.memory import ClaimingOrder, StoredOrder

Rows = Mapping[SalesOrderId, OrderRows]
Parts = Mapping[SalesOrderId, Sequence[RowMapping]]

_PARTS: Final = (POSITION, CHARGE, ADDRESS)


def versions(
    connection: Connection, scope: Scope, orders: Sequence[SalesOrderId]
) -> Mapping[SalesOrderId, Version]:
    """The stored versions of those orders that are there."""
    columns = SALES_ORDER.c.sales_order_id, SALES_ORDER.c.changed_at, SALES_ORDER.c.digest
    return {
        identity: Version(changed_at, digest)
        for chunk in chunks(orders)
        for identity, changed_at, digest in connection.execute(
            select(*columns).where(scope.of(SALES_ORDER), SALES_ORDER.c.sales_order_id.in_(chunk))
        )
    }


def add(
    connection: Connection,
    scope: Scope,
    orders: Rows,
    first_seen: Mapping[SalesOrderId, datetime],
    portal_account: PortalAccountId,
    now: datetime,
) -> None:
    """`first_seen` is `now` for those that it does not name."""
    insert_many(
        connection,
        SALES_ORDER,
        [
            scope.row(
                sales_order_id=identity,
                portal_account_id=portal_account,
                first_seen_at=first_seen.get(identity, now),
                stored_at=now,
                claims_due=True,
                **rows.head,
            )
            for identity, rows in orders.items()
        ],
    )
    _insert_parts(connection, scope, orders)


def states(orders: Rows) -> list[tuple[SalesOrderId, str]]:
    return [(identity, rows.head["state"]) for identity, rows in orders.items()]


def replace(connection: Connection, scope: Scope, orders: Rows, now: datetime) -> None:
    """Each with all its parts; portal account and first sight stay."""
    if not orders:
        return
    for table in _PARTS:
        for chunk in chunks(list(orders)):
            connection.execute(delete(table).where(scope.of(table), table.c.sales_order_id.in_(chunk)))
    this_order = SALES_ORDER.c.sales_order_id == bindparam("this_order")
    connection.execute(
        update(SALES_ORDER).where(scope.of(SALES_ORDER), this_order),
        [
            {"this_order": identity, "stored_at": now, "claims_due": True, **rows.head}
            for identity, rows in orders.items()
        ],
    )
    _insert_parts(connection, scope, orders)


def _insert_parts(connection: Connection, scope: Scope, orders: Rows) -> None:
    for table, part in zip(_PARTS, ("positions", "charges", "addresses"), strict=True):
        insert_many(
            connection,
            table,
            [
                scope.row(sales_order_id=identity, **row)
                for identity, rows in orders.items()
                for row in getattr(rows, part)
            ],
        )


def read(connection: Connection, scope: Scope) -> Iterator[StoredOrder]:
    """All, newest first, a few hundred in memory at a time."""
    everything = heads_of(scope).execution_options(yield_per=CHUNK)
    with connection.execute(everything) as result:
        for heads in result.mappings().partitions():
            yield from complete(connection, scope, heads)


def complete(connection: Connection, scope: Scope, heads: Sequence[RowMapping]) -> Iterator[StoredOrder]:
    """The orders of these rows with all their parts."""
    orders = [head["sales_order_id"] for head in heads]
    positions, charges, addresses = (_parts(connection, scope, table, orders) for table in _PARTS)
    for head in heads:
        identity = head["sales_order_id"]
        yield StoredOrder(
            sales_order_id=identity,
            order_number=head["order_number"],
            order=order_of(head, positions[identity], charges[identity], addresses[identity]),
            portal_account=PortalAccountId(head["portal_account_id"]),
            paid=head["paid"],
            problem=None if head["reason_en"] is None else Text(head["reason_en"], head["reason_de"]),
            first_seen_at=head["first_seen_at"],
        )


def heads_of(scope: Scope) -> Select[Any]:
    """All orders without their parts, newest first, each with why its latest version stands aside."""
    problem = and_(scope.of(SET_ASIDE), SET_ASIDE.c.sales_order_id == SALES_ORDER.c.sales_order_id)
    return (
        select(SALES_ORDER, SET_ASIDE.c.reason_en, SET_ASIDE.c.reason_de)
        .outerjoin(SET_ASIDE, problem)
        .where(scope.of(SALES_ORDER))
        .order_by(SALES_ORDER.c.ordered_at.desc(), SALES_ORDER.c.sales_order_id)
    )


def claiming(connection: Connection, scope: Scope, limit: int) -> Iterator[ClaimingOrder]:
    """Orders of which the warehouse does not know yet what they claim."""
    due = select(SALES_ORDER).where(scope.of(SALES_ORDER), SALES_ORDER.c.claims_due)
    newest_first = due.order_by(SALES_ORDER.c.ordered_at.desc(), SALES_ORDER.c.sales_order_id)
    heads = connection.execute(newest_first.limit(limit)).mappings().all()
    positions = _parts(connection, scope, POSITION, [head["sales_order_id"] for head in heads])
    for head in heads:
        yield ClaimingOrder(order_of(head, positions[head["sales_order_id"]], (), ()), head["digest"])


def claimed(connection: Connection, scope: Scope, orders: Sequence[ClaimingOrder]) -> None:
    """They are known now, unless another version came in meanwhile."""
    this = (
        SALES_ORDER.c.sales_order_id == bindparam("this_order"),
        SALES_ORDER.c.digest == bindparam("this_digest"),
    )
    connection.execute(
        update(SALES_ORDER).where(scope.of(SALES_ORDER), *this).values(claims_due=False),
        [{"this_order": each.order.sales_order_id, "this_digest": each.version} for each in orders],
    )


def _parts(connection: Connection, scope: Scope, table: Table, orders: Sequence[SalesOrderId]) -> Parts:
    query = select(table).where(scope.of(table), table.c.sales_order_id.in_(orders))
    if "ordinal" in table.c:
        query = query.order_by(table.c.ordinal)
    parts: defaultdict[SalesOrderId, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        parts[row["sales_order_id"]].append(row)
    return parts
