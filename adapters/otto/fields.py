"""Single values out of OTTO's JSON: what must be there says so by its path, the rest may be missing or
strange.

Facts: NOTES.md, "times" and "orders".
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, TypeVar

from core.errors import InvalidValue
from core.money import Money
from core.text import Text

T = TypeVar("T")
Json = Mapping[str, Any]

#: What no database takes: NUL, and halves of surrogate pairs that JSON can spell.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_ID_LENGTH: Final = 100
_TEXT_LENGTH: Final = 4000


@cache
def alpha_2_codes() -> Mapping[str, str]:
    """ISO 3166-1: OTTO writes alpha-3."""
    import pycountry  # noqa: PLC0415 - reads its tables from disk, which `--help` need not wait for

    return {country.alpha_3: country.alpha_2 for country in pycountry.countries}


def money(value: object, path: str) -> Money:
    body = mapping(value, path)
    figure, currency = body.get("amount"), body.get("currency")
    if isinstance(figure, str):
        try:
            figure = Decimal(figure.strip())
        except InvalidOperation:
            figure = None
    if isinstance(figure, bool) or not isinstance(figure, (int, Decimal)):
        raise wrong(f"{path}.amount", "is no amount of money", "ist kein Geldbetrag")
    if not isinstance(currency, str):
        raise wrong(f"{path}.currency", "is missing", "fehlt")
    try:
        return Money.of(Decimal(figure), currency)
    except InvalidValue as error:
        raise InvalidValue(
            Text(en=f"{path}: {error.text.en}", de=f"{path}: {error.text.de}"), field=path
        ) from None


def moment(value: object, path: str) -> datetime:
    """Aware UTC from `2021-03-31T09:45:52.313+0000` as well as from `...+02:00`; without a zone it is UTC.

    source  NOTES.md, "times"
    """
    if value is None:
        raise wrong(path, "is missing", "fehlt")
    try:
        moment = datetime.fromisoformat(value)  # type: ignore[arg-type]
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise wrong(path, "is no point in time", "ist kein Zeitpunkt") from None


def optional_moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        return moment(value, "")
    except InvalidValue:
        return None


def optional(read: Callable[[object, str], T], value: object, path: str) -> T | None:
    return None if value is None else read(value, path)


def text(value: object) -> str | None:
    """A text that may be shown and stored; blank is absent; figures are taken as they are written."""
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    text = value if isinstance(value, str) else str(value)
    # Nearly every text is printable, which is told faster than by the search.
    if not text.isprintable() and _UNSTORABLE.search(text):
        text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text[:_TEXT_LENGTH] if text.strip() else None


def identity(body: Json, name: str, path: str = "") -> str:
    value = optional_identity(body, name, path)
    if value is None:
        raise wrong(path + name, "is missing", "fehlt")
    return value


def optional_identity(body: Json, name: str, path: str = "") -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if (
        not isinstance(value, str)
        or len(value) > _ID_LENGTH
        or (not value.isprintable() and _UNSTORABLE.search(value))
    ):
        raise wrong(path + name, "is no usable text", "ist kein brauchbarer Text")
    return value


def listed(body: Json, name: str) -> list[Any]:
    value = body.get(name)
    if value is None:
        raise wrong(name, "is missing", "fehlt")
    if not isinstance(value, list):
        raise wrong(name, "is no list", "ist keine Liste")
    return value


def mapping(value: object, path: str) -> Json:
    if value is None:
        raise wrong(path, "is missing", "fehlt")
    if not isinstance(value, dict):
        raise wrong(path, "is not of the agreed form", "hat nicht die vereinbarte Form")
    return value


def wrong(path: str, en: str, de: str) -> InvalidValue:
    return InvalidValue(Text(en=f"{path} {en}", de=f"{path} {de}"), field=path)


@cache
def alpha_3_codes() -> Mapping[str, str]:
    """ISO 3166-1, the other way round."""
    return {two: three for three, two in alpha_2_codes().items()}
