"""What the inside asks of the database. Everything below `Memory.of` belongs to one account; there is no
query that could name another.

Every write is one transaction: it happens whole or not at all. Beside what a method names, each may raise
StorageUnavailable, and InvalidValue for what no database can hold: texts with NUL or half a character
(a lone surrogate), ids longer than 200 characters, times without a zone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.activation import Right
from core.apps import Account, AccountId, AppKey, AppState, PortalAccount, PortalAccountId
from core.checkpoint import Checkpoint
from core.orders import Order, PositionState, SalesOrderId, UnreadableOrder
from core.parcel import LabelKind, Reference
from core.purchases import Purchase
from core.secret import Secret
from core.text import Text


class Accounts(Protocol):
    """All accounts of the installation, for the operator."""

    def add(self, name: str) -> Account:
        """raises  InvalidValue (field `name`): empty, too long, or taken"""
        ...

    def find(self, name: str) -> Account | None:
        """Blanks at the edges of a name do not count, neither here nor in `add`."""
        ...

    def all(self) -> Sequence[Account]:
        """By name."""
        ...


class PortalAccounts(Protocol):
    """The sales channels of this account."""

    def find_or_add(self, name: str) -> PortalAccount:
        """raises  InvalidValue (field `portal_account`): empty or too long"""
        ...

    def get(self, portal_account: PortalAccountId) -> PortalAccount:
        """raises  InvalidValue (field `portal_account`): this account has no such portal account"""
        ...

    def all(self) -> Sequence[PortalAccount]:
        """By name."""
        ...


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


@dataclass(frozen=True, slots=True)
class Kept:
    """What storing a page did, by sales order id. Every version that came in is counted once.

    outdated  versions older than what is stored, or than another version on the same page
    """

    new: tuple[SalesOrderId, ...] = ()
    changed: tuple[SalesOrderId, ...] = ()
    unchanged: int = 0
    outdated: int = 0
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order as it is kept here.

    order    None where it could never be read
    paid     what is in force here: by the marketplace if the setting said so when the order came in, else
             None (the host's rule)
    problem  why its latest version is set aside; None when all is well
    first_seen_at  when any version of it, readable or not, first came in
    """

    sales_order_id: SalesOrderId | None
    order_number: str | None
    order: Order | None
    portal_account: PortalAccountId | None
    paid: bool | None
    problem: Text | None
    first_seen_at: datetime | None = None


class OrderBook(Protocol):
    """The orders that one app brought in for this account. The key is the sales order id, nothing else."""

    def checkpoint(self) -> Checkpoint: ...

    def keep(
        self,
        orders: Sequence[Order],
        unreadable: Sequence[UnreadableOrder],
        *,
        move: tuple[Checkpoint, Checkpoint] | None,
        portal_account: PortalAccountId,
        paid_by_marketplace: bool,
        now: datetime,
        read_again: Sequence[str] = (),
    ) -> Kept:
        """Store a page, and move the checkpoint from the first to the second value, in one transaction.

        An order is inserted, replaced with all its positions, or left alone when the stored version is
        newer (`core.orders.supersedes`) or the same; a paid state that another `paid_by_marketplace` leads
        to is a change. Of several versions on the page the newest counts. An order that reads again loses
        its problem, unless the unreadable version is known to be newer; an unreadable version of a known
        order adds the problem and leaves the order, unless it is known to be older. The portal account of
        a known order stays. `move` is None when only set-aside orders are looked at again.

        read_again  the `raw` of set-aside versions that `orders` and `unreadable` were now made of: they are
                    set aside no longer, except where `unreadable` brings them back. Without it a version
                    that never had an id would stay for ever

        raises  Conflict: the stored checkpoint is no longer `move[0]`; nothing was stored
                InvalidValue (field `portal_account`): this account has no such portal account
        """
        ...

    def set_aside(self) -> Sequence[UnreadableOrder]:
        """Oldest first."""
        ...

    def orders(self) -> Iterator[StoredOrder]:
        """By order date, newest first; set-aside ones that were never readable come first.

        All as they were when the first was taken. It holds a connection until it is read or closed.
        """
        ...

    def counts(self) -> Mapping[PositionState, int]:
        """Orders per state."""
        ...


@dataclass(frozen=True, slots=True)
class PassRecord:
    """One pass of one concern. `failure` is None after a success; `counts` are what it reported."""

    concern: str
    started_at: datetime
    finished_at: datetime
    failure: Text | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


class PassLog(Protocol):
    """The passes of one app of this account."""

    def add(self, record: PassRecord) -> None: ...

    def last(self, concern: str) -> PassRecord | None:
        """The one that finished latest."""
        ...

    def last_success(self, concern: str) -> PassRecord | None: ...


class LabelBook(Protocol):
    """The labels of this account at one carrier. The key is the kind and our reference."""

    @property
    def carrier(self) -> AppKey: ...

    def get(self, kind: LabelKind, reference: Reference) -> Purchase | None:
        """With the label and its documents."""
        ...

    def write(self, purchase: Purchase) -> Purchase:
        """Store it, label and documents included, if the stored revision is still `purchase.revision` (0:
        nothing stored); the answer carries the next one. Stored documents stay when the label has none and
        its number is still the same.

        raises  Conflict: somebody else wrote first; nothing was stored
        """
        ...

    def all(self) -> Sequence[Purchase]:
        """Newest first, without the documents."""
        ...


class AccountMemory(Protocol):
    """Everything that belongs to one account."""

    @property
    def account(self) -> Account: ...
    @property
    def portal_accounts(self) -> PortalAccounts: ...
    @property
    def apps(self) -> AppBook: ...
    def vault(self, app: AppKey) -> Vault: ...
    def orders(self, app: AppKey) -> OrderBook: ...
    def passes(self, app: AppKey) -> PassLog: ...
    def labels(self, carrier: AppKey) -> LabelBook: ...


class Memory(Protocol):
    """The database, opened and migrated."""

    @property
    def accounts(self) -> Accounts: ...

    def of(self, account: AccountId) -> AccountMemory:
        """raises  InvalidValue: no such account"""
        ...
