"""Orders that could not be read, kept with their reason until they can."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, or_, select

from adapters.storage.canonical import canonical, digest_of, limited
from adapters.storage.database import Database
from adapters.storage.scope import CHUNK, Scope, chunks
from adapters.storage.tables import SALES_ORDER, SET_ASIDE
from core.apps import PortalAccountId
from core.orders import SalesOrderId, UnreadableOrder
from core.text import Text
from ports.memory import StoredOrder

#: What a later version of the same order does not change.
_STAYS = frozenset({"account_id", "app", "mark", "portal_account_id", "first_seen_at"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is known of a set-aside version whose order has an id."""

    changed_at: datetime | None
    first_seen_at: datetime


def problems(
    connection: Connection, scope: Scope, orders: Sequence[SalesOrderId]
) -> Mapping[SalesOrderId, Problem]:
    columns = SET_ASIDE.c.sales_order_id, SET_ASIDE.c.changed_at, SET_ASIDE.c.first_seen_at
    return {
        identity: Problem(changed_at, first_seen_at)
        for chunk in chunks(orders)
        for identity, changed_at, first_seen_at in connection.execute(
            select(*columns).where(scope.of(SET_ASIDE), SET_ASIDE.c.sales_order_id.in_(chunk))
        )
    }


def put(
    database: Database,
    connection: Connection,
    scope: Scope,
    unreadable: Iterable[UnreadableOrder],
    portal_account: PortalAccountId,
    now: datetime,
) -> Sequence[str]:
    """Set them aside, each in the place of an earlier version. The answer are the marks of their rows."""
    rows = [
        scope.row(portal_account_id=portal_account, first_seen_at=now, seen_at=now, **_row(unread))
        for unread in unreadable
    ]
    if rows:
        new = database.insert(SET_ASIDE)
        later = {name: new.excluded[name] for name in rows[0] if name not in _STAYS}
        key = [column.name for column in SET_ASIDE.primary_key]
        connection.execute(new.on_conflict_do_update(index_elements=key, set_=later), rows)
    return [row["mark"] for row in rows]


def release(
    connection: Connection,
    scope: Scope,
    solved: Sequence[SalesOrderId],
    read_again: Sequence[str],
    put_back: Sequence[str],
) -> None:
    """Let go of what stands aside for the orders `solved` and of the raw versions `read_again`, without the
    rows of the marks `put_back`."""
    for orders in chunks(solved):
        connection.execute(
            delete(SET_ASIDE).where(scope.of(SET_ASIDE), SET_ASIDE.c.sales_order_id.in_(orders))
        )
    if not read_again:
        return
    digests = {digest_of(raw) for raw in read_again}
    columns = select(SET_ASIDE.c.mark, SET_ASIDE.c.raw_digest)
    rows = connection.execute(columns.where(scope.of(SET_ASIDE))).all()
    gone = {mark for mark, raw_digest in rows if raw_digest in digests}.difference(put_back)
    for marks in chunks(sorted(gone)):
        connection.execute(delete(SET_ASIDE).where(scope.of(SET_ASIDE), SET_ASIDE.c.mark.in_(marks)))


def everything(scope: Scope) -> Select[Any]:
    return select(SET_ASIDE).where(scope.of(SET_ASIDE)).order_by(SET_ASIDE.c.first_seen_at, SET_ASIDE.c.mark)


def never_read(connection: Connection, scope: Scope) -> Iterator[StoredOrder]:
    """Those of no stored order, oldest first."""
    known = select(SALES_ORDER.c.sales_order_id).where(
        scope.of(SALES_ORDER), SALES_ORDER.c.sales_order_id == SET_ASIDE.c.sales_order_id
    )
    alone = or_(SET_ASIDE.c.sales_order_id.is_(None), ~known.exists())
    query = everything(scope).where(alone).execution_options(yield_per=CHUNK)
    with connection.execute(query) as result:
        for row in result.mappings():
            yield StoredOrder(
                sales_order_id=row["sales_order_id"],
                order_number=row["order_number"],
                order=None,
                portal_account=PortalAccountId(row["portal_account_id"]),
                paid=None,
                problem=Text(row["reason_en"], row["reason_de"]),
                first_seen_at=row["first_seen_at"],
            )


def _row(unread: UnreadableOrder) -> dict[str, Any]:
    identity = unread.sales_order_id or None
    limited(identity or "")
    raw_digest = digest_of(unread.raw)
    row = {
        "mark": digest_of("id", identity) if identity else digest_of("raw", raw_digest),
        "sales_order_id": identity,
        "order_number": unread.order_number,
        "changed_at": unread.changed_at,
        "reason_en": unread.reason.en,
        "reason_de": unread.reason.de,
        "raw_digest": raw_digest,
    }
    canonical(row)
    return {**row, "raw": unread.raw}


def unreadable_of(row: RowMapping) -> UnreadableOrder:
    return UnreadableOrder(
        reason=Text(row["reason_en"], row["reason_de"]),
        raw=row["raw"],
        sales_order_id=row["sales_order_id"],
        order_number=row["order_number"],
        changed_at=row["changed_at"],
    )
