"""Connections to stand-ins inside the process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from core.secret import Secret
from ports import Client, Connection, Token
from ports.system import Clock


@dataclass(slots=True)
class RememberedTokens:
    """A `TokenShelf` for one test."""

    kept: dict[str, Token] = field(default_factory=dict)

    def get(self, name: str) -> Token | None:
        return self.kept.get(name)

    def put(self, name: str, token: Token) -> None:
        self.kept[name] = token

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)


def connected(
    transport: httpx.BaseTransport,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    clock: Clock,
    tokens: RememberedTokens | None = None,
    base_url: str = "https://standin.test",
) -> Connection:
    """A connection whose every server is `transport`."""
    client: Callable[[str], Client] = lambda _: httpx.Client(transport=transport, base_url=base_url)  # noqa: E731
    return Connection(
        settings=settings,
        secrets={name: Secret(value) for name, value in secrets.items()},
        client=client,
        tokens=tokens or RememberedTokens(),
        clock=clock,
    )
