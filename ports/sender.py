"""The merchant's own address among an app's settings: `sender_name`, `sender_street` and so on.

The host takes a label's merchant from there: from the carrier's app, or else from a marketplace's.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from core.activation import Answers, Field, FieldKind
from core.parcel import Party
from core.text import Text

_LABELS: Final = MappingProxyType(
    {
        "name": Text(en="Sender: name", de="Absender: Name"),
        "company": Text(en="Sender: company", de="Absender: Firma"),
        "street": Text(en="Sender: street", de="Absender: Straße"),
        "house_number": Text(en="Sender: house number", de="Absender: Hausnummer"),
        "postal_code": Text(en="Sender: postal code", de="Absender: Postleitzahl"),
        "city": Text(en="Sender: city", de="Absender: Ort"),
        "country": Text(en="Sender: country (two letters)", de="Absender: Land (zwei Buchstaben)"),
        "email": Text(en="Sender: e-mail", de="Absender: E-Mail"),
        "phone": Text(en="Sender: phone", de="Absender: Telefon"),
    }
)
#: Without these there is no address.
CORE: Final = frozenset({"name", "street", "postal_code", "city"})
_PREFIX: Final = "sender_"
_HOME: Final = "DE"


def sender_fields(
    lengths: Mapping[str, int] = MappingProxyType({}), *, without: Collection[str] = ()
) -> tuple[Field, ...]:
    """The fields of an address, none of them required by itself.

    lengths  of the parts, as in `Limits.lengths`; what is not named may be as long as any field
    without  parts that nobody needs there
    """
    return tuple(_field(part, lengths) for part in _LABELS if part not in without)


def _field(part: str, lengths: Mapping[str, int]) -> Field:
    field = Field(f"{_PREFIX}{part}", _LABELS[part], required=False)
    match part:
        case "country":
            return replace(field, max_length=2, default=_HOME)
        case "email":
            field = replace(field, kind=FieldKind.EMAIL)
    return replace(field, max_length=lengths.get(part, field.max_length))


def sender_problems(answers: Answers, *, needed: Collection[str] = CORE) -> Mapping[str, Text]:
    """What single fields cannot see, by field key: an address is whole or absent, and its country a code.

    needed  the parts without which an address is not whole
    """
    given = {part: str(answers.get(f"{_PREFIX}{part}") or "") for part in _LABELS}
    country = given.pop("country") or _HOME
    problems = {}
    if any(given.values()):
        for part, value in given.items():
            if part in needed and not value:
                label = _LABELS[part]
                problems[f"{_PREFIX}{part}"] = Text(
                    en=f"{label.en}: is needed with the rest of the address",
                    de=f"{label.de}: wird mit dem Rest der Adresse gebraucht",
                )
    if len(country) != 2 or not (country.isascii() and country.isalpha() and country.isupper()):
        label = _LABELS["country"]
        problems[f"{_PREFIX}country"] = Text(
            en=f"{label.en}: is two capital letters, for instance DE",
            de=f"{label.de}: sind zwei Großbuchstaben, zum Beispiel DE",
        )
    return MappingProxyType(problems)


def sender_of(settings: Mapping[str, str]) -> Party | None:
    """The address that these settings hold; None where there is none, or only a part of one.

    raises  InvalidValue: its country is no code
    """
    parts = {part: settings.get(f"{_PREFIX}{part}", "") for part in _LABELS}
    if not all(parts[part].strip() for part in CORE):
        return None
    return Party(**{**parts, "country": parts["country"] or _HOME})
