"""The listings of an account at a marketplace."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.listing.delivery import Profile
from core.listing.record import ListingRecord
from core.listing.verdict import Verdict
from core.orders import Sku

#: From what is stored to what is to be stored; None leaves it as it is.
Move = Callable[[ListingRecord | None], ListingRecord | None]


class ListingBook(Protocol):
    """The listings of this account at one marketplace. The key is the SKU."""

    def all(self) -> Iterator[ListingRecord]:
        """By SKU. It holds a connection until it is read or closed."""
        ...

    def moving(self) -> Sequence[ListingRecord]:
        """Those that are not at rest (`ListingRecord.at_rest`), by SKU."""
        ...

    def some(self, skus: Iterable[Sku]) -> Mapping[Sku, ListingRecord]:
        """Those of these that are here."""
        ...

    def with_eans(self, eans: Iterable[str]) -> Mapping[str, Sequence[Sku]]:
        """Whose versions that count have these EANs, by EAN."""
        ...

    def with_references(self, references: Iterable[str]) -> Mapping[str, Sequence[ListingRecord]]:
        """Whose versions that count have these references: the variants of main articles."""
        ...

    def count(self) -> int: ...

    def change(self, moves: Mapping[Sku, Move]) -> Mapping[Sku, ListingRecord]:
        """Read, move and write all of them in one transaction; the answer has them as they are now.

        raises  Conflict: somebody else wrote one of them meanwhile; nothing was stored
        """
        ...

    def verdicts(self, skus: Iterable[Sku] | None = None) -> Mapping[Sku, Verdict]:
        """What the marketplace says, of all that it has."""
        ...

    def verdicts_since(self) -> datetime | None:
        """Every verdict that changed before is stored; None before the first page."""
        ...

    def keep_verdicts(self, verdicts: Sequence[Verdict], since: datetime | None, now: datetime) -> int:
        """Store the newer ones as noticed now, and from when on to read next, in one transaction; how many
        were new."""
        ...

    def profiles(self) -> Sequence[Profile] | None:
        """Delivery profiles as last read; None before that."""
        ...

    def keep_profiles(self, profiles: Sequence[Profile]) -> None: ...
