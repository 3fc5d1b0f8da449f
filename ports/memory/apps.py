"""The apps of an account: where each stands, and its secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.activation import Right
from core.apps import AppKey, AppState
from core.secret import Secret
from core.text import Text


@dataclass(frozen=True, slots=True)
class AppRecord:
    """An app for this account.

    step      the activation step last shown; None when no activation is under way
    answers   of the activation under way, without secrets (those are in the vault's draft)
    settings  in force; empty before the first activation
    reason    why it needs access or stopped, for people; None when all is well
    revision  grows with every write; `AppBook.write` uses it against a second tab
    """

    app: AppKey
    state: AppState = AppState.OFFERED
    step: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    rights: tuple[Right, ...] = ()
    reason: Text | None = None
    checked_at: datetime | None = None
    revision: int = 0


class AppBook(Protocol):
    """The apps of this account."""

    def get(self, app: AppKey) -> AppRecord:
        """A fresh record (offered, revision 0) where nothing is stored yet."""
        ...

    def all(self) -> Sequence[AppRecord]:
        """Those that were ever begun, by key."""
        ...

    def write(self, record: AppRecord) -> AppRecord:
        """Store it if the stored revision is still `record.revision`; the answer carries the next one.

        raises  Conflict: somebody else wrote first; nothing was stored
        """
        ...


class Vault(Protocol):
    """The secrets of one app of this account, encrypted at rest.

    A shelf separates what is in force ("settings") from what an unfinished activation was told ("draft")
    and from what the adapter keeps for itself ("tokens").
    """

    def put(self, shelf: str, name: str, value: Secret) -> None: ...

    def get(self, shelf: str, name: str) -> Secret | None:
        """raises  InvalidValue: stored, but no key that is here opens it"""
        ...

    def all(self, shelf: str) -> Mapping[str, Secret]:
        """raises  InvalidValue: one of them is stored, but no key that is here opens it"""
        ...

    def forget(self, shelf: str, name: str | None = None) -> None:
        """One secret, or the whole shelf."""
        ...
