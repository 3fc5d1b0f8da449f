"""Clocks that stand still until a test moves them."""

from datetime import UTC, datetime, timedelta
from typing import Final

NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)


class HandClock:
    """Shows the time it was set to."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> None:
        self._now += by


class WrongClock:
    """Goes as another clock goes, but `ahead` of it (behind it where negative)."""

    def __init__(self, right: HandClock, ahead: timedelta) -> None:
        self._right, self._ahead = right, ahead

    def now(self) -> datetime:
        return self._right.now() + self._ahead
