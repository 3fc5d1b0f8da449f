"""Parts of OTTO's answers, read with patience: what is strange is taken as absent."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from core.errors import InvalidValue
from core.money import Money

T = TypeVar("T")

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_LONGEST: Final = 20_000


def money_of(value: object) -> Money | None:
    body = object_of(value)
    amount, currency = decimal_of(body.get("amount")), body.get("currency")
    if amount is None or not isinstance(currency, str):
        return None
    try:
        return Money.of(amount, currency)
    except InvalidValue:
        return None


def decimal_of(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    figure = Decimal(value)
    return figure.normalize() if abs(figure) < 10**15 else None


def whole_of(value: object) -> int | None:
    figure = decimal_of(value)
    return int(figure) if figure is not None and figure == figure.to_integral_value() else None


def moment_of(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def truth_of(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def texts_of(value: object) -> Iterator[str]:
    return (text for text in map(text_of, list_of(value)) if text)


def text_of(value: object) -> str:
    """What can be stored and shown; blank is absent."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return ""
    text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))[:_LONGEST]
    return text if text.strip() else ""


def list_of(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def object_of(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def each(body: object, name: str, read: Callable[[object], T | None]) -> Iterator[T | None]:
    """The entries of a list in an answer; None for what could not be read.

    raises  KeyError, TypeError: there is no such list; call it inside `reading`
    """
    entries = object_of(body)[name] if "links" not in object_of(body) else object_of(body).get(name) or []
    if not isinstance(entries, list):
        raise TypeError(name)
    return (read(entry) for entry in entries)
