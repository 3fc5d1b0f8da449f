"""What a database complains of reaches people as words that say what to do, and without what is stored."""

import sqlite3
import stat
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import event, exc, text

from adapters.storage import database as module
from adapters.storage.database import Database, open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory, open_memory
from core.apps import AccountId
from core.errors import InvalidValue, StorageUnavailable
from tests.order_desk import a_desk
from tests.orders import an_order
from tests.postgres import Cluster


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)


@pytest.fixture
def database(impatient: None, database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def shown(failure: pytest.ExceptionInfo[BaseException]) -> str:
    """All that a log could show of it."""
    return "".join(traceback.format_exception(failure.value)) + repr(failure.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://anna:hunter2@localhost/app",
        "postgresql+asyncpg://anna:hunter2@localhost/app",
        "anna:hunter2@localhost",
        "postgresql://anna:hunter2@localhost:port/app",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:app?mode=memory&uri=true",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(InvalidValue) as failure:
        open_database(url)
    assert failure.value.field == "database"
    assert "hunter2" not in shown(failure)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue) as failure:
        open_database(f"sqlite:///{tmp_path}/missing/app.db")
    assert failure.value.field == "database"
    assert f"{tmp_path}/missing/app.db" in failure.value.text.de
    assert "No such file or directory" in failure.value.text.en


def test_a_new_file_is_for_us_alone(tmp_path: Path, keys: Keys) -> None:
    open_memory(f"sqlite:///{tmp_path}/app.db", keys).accounts.add("Anna")
    files = list(tmp_path.iterdir())
    assert len(files) == 3, "the database, its log, the index of the log"
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_spellings_of_postgresql_are_understood(
    postgres: Cluster, postgres_url: str, keys: Keys, scheme: str
) -> None:
    memory = open_memory(postgres_url.replace("postgresql", scheme, 1), keys)
    memory.accounts.add("Anna")
    memory.close()


def test_a_damaged_file_is_called_damaged(tmp_path: Path, keys: Keys) -> None:
    file = tmp_path / "app.db"
    file.write_bytes(b"this was a database once" * 100)
    with pytest.raises(StorageUnavailable, match="damaged or no database"):
        open_memory(f"sqlite:///{file}", keys)


def test_a_full_disk_is_called_full_and_stores_nothing(sqlite_url: str, keys: Keys) -> None:
    database = open_database(sqlite_url)
    desk = a_desk(DatabaseMemory(database, keys))
    with database.engine.connect() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {used + 2}")

    event.listen(database.engine, "connect", limit)
    database.engine.dispose()
    with pytest.raises(StorageUnavailable, match="disk is full"):
        desk.keep(*(an_order(f"o{number}") for number in range(500)))
    assert desk.stored() == []
    desk.keep(an_order())
    database.close()


def test_a_writer_that_waits_too_long_gives_up_and_stores_nothing(database: Database, keys: Keys) -> None:
    desk = a_desk(DatabaseMemory(database, keys))
    desk.keep(an_order("a"))
    with database.writing() as other:
        other.execute(text("UPDATE checkpoint SET settled = NULL"))
        with pytest.raises(StorageUnavailable, match="busy"):
            desk.keep(an_order("b"))
    desk.keep(an_order("c"))
    assert {stored.sales_order_id for stored in desk.stored()} == {"a", "c"}


def test_when_all_connections_are_taken_one_is_told(database: Database, keys: Keys) -> None:
    desk = a_desk(DatabaseMemory(database, keys))
    desk.keep(an_order("a"), an_order("b"))
    readers = [desk.book.orders() for _ in range(30)]
    for reader in readers:
        next(reader)
    with pytest.raises(StorageUnavailable, match="busy"):
        desk.book.checkpoint()
    for reader in readers:
        reader.close()  # type: ignore[attr-defined]
    desk.book.checkpoint()


def test_a_server_that_does_not_let_us_in_says_what_to_check(postgres: Cluster, keys: Keys) -> None:
    good = postgres.url()
    nobody_listens = f"{good[: good.rindex(':')]}:9/postgres"
    for url in (nobody_listens, good.replace(postgres.password, "hunter2"), postgres.url("never_made")):
        with pytest.raises(StorageUnavailable, match="check its address, user and password") as failure:
            open_memory(url, keys)
        assert postgres.password not in shown(failure)
        assert "hunter2" not in shown(failure).replace('"hunter2"', "")


def test_a_connection_that_breaks_loses_its_transaction_and_nothing_else(
    postgres: Cluster, postgres_url: str, keys: Keys
) -> None:
    database = open_database(postgres_url)
    desk = a_desk(DatabaseMemory(database, keys))
    desk.keep(an_order("a"))

    def break_it(_: object) -> None:
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
        postgres.run(sql.SQL(end).format(postgres_url.rpartition("/")[2]))

    event.listen(database.engine, "commit", break_it, once=True)
    with pytest.raises(StorageUnavailable):
        desk.keep(an_order("b"))
    desk.keep(an_order("c"))
    assert {stored.sales_order_id for stored in desk.stored()} == {"a", "c"}
    database.close()


def test_what_was_to_be_stored_is_not_in_the_error(database: Database, keys: Keys) -> None:
    memory = DatabaseMemory(database, keys)
    with pytest.raises(InvalidValue) as failure:
        memory.of(AccountId("Erika\0"))
    assert "Erika" not in shown(failure).replace('AccountId("Erika\\0")', "")
    with pytest.raises(InvalidValue) as failure, database.writing() as connection:
        connection.execute(text("INSERT INTO portal_account VALUES (:a, :a, :a)"), {"a": "Mustermann"})
    assert "Mustermann" not in shown(failure).replace('{"a": "Mustermann"}', "")


def test_a_defect_of_the_program_stays_one(database: Database) -> None:
    with (
        pytest.raises((exc.ProgrammingError, exc.OperationalError)) as failure,
        database.reading() as connection,
    ):
        connection.execute(text("SELECT :a FROM nonsense"), {"a": "Mustermann"})
    assert "Mustermann" not in str(failure.value)
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(text(f"SELECT {1 / 0}"))


def test_the_server_is_told_who_is_there(postgres_url: str, keys: Keys) -> None:
    memory = open_memory(postgres_url, keys)
    with psycopg.connect(postgres_url) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'app-center'"
        assert connection.execute(query).fetchone() == (1,)
    memory.close()
