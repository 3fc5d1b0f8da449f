"""Tokens that outlive a process, on a shelf of the vault."""

from datetime import timedelta

import pytest

from adapters.storage.tokens import SHELF, VaultTokens
from core.errors import InvalidValue
from core.secret import Secret
from ports.connection import Token, TokenShelf
from ports.memory import Vault
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import OTTO
from tests.orders import NOON

TOKEN = Token(Secret("abc"), NOON + timedelta(microseconds=1))


@pytest.fixture
def vault() -> Vault:
    memory = InMemoryMemory()
    return memory.of(memory.accounts.add("Anna").id).vault(OTTO)


def test_a_token_is_found_by_the_next_process(vault: Vault) -> None:
    shelf: TokenShelf = VaultTokens(vault)
    assert shelf.get("access") is None
    shelf.put("access", TOKEN)
    assert VaultTokens(vault).get("access") == TOKEN
    shelf.drop("access")
    shelf.drop("never there")
    assert shelf.get("access") is None


def test_tokens_stand_on_their_own_shelf(vault: Vault) -> None:
    vault.put("settings", "access", Secret("typed in by the seller"))
    shelf = VaultTokens(vault)
    assert shelf.get("access") is None
    shelf.put("access", TOKEN)
    shelf.drop("access")
    assert vault.get("settings", "access") == Secret("typed in by the seller")


class LockedVault:
    """Holds a secret under a key that is gone."""

    def get(self, shelf: str, name: str) -> Secret | None:
        raise InvalidValue("no key opens it")

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


def test_a_token_that_no_longer_opens_is_fetched_anew() -> None:
    locked: Vault = LockedVault()  # type: ignore[assignment]
    assert VaultTokens(locked).get("access") is None


@pytest.mark.parametrize(
    "torn", ["", "{}", "[]", '["a"]', '["a", "b"]', '["a", 5]', '["a", "2026-01-01"]', "null"]
)
def test_a_torn_token_is_fetched_anew(vault: Vault, torn: str) -> None:
    vault.put(SHELF, "access", Secret(torn))
    assert VaultTokens(vault).get("access") is None
