"""What became of listings that were handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from core.listing.record import ListingRecord, given_up, postponed, refused, taken
from core.listing.steps import Step, is_lost, next_step
from core.orders import Sku
from ports.listings import ListingDesk, Outcome, Result
from ports.memory import ListingBook
from ports.memory.listings import Move
from ports.system import Clock
from sync.listing_moves import where_known

log = structlog.get_logger()

#: Where the marketplace does not say when to look again.
_PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Asked:
    accepted: int = 0
    refused: int = 0


def ask_tasks(desk: ListingDesk, book: ListingBook, clock: Clock) -> Asked:
    """Ask for every task that is due, once, and take in what it says of each listing."""
    now = clock.now()
    tasks: dict[str, dict[Sku, datetime]] = {}
    for record in book.moving():
        if next_step(record, now) is Step.ASK and record.sending is not None and record.sending.task:
            tasks.setdefault(record.sending.task, {})[record.sku] = record.sending.sent_at
    accepted = rejected = 0
    for task, skus in tasks.items():
        known = _ask(desk, book, task, skus, clock)
        accepted += sum(1 for record in known if record.sending is None and record.refusal is None)
        rejected += sum(1 for record in known if record.refusal is not None)
    return Asked(accepted, rejected)


def _ask(
    desk: ListingDesk, book: ListingBook, task: str, skus: dict[Sku, datetime], clock: Clock
) -> list[ListingRecord]:
    """The listings whose outcome is known now."""
    progress = desk.progress(task)
    now = clock.now()
    if progress is None or progress.outcomes is None:
        later = max(now + _PAUSE, (progress and progress.look_after) or now)
        moves = {sku: _wait(task, later, now, absent=progress is None) for sku in skus}
        book.change(moves)
        return []
    outcomes = {outcome.sku: outcome for outcome in progress.outcomes}
    settle = {sku: _settle(task, outcomes.get(sku), sent_at, now) for sku, sent_at in skus.items()}
    known = book.change(settle)
    if unnamed := len(skus.keys() - outcomes.keys()):
        log.warning("listings.not_named", count=unnamed)
    return [known[sku] for sku in skus if sku in outcomes]


def _wait(task: str, later: datetime, now: datetime, *, absent: bool) -> Move:
    def move(record: ListingRecord) -> ListingRecord:
        if record.sending is None or record.sending.task != task:
            return record
        if is_lost(record, now, absent=absent):
            return given_up(record, record.sending.sent_at)
        return postponed(record, task, later)

    return where_known(move)


def _settle(task: str, outcome: Outcome | None, sent_at: datetime, now: datetime) -> Move:
    def move(record: ListingRecord) -> ListingRecord:
        if outcome is None:
            return given_up(record, sent_at)
        if outcome.result is Result.FAILED:
            return refused(record, sent_at, outcome.complaints, now)
        return taken(record, task, now)

    return where_known(move)
