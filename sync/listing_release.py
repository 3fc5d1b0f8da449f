"""Quantities that were refused go out again once their listing has appeared or its verdict is another.

Worked out from what is stored, so that a pass that dies in between loses none of them.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import structlog

from core.listing.record import ListingRecord
from core.listing.verdict import Verdict
from core.orders import Sku
from ports.memory import ListingBook, QuantityBook
from ports.memory.quantities import QuantityRecord
from ports.system import Clock

log = structlog.get_logger()

_AT_ONCE = 500


def release_quantities(listings: ListingBook, quantities: QuantityBook, clock: Clock) -> int:
    """How many. What was sent after the change and refused all the same keeps its pause."""
    due: list[Sku] = []
    for part in _parts(quantities.refused()):
        skus = [record.display.sku for record in part]
        records, verdicts = listings.some(skus), listings.verdicts(skus)
        for record in part:
            sku = record.display.sku
            if _is_older(record, _changed_at(records.get(sku), verdicts.get(sku))):
                due.append(sku)
    if due:
        quantities.release(due, clock.now())
        log.info("listings.quantities_released", count=len(due))
    return len(due)


def _changed_at(record: ListingRecord | None, verdict: Verdict | None) -> datetime | None:
    """When it was learnt here what the marketplace has, or how it judges it; None: never."""
    moments = (None if record is None else record.held_at, None if verdict is None else verdict.noticed_at)
    return max((moment for moment in moments if moment is not None), default=None)


def _is_older(refused: QuantityRecord, changed_at: datetime | None) -> bool:
    """Whether the refused call went out before. The answer may have come later, and says nothing of it."""
    return changed_at is not None and (refused.last is None or refused.last.sent_at <= changed_at)


def _parts(records: Iterable[QuantityRecord]) -> Iterator[list[QuantityRecord]]:
    part: list[QuantityRecord] = []
    for record in records:
        part.append(record)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part
