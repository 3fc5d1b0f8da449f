"""A position item on its way back, as the stand-in keeps it. Aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """The words of the interface."""

    ANNOUNCED = "ANNOUNCED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    MISDIRECTED = "MISDIRECTED"


CONDITIONS: Final = frozenset("ABCDE")
ACCEPTANCE_REASONS: Final = frozenset(
    {
        "RETURN_RECEIVED",
        "STATUS_SENT_BY_ACCIDENT",
        "CANCEL_REQUEST_BY_CUSTOMER",
        "REFUND_AFTER_AFFIDAVIT",
        "COMPLAINT",
        "SHIPMENT_LOST",
        "RETURN_LOST",
        "UNDELIVERABLE",
    }
)
#: Only OTTO itself gives these.
MARKETPLACE_REASONS: Final = frozenset(
    {"OVERDUE_CREDIT", "FAST_REFUND", "CUSTOMER_CLARIFICATION", "LACK_OF_COOPERATION"}
)
REJECTION_REASONS: Final = frozenset(
    {
        "THIRD_PARTY_ITEM",
        "WRONG_ITEM",
        "EXCHANGE",
        "DAMAGE_TO_THE_HYGIENE_SEAL",
        "ITEM_DAMAGED",
        "RETURN_PERIOD_EXCEEDED",
        "ITEM_NOT_IN_THE_PARCEL",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    changed_at  when it came into this status
    carrier     of the way back, with the numbers; only of an announcement
    warehouse   OTTO's own that it ended up in; only of a misdirected one
    """

    order_id: str
    order_number: str
    item_id: str
    status: Status
    changed_at: datetime
    carrier: str | None = None
    numbers: tuple[str, ...] = ()
    condition: str | None = None
    reason: str | None = None
    warehouse: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a seller says about one position item. `status` is ACCEPTED or REJECTED."""

    order_id: str
    item_id: str
    status: Status
    condition: str | None
    reason: str | None
