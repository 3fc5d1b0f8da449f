"""The ledger of quantities: entries read from their table."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, select, true

from adapters.storage.display_rows import display_of
from adapters.storage.scope import CHUNK, Scope, chunks
from adapters.storage.tables import LISTING, QUANTITY_ENTRY
from core.apps import PortalAccountId
from core.display import Outcome
from core.orders import Sku
from core.text import Text
from ports.memory.quantities import QuantityEntry, QuantityRecord

ALL: Final = true()
_PLAIN = (
    *("sku", "number", "pieces", "on_hand", "reserved", "buffer", "maximum", "revision"),
    *("sent_at", "settled_at", "exposed_since", "fall"),
)


def entry_of(row: RowMapping) -> QuantityEntry:
    answer = row["answer_en"]
    return QuantityEntry(
        **{name: row[name] for name in _PLAIN},
        outcome=Outcome(row["outcome"]),
        answer=None if answer is None else Text(answer, row["answer_de"]),
    )


def history(connection: Connection, scope: Scope, sku: Sku) -> Sequence[QuantityEntry]:
    query = select(QUANTITY_ENTRY).where(scope.of(QUANTITY_ENTRY), QUANTITY_ENTRY.c.sku == sku)
    rows = connection.execute(query.order_by(QUANTITY_ENTRY.c.number.desc())).mappings()
    return [entry_of(row) for row in rows]


def latest(scope: Scope) -> Select[Any]:
    """The number of the last entry of each listing."""
    number = func.max(QUANTITY_ENTRY.c.number).label("number")
    query = select(QUANTITY_ENTRY.c.sku, number).where(scope.of(QUANTITY_ENTRY))
    return query.group_by(QUANTITY_ENTRY.c.sku)


def some(connection: Connection, scope: Scope, skus: Collection[Sku]) -> Mapping[Sku, QuantityRecord]:
    found: dict[Sku, QuantityRecord] = {}
    for chunk in chunks(sorted(skus)):
        query = select(LISTING).where(scope.of(LISTING), LISTING.c.sku.in_(chunk))
        found |= {
            record.display.sku: record
            for record in _records_of(connection, scope, connection.execute(query).mappings().all())
        }
    return found


def records(
    connection: Connection, scope: Scope, these: ColumnElement[bool] = ALL
) -> Iterator[QuantityRecord]:
    """These listings by SKU, a few hundred in memory at a time."""
    query = select(LISTING).where(scope.of(LISTING), these).order_by(LISTING.c.sku)
    with connection.execute(query.execution_options(yield_per=CHUNK)) as result:
        for rows in result.mappings().partitions():
            yield from _records_of(connection, scope, rows)


def _records_of(connection: Connection, scope: Scope, rows: Sequence[RowMapping]) -> Iterator[QuantityRecord]:
    entries = _last_of(connection, scope, [row["sku"] for row in rows])
    for row in rows:
        yield QuantityRecord(
            display_of(row), PortalAccountId(row["portal_account_id"]), entries.get(row["sku"])
        )


def _last_of(connection: Connection, scope: Scope, skus: Sequence[str]) -> dict[str, QuantityEntry]:
    newest = latest(scope).where(QUANTITY_ENTRY.c.sku.in_(skus)).subquery()
    same = and_(newest.c.sku == QUANTITY_ENTRY.c.sku, newest.c.number == QUANTITY_ENTRY.c.number)
    query = select(QUANTITY_ENTRY).join(newest, same).where(scope.of(QUANTITY_ENTRY))
    return {row["sku"]: entry_of(row) for row in connection.execute(query).mappings()}
