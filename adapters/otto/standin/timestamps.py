"""OTTO's two ways of writing a moment, and the way it reads one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

TimeForm = Literal["+0000", "+02:00", "Z"]

_OFFSET: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,9})?)?(Z|[+-]\d\d:\d\d)\Z")


def to_ms(moment: datetime) -> datetime:
    """OTTO keeps milliseconds."""
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)


def written(moment: datetime, form: TimeForm = "+0000") -> str:
    """`2021-03-31T09:45:52.313+0000`, or with another form of the same moment."""
    if form == "+02:00":
        return _plain(moment + timedelta(hours=2)) + form
    return _plain(moment) + form


def written_in_berlin(moment: datetime) -> str:
    """`2021-04-21T12:00:00.000+02:00`: how expected deliveries are given."""
    summer = _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)
    hours = 2 if summer else 1
    return f"{_plain(moment + timedelta(hours=hours))}+{hours:02d}:00"


def written_in_micros(moment: datetime) -> str:
    """`2024-07-18T07:20:06.260124Z`: how quantities and tasks are dated."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def understood(text: str) -> datetime | None:
    """ISO 8601 with an offset (`Z` or `+02:00`), as the interface documents its parameters; else None."""
    if not _OFFSET.match(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _plain(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def _last_sunday(year: int, month: int) -> datetime:
    """01:00 UTC on the last Sunday: when summer time begins (March) and ends (October)."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
