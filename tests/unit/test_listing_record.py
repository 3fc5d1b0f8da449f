"""What a lost answer leaves open stays open until the marketplace says what it has."""

from datetime import UTC, datetime, timedelta

from core.listing.record import ListingRecord, Way, begun, handed_over, listed, refused, saved, taken
from core.listing.steps import Step, next_step
from core.orders import Sku

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)


def test_a_refusal_after_a_lost_answer_does_not_make_the_old_version_certain() -> None:
    record = listed(saved(None, Sku("A"), {"sku": "A", "mpn": "old"}, NOON), NOON)
    sent = begun(record, record.draft, Way.WHOLE, NOON)
    assert sent.sending is not None
    held = taken(_with_task(sent), "t", NOON)
    lost = begun(
        listed(saved(held, Sku("A"), {"sku": "A", "mpn": "new"}, NOON), NOON), {"sku": "A"}, Way.WHOLE, NOON
    )
    again = begun(lost, lost.draft, Way.WHOLE, LATER)
    found = refused(again, LATER, (), LATER)
    assert (found.certain, found.held) == (False, held.held)
    back = listed(saved(found, Sku("A"), {"sku": "A", "mpn": "old"}, LATER), LATER)
    assert next_step(back, LATER) is Step.SEND


def _with_task(record: ListingRecord) -> ListingRecord:
    return handed_over(record, NOON, "t", NOON)
