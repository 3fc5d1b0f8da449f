"""The schema of the database, and how any database gets it.

A new revision is written by Alembic from the difference between the tables and a database at the old head:

    with moving(database) as connection:
        command.revision(script_config(connection), "the reason", autogenerate=True, rev_id="0002")

It goes forward only, and never drops what holds data. `HEAD` names the last one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text

from adapters.storage.database import WRITES, Database
from adapters.storage.failures import in_words
from core.errors import InvalidValue
from core.text import Text

if TYPE_CHECKING:
    from alembic.config import Config

#: The revision that this program's tables belong to.
HEAD: Final = "0010"

_FOLDER: Final = Path(__file__).parent / "migrations"
#: Any number will do, as long as nothing else in the database locks on it.
_POSTGRESQL_LOCK: Final = 0x6170705F63656E74
#: Alembic keeps its state in module variables: one thread at a time.
_ALEMBIC: Final = Lock()


def migrate(database: Database) -> None:
    """Bring the schema up to `HEAD`, in one transaction. Several processes may do so at once.

    raises  InvalidValue (field `database`): a newer version of this program has already changed it
            StorageUnavailable
    """
    with in_words():
        if _revision_seen(database.engine) == HEAD:
            return
        with _ALEMBIC, moving(database) as connection:
            if _revision(connection) != HEAD:
                _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - it takes longer to import than a start takes without
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        command.upgrade(script_config(connection), "head")
    except CommandError:
        raise InvalidValue(
            Text(
                en="the database belongs to a newer version of this program; install that one",
                de="die Datenbank gehört zu einer neueren Version dieses Programms; bitte diese installieren",
            ),
            field="database",
        ) from None


def script_config(connection: Connection) -> "Config":
    """Alembic's settings for our scripts on this connection, without a file."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "rev_%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def moving(database: Database) -> Iterator[Connection]:
    """A transaction that has the schema to itself."""
    engine = database.engine.execution_options(**{WRITES: True})
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            with _unreferenced(connection), connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("the migration broke a reference between two tables")
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _POSTGRESQL_LOCK})
                yield connection


@contextmanager
def _unreferenced(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping the old one, which must not trip over references to it."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - tells the type
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _revision_seen(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
