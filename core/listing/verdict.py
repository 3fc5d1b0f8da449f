"""What a marketplace says of a listing after it took the data, and how its words are understood."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.errors import Complaint
from core.orders import Sku
from core.text import Text


class VerdictState(StrEnum):
    """PENDING is still being looked at; RESTRICTED and REJECTED are not on sale; INACTIVE is switched off;
    UNKNOWN is a word that this version does not know."""

    PENDING = "pending"
    ONLINE = "online"
    RESTRICTED = "restricted"
    REJECTED = "rejected"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`errors` keep it from being sold, `hints` do not. `changed_at` is the marketplace's own time,
    `noticed_at` ours when it was stored."""

    sku: Sku
    state: VerdictState
    changed_at: datetime | None = None
    errors: tuple[Complaint, ...] = ()
    hints: tuple[Complaint, ...] = ()
    moin: str = ""
    shop_url: str = ""
    noticed_at: datetime | None = field(default=None, compare=False)


def newer(one: Verdict | None, other: Verdict) -> bool:
    """Whether `other` replaces `one`. A verdict without a time replaces whatever is there."""
    if one is None or one.changed_at is None or other.changed_at is None:
        return True
    return other.changed_at >= one.changed_at


@dataclass(frozen=True, slots=True)
class Advice:
    """A complaint of the marketplace in words for the seller, and what he can do.

    column   where in the listing, where it is known
    passing  whether it goes away by itself
    picture  the reason where it is about one picture, with `{number}` in the place of its number
    """

    reason: Text
    repair: Text
    column: str | None = None
    passing: bool = False
    picture: Text | None = None
