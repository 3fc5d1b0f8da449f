"""Builds the app-center from its parts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.storage.keys import Keys, kept_keys, listed_keys
from adapters.storage.memory import DatabaseMemory, open_memory
from adapters.storage.tokens import VaultTokens
from app_center.config import Config
from app_center.loader import load
from app_center.outgoing import BY_HAND, Errand, Outgoing
from app_center.registry import Kind, Registry
from core.apps import AppKey
from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text
from ports.connection import Connection, TokenShelf
from ports.hooks import Manifest
from ports.jobs import Jobs
from ports.memory import AccountMemory
from ports.system import Clock


class SystemClock:
    """A `Clock`."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class AppCenter:
    """Everything connected. Whoever opened it closes it. `jobs`: the engine, where this process works.
    `errand`: what it sends for; a pass has a copy with its own."""

    config: Config
    registry: Registry
    memory: DatabaseMemory
    outgoing: Outgoing
    clock: Clock
    jobs: Jobs | None = None
    errand: Errand = BY_HAND

    def account(self, name: str) -> AccountMemory:
        """raises  InvalidValue (field `account`): no such account"""
        found = self.memory.accounts.find(name)
        if found is None:
            raise InvalidValue(
                Text(
                    en=f"there is no account {name!r}; `app-center accounts` lists them",
                    de=f"es gibt keinen Account „{name}“; `app-center accounts` zeigt alle",
                ),
                field="account",
            )
        return self.memory.of(found.id)

    def connect(self, memory: AccountMemory, kind: Kind) -> Connection:
        """A connection with the settings and secrets in force."""
        key = kind.manifest.key
        vault = memory.vault(key)
        return self.connection(
            memory,
            kind.manifest,
            memory.apps.get(key).settings,
            vault.all("settings"),
            VaultTokens(vault),
        )

    def connection(
        self,
        memory: AccountMemory,
        manifest: Manifest,
        settings: Mapping[str, str],
        secrets: Mapping[str, Secret],
        tokens: TokenShelf,
    ) -> Connection:
        return Connection(
            settings=settings,
            secrets=secrets,
            client=lambda server: self.outgoing.client(
                memory.account.id, manifest, server, settings, self.errand
            ),
            tokens=tokens,
            clock=self.clock,
        )

    def kind(self, app: str) -> Kind:
        """raises  InvalidValue (field `app`): not on offer, and why"""
        return self.registry.get(AppKey(app))

    def close(self) -> None:
        self.outgoing.close()
        self.memory.close()


@contextmanager
def open_app_center(
    config: Config | None = None, clock: Clock | None = None, jobs: Jobs | None = None
) -> Iterator[AppCenter]:
    """The app-center of this environment: home made, database migrated, plug-ins loaded.

    raises  InvalidValue: a wrong setting, a vault key that others could read
            StorageUnavailable: the database cannot be opened
    """
    config = config or Config.read()
    if config.database_url is None or config.vault_key is None:
        config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    memory = open_memory(config.url, _keys(config))
    center = AppCenter(
        config, load(), memory, Outgoing(config.base_urls, memory.paces), clock or SystemClock(), jobs
    )
    try:
        yield center
    finally:
        center.close()


def _keys(config: Config) -> Keys:
    if config.vault_key is not None:
        return listed_keys(Secret(config.vault_key.get_secret_value()))
    return kept_keys(config.home / "vault.key")
