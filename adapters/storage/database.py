"""One door to the database: an engine, and transactions that read or write.

SQLite is one file, in WAL mode: readers and the one writer do not wait for each other. A writer takes the
write lock at its start (BEGIN IMMEDIATE), because two transactions that both read first and then want to
write cannot both go on. PostgreSQL readers see one snapshot (REPEATABLE READ); writers lock what they decide
on (READ COMMITTED with SELECT ... FOR UPDATE).
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.storage.failures import in_words
from core.errors import InvalidValue
from core.text import Text

#: Seconds that a writer waits for another one, and that anybody waits for a free connection.
PATIENCE: Final = 30.0

#: The execution option of connections that begin their transactions as writers.
WRITES: Final = "app_center_writes"


class Database:
    """The opened database. Safe to be used by many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader: Engine = engine
        self._writer: Engine = engine
        if engine.dialect.name == "sqlite":
            self._writer = engine.execution_options(**{WRITES: True})
        else:
            self._reader = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot, to look at only.

        raises  StorageUnavailable
        """
        with in_words(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: stored when the block ends well, else nothing of it.

        raises  StorageUnavailable, InvalidValue
        """
        with in_words(), self._writer.begin() as connection:
            yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """INSERT with ON CONFLICT, which both databases have but SQLAlchemy's common one has not."""
        return sqlite.insert(table) if self.engine.dialect.name == "sqlite" else postgresql.insert(table)

    def ping(self) -> None:
        """raises  StorageUnavailable"""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """`sqlite:///FOLDER/FILE` or `postgresql://USER:PASSWORD@HOST/NAME`. Nothing is created in it yet.

    raises  InvalidValue (field `database`): no such kind of address, or its folder is missing
            StorageUnavailable
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite(address))
    return Database(_postgresql(address))


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise _wrong(
            Text(en="this is no database address", de="das ist keine Datenbank-Adresse")
        ) from None  # the message would show the password
    if address.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return address.set(drivername="postgresql+psycopg")
    if address.drivername in {"sqlite", "sqlite+pysqlite"}:
        return address
    raise _wrong(
        Text(
            en="a database address begins with sqlite:/// or postgresql://",
            de="eine Datenbank-Adresse beginnt mit sqlite:/// oder postgresql://",
        )
    )


def _wrong(text: Text) -> InvalidValue:
    return InvalidValue(text, field="database")


def _sqlite(address: URL) -> Engine:
    if not address.database or address.database == ":memory:" or address.database.startswith("file:"):
        raise _wrong(
            Text(
                en="a SQLite address names a file: sqlite:///FOLDER/FILE",
                de="eine SQLite-Adresse nennt eine Datei: sqlite:///ORDNER/DATEI",
            )
        )
    _found(Path(address.database))
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=PATIENCE,
        connect_args={"timeout": PATIENCE},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _found(file: Path) -> None:
    """The file, made empty where it is missing: for us alone, because buyers' addresses will stand in it."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise _wrong(
            Text(
                en=f"the database file {file} cannot be opened: {reason}",
                de=f"die Datenbank-Datei {file} lässt sich nicht öffnen: {reason}",
            )
        ) from None


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - tells the type
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Changing the mode does not wait for others by itself, and happens once in a file's life.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(address: URL) -> Engine:
    settings: dict[str, object] = {"connect_timeout": 10, "application_name": "app-center"}
    if "options" not in address.query:
        settings["options"] = f"-c timezone=UTC -c lock_timeout={PATIENCE:g}s"
    return create_engine(
        address,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        connect_args=settings,
    )
