"""Tokens that outlive a process, on a shelf of the vault: `ports.connection.TokenShelf`."""

import json
from datetime import datetime
from typing import Final

from core.errors import InvalidValue
from core.secret import Secret
from ports.connection import Token
from ports.memory import Vault

SHELF: Final = "tokens"


class VaultTokens:
    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def get(self, name: str) -> Token | None:
        """None also where it no longer opens or reads: then a new one is fetched."""
        try:
            stored = self._vault.get(SHELF, name)
        except InvalidValue:
            return None
        return None if stored is None else _read(stored)

    def put(self, name: str, token: Token) -> None:
        self._vault.put(SHELF, name, Secret(json.dumps([token.value.reveal(), token.ends_at.isoformat()])))

    def drop(self, name: str) -> None:
        self._vault.forget(SHELF, name)


def _read(stored: Secret) -> Token | None:
    try:
        value, moment = json.loads(stored.reveal())
        ends_at = datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        return None
    return None if ends_at.tzinfo is None else Token(Secret(value), ends_at)
