"""A clock that stands still until somebody moves it."""

from datetime import UTC, datetime, timedelta
from typing import Final

#: A Monday in winter, far from any change of the hour.
_START: Final = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


class MovableClock:
    """Aware UTC. Fits both ways of handing a clock in: called, or asked with `now()`."""

    def __init__(self, start: datetime = _START) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def now(self) -> datetime:
        return self._now

    def move(self, *, minutes: float = 0, seconds: float = 0, days: float = 0) -> datetime:
        """Forward (or back) by so much; answers with the new time."""
        self._now += timedelta(days=days, minutes=minutes, seconds=seconds)
        return self._now
