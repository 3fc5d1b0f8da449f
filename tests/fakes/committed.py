"""A database that is one immutable value: a transaction puts another value in its place, or does not."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, TypeVar

from core.apps import Account, AccountId, AppKey, PortalAccount, PortalAccountId
from core.articles import Article
from core.cancellations import Cancellation
from core.checkpoint import Checkpoint
from core.claims import Claim, ClaimKey
from core.dispatch import Notice, NoticeId, PositionRef
from core.display import Display
from core.errors import InvalidValue
from core.orders import SalesOrderId, Sku, UnreadableOrder
from core.parcel import LabelKind, Reference
from core.price_reductions import PriceReduction
from core.purchases import Purchase
from core.receipts import KeptReceipt
from core.return_numbers import NumberRange, ReturnNumber
from core.returns import Return, ReturnParcel
from core.schedule import Job, Standing
from core.secret import Secret
from core.switching import Switch
from core.text import Text
from core.users import Invitation, UserId
from ports.memory import AppRecord, Credentials, PassRecord, QuantityEntry, Session, StoredOrder

T = TypeVar("T")

Place = tuple[AccountId, AppKey]
#: A set-aside version is found by the id of its order, or by its raw text where it has none.
Mark = tuple[SalesOrderId | None, str]

LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Aside:
    unread: UnreadableOrder
    portal_account: PortalAccountId
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Shelves:
    """The orders and passes of one app of one account."""

    checkpoint: Checkpoint = field(default_factory=Checkpoint)
    orders: Mapping[SalesOrderId, StoredOrder] = field(default_factory=dict)
    aside: Mapping[Mark, Aside] = field(default_factory=dict)
    passes: tuple[PassRecord, ...] = ()
    claimed: Mapping[SalesOrderId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """Who works on a job; the fence stays when nobody holds it."""

    fence: int = 0
    holder: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    standing: Standing
    urgency: int
    queued_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """The warehouse of one account. A claim stands beside the revision that it made last."""

    revision: int = 0
    articles: Mapping[Sku, Article] = field(default_factory=dict)
    claims: Mapping[ClaimKey, tuple[Claim, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """The listings of one app of one account."""

    observed: int = 0
    displays: Mapping[Sku, Display] = field(default_factory=dict)
    portal_accounts: Mapping[Sku, PortalAccountId] = field(default_factory=dict)
    entries: tuple[QuantityEntry, ...] = ()
    switches: Mapping[Sku, Switch] = field(default_factory=dict)
    switch_calls: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Committed:
    accounts: Mapping[AccountId, Account] = field(default_factory=dict)
    portal_accounts: Mapping[AccountId, tuple[PortalAccount, ...]] = field(default_factory=dict)
    apps: Mapping[Place, AppRecord] = field(default_factory=dict)
    secrets: Mapping[tuple[AccountId, AppKey, str, str], Secret] = field(default_factory=dict)
    shelves: Mapping[Place, Shelves] = field(default_factory=dict)
    labels: Mapping[tuple[AccountId, AppKey, LabelKind, Reference], Purchase] = field(default_factory=dict)
    notices: Mapping[tuple[AccountId, AppKey, NoticeId], Notice] = field(default_factory=dict)
    return_numbers: Mapping[tuple[AccountId, int], ReturnNumber] = field(default_factory=dict)
    number_ranges: Mapping[tuple[AccountId, int], NumberRange] = field(default_factory=dict)
    cancellations: Mapping[tuple[AccountId, AppKey, int], Cancellation] = field(default_factory=dict)
    price_reductions: Mapping[tuple[AccountId, AppKey, int], PriceReduction] = field(default_factory=dict)
    returns: Mapping[tuple[AccountId, AppKey, PositionRef], Return] = field(default_factory=dict)
    return_parcels: Mapping[tuple[AccountId, AppKey, str], ReturnParcel] = field(default_factory=dict)
    receipts: Mapping[tuple[AccountId, AppKey, str], KeptReceipt] = field(default_factory=dict)
    receipts_listed: Mapping[Place, date] = field(default_factory=dict)
    users: Mapping[UserId, Credentials] = field(default_factory=dict)
    invitations: Mapping[str, Invitation] = field(default_factory=dict)
    sessions: Mapping[str, Session] = field(default_factory=dict)
    stocks: Mapping[AccountId, Stock] = field(default_factory=dict)
    windows: Mapping[Place, Window] = field(default_factory=dict)
    leases: Mapping[Job, Held] = field(default_factory=dict)
    standings: Mapping[Job, Planned] = field(default_factory=dict)
    #: By account and app: `tests.fakes.listing_book` and `tests.fakes.catalogue_book` know what.
    listings: Mapping[Place, object] = field(default_factory=dict)
    catalogues: Mapping[Place, object] = field(default_factory=dict)


class Store:
    """The committed value, and the one way to another."""

    def __init__(self, between_steps: Callable[[], None], committed: Committed) -> None:
        self.between_steps = between_steps
        self.committed = committed
        self._lock = threading.Lock()

    def read(self) -> Committed:
        self.between_steps()
        return self.committed

    def write(self, change: Callable[[Committed], tuple[Committed, T]]) -> T:
        self.between_steps()
        with self._lock:
            self.committed, answer = change(self.committed)
        self.between_steps()
        return answer


def put_back(was: Committed, account: AccountId, app: AppKey, shelves: Shelves) -> Committed:
    return replace(was, shelves={**was.shelves, (account, app): shelves})


def owned(committed: Committed, account: AccountId, portal_account: PortalAccountId) -> PortalAccount:
    for each in committed.portal_accounts.get(account, ()):
        if each.id == portal_account:
            return each
    raise InvalidValue(
        Text(en="no such portal account", de="kein solcher Portal-Account"), field="portal_account"
    )


def read_name(given: str, of: str) -> str:
    name = given.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise InvalidValue(Text(en="no such name", de="kein solcher Name"), field=of)
    return name


def limited(*identities: str) -> None:
    if any(len(identity) > LONGEST for identity in identities):
        raise InvalidValue(Text(en="too long", de="zu lang"))


def refuse_unstorable(*values: object) -> None:
    for value in values:
        if isinstance(value, str):
            if "\0" in value or any(0xD800 <= ord(sign) < 0xE000 for sign in value):
                raise InvalidValue(Text(en="not storable", de="nicht speicherbar"))
        elif isinstance(value, datetime):
            if value.tzinfo is None:
                raise InvalidValue(Text(en="no zone", de="keine Zeitzone"))
            try:
                value.astimezone(UTC)
            except OverflowError:
                raise InvalidValue(Text(en="no such time", de="keine solche Zeit")) from None
        elif is_dataclass(value):
            refuse_unstorable(*(getattr(value, part.name) for part in fields(value)))
        elif isinstance(value, Mapping):
            refuse_unstorable(*value, *value.values())
        elif isinstance(value, Sequence):
            refuse_unstorable(*value)
