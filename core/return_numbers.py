"""The ledger of return numbers: where each came from, which parcel has it, how far it has come.

A number names one parcel at a time. Within `GUARD` after its issue no other parcel may have it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from core.apps import AppKey
from core.dispatch import BEGUN, CarrierCode, Notice, NoticeId, NoticeState, ReturnKey, TrackingKey
from core.errors import InvalidValue
from core.parcel import Reference
from core.parcel_numbers import with_check_digit
from core.text import Text

#: How long after its issue a number belongs to its parcel alone (adapters/otto/NOTES.md, "return numbers").
GUARD: Final = timedelta(days=42)
#: What the forecast looks back on.
_LOOK_BACK: Final = timedelta(days=28)


class NumberSource(StrEnum):
    """LABEL: bought from the return carrier. RANGE: out of the seller's own range. TRACKING: the number of
    the way out itself. ENTERED: by hand."""

    LABEL = "label"
    RANGE = "range"
    TRACKING = "tracking"
    ENTERED = "entered"


class NumberState(StrEnum):
    """FREE: no parcel has it (any more). SENT: the marketplace is being told, or may have been."""

    FREE = "free"
    ISSUED = "issued"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ReturnNumber:
    """One number, issued once.

    id           0 until it is stored
    app, notice  the dispatch notice that names it; None until there is one
    parcel       the parcel of the way out, where it is known
    made_for     ours: what the number was made for, so that asking again gives the same one; "" by hand
    label        carrier app and reference of the purchase that keeps the document
    returned_at  when the parcel came back, or its return was accepted
    revision     grows with every write
    """

    id: int
    key: ReturnKey
    source: NumberSource
    issued_at: datetime
    app: AppKey | None = None
    notice: NoticeId | None = None
    parcel: TrackingKey | None = None
    made_for: str = ""
    label: tuple[AppKey, Reference] | None = None
    returned_at: datetime | None = None
    revision: int = 0

    def state(self, notice: Notice | None) -> NumberState:
        """`notice` is the one that it was made for, None before there is one. A notice that was withdrawn or
        that names another number by now sets it free."""
        if self.returned_at is not None:
            return NumberState.RETURNED
        if notice is None:
            return NumberState.ISSUED
        named = any(parcel.return_key == self.key for parcel in notice.parcels)
        if not named or notice.state is NoticeState.WITHDRAWN:
            return NumberState.FREE
        if notice.state is NoticeState.ACCEPTED:
            return NumberState.ACCEPTED
        return NumberState.SENT if notice.state in BEGUN else NumberState.ISSUED

    @property
    def guarded_until(self) -> datetime:
        return self.issued_at + GUARD


Notices = Mapping[tuple[AppKey, NoticeId], Notice]


def state_in(entry: ReturnNumber, notices: Notices) -> NumberState:
    if entry.app is None or entry.notice is None:
        return entry.state(None)
    return entry.state(notices.get((entry.app, entry.notice)))


def rivals(
    mine: ReturnNumber, entries: Iterable[ReturnNumber], notices: Notices, now: datetime
) -> list[ReturnNumber]:
    """Other parcels that have the number of `mine` within the guard, and had it first or have used it
    already."""
    return [
        entry
        for entry in entries
        if entry.key == mine.key
        and entry.id != mine.id
        and not (mine.parcel is not None and entry.parcel == mine.parcel)
        and now < entry.guarded_until
        and (state := state_in(entry, notices)) is not NumberState.FREE
        and (state is not NumberState.ISSUED or entry.id < mine.id or not mine.id)
    ]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers that a carrier gave the seller to use up. A serial of 11 digits gets the carrier's check digit.

    next  the serial that comes next; behind `last` it is used up
    """

    id: int
    carrier: CarrierCode
    first: str
    last: str
    next: str
    added_at: datetime
    revision: int = 0

    @property
    def left(self) -> int:
        return max(0, _serial(self.last) - _serial(self.next) + 1)

    def number(self) -> str:
        """The number of the next serial."""
        return with_check_digit(self.carrier, self.next)

    def following(self) -> str:
        """The serial after the next."""
        prefix, serial = _split(self.next)
        return f"{prefix}{int(serial) + 1:0{len(serial)}d}"


def number_range(carrier: CarrierCode, first: str, last: str, now: datetime) -> NumberRange:
    """raises  InvalidValue: the two do not begin and end one range"""
    first, last = first.strip(), last.strip()
    (head, low), (tail, high) = _split(first), _split(last)
    if head != tail or len(low) != len(high) or not low or int(low) > int(high) or len(first) > _LONGEST:
        raise InvalidValue(
            Text(
                en="a range goes from a number to a higher one of the same length, with the same letters "
                "before it",
                de="ein Nummernkreis geht von einer Nummer zu einer höheren gleicher Länge mit gleichen "
                "Buchstaben "
                "davor",
            ),
            field="from",
        )
    return NumberRange(0, carrier, first, last, first, now)


_LONGEST: Final = 50


def _split(number: str) -> tuple[str, str]:
    digits = number.lstrip("".join({sign for sign in number if not (sign.isascii() and sign.isdigit())}))
    head = number[: len(number) - len(digits)]
    return head, digits if digits.isascii() and digits.isdigit() else ""


def _serial(number: str) -> int:
    return int(_split(number)[1] or 0)


def runs_dry_on(left: int, issued: Collection[datetime], now: datetime) -> date | None:
    """The day on which so many numbers are used up, at the pace of the last four weeks; None without a
    pace."""
    recent = [moment for moment in issued if now - _LOOK_BACK < moment <= now]
    if not recent:
        return None
    span = max(now - min(recent), timedelta(days=1))
    days = left * (span / timedelta(days=1)) / len(recent)
    return (now + timedelta(days=min(days, 3650))).date()
