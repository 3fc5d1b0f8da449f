"""Fixtures for all tests: a PostgreSQL of our own, and every memory that there is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import settings

from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from adapters.storage.tables import metadata
from ports.memory import Memory
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import Desk, a_desk
from tests.postgres import Cluster, programs, running
from tests.specs import IN_CI

# Time says nothing about what is true, and these machines are shared.
settings.register_profile("house", parent=settings(), deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys([Fernet.generate_key().decode()])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A running server; skips where PostgreSQL is not installed, except under CI."""
    folder = programs()
    if folder is None:
        missing = "PostgreSQL's programs (initdb, postgres) are not installed: apt-get install postgresql"
        if IN_CI:
            pytest.fail(missing)
        pytest.skip(missing)
    with running(folder) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_database(postgres: Cluster, keys: Keys) -> str:
    """The name of a database with all tables, that all tests use in turn: a new one takes longer."""
    name = postgres.new_database()
    open_memory(postgres.url(name), keys).close()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    open_memory(f"sqlite:///{file}", keys).close()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file with all tables, of this test alone."""
    file = tmp_path / "app.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres: Cluster, postgres_database: str) -> Iterator[str]:
    """A PostgreSQL database with all tables, empty, for this test alone."""
    yield postgres.url(postgres_database)
    postgres.empty(postgres_database, [table.name for table in reversed(metadata.sorted_tables)])


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn, with all tables."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def memory(request: pytest.FixtureRequest, keys: Keys) -> Iterator[Memory]:
    """Each implementation of `ports.memory.Memory` in turn, empty."""
    if request.param == "fake":
        yield InMemoryMemory()
        return
    opened = open_memory(request.getfixturevalue(f"{request.param}_url"), keys)
    yield opened
    opened.close()


@pytest.fixture
def desk(memory: Memory) -> Desk:
    """An order book in each of them."""
    return a_desk(memory)
