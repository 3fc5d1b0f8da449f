"""Brands and categories of a marketplace as an account sees them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.listing.category import Brand, CategoryGroup
from core.text import Text
from ports.listings import BrandPage, CategoryPage, Validator


class Shelf(StrEnum):
    BRANDS = "brands"
    CATEGORIES = "categories"


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page as it was read last. `more`: another one followed."""

    validator: Validator
    more: bool


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """
    gone     categories that it had once and has no longer
    changes  what changed when it was last read anew; empty when it never did
    """

    group: CategoryGroup
    gone: tuple[str, ...] = ()
    changes: tuple[Text, ...] = ()
    noticed_at: datetime | None = None


class CatalogueBook(Protocol):
    """What one marketplace publishes for this account.

    It belongs to the account, like everything else: which brands may be used differs from seller to seller.
    """

    def pages(self, shelf: Shelf) -> Mapping[int, KnownPage]: ...

    def keep_brands(self, page: int, found: BrandPage) -> None:
        """In place of what this page held before; what moved from another page moves along."""
        ...

    def keep_groups(self, page: int, found: CategoryPage, now: datetime) -> Sequence[str]:
        """The same for category groups; the answer names those that changed. What did is kept with them."""
        ...

    def finish(self, shelf: Shelf, pages: int) -> None:
        """All pages were read, so many there are: what stands on none of them is gone."""
        ...

    def complete(self) -> bool:
        """Whether brands and categories were read to the end once."""
        ...

    def brands(self, ids: Iterable[str]) -> Mapping[str, Brand]: ...

    def groups(self, categories: Iterable[str]) -> Mapping[str, StoredGroup]:
        """By category, those that are gone included: `StoredGroup.gone` names them."""
        ...

    def find_brands(self, words: str, most: int) -> Sequence[Brand]:
        """Whose name has all these words, whatever the case; by name."""
        ...

    def find_categories(self, words: str, most: int) -> Sequence[tuple[str, StoredGroup]]:
        """Category and its group; the category or the group has all these words. By category."""
        ...
