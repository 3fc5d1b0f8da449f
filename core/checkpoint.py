"""How far the reading of changed orders has come, and how it moves on.

The marketplace lists by change date but sorts by order date, so the newest change may stand on any page.
Therefore `settled` moves only when a whole listing is stored; until then the listing under way is kept with
its next page, and an interrupted pass goes on there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

#: How far a listing reaches back behind what is settled. It has to cover what nobody specifies: whether the
#: filter includes its own bound, clocks that differ, and changes that become visible late.
OVERLAP: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing under way.

    since    the change date it was asked from; None lists everything
    started  the marketplace's clock when it began, or ours where the marketplace does not tell
    page     the page to read next; None is the first
    latest   the newest change date seen so far
    """

    since: datetime | None
    started: datetime
    page: str | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`settled`: every change before this moment is stored; None before the first complete listing."""

    settled: datetime | None = None
    listing: Listing | None = None

    def begin(self, now: datetime, overlap: timedelta = OVERLAP) -> "Checkpoint":
        """The checkpoint to work on: the listing under way, or a new one reaching back behind `settled`."""
        if self.listing is not None:
            return self
        return self.restart(now, overlap)

    def restart(self, now: datetime, overlap: timedelta = OVERLAP) -> "Checkpoint":
        """A new listing from the first page; what the old one had settled stays settled."""
        since = None if self.settled is None else self.settled - overlap
        return replace(self, listing=Listing(since=since, started=now))

    def abandoned(self) -> "Checkpoint":
        """Without the listing under way, of which pages may be missing; what was settled stays settled."""
        return replace(self, listing=None)

    def stored(
        self,
        changes: Iterable[datetime | None],
        next_page: str | None,
        as_of: datetime | None = None,
    ) -> "Checkpoint":
        """After one page is stored. `as_of` is the marketplace's clock on that page, where it tells.

        The last page ends the listing. What it settles is bounded twice: by the newest change seen, so that
        no clock is trusted alone, and by the listing's start, because what changed while paging may stand on
        a page already read.
        """
        listing = self.listing
        if listing is None:
            raise ValueError("no listing is under way")
        if listing.page is None and as_of is not None:
            listing = replace(listing, started=min(listing.started, as_of))
        latest = max((c for c in (*changes, listing.latest) if c is not None), default=None)
        if next_page is not None:
            return replace(self, listing=replace(listing, page=next_page, latest=latest))
        reached = None if latest is None else min(latest, listing.started)
        settled = max((m for m in (self.settled, reached) if m is not None), default=None)
        return Checkpoint(settled=settled)
