"""What is known of a listing, and the form in which it is explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import Complaint
from core.listing.finding import Finding
from core.listing.record import ListingRecord
from core.listing.values import Listing
from core.listing.verdict import Verdict
from core.text import Text


class ListingState(StrEnum):
    """From the seller's desk to the buyer's eye."""

    DRAFT = "draft"
    INCOMPLETE = "incomplete"
    QUEUED = "queued"
    SENDING = "sending"
    REFUSED = "refused"
    FOREIGN = "foreign"
    CHECKING = "checking"
    RESTRICTED = "restricted"
    REJECTED = "rejected"
    SWITCHED_OFF = "switched_off"
    NO_DELIVERY = "no_delivery"
    SOLD_OUT = "sold_out"
    ONLINE = "online"
    UNKNOWN = "unknown"


class DeliveryState(StrEnum):
    """Whether the marketplace knows how it is delivered. UNASKED: this marketplace does not ask."""

    UNASKED = "unasked"
    LINKED = "linked"
    PENDING = "pending"
    NOT_CHOSEN = "not_chosen"
    NO_SUCH_PROFILE = "no_such_profile"
    REFUSED = "refused"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one listing.

    record    None: it stands at the marketplace and not here
    findings  of the version that was said to be listed, or of the draft where none was
    active    the seller's switch; None where it was never touched
    quantity  what buyers can order, as the marketplace last acknowledged; None where it was never told
    counted   whether nobody can buy what has no quantity yet
    changed   what changed in its category since it was listed
    """

    record: ListingRecord | None
    listing: Listing | None
    now: datetime
    findings: Sequence[Finding] = ()
    verdict: Verdict | None = None
    active: bool | None = None
    quantity: int | None = None
    counted: bool = False
    delivery: DeliveryState = DeliveryState.UNASKED
    delivery_complaints: tuple[Complaint, ...] = ()
    changed: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    state: ListingState
    why: Text
    action: Text
