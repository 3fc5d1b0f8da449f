"""Moments in time as the databases keep them."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.errors import InvalidValue
from core.text import Text

#: Characters of a moment as `iso` writes it.
LENGTH: Final = 26


def utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    raises  InvalidValue: it has no zone, or lies outside the calendar in UTC
    """
    if moment.tzinfo is None:
        raise InvalidValue(Text(en="a time without a zone", de="eine Zeit ohne Zeitzone"))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise InvalidValue(
            Text(en="a time outside the calendar", de="eine Zeit außerhalb des Kalenders")
        ) from None


def iso(moment: datetime) -> str:
    """Sorts as text as the moments do; always with microseconds, never with the zone, which is UTC."""
    if moment.tzinfo is not UTC:
        moment = utc(moment)
    return moment.isoformat(" ", "microseconds")[:LENGTH]


class Moment(TypeDecorator[datetime]):
    """An aware moment, to the microsecond. SQLite has no zones: there it is text in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(LENGTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        return iso(value) if dialect.name == "sqlite" else utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return utc(value)
