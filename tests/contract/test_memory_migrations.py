"""Any database gets the tables that the program has, however many processes start at once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import inspect, text

from adapters.storage import schema
from adapters.storage.database import Database, open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory, open_memory
from adapters.storage.tables import metadata
from core.errors import InvalidValue
from tests.order_desk import a_desk
from tests.orders import an_order
from tests.postgres import Cluster
from tests.specs import ROOT


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without anything in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/50%25 empty.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    name = cluster.new_database()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    opened = open_database(empty_url)
    yield opened
    opened.close()


def test_the_migrations_lead_to_the_tables(empty: Database) -> None:
    schema.migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_constraints_have_the_names_that_later_migrations_need(empty: Database) -> None:
    schema.migrate(empty)
    inspector = inspect(empty.engine)
    for table in metadata.tables.values():
        keys = {key["name"] for key in inspector.get_foreign_keys(table.name)}
        assert keys == {constraint.name for constraint in table.foreign_key_constraints}
        assert inspector.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"


def test_the_program_knows_the_last_revision(empty: Database) -> None:
    with empty.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(schema.script_config(connection))
        assert scripts.get_heads() == [schema.HEAD]


def test_a_second_migration_changes_nothing(empty: Database, keys: Keys) -> None:
    schema.migrate(empty)
    desk = a_desk(DatabaseMemory(empty, keys))
    desk.keep(an_order())
    schema.migrate(empty)
    assert desk.orders() == [an_order()]


def test_a_database_of_a_newer_program_is_left_alone(empty_url: str, keys: Keys) -> None:
    memory = open_memory(empty_url, keys)
    memory.accounts.add("Anna")
    memory.close()
    database = open_database(empty_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InvalidValue) as failure:
        open_memory(empty_url, keys)
    assert failure.value.field == "database"
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        assert connection.execute(text("SELECT name FROM account")).scalar() == "Anna"
    database.close()


def test_two_processes_may_start_at_once(empty_url: str, keys: Keys) -> None:
    start = (
        "import sys; from adapters.storage.schema import migrate; from adapters.storage.database import"
        " open_database; database = open_database(sys.argv[1]); print('ready', flush=True); input();"
        " migrate(database); database.close()"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", start, empty_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, complaint = process.communicate(timeout=60)
        assert (process.returncode, complaint) == (0, "")
    memory = open_memory(empty_url, keys)
    assert memory.accounts.all() == []
    memory.close()


def test_a_migrated_database_opens_without_alembic(database_url: str) -> None:
    start = (
        "import sys; from adapters.storage.memory import open_memory; from adapters.storage.keys import Keys;"
        " open_memory(sys.argv[1], Keys([sys.argv[2]])).close(); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", start, database_url, Fernet.generate_key().decode()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(op, "create_index", break_off)
        with pytest.raises(RuntimeError, match="power cut"):
            schema.migrate(empty)
    assert inspect(empty.engine).get_table_names() == []
    schema.migrate(empty)
    assert set(inspect(empty.engine).get_table_names()) == {*metadata.tables, "alembic_version"}
