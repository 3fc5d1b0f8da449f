"""What an adapter gets to work with for one account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.secret import Secret
from ports.http import Client
from ports.system import Clock


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and the moment it ends (aware UTC)."""

    value: Secret
    ends_at: datetime


class TokenShelf(Protocol):
    """Tokens of this account and app that outlive a process. Losing one costs a new fetch, nothing else."""

    def get(self, name: str) -> Token | None: ...

    def put(self, name: str, token: Token) -> None: ...

    def drop(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Connection:
    """One account's settings, secrets and the way out.

    Settings may name a person (an e-mail, a sender address), so they are not in the repr either.
    `client` opens the HTTP client for one of the servers that the manifest names (by its key there). The
    host built it: base address, limits, request budget, no redirects. It carries no credentials.
    """

    settings: Mapping[str, str] = field(repr=False)
    secrets: Mapping[str, Secret] = field(repr=False)
    client: Callable[[str], Client]
    tokens: TokenShelf
    clock: Clock
