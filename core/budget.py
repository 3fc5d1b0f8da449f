"""The request budget of one account at one app: who may send when, over all its concerns and workers.

Requests get slots, one behind the other, so that no window of any length holds more than the other side
allows. Whoever is urgent may take a slot far ahead; bulk only what is nearly due, so that an urgent request
never waits long behind it. A 429 halves the pace; it comes back by itself, slowly.

Moments and spans are microseconds: whole numbers, alike in every database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from core.schedule import Urgency

SECOND: Final = 1_000_000
#: The share of the allowed pace that is used: what waits on the way may arrive closer together.
_USED: Final = 0.9
#: How far ahead slots are given out.
_AHEAD: Final = MappingProxyType(
    {Urgency.BULK: SECOND // 4, Urgency.NORMAL: SECOND, Urgency.URGENT: 5 * SECOND}
)
#: 429s within this time are one: they were on their way together.
_ONE_BLOW: Final = 2 * SECOND
#: How long the way back from a standstill to the full pace takes.
RECOVERY: Final = 300 * SECOND
#: The slowest pace that is ever learned, as a share of the full one.
_SLOWEST: Final = 0.05
#: The pause after a 429 that names none.
_PAUSE: Final = SECOND


@dataclass(frozen=True, slots=True)
class Pace:
    """next_us          the first slot that is free
    paused_until_us  nothing goes out before
    cut_rate_milli   requests in 1000 seconds after the last cut; 0: never cut
    cut_at_us        when that was
    """

    next_us: int = 0
    paused_until_us: int = 0
    cut_rate_milli: int = 0
    cut_at_us: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again after `us`. `paused`: the other side wants it so."""

    us: int
    paused: bool = False


def full_rate(rates: Sequence[tuple[int, float]]) -> float:
    """Requests in a second that keep to each of these (requests, seconds)."""
    return min(requests / seconds for requests, seconds in rates) * _USED


def rate_at(pace: Pace, full: float, now: int) -> float:
    """Requests in a second: what was learned by the last 429, and what came back since."""
    if pace.cut_rate_milli == 0:
        return full
    back = full * max(0, now - pace.cut_at_us) / RECOVERY
    return min(full, pace.cut_rate_milli / 1000 + back)


def reserve(
    pace: Pace, full: float, now: int, urgency: Urgency, count: int = 1
) -> tuple[Pace, tuple[int, ...] | Wait]:
    """Up to `count` slots, at least one, or how long to wait before asking again."""
    if pace.paused_until_us > now:
        return pace, Wait(pace.paused_until_us - now, paused=True)
    first = max(now, pace.next_us)
    horizon = now + _AHEAD[urgency]
    if first > horizon:
        return pace, Wait(first - horizon)
    step = max(1, round(SECOND / rate_at(pace, full, now)))
    slots = tuple(first + number * step for number in range(count) if first + number * step <= horizon)
    return replace(pace, next_us=slots[-1] + step), slots


def throttled(pace: Pace, full: float, now: int, retry_after: float | None) -> Pace:
    """After a 429: nothing goes out for a while, then half as much. Several at once count as one."""
    pause = _PAUSE if retry_after is None else round(max(0.0, min(retry_after, 86400.0)) * SECOND)
    paused = replace(pace, paused_until_us=max(pace.paused_until_us, now + pause))
    if pace.cut_rate_milli and now - pace.cut_at_us < _ONE_BLOW:
        return paused
    halved = max(full * _SLOWEST, rate_at(pace, full, now) / 2)
    return replace(paused, cut_rate_milli=max(1, round(halved * 1000)), cut_at_us=max(now, 1))
