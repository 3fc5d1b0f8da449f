"""Listings get to the marketplace: what the seller said to list is what it holds, or there is a reason.

A pass asks what became of what was handed over, reads verdicts, and hands over what differs.
It may be stopped between any two steps. What a call could have changed is written down before it, so that no
answer that is lost is ever taken for a fact.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from core.errors import AccessDenied, Refused, Throttled
from core.listing.batches import batches
from core.listing.cells import read
from core.listing.check import blocked
from core.listing.record import (
    ListingRecord,
    Sending,
    Way,
    begun,
    found_foreign,
    handed_over,
    never_sent,
    refused,
)
from core.listing.steps import Step, next_step, way_of
from core.orders import Sku
from ports.lease import Lease
from ports.listings import ListingDesk, ListingKind, PriceChange, Submission
from ports.memory import ListingBook
from ports.memory.listings import Move
from ports.system import Clock
from sync.listing_judge import Judge, versions_of
from sync.listing_moves import for_each
from sync.listing_tasks import ask_tasks

log = structlog.get_logger()

#: How far reading verdicts reaches back: whether a marketplace's filter includes its bound is open.
OVERLAP: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did, in listings. `held_back` have findings that block; `foreign` are not ours."""

    accepted: int = 0
    refused: int = 0
    verdicts: int = 0
    sent: int = 0
    held_back: int = 0
    foreign: int = 0
    linked: int = 0

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Work:
    """What a pass works with. `told` hears of every step."""

    desk: ListingDesk
    book: ListingBook
    judge: Judge
    kind: ListingKind
    clock: Clock
    lease: Lease
    told: Callable[[Report], None]


def sync_listings(work: Work) -> Report:
    """
    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused, LeaseLost, Conflict: what was done
            stays, and the next pass goes on
    """
    asked = ask_tasks(work.desk, work.book, work.clock)
    report = Report(accepted=asked.accepted, refused=asked.refused)
    work.told(report)
    report = replace(report, verdicts=read_verdicts(work.desk, work.book, work.clock))
    work.told(report)
    return _send_all(work, report)


def read_verdicts(desk: ListingDesk, book: ListingBook, clock: Clock) -> int:
    """All that changed since the last reading, oldest first; how far it came is stored with each page."""
    since = book.verdicts_since()
    start = None if since is None else since - OVERLAP
    page: str | None = None
    new = 0
    seen: set[str] = set()
    while True:
        found = desk.verdicts(start, page)
        moments = [verdict.changed_at for verdict in found.verdicts if verdict.changed_at is not None]
        since = max([*moments, *([] if since is None else [since])], default=None)
        new += book.keep_verdicts(found.verdicts, since, clock.now())
        page = found.next_page
        if page is None or page in seen:
            return new
        seen.add(page)


def _send_all(work: Work, report: Report) -> Report:
    now = work.clock.now()
    due = [record for record in work.book.moving() if next_step(record, now) is Step.SEND]
    judged = work.judge.judge(versions_of(due))
    ready = [record for record in due if not blocked(judged[record.sku].findings)]
    report = replace(report, held_back=len(due) - len(ready))
    ready, foreign = _without_foreign(work, ready)
    report = replace(report, foreign=foreign)
    for way in Way:
        going = [record for record in ready if way_of(record) is way]
        for batch in batches(going, work.kind.batch):
            sent = _send(work, batch, way)
            report = replace(report, sent=report.sent + sent)
            work.told(report)
    return report


def _without_foreign(work: Work, ready: Sequence[ListingRecord]) -> tuple[list[ListingRecord], int]:
    """Those that may go out. What stands at the marketplace and was not listed from here is left alone."""
    first = [record.sku for record in ready if not record.ours]
    if not first:
        return list(ready), 0
    there = work.desk.look_up(first)
    found = for_each(there, found_foreign)
    if found:
        work.book.change(found)
        log.warning("listings.foreign", count=len(found))
    return [record for record in ready if record.sku not in there], len(there)


def _send(work: Work, records: Sequence[ListingRecord], way: Way) -> int:
    """Hand these over in one call; how many were. One that spoils the call is set apart by halving."""
    now = work.clock.now()
    work.lease.hold()
    begin: dict[Sku, Move] = {record.sku: _begin(record, way, now) for record in records}
    known = work.book.change(begin)
    going = {
        sku: record.sending
        for sku, record in known.items()
        if record.sending and record.sending.sent_at == now
    }
    if not going:
        return 0
    work.lease.hold()
    try:
        submission = _call(work.desk, going, way, now)
    except Refused as error:
        if len(going) == 1:
            reasons = error.complaints
            work.book.change(for_each(going, lambda record: refused(record, now, reasons, now)))
            return 0
        work.book.change(for_each(going, lambda record: never_sent(record, now)))
        again = [work.book.some([sku])[sku] for sku in going]
        half = len(again) // 2
        return _send(work, again[:half], way) + _send(work, again[half:], way)
    except (AccessDenied, Throttled):
        work.book.change(for_each(going, lambda record: never_sent(record, now)))
        raise
    work.book.change(
        for_each(going, lambda record: handed_over(record, now, submission.task, submission.look_after))
    )
    log.info("listings.handed_over", count=len(going), way=way.value)
    return len(going)


def _call(desk: ListingDesk, going: Mapping[Sku, Sending], way: Way, now: datetime) -> Submission:
    listings = [read(sending.cells)[0] for sending in going.values()]
    if way is Way.WHOLE:
        return desk.upsert(listings, now)
    changes = [
        PriceChange(listing.sku, listing.offer.price, listing.offer.sale)
        for listing in listings
        if listing.offer.price is not None
    ]
    return desk.change_prices(changes, now)


def _begin(seen: ListingRecord, way: Way, now: datetime) -> Move:
    """Only if it still is as it was judged."""

    def move(record: ListingRecord | None) -> ListingRecord | None:
        if record is None or record.revision != seen.revision or record.wanted is None:
            return None
        return begun(record, record.wanted, way, now)

    return move
