"""Columns over days, as shapes that a template draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: Units of the drawing; it is scaled to its place.
WIDTH: Final = 600
HEIGHT: Final = 120
_GAP: Final = 0.28


@dataclass(frozen=True, slots=True)
class Column:
    """One day: where its column stands, and the figure that it shows."""

    day: date
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`top`: the figure that reaches the upper edge."""

    columns: Sequence[Column]
    top: int
    total: int


def chart(values: Mapping[date, int], until: date, count: int) -> Chart:
    """`count` days that end with `until`; a day without a value is a day of none."""
    days = [until - timedelta(days=back) for back in range(count - 1, -1, -1)]
    figures = [values.get(day, 0) for day in days]
    top = max(1, *figures)
    step = WIDTH / count
    width = step * (1 - _GAP)
    return Chart(
        [
            Column(
                day,
                figure,
                round(number * step + step * _GAP / 2, 2),
                round(HEIGHT * (1 - figure / top), 2),
                round(width, 2),
                round(HEIGHT * figure / top, 2),
            )
            for number, (day, figure) in enumerate(zip(days, figures, strict=True))
        ],
        top,
        sum(figures),
    )
