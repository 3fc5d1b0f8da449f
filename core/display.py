"""What is known of the quantity that one listing shows, and every move of it.

A call may arrive while its answer is lost, and it may arrive late: what was sent and not answered stays a
doubt. It is cleared by an acknowledged call that was itself sent when the lost one could no longer be on its
way.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.articles import Level
from core.orders import Sku
from core.stock import Line
from core.text import Text

#: How long a call may still arrive after it was sent. The other side gives up on a request after seconds.
LATE: Final = timedelta(minutes=2)
#: Before what was refused is sent again though nothing has changed; doubled each time, up to the longest.
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=12)


class Outcome(StrEnum):
    """What became of one sending. UNKNOWN: it is under way, or its answer was lost."""

    UNKNOWN = "unknown"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    NEVER_ARRIVED = "never_arrived"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A quantity that was sent, and who knows whether it arrived. `number`: the version it was begun as."""

    pieces: int
    sent_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Sending:
    """One quantity on its way. `number` is the listing's version that it was begun as."""

    sku: Sku
    pieces: int
    sent_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a sending. `answer` is the marketplace's, in words; None where it said nothing."""

    sending: Sending
    outcome: Outcome
    answer: Text | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the marketplace did not take, `tries` times in a row. Not to be repeated before `until`."""

    pieces: int
    reason: Text
    tries: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Display:
    """
    ticked          whether quantities go out for it
    maximum         the most to show; None: no limit
    on_hand ...     the article, as last observed at `revision`; 0: never
    acknowledged    what the marketplace said it shows, `acknowledged_at`; None: never
    sent_at         when that was sent, or asked for; `sent_as`: the version then
    exposed_since   the earliest sale that is not yet followed by an acknowledged quantity
    exposed_pieces  the most that it may have shown at that moment; None: anything, or there was no such sale
    due_at          when to look at it next; None: all is as it should be
    version         grows with every move
    """

    sku: Sku
    ticked: bool = True
    maximum: int | None = None
    on_hand: int = 0
    reserved: int = 0
    buffer: int = 0
    revision: int = 0
    acknowledged: int | None = None
    acknowledged_at: datetime | None = None
    sent_at: datetime | None = None
    sent_as: int = 0
    doubts: tuple[Doubt, ...] = ()
    refusal: Refusal | None = None
    exposed_since: datetime | None = None
    exposed_pieces: int | None = None
    due_at: datetime | None = None
    version: int = field(default=0, compare=False)


def line_of(display: Display, now: datetime) -> Line:
    refusal = display.refusal
    return Line(
        display.sku,
        display.on_hand,
        display.reserved,
        display.buffer,
        display.maximum,
        display.acknowledged,
        tuple(doubt.pieces for doubt in display.doubts),
        # After a sale the marketplace may have lowered the figure by itself, or not.
        display.exposed_since is not None or any(_clearable(display, doubt, now) for doubt in display.doubts),
        refusal.pieces if refusal is not None and now < refusal.until else None,
        display.version,
    )


def _clearable(display: Display, doubt: Doubt, now: datetime) -> bool:
    return doubt.number > display.sent_as or now >= doubt.sent_at + LATE


def observed(display: Display, level: Level, now: datetime) -> Display:
    """The article has changed."""
    return replace(
        display,
        on_hand=level.on_hand,
        reserved=level.reserved,
        buffer=level.buffer,
        revision=level.revision,
        exposed_since=display.exposed_since or level.sold_at,
        exposed_pieces=_exposed_pieces(display, level),
        due_at=now,
        version=display.version + 1,
    )


def _exposed_pieces(display: Display, level: Level) -> int | None:
    if display.exposed_since is not None:
        return display.exposed_pieces
    return None if level.sold_at is None else _most_shown(display)


def _most_shown(display: Display) -> int | None:
    if display.acknowledged is None:
        return None
    return max([display.acknowledged, *(doubt.pieces for doubt in display.doubts)])


def is_fall(display: Display, pieces: int) -> bool:
    """Whether `pieces` answers a sale with less than the listing may have shown at or since that sale. New
    pieces may have come in meanwhile, and then it does not."""
    if display.exposed_since is None:
        return False
    most = _most_shown(display)
    return most is None or display.exposed_pieces is None or pieces < max(most, display.exposed_pieces)


def arranged(display: Display, ticked: bool | None, maximum: int | None, now: datetime) -> Display:
    """The seller says whether it takes part, and what the most is: below 0, there is no limit. None leaves
    what is known."""
    takes_part = display.ticked if ticked is None else ticked
    most = display.maximum if maximum is None else maximum if maximum >= 0 else None
    if (takes_part, most) == (display.ticked, display.maximum):
        return display
    due_at = now if display.revision else None
    return replace(display, ticked=takes_part, maximum=most, due_at=due_at, version=display.version + 1)


def agreed(display: Display, seen: int) -> Display:
    """It was looked at in `seen` (its version), and nothing is to be sent now."""
    if display.version != seen:
        return display
    looked = replace(display, due_at=_next_look(display))
    return looked if display.refusal is not None else _answered(looked)


def begun(display: Display, pieces: int, now: datetime) -> Display:
    """Before the call. It may show `pieces` from here on; the version that this makes is its number."""
    number = display.version + 1
    return replace(display, doubts=(*display.doubts, Doubt(pieces, now, number)), due_at=now, version=number)


def settled(display: Display, settlement: Settlement, now: datetime) -> Display:
    """What became of a sending is known."""
    sending = settlement.sending
    match settlement.outcome:
        case Outcome.ACKNOWLEDGED:
            return acknowledged(display, sending.pieces, sending.sent_at, sending.number, now)
        case Outcome.REFUSED:
            return refused(display, sending.pieces, sending.number, settlement.answer or _REFUSED, now)
        case Outcome.NEVER_ARRIVED:
            return never_arrived(display, sending.number)
        case Outcome.UNKNOWN:
            return display


_REFUSED: Final = Text(en="refused without a reason", de="ohne Angabe von Gründen abgelehnt")


def acknowledged(display: Display, pieces: int, sent_at: datetime, number: int, now: datetime) -> Display:
    """The marketplace shows what this call said."""
    if display.sent_as > number:
        return display  # a later call was acknowledged before; this one stays a doubt
    after = replace(
        display,
        acknowledged=pieces,
        acknowledged_at=now,
        sent_at=sent_at,
        sent_as=number,
        doubts=_left(display, sent_at, number),
        refusal=None,
        version=display.version + 1,
    )
    if display.version != number:
        return after
    return _answered(replace(after, due_at=_next_look(after)))


def _answered(display: Display) -> Display:
    return replace(display, exposed_since=None, exposed_pieces=None)


def refused(display: Display, pieces: int, number: int, reason: Text, now: datetime) -> Display:
    """The marketplace did not take it, and shows what it showed before."""
    tries = 1 if display.refusal is None else display.refusal.tries + 1
    pause = min(FIRST_PAUSE * (1 << min(tries - 1, 16)), LONGEST_PAUSE)
    after = never_arrived(display, number)
    return replace(after, refusal=Refusal(pieces, reason, tries, now + pause))


def never_arrived(display: Display, number: int) -> Display:
    """The call did not get through."""
    doubts = tuple(doubt for doubt in display.doubts if doubt.number != number)
    return replace(display, doubts=doubts, version=display.version + 1)


def suspected(display: Display, pieces: int, now: datetime) -> Display:
    """A worker that lost its right to send did send: it may show `pieces`, whatever was acknowledged."""
    return begun(display, pieces, now)


def read(display: Display, pieces: int, asked_at: datetime, now: datetime) -> Display:
    """The marketplace was asked at `asked_at` what it shows. What was sent later has an answer of its own."""
    later = [doubt for doubt in display.doubts if doubt.sent_at >= asked_at]
    if later or (display.sent_at is not None and display.sent_at >= asked_at):
        return display
    doubts = _left(display, asked_at, display.version + 1)  # a number that no sending has
    after = replace(display, sent_at=asked_at, sent_as=display.version, doubts=doubts, refusal=None)
    if pieces != display.acknowledged:
        after = replace(after, acknowledged=pieces, acknowledged_at=now)
    elif doubts == display.doubts and display.refusal is None:
        return after  # as it was believed to be
    return replace(after, due_at=now if after.revision else None, version=display.version + 1)


def released(display: Display, now: datetime) -> Display:
    """Why it was refused may have changed: the listing has appeared, or its verdict is another."""
    if display.refusal is None:
        return display
    return replace(display, refusal=None, due_at=now, version=display.version + 1)


def _left(display: Display, sent_at: datetime, number: int) -> tuple[Doubt, ...]:
    """Doubts that a call or question of `sent_at` does not clear: what it stood for may still arrive."""
    return tuple(
        doubt
        for doubt in display.doubts
        if doubt.number != number and (doubt.number > number or doubt.sent_at + LATE > sent_at)
    )


def _next_look(display: Display) -> datetime | None:
    looks = [doubt.sent_at + LATE for doubt in display.doubts]
    if display.refusal is not None:
        looks.append(display.refusal.until)
    return min(looks, default=None)
