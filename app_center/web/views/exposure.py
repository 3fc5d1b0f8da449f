"""How long articles were open to overselling, over all portals of an account."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app_center.web.pages import ZONE
from app_center.web.visit import Visit, Visiting
from app_center.web.words.article import EXPOSURE
from core.exposure import figures, seconds_of

router = APIRouter()

DAYS: Final = 30
#: The height of the drawing, and of the shortest bar that there is.
_HEIGHT: Final = 120
_LEAST: Final = 3
#: Seconds at which a bar is full.
_FULL: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Day:
    """`lengths` are seconds; `height` is of the drawing."""

    day: date
    lengths: Sequence[float]

    @property
    def height(self) -> int:
        if not self.lengths:
            return 0
        share = math.log1p(max(self.lengths)) / math.log1p(_FULL)
        return max(_LEAST, round(min(1.0, share) * _HEIGHT))

    @property
    def figures(self) -> tuple[float, float, float] | None:
        return figures(self.lengths) if self.lengths else None


@router.get("/a/{account}/articles/exposure")
def exposure(visit: Visiting) -> Response:
    days = _days(visit)
    lengths = [seconds for day in days for seconds in day.lengths]
    return visit.page(
        "articles/exposure.html",
        EXPOSURE,
        days=days,
        falls=len(lengths),
        figures=figures(lengths) if lengths else None,
        height=_HEIGHT,
    )


def _days(visit: Visit) -> list[Day]:
    """The last days, the earliest first, those without a sale too."""
    now = visit.center.clock.now()
    today = now.astimezone(ZONE).date()
    found: dict[date, list[float]] = {today - timedelta(days=back): [] for back in range(DAYS - 1, -1, -1)}
    for app in visit.center.registry.marketplaces:
        for entry in visit.account.quantities(app).exposures(now - timedelta(days=DAYS)):
            seconds = seconds_of(entry.exposure)
            if seconds is not None and entry.settled_at is not None:
                found.setdefault(entry.settled_at.astimezone(ZONE).date(), []).append(seconds)
    return [Day(day, found[day]) for day in sorted(found)]
