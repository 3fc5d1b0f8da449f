"""What the inside asks of a marketplace that takes listings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.errors import Complaint
from core.listing.category import Brand, CategoryGroup
from core.listing.delivery import DeliveryLink, Profile
from core.listing.rules import ListingRules
from core.listing.values import Listing, Sale
from core.listing.verdict import Advice, Verdict
from core.money import Money
from core.orders import Sku


@dataclass(frozen=True, slots=True)
class Submission:
    """Something that the marketplace took and works on. `look_after`: not to be asked about before."""

    task: str
    look_after: datetime


class Result(StrEnum):
    """UNCHANGED: the marketplace had the same already."""

    SUCCEEDED = "succeeded"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one listing of a task."""

    sku: Sku
    result: Result
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """`outcomes` is None while the marketplace works; then one for each listing that it names."""

    look_after: datetime | None = None
    outcomes: tuple[Outcome, ...] | None = None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """The price of a listing and its sale; `sale` None ends one."""

    sku: Sku
    price: Money
    sale: Sale | None = None


class ListingDesk(Protocol):
    """The listings of one account at a marketplace.

    Every write is an upsert by SKU: sending it twice equals sending it once; of two the later counts.
    """

    def upsert(self, listings: Sequence[Listing], sent_at: datetime) -> Submission:
        """At most `ListingKind.batch` at once, all complete.

        raises  Refused: the whole call, for instance one that nobody can read
                AccessDenied, Throttled, Unreachable, BrokenReply
        """
        ...

    def change_prices(self, changes: Sequence[PriceChange], sent_at: datetime) -> Submission:
        """Prices alone, of listings that were accepted before; otherwise as `upsert`."""
        ...

    def progress(self, task: str) -> Progress | None:
        """None: there is no such task, not yet or no longer.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
        """
        ...

    def verdicts(self, since: datetime | None, page: str | None) -> "VerdictPage":
        """Verdicts that changed at or after `since` (None: all), oldest change first.

        `page` as in `OrderSource.changed_orders`. A verdict may stand on several pages.

        raises  as `progress`
        """
        ...

    def held(self, page: str | None) -> "HeldPage":
        """All listings that the marketplace has of this account.

        raises  as `progress`
        """
        ...

    def look_up(self, skus: Sequence[Sku]) -> Mapping[Sku, Listing]:
        """Those of these listings that the marketplace has.

        raises  as `progress`
        """
        ...


@dataclass(frozen=True, slots=True)
class VerdictPage:
    verdicts: tuple[Verdict, ...]
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class HeldPage:
    """`unreadable` counts entries in which not even a SKU could be read."""

    listings: tuple[Listing, ...]
    next_page: str | None = None
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Validator:
    """What makes the next read of a page conditional. Empty: the marketplace gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class BrandPage:
    brands: tuple[Brand, ...]
    validator: Validator = Validator()
    more: bool = False


@dataclass(frozen=True, slots=True)
class CategoryPage:
    groups: tuple[CategoryGroup, ...]
    validator: Validator = Validator()
    more: bool = False


class Catalogue(Protocol):
    """Brands and categories of the marketplace, by pages counted from 0."""

    def brands(self, page: int, known: Validator) -> BrandPage | None:
        """None: the page is as it was when it had this validator.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
        """
        ...

    def categories(self, page: int, known: Validator) -> CategoryPage | None:
        """As `brands`."""
        ...


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of links: those that hold now, and for the others why not, as far as it was said."""

    accepted: frozenset[Sku]
    complaints: Mapping[Sku, Complaint]


class DeliveryDesk(Protocol):
    """Delivery profiles of one account, and which listing is delivered by which."""

    def profiles(self) -> Sequence[Profile]:
        """raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused"""
        ...

    def create(self, profile: Profile) -> Profile:
        """With its id. Names are unique.

        raises  Refused: a rule is broken, or the name is taken
                OutcomeUnknown: look for the name in `profiles` before repeating
                AccessDenied, Throttled
        """
        ...

    def change(self, profile: Profile) -> None:
        """All of it but the kind of delivery, which never changes. May be repeated.

        raises  Refused, AccessDenied, Throttled, Unreachable, BrokenReply
        """
        ...

    def delete(self, profile_id: str) -> None:
        """May be repeated: what is gone already is gone.

        raises  Refused: listings are linked to it, or it is the last one
                AccessDenied, Throttled, Unreachable, BrokenReply
        """
        ...

    def links(self, page: str | None) -> "LinkPage":
        """Which listing is delivered by which profile, all of them."""
        ...

    def link(self, links: Sequence[DeliveryLink]) -> Linked:
        """At most `ListingKind.link_batch` at once, each SKU once. May be repeated.

        raises  Refused, AccessDenied, Throttled, Unreachable, BrokenReply
        """
        ...


@dataclass(frozen=True, slots=True)
class LinkPage:
    links: tuple[DeliveryLink, ...]
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class ListingKind:
    """What a marketplace says about listings before any account is opened.

    rules       asked for when they are needed
    advise      understands what the marketplace complains about; unknown codes keep its own words
    batch       listings that one call takes
    link_batch  delivery links that one call takes
    counted     whether nobody can buy what has no quantity yet
    """

    rules: Callable[[], ListingRules]
    advise: Callable[[Complaint], Advice]
    batch: int = 500
    link_batch: int = 200
    counted: bool = False
