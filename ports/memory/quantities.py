"""What every listing of an app shows, as far as it is known, and the ledger of all quantities sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.apps import PortalAccountId
from core.articles import Level
from core.display import Display, Outcome, Sending, Settlement
from core.orders import Sku
from core.stock import Line
from core.text import Text


@dataclass(frozen=True, slots=True)
class QuantityEntry:
    """One quantity that was sent, why it was this one, and what became of it.

    on_hand ...    what it was worked out from, at `revision` of the article
    exposed_since  the earliest sale that it answers; None where it answers none
    fall           whether it answers that sale with less than was shown (`core.display.is_fall`)
    settled_at     when the outcome was known; None: it is not
    """

    sku: Sku
    number: int
    pieces: int
    on_hand: int
    reserved: int
    buffer: int
    maximum: int | None
    revision: int
    sent_at: datetime
    outcome: Outcome
    settled_at: datetime | None = None
    exposed_since: datetime | None = None
    answer: Text | None = None
    fall: bool = False

    @property
    def exposure(self) -> tuple[datetime, datetime] | None:
        """From the sale to the acknowledged fall. None: it was no fall, or it was not acknowledged."""
        if not self.fall or self.outcome is not Outcome.ACKNOWLEDGED:
            return None
        if self.exposed_since is None or self.settled_at is None:
            return None
        return self.exposed_since, self.settled_at


@dataclass(frozen=True, slots=True)
class QuantityRecord:
    """One listing: what is known of it, and its latest entry in the ledger."""

    display: Display
    portal_account: PortalAccountId
    last: QuantityEntry | None


class QuantityBook(Protocol):
    """The quantities of one app of this account. The key is the SKU."""

    def observed(self) -> int:
        """The warehouse's revision up to which articles were observed."""
        ...

    def observe(self, levels: Sequence[Level], portal_account: PortalAccountId, now: datetime) -> None:
        """Take over changed articles, and `observed` up to the last of them. A listing that is new here is
        ticked as the article says."""
        ...

    def due(self, now: datetime) -> Sequence[Line]:
        """Ticked listings that are to be looked at, by SKU."""
        ...

    def agree(self, lines: Sequence[Line]) -> None:
        """Nothing is to be sent for these now. A listing that changed meanwhile stays due."""
        ...

    def begin(self, changes: Sequence[tuple[Line, int]], now: datetime) -> Sequence[Sending]:
        """Store that these pieces are about to be sent: from here on the listing may show them."""
        ...

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> None:
        """Store what became of sendings (`core.display`), in the ledger too."""
        ...

    def suspect(self, sendings: Sequence[Sending], now: datetime) -> None:
        """A worker that had lost its right sent these. It only adds doubts, so anybody may say so."""
        ...

    def read(self, shown: Mapping[Sku, int], asked_at: datetime, now: datetime) -> int:
        """Take over what the marketplace showed when asked at `asked_at`; how many listings show something
        that was not expected. What is not listed here is passed over."""
        ...

    def arrange(
        self,
        skus: Collection[Sku],
        portal_account: PortalAccountId,
        now: datetime,
        *,
        ticked: bool | None = None,
        maximum: int | None = None,
    ) -> None:
        """The seller ticks listings, or limits them; None leaves what is known. A maximum below 0 is none."""
        ...

    def release(self, skus: Collection[Sku], now: datetime) -> None:
        """Why these were refused may have changed: try again."""
        ...

    def refused(self) -> Iterator[QuantityRecord]:
        """Those that the marketplace did not take when they were sent last, by SKU."""
        ...

    def get(self, sku: Sku) -> Display | None: ...

    def some(self, skus: Collection[Sku]) -> Mapping[Sku, QuantityRecord]:
        """Those of these listings that are here."""
        ...

    def records(self) -> Iterator[QuantityRecord]:
        """All, by SKU."""
        ...

    def history(self, sku: Sku) -> Sequence[QuantityEntry]:
        """Newest first."""
        ...

    def exposures(self, since: datetime) -> Iterator[QuantityEntry]:
        """Falls that answer a sale and were acknowledged since then, in this order."""
        ...

    def forget(self, before: datetime) -> int:
        """Entries settled before then go, except the latest of each listing. How many."""
        ...
