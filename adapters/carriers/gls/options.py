"""What a caller may ask of GLS beyond the common fields: `LabelOrder.options`, one row each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from core.errors import InvalidValue
from core.parcel import LabelKind
from core.text import Text


@dataclass(frozen=True, slots=True)
class Option:
    """`pattern` is what a value looks like; `returns_only` ones belong to Shop Returns v3."""

    pattern: str
    meaning: Text
    returns_only: bool = False


OPTIONS: Final[Mapping[str, Option]] = MappingProxyType(
    {
        "incoterm_code": Option(
            r"\d{2}",
            Text(
                en="two digits; GLS needs it for countries outside the EU",
                de="zwei Ziffern; GLS braucht ihn für Länder außerhalb der EU",
            ),
        ),
        "services": Option(
            r"service_[a-z]+( service_[a-z]+)*",
            Text(
                en="services without further data, as service_flexdelivery, blanks between them",
                de="Services ohne weitere Angaben, wie service_flexdelivery, durch Leerzeichen getrennt",
            ),
        ),
        "zpl_template": Option(
            r"ZPL_(200|300)(_(TRACKID|REFNO)_(EAN_128|CODE_39))?",
            Text(en="the template of a ZPL label", de="die Vorlage eines ZPL-Labels"),
        ),
        "note": Option(
            r".{1,50}", Text(en="printed, up to 50 characters", de="wird gedruckt, bis 50 Zeichen")
        ),
        "document": Option(
            r"label|qr",
            Text(
                en="label, or qr for a code that the ParcelShop prints the label from",
                de="label, oder qr für einen Code, aus dem der PaketShop das Label druckt",
            ),
            returns_only=True,
        ),
        "label_layout": Option(r"A4|A6", Text(en="A4 or A6", de="A4 oder A6"), returns_only=True),
        "language": Option(
            r"[a-z]{2}(_[a-z]{2})?",
            Text(en="of the label, as de or fr_be", de="des Labels, zum Beispiel de oder fr_be"),
            returns_only=True,
        ),
    }
)
_SHOP_RETURNS: Final = frozenset(key for key, option in OPTIONS.items() if option.returns_only)


def read_options(given: Mapping[str, str], kind: LabelKind, *, shop_returns: bool) -> Mapping[str, str]:
    """The options as they are, each known, well-formed and of use for this label.

    raises  InvalidValue, with field "options.NAME"
    """
    by_shop_returns = kind is LabelKind.RETURN and shop_returns
    known = _SHOP_RETURNS if by_shop_returns else OPTIONS.keys() - _SHOP_RETURNS
    for key, value in given.items():
        if key not in known:
            names = ", ".join(sorted(known))
            raise InvalidValue(
                Text(
                    en=f"GLS has no option {key!r} for this label; there is: {names}",
                    de=f"GLS kennt für dieses Label keine Option „{key}“; es gibt: {names}",
                ),
                field=f"options.{key}",
            )
        if not re.fullmatch(OPTIONS[key].pattern, value):
            meaning = OPTIONS[key].meaning
            raise InvalidValue(
                Text(en=f"option {key}: {meaning.en}", de=f"Option {key}: {meaning.de}"),
                field=f"options.{key}",
            )
    return given
