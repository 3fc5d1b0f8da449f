"""New keys for old secrets."""

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from adapters.storage.database import Database, open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory
from adapters.storage.vault import Rotation
from core.errors import InvalidValue
from core.secret import Secret
from tests.order_desk import OTTO, a_desk

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def test_after_a_rotation_the_old_key_may_go(database: Database) -> None:
    names = ("Anna", "Ben")
    vaults = {name: a_desk(DatabaseMemory(database, Keys([OLD])), name).account for name in names}
    for name, account in vaults.items():
        account.vault(OTTO).put("settings", "password", Secret(name))
        account.vault(OTTO).put("tokens", "access", Secret(f"{name}'s"))
    assert DatabaseMemory(database, Keys([NEW, OLD])).rotate_secrets() == Rotation(renewed=4)
    after = DatabaseMemory(database, Keys([NEW]))
    for name, account in vaults.items():
        vault = after.of(account.account.id).vault(OTTO)
        assert vault.get("settings", "password") == Secret(name)
        assert vault.all("tokens") == {"access": Secret(f"{name}'s")}


def test_without_its_key_a_secret_does_not_open_and_says_what_helps(database: Database) -> None:
    account = a_desk(DatabaseMemory(database, Keys([OLD]))).account
    account.vault(OTTO).put("settings", "password", Secret("hunter2"))
    other = DatabaseMemory(database, Keys([NEW])).of(account.account.id).vault(OTTO)
    with pytest.raises(InvalidValue, match="put the old key back, or enter the secret again"):
        other.get("settings", "password")
    other.put("settings", "password", Secret("new"))
    assert other.get("settings", "password") == Secret("new")


def test_what_no_key_opens_is_counted_and_left(database: Database) -> None:
    account = a_desk(DatabaseMemory(database, Keys([OLD]))).account
    account.vault(OTTO).put("settings", "password", Secret("hunter2"))
    assert DatabaseMemory(database, Keys([NEW])).rotate_secrets() == Rotation(unopened=1)
    assert account.vault(OTTO).get("settings", "password") == Secret("hunter2")


def test_nothing_of_a_secret_stands_in_the_database(database: Database) -> None:
    vault = a_desk(DatabaseMemory(database, Keys([OLD]))).account.vault(OTTO)
    vault.put("settings", "password", Secret("hunter2"))
    vault.put("settings", "same", Secret("hunter2"))
    with database.reading() as connection:
        sealed = [row.sealed for row in connection.execute(text("SELECT sealed FROM secret"))]
    assert len(set(sealed)) == 2
    assert not any("hunter2" in each for each in sealed)
    assert "hunter2" not in repr(vault)


def test_a_torn_ciphertext_does_not_open(database: Database) -> None:
    vault = a_desk(DatabaseMemory(database, Keys([OLD]))).account.vault(OTTO)
    for torn in ("", "gAAAA", "ä", "\n"):
        vault.put("settings", "password", Secret("hunter2"))
        with database.writing() as connection:
            connection.execute(text("UPDATE secret SET sealed = :torn"), {"torn": torn})
        with pytest.raises(InvalidValue):
            vault.get("settings", "password")
