"""What the inside asks of the place that knows the stock: the seller's ERP, or our own database.

`ports.conformance.warehouse` holds any adapter against this contract.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.articles import Article, Count, Level
from core.claims import Claim, ClaimKey, ClaimState
from core.orders import Sku


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the warehouse keeps it. `known` is whether there is an article with its SKU."""

    key: ClaimKey
    sku: Sku
    state: ClaimState
    sold_at: datetime
    known: bool = True


class Warehouse(Protocol):
    """The articles of one account, their stock, and what orders claim of it.

    Every change of an article, whatever it is, gives it a revision higher than all before, in any article.
    What does not change anything gives none. Each method is one transaction.
    """

    def count(self, counts: Sequence[Count], now: datetime) -> int:
        """Take over what somebody says about these articles; new ones appear. How many changed.

        Where `on_hand` is told, the article counts as counted `now`, also if the figure is the same. Each
        SKU stands in it once. A new article finds the claims that waited for it.
        """
        ...

    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        """Take over what orders say about their positions; how many of them changed an article.

        `core.claims.effect_of` says what a claim changes: saying it twice changes nothing more, and nothing
        leads back from a final state. The SKU of a claim is the one that it was first made with. One that
        names no article is kept; it takes effect when the article appears.
        """
        ...

    def changed(self, after: int, limit: int) -> Sequence[Level]:
        """Articles with a revision above `after`, lowest revision first, at most `limit`.

        A later call never finds one with a revision between those that an earlier call gave.
        """
        ...

    def find(self, skus: Collection[Sku]) -> Sequence[Article]:
        """Those of these articles that there are, by SKU."""
        ...

    def articles(self) -> Iterator[Article]:
        """All, by SKU."""
        ...

    def reserved(self, sku: Sku) -> Sequence[StoredClaim]:
        """Claims that hold a piece of this article, the earliest sale first."""
        ...

    def unknown(self) -> Sequence[StoredClaim]:
        """Claims that hold a piece of an article that there is not, the earliest sale first."""
        ...
