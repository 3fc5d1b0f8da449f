"""Everything that an account sells or could sell at a marketplace, page by page, however much it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.orders import Sku


class Aspect(StrEnum):
    """What a seller looks through his articles for.

    What has an aspect is told from what is stored, so a page may name articles that turn out not to have it
    (`core.listing.why` decides); it never misses one that has.
    """

    ALL = "all"
    UNLISTED = "unlisted"
    DRAFT = "draft"
    MOVING = "moving"
    TROUBLE = "trouble"
    OFF = "off"
    SOLD_OUT = "sold_out"
    ONLINE = "online"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class AssortmentQuery:
    """
    words     in small letters; every one stands in the SKU, the EAN, the title or the reference
    profiles  names of the delivery profiles that are fit to be used; None: the marketplace was not asked
    """

    aspect: Aspect = Aspect.ALL
    words: tuple[str, ...] = ()
    profiles: frozenset[str] | None = None


class Assortment(Protocol):
    """Articles of this account, its listings at one marketplace, and what stands there and not here."""

    def find(self, query: AssortmentQuery, after: Sku | None, limit: int) -> Sequence[Sku]:
        """At most `limit` of them, those that follow `after`, each once, in an order that stays the same."""
        ...

    def count(self) -> int:
        """All of them."""
        ...
