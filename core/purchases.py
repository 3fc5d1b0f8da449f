"""Buying a label once: what was bought under a reference, and what to do when it is asked for again.

A purchase is written down before the carrier is called. Until the answer is there it counts as "outcome
unknown", so a process that dies in between leaves the truth behind.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.apps import AppKey
from core.parcel import Label, LabelKind, Reference
from core.text import Text

#: After this time a call that was begun and not settled is over: longer than any carrier is waited for.
LONGEST_CALL: Final = timedelta(minutes=3)


class PurchaseState(StrEnum):
    BOUGHT = "bought"
    FAILED = "failed"
    OUTCOME_UNKNOWN = "outcome_unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Purchase:
    """One label under one reference at one carrier.

    digest      of the order's content, to notice another order under the same reference
    begun_at    when the carrier was last called for it
    settled_at  when its outcome (also "unknown") became certain; None while a call is under way
    label       of a bought or cancelled one
    reason      why it failed, or what is unknown and what a person can do
    revision    grows with every write
    """

    carrier: AppKey
    kind: LabelKind
    reference: Reference
    state: PurchaseState
    digest: str
    begun_at: datetime
    settled_at: datetime | None = None
    label: Label | None = None
    reason: Text | None = None
    revision: int = 0


class NextStep(StrEnum):
    """What to do about a label that is wanted.

    BUY   nothing is bought: call the carrier
    GIVE  it is bought: hand out what is stored
    LOOK  it may be bought: ask the carrier for the reference, then decide by `after_looking`
    WAIT  another call for it may still be under way
    HOLD  it may be bought and nobody but a person can find out, or it was cancelled
    """

    BUY = "buy"
    GIVE = "give"
    LOOK = "look"
    WAIT = "wait"
    HOLD = "hold"


def next_step(purchase: Purchase | None, now: datetime, *, can_find: bool) -> NextStep:
    """What to do when this label is wanted at `now`."""
    if purchase is None or purchase.state is PurchaseState.FAILED:
        return NextStep.BUY
    if purchase.state is PurchaseState.BOUGHT:
        return NextStep.GIVE
    if purchase.state is PurchaseState.CANCELLED:
        return NextStep.HOLD
    if can_find:
        return NextStep.LOOK
    return NextStep.WAIT if under_way(purchase, now) else NextStep.HOLD


class Sight(StrEnum):
    """What asking the carrier for a reference showed. HIDDEN: it cannot tell about this one."""

    FOUND = "found"
    ABSENT = "absent"
    HIDDEN = "hidden"


def after_looking(purchase: Purchase, now: datetime, sight: Sight) -> NextStep:
    """What to do after the carrier was asked for the reference.

    A call under way may yet buy it. Only a carrier that says "there is none" makes buying safe again.
    """
    if sight is Sight.FOUND:
        return NextStep.GIVE
    if under_way(purchase, now):
        return NextStep.WAIT
    return NextStep.BUY if sight is Sight.ABSENT else NextStep.HOLD


def under_way(purchase: Purchase, now: datetime) -> bool:
    """Whether the call that buys it may not have come back yet."""
    return purchase.settled_at is None and now - purchase.begun_at < LONGEST_CALL
