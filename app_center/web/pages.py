"""Templates, drawn in a language. A `Text` anywhere in one becomes that language by itself."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app_center.web.areas import IN_REACH
from app_center.web.words import FRAME
from core.money import Money
from core.text import Language, Text

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
#: Sellers at OTTO are in Germany; a moment is shown as their clocks do.
ZONE: Final = ZoneInfo("Europe/Berlin")
#: Of the page that is drawn now. The context of a template would not reach the macros that it imports.
_LANGUAGE: Final[ContextVar[Language]] = ContextVar("language")
_LOCALES: Final[Mapping[str, str]] = {"de": "de_DE", "en": "en_GB"}


def _told(value: object) -> object:
    return value.into(_LANGUAGE.get()) if isinstance(value, Text) else value


def _fill(text: Text, **values: object) -> str:
    """The text with its {placeholders} filled in."""
    language = _LANGUAGE.get()
    told = {key: value.into(language) if isinstance(value, Text) else value for key, value in values.items()}
    return text.into(language).format(**told)


def _moment(value: datetime) -> str:
    return format_datetime(
        value.astimezone(ZONE),
        "short" if _LANGUAGE.get() == "de" else "d MMM y, HH:mm",
        locale=_locale(),
    )


def _day(value: datetime | date) -> str:
    day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return format_date(day, "medium", locale=_locale())


def _ago(value: datetime, now: datetime) -> str:
    """How long ago, in words."""
    return format_timedelta(value - now, add_direction=True, threshold=1.2, locale=_locale())


def _amount(value: Money) -> str:
    return format_currency(Decimal(value.cents).scaleb(-2), value.currency, locale=_locale())


def _number(value: int) -> str:
    return format_decimal(value, locale=_locale())


def _locale() -> str:
    return _LOCALES[_LANGUAGE.get()]


@cache
def asset(name: str) -> str:
    """The address of a file in `static`; it changes with the content, so browsers may keep what they have."""
    mark = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_told,
    )
    made.filters |= {
        "ago": _ago,
        "amount": _amount,
        "day": _day,
        "fill": _fill,
        "moment": _moment,
        "number": _number,
    }
    made.globals |= {"asset": asset, "f": FRAME, "in_reach": IN_REACH}
    return made


def draw(template: str, language: Language, data: Mapping[str, Any]) -> str:
    mark = _LANGUAGE.set(language)
    try:
        return environment().get_template(template).render(data, language=language)
    finally:
        _LANGUAGE.reset(mark)
