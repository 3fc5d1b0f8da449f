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
        """None also where it no longer opens: then a new one is fetched."""
        try:
            stored = self._vault.get(SHELF, name)
        except InvalidValue:
            return None
        if stored is None:
            return None
        value, ends_at = json.loads(stored.reveal())
        return Token(Secret(value), datetime.fromisoformat(ends_at))

    def put(self, name: str, token: Token) -> None:
        self._vault.put(SHELF, name, Secret(json.dumps([token.value.reveal(), token.ends_at.isoformat()])))

    def drop(self, name: str) -> None:
        self._vault.forget(SHELF, name)
