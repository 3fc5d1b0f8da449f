"""Many rows into one table, without what SQLAlchemy does for each of them to no effect."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

Row = dict[str, Any]


def insert_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """As `connection.execute(insert(table), rows)`. All rows name the same columns."""
    if not rows:
        return
    dialect = connection.dialect
    quoted = dialect.identifier_preparer
    names = [*rows[0]]
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(names))
    into = f"{quoted.format_table(table)} ({', '.join(map(quoted.quote, names))})"
    statement = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608 - of our own tables and columns # nosec B608
    columns = []
    for name in names:
        convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        column = [row[name] for row in rows]
        columns.append(column if convert is None else [convert(value) for value in column])
    connection.exec_driver_sql(statement, [*zip(*columns, strict=True)])
