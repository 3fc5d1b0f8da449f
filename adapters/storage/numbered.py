"""Rows that are counted from 1 on, within one account or one app of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select, update

from adapters.storage.canonical import canonical
from adapters.storage.database import Database
from core.errors import Conflict
from core.text import Text


def insert_next(
    database: Database,
    connection: Connection,
    table: Table,
    here: ColumnElement[bool],
    row: Mapping[str, Any],
    number: str = "id",
) -> int:
    """Insert `row` under the number after the highest of those that `here` covers, which is the answer."""
    while True:
        following = try_next(database, connection, table, here, row, number)
        if following is not None:
            return following


def try_next(
    database: Database,
    connection: Connection,
    table: Table,
    here: ColumnElement[bool],
    row: Mapping[str, Any],
    number: str = "id",
) -> int | None:
    """As `insert_next`, once. None: two writers of PostgreSQL counted alike, or another key of the row is
    taken."""
    canonical(row)
    following = (connection.execute(select(func.max(table.c[number])).where(here)).scalar() or 0) + 1
    put = database.insert(table).values({**row, number: following}).on_conflict_do_nothing()
    return None if connection.execute(put.returning(table.c[number])).first() is None else following


def update_if(
    connection: Connection, table: Table, here: ColumnElement[bool], revision: int, row: Mapping[str, Any]
) -> None:
    """raises  Conflict: the stored revision is another one"""
    canonical(row)
    write = update(table).where(and_(here, table.c.revision == revision)).values(row)
    if connection.execute(write.returning(table.c.revision)).first() is None:
        raise changed_meanwhile()


def changed_meanwhile() -> Conflict:
    return Conflict(
        Text(
            en="somebody else changed it meanwhile; look at it again",
            de="es wurde inzwischen geändert; bitte neu ansehen",
        )
    )


def text_of(en: str | None, de: str | None) -> Text | None:
    return None if en is None or de is None else Text(en, de)
