"""The secrets of an app, in every memory."""

import pytest

from core.apps import AppKey
from core.errors import InvalidValue
from core.secret import Secret
from ports.memory import Memory, Vault

OTTO = AppKey("otto")


@pytest.fixture
def vault(memory: Memory) -> Vault:
    return memory.of(memory.accounts.add("Anna").id).vault(OTTO)


def test_a_secret_comes_back(vault: Vault) -> None:
    assert vault.get("settings", "client_secret") is None
    for value in ("correct horse", "", "ä\n😀", "x" * 10_000):
        vault.put("settings", "client_secret", Secret(value))
        assert vault.get("settings", "client_secret") == Secret(value)


def test_shelves_are_apart(vault: Vault) -> None:
    vault.put("draft", "password", Secret("new"))
    vault.put("settings", "password", Secret("old"))
    vault.put("settings", "client_id", Secret("me"))
    assert vault.all("settings") == {"password": Secret("old"), "client_id": Secret("me")}
    vault.forget("draft")
    assert vault.all("draft") == {}
    assert vault.get("settings", "password") == Secret("old")


def test_one_secret_is_forgotten_alone(vault: Vault) -> None:
    vault.put("tokens", "access", Secret("1"))
    vault.put("tokens", "refresh", Secret("2"))
    vault.forget("tokens", "access")
    vault.forget("tokens", "never stored")
    assert vault.all("tokens") == {"refresh": Secret("2")}


@pytest.mark.parametrize(
    ("shelf", "name"), [("a\0", "b"), ("a", "\ud800"), ("x" * 201, "b"), ("a", "x" * 201)]
)
def test_a_place_that_no_database_holds_is_refused(vault: Vault, shelf: str, name: str) -> None:
    with pytest.raises(InvalidValue):
        vault.put(shelf, name, Secret("s"))
