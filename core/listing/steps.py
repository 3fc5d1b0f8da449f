"""What a pass does next about one listing."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.listing.digest import Part, digest_of
from core.listing.record import ListingRecord, Way, told

#: Longer than any task takes: after it, what became of a submission is given up, and it is sent again.
LONGEST_TASK: Final = timedelta(hours=24)
#: A task that the marketplace does not know (yet) is asked for again for this long.
LONGEST_ABSENCE: Final = timedelta(hours=1)


class Step(StrEnum):
    """
    SEND     hand the wanted version over, on the way that `way_of` names
    ASK      ask what became of what was handed over
    WAIT     the marketplace works on it, or wants to be left alone for now
    HOLD     refused as it is: nothing before the seller changes it or says to list it again
    REST     the marketplace has what it should have, or nothing was said to be listed
    """

    SEND = "send"
    ASK = "ask"
    WAIT = "wait"
    HOLD = "hold"
    REST = "rest"


def next_step(record: ListingRecord, now: datetime) -> Step:
    sending = record.sending
    if sending is not None and sending.task is not None:
        due = sending.look_after is None or sending.look_after <= now
        return Step.ASK if due else Step.WAIT
    if record.wanted is None or record.foreign or record.settled:
        return Step.REST
    if record.refusal is not None and record.refusal.digest == told(record.wanted):
        return Step.HOLD
    return Step.SEND


def way_of(record: ListingRecord) -> Way:
    """The price alone, where the marketplace is known to hold all the rest as it should be."""
    wanted, held = record.wanted, record.held
    if wanted is None or held is None or not record.certain or record.sending is not None:
        return Way.WHOLE
    same = digest_of(wanted, Part.CONTENT) == digest_of(held, Part.CONTENT)
    return Way.PRICE if same else Way.WHOLE


def is_lost(record: ListingRecord, now: datetime, *, absent: bool) -> bool:
    """Whether to give up what became of a submission. `absent`: the marketplace does not know its task."""
    sending = record.sending
    if sending is None:
        return False
    return now - sending.sent_at > (LONGEST_ABSENCE if absent else LONGEST_TASK)


def wants_link(record: ListingRecord, digest: str) -> bool:
    """Whether to link its delivery. `digest` (`link_digest`) is of the link that it asks for now."""
    if record.held is None or record.delivery == digest:
        return False
    return record.delivery_refusal is None or record.delivery_refusal.digest != digest
