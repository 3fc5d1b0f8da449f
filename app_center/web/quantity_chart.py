"""Quantities over time, drawn on the server: what was free, what a portal showed, and when it could oversell.

All places are in units of the drawing, `WIDTH` x `HEIGHT`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.display import Display, Outcome
from ports.memory import QuantityEntry

WIDTH: Final = 720
HEIGHT: Final = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 10, 26
#: The latest entries that are drawn.
MOST: Final = 60
_STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the grid and what stands beside it."""

    at: float
    value: int | datetime


@dataclass(frozen=True, slots=True)
class Window:
    """An exposure: from a sale until its fall was acknowledged; `open` while it is not."""

    x: float
    width: float
    since: datetime
    until: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`free` and `shown` are the data of paths."""

    free: str
    shown: str
    windows: Sequence[Window]
    rows: Sequence[Mark]
    columns: Sequence[Mark]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


def chart_of(entries: Sequence[QuantityEntry], display: Display, now: datetime) -> Chart | None:
    """`entries` newest first, as the ledger has them; None where there is nothing to draw."""
    drawn = list(reversed(entries[:MOST]))
    if not drawn:
        return None
    begin = min(entry.exposed_since or entry.sent_at for entry in drawn)
    span = max(now - begin, timedelta(minutes=1))
    free = [(entry.sent_at, max(0, entry.on_hand - entry.reserved - entry.buffer)) for entry in drawn]
    shown = [
        (entry.settled_at, entry.pieces)
        for entry in drawn
        if entry.settled_at is not None and entry.outcome is Outcome.ACKNOWLEDGED
    ]
    top = _round_up(max(pieces for _, pieces in (*free, *shown)))

    def x(moment: datetime) -> float:
        share = min(1.0, max(0.0, (moment - begin) / span))
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(pieces: int) -> float:
        return round(HEIGHT - _BOTTOM - pieces / top * (HEIGHT - _TOP - _BOTTOM), 1)

    def steps(points: Iterable[tuple[datetime, int]]) -> str:
        path = ""
        for moment, pieces in points:
            path += f"H{x(moment)}V{y(pieces)}" if path else f"M{x(moment)} {y(pieces)}"
        return f"{path}H{WIDTH - _RIGHT}" if path else ""

    def window(since: datetime, until: datetime, *, is_open: bool = False) -> Window:
        return Window(x(since), max(2.0, round(x(until) - x(since), 1)), since, until, is_open)

    windows = [window(*entry.exposure) for entry in drawn if entry.exposure is not None]
    if display.exposed_since is not None:
        windows.append(window(max(display.exposed_since, begin), now, is_open=True))
    return Chart(
        free=steps(free),
        shown=steps(shown),
        windows=windows,
        rows=[Mark(y(value), value) for value in sorted({0, top // 2, top})],
        columns=[Mark(x(begin + span * part / 4), begin + span * part / 4) for part in range(5)],
    )


def _round_up(value: int) -> int:
    """The next figure that divides a scale well."""
    size = 1
    while True:
        for step in _STEPS:
            if step * size >= value and step * size >= 2:
                return step * size
        size *= 10
