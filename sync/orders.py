"""Orders come in: every change a marketplace shows ends up in the order book, none lost, none twice.

A pass reads pages and stores each together with the checkpoint that it reaches, in one transaction. It may be
stopped between any two steps; the next pass goes on at the page that was not yet stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from core.apps import PortalAccountId
from core.checkpoint import OVERLAP, Checkpoint, Listing
from core.errors import Refused
from core.orders import Order, UnreadableOrder
from ports.marketplace import OrderPage, OrderSource
from ports.memory import Kept, OrderBook
from ports.system import Clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the seller's settings say about orders that come in.

    portal_account       the sales channel that new orders belong to
    paid_by_marketplace  whether the paid state follows the marketplace, or the host's own rule
    overlap              how far a listing reaches back behind what is settled
    """

    portal_account: PortalAccountId
    paid_by_marketplace: bool
    overlap: timedelta = OVERLAP


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did, in orders; `set_aside` counts those that could not be read."""

    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    set_aside: int = 0
    released: int = 0

    def plus(self, kept: Kept) -> "Report":
        return Report(
            pages=self.pages + 1,
            new=self.new + len(kept.new),
            changed=self.changed + len(kept.changed),
            unchanged=self.unchanged + kept.unchanged + kept.outdated,
            set_aside=self.set_aside + kept.set_aside,
            released=self.released,
        )

    def counts(self) -> dict[str, int]:
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "set_aside": self.set_aside,
            "released": self.released,
        }


def _silent(_: Report) -> None:
    return


def import_orders(
    source: OrderSource,
    book: OrderBook,
    clock: Clock,
    terms: Terms,
    on_page: Callable[[Report], None] = _silent,
) -> Report:
    """One complete listing of what changed, or the rest of an interrupted one.

    raises  Conflict: another pass moved the checkpoint meanwhile; it goes on there, nothing is lost
            AccessDenied, Throttled, Unreachable, BrokenReply, Refused: what was stored until then stays
    """
    stored = book.checkpoint()
    report = Report(released=_look_again(source, book, clock, terms, stored))
    work = stored.begin(clock.now(), terms.overlap)
    visited: set[str] = set()
    while work.listing is not None:
        listing = work.listing
        try:
            page = source.changed_orders(listing.since, listing.page)
        except Refused:
            if listing.page is None or visited:
                raise
            # Only a resumed listing gets here: its page token has aged out. What is settled still is.
            log.warning("orders.listing_restarted", since=listing.since)
            work = work.restart(clock.now(), terms.overlap)
            continue
        reached = _after(work, listing, page, visited)
        kept = book.keep(
            page.orders,
            page.unreadable,
            move=(stored, reached),
            portal_account=terms.portal_account,
            paid_by_marketplace=terms.paid_by_marketplace,
            now=clock.now(),
        )
        stored = work = reached
        report = report.plus(kept)
        for unreadable in page.unreadable:
            log.warning(
                "order.set_aside", sales_order_id=unreadable.sales_order_id, reason=unreadable.reason.en
            )
        on_page(report)
    return report


def _after(work: Checkpoint, listing: Listing, page: OrderPage, visited: set[str]) -> Checkpoint:
    """The checkpoint behind this page. A link to a page that was already read ends the listing.

    It settles nothing then, because nobody knows what else there would have been to read. Only an empty page
    that leads to itself is a last page like any other.
    """
    visited.add(listing.page or "")
    following = page.next_page
    if following is not None and following in visited:
        if page.orders or page.unreadable or following != listing.page:
            log.warning("orders.link_repeated", pages=len(visited))
            return work.abandoned()
        following = None
    return work.stored((order.changed_at for order in page.orders), following, page.as_of)


def _look_again(source: OrderSource, book: OrderBook, clock: Clock, terms: Terms, stored: Checkpoint) -> int:
    """Read once more what was set aside: a newer version of this software may understand it.

    raises  Conflict: another pass has stored something since `stored`, perhaps newer than what is read here
    """
    aside = [unreadable.raw for unreadable in book.set_aside()]
    again = [source.read_again(raw) for raw in aside]
    readable = [order for order in again if isinstance(order, Order)]
    if not readable:
        return 0
    book.keep(
        readable,
        [order for order in again if isinstance(order, UnreadableOrder)],
        move=(stored, stored),
        portal_account=terms.portal_account,
        paid_by_marketplace=terms.paid_by_marketplace,
        now=clock.now(),
        read_again=aside,
    )
    log.info("orders.released", count=len(readable))
    return len(readable)
