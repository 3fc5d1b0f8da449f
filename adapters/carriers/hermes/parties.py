"""People and addresses as Hermes wants them, without loss: what does not fit as it is, is refused.

Facts: NOTES.md, "fields".
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from adapters.carriers.hermes.manifest import COUNTRIES
from adapters.carriers.hermes.terms import CONTRACT, OUTBOUND, Terms
from core.errors import InvalidValue
from core.limits import Limits, demand_fit
from core.parcel import LabelKind, LabelOrder, Party
from core.text import Text

STREET_MAX: Final = 50
HOUSE_NUMBER_MAX: Final = 5
REFERENCE_MAX: Final = 20
HEAVIEST_G: Final = 31_500
_POSTAL_CODE_MAX: Final = {"DE": 5}
_POSTAL_CODE_MAX_ABROAD: Final = 8
#: The end of Latin Extended-B.
_LAST: Final = 0x24F

_LENGTHS: Final = MappingProxyType(
    {
        "name": 50,
        "company": 50,
        "street": STREET_MAX,
        # A longer number than Hermes' field takes goes with the street, so the line is what bounds it.
        "house_number": STREET_MAX - 2,
        "city": 30,
        "addition": 50,
        "email": 200,
        "phone": 20,
    }
)
_PARTS: Final = ("name", "company", "street", "house_number", "postal_code", "city", "addition")


def limits(kind: LabelKind, country: str, terms: Terms) -> Limits:
    """What fits for a consumer in this country. For a return made from the way out nothing of the order is
    sent but a number, so nothing bounds it."""
    if kind is LabelKind.RETURN and terms.return_way == OUTBOUND:
        return Limits(lengths={}, heaviest_g=HEAVIEST_G)
    return Limits(
        lengths={**_LENGTHS, "postal_code": _postal_code_max(country)},
        reference_max=REFERENCE_MAX,
        heaviest_g=HEAVIEST_G,
    )


def _postal_code_max(country: str) -> int:
    return _POSTAL_CODE_MAX.get(country, _POSTAL_CODE_MAX_ABROAD)


def parties_sent(order: LabelOrder, terms: Terms) -> Mapping[str, Party]:
    """By role, whose name and address Hermes gets to know with this order."""
    if order.kind is LabelKind.RETURN and terms.return_way == OUTBOUND:
        return {}
    if terms.merchant_address == CONTRACT:
        return {"consumer": order.consumer}
    return {"consumer": order.consumer, "merchant": order.merchant}


def demand_sendable(order: LabelOrder, terms: Terms) -> None:
    """raises  InvalidValue: a length, the weight, or a character that Hermes does not take"""
    sent = parties_sent(order, terms)
    # A party that stays here has nothing to fit into.
    checked = order if "merchant" in sent else replace(order, merchant=order.consumer)
    abroad = next((party.country for party in sent.values() if party.country != "DE"), "DE")
    demand_fit(checked, limits(order.kind, abroad, terms))
    if "consumer" in sent and order.consumer.country not in COUNTRIES:
        raise InvalidValue(_BEYOND_CUSTOMS, field="consumer.country")
    for role, party in sent.items():
        if len(party.postal_code) > _postal_code_max(party.country):
            raise _too_long(f"{role}.postal_code", len(party.postal_code), _postal_code_max(party.country))
        for name in _PARTS:
            demand_characters(f"{role}.{name}", getattr(party, name))
    if sent:
        demand_characters("reference", order.reference)


_BEYOND_CUSTOMS: Final = Text(
    en="consumer.country: only countries of the EU; beyond them Hermes needs customs papers",
    de="consumer.country: nur Länder der EU; darüber hinaus braucht Hermes Zollpapiere",
)


def foreign(text: str) -> str | None:
    """The first character that Hermes does not take: beyond Latin Extended-B, a control character, or a
    symbol beyond ASCII."""
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        code, category = ord(character), unicodedata.category(character)
        if code > _LAST or category == "Cc" or (code > 0x7F and category.startswith("S")):
            return character
    return None


def demand_characters(field: str, text: str) -> None:
    """raises  InvalidValue, naming `field` and the character"""
    found = foreign(text)
    if found is not None:
        named = f"U+{ord(found):04X} {unicodedata.name(found, '')}".strip()
        raise InvalidValue(
            Text(
                en=f"{field} contains a character that Hermes does not print: {named}",
                de=f"{field} enthält ein Zeichen, das Hermes nicht druckt: {named}",
            ),
            field=field,
        )


def name_of(party: Party) -> Mapping[str, str]:
    """Hermes wants first and last name apart; read one after the other they are the name again.

    A company is the last name, and the person in front of it.
    """
    if party.company and party.company != party.name:
        return {"firstname": party.name, "lastname": party.company}
    first, _, last = party.name.rpartition(" ")
    # A blank at the seam could be trimmed away at either side of it.
    if first and last and first == first.strip() and last == last.strip():
        return {"firstname": first, "lastname": last}
    return {"lastname": party.name}


def address_of(role: str, party: Party) -> Mapping[str, str]:
    """raises  InvalidValue: street and house number do not fit together"""
    address = {
        **_street(role, party),
        "zipCode": party.postal_code,
        "town": party.city,
        "countryCode": party.country,
    }
    return {**address, "addressAddition": party.addition} if party.addition else address


def _street(role: str, party: Party) -> Mapping[str, str]:
    """A house number beyond Hermes' five characters stands in the street, as Hermes allows."""
    street, number = party.street, party.house_number
    line = f"{street} {number}" if number else street
    short = len(number) <= HOUSE_NUMBER_MAX
    if len(line) > STREET_MAX:
        raise _too_long(f"{role}.street" if short else f"{role}.house_number", len(line), STREET_MAX)
    if number and short:
        return {"street": street, "houseNumber": number}
    return {"street": line}


def _too_long(field: str, length: int, most: int) -> InvalidValue:
    together = field.endswith(("street", "house_number"))
    of_en, of_de = (
        (" (street and house number together)", " (Straße und Hausnummer zusammen)") if together else ("", "")
    )
    return InvalidValue(
        Text(
            en=f"{field} has {length} characters{of_en}; {most} fit",
            de=f"{field} hat {length} Zeichen{of_de}; {most} passen",
        ),
        field=field,
    )


def contact_of(role: str, party: Party) -> Mapping[str, str]:
    """Phone and e-mail, where given.

    raises  InvalidValue: a character that Hermes does not take
    """
    demand_characters(f"{role}.phone", party.phone)
    demand_characters(f"{role}.email", party.email)
    return {key: value for key, value in (("phone", party.phone), ("mail", party.email)) if value}


def personal(order: LabelOrder) -> frozenset[str]:
    """What Hermes' own words may repeat of this order, and nobody else should read."""
    found = set()
    for party in (order.consumer, order.merchant):
        found |= {getattr(party, name) for name in (*_PARTS, "email", "phone")}
        # Not "von" and "der", which are words of messages as well.
        found |= {word for word in party.name.split() if len(word) > 3 or word[0].isupper()}
    return frozenset(value for value in found if len(value) > 2)
