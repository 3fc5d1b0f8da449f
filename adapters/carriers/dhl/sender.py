"""The merchant's address among the settings, for accounts where no other app has one."""

from collections.abc import Mapping
from typing import Final

from core.activation import Answers, Field, FieldKind
from core.text import Text


def _field(key: str, en: str, de: str, longest: int, default: str | None = None) -> Field:
    return Field(
        f"sender_{key}",
        Text(en=f"Sender: {en}", de=f"Absender: {de}"),
        required=False,
        max_length=longest,
        default=default,
    )


SENDER: Final = (
    _field("name", "name", "Name", 50),
    _field("company", "company", "Firma", 50),
    _field("street", "street", "Straße", 50),
    _field("house_number", "house number", "Hausnummer", 10),
    _field("postal_code", "postal code", "Postleitzahl", 10),
    _field("city", "city", "Ort", 40),
    _field("country", "country (two letters)", "Land (zwei Buchstaben)", 2, "DE"),
    Field(
        "sender_email",
        Text(en="Sender: e-mail", de="Absender: E-Mail"),
        FieldKind.EMAIL,
        required=False,
        max_length=80,
    ),
    _field("phone", "phone", "Telefon", 20),
)
#: Without these there is no address.
_CORE: Final = ("sender_name", "sender_street", "sender_postal_code", "sender_city")


def sender_problems(answers: Answers) -> Mapping[str, Text]:
    """An address is whole or absent."""
    problems = {}
    given = [field for field in SENDER if field.default is None and answers.get(field.key)]
    for field in SENDER:
        if given and field.key in _CORE and not answers.get(field.key):
            problems[field.key] = Text(
                en=f"{field.label.en}: is needed with the rest of the address",
                de=f"{field.label.de}: wird mit dem Rest der Adresse gebraucht",
            )
    country = str(answers.get("sender_country") or "DE")
    if len(country) != 2 or not (country.isascii() and country.isalpha() and country.isupper()):
        problems["sender_country"] = Text(
            en="Sender: country (two letters): is two capital letters, for instance DE",
            de="Absender: Land (zwei Buchstaben): sind zwei Großbuchstaben, zum Beispiel DE",
        )
    return problems
