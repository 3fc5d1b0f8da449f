"""Addresses as DHL writes them. Everything goes out as it was given, or is refused at its field: nothing is
cut, replaced or left out. Facts: NOTES.md, "addresses"."""

import re
import unicodedata
from dataclasses import fields
from typing import Any, Final

from adapters.carriers.dhl.countries import alpha3
from core.errors import InvalidValue
from core.parcel import Party
from core.street import split_street
from core.text import Text

Json = dict[str, Any]

_POSTAL_CODE: Final = re.compile(r"[0-9A-Za-z]+([ -]?[0-9A-Za-z]+)*")
#: Characters that no label can show: controls, and halves of characters that JSON cannot carry.
_UNPRINTABLE: Final = frozenset({"Cc", "Cs"})

_PACKSTATION: Final = re.compile(r"(?:DHL[ -]?)?Packstation\s*(?:Nr\.?\s*)?(\d+)", re.IGNORECASE | re.ASCII)
_POST_OFFICE: Final = re.compile(r"(?:Postfiliale|Filiale)\s*(?:Nr\.?\s*)?(\d+)", re.IGNORECASE | re.ASCII)
_POST_NUMBER: Final = re.compile(
    r"(?:Post(?:nummer|nr\.?|-Nr\.?)\s*:?\s*)?([0-9]{6,10})", re.IGNORECASE | re.ASCII
)
_LOCKERS: Final = range(100, 1000)
_OUTLETS: Final = range(401, 1000)


def demand_writable(role: str, party: Party) -> None:
    """What the contract says about every address and no length tells.

    raises  InvalidValue: `field` as "consumer.city"
    """
    for item in fields(party):
        value = getattr(party, item.name)
        if not value.isprintable() and any(unicodedata.category(sign) in _UNPRINTABLE for sign in value):
            raise _wrong(
                role,
                item.name,
                Text(
                    en="contains a character that cannot be printed",
                    de="enthält ein nicht druckbares Zeichen",
                ),
            )
    code = party.postal_code
    if len(code) < 3 or not _POSTAL_CODE.fullmatch(code):
        raise _wrong(
            role,
            "postal_code",
            Text(
                en="is letters and digits, at least 3, with single blanks or hyphens between",
                de="besteht aus Buchstaben und Ziffern, mindestens 3, dazwischen einzelne Leerzeichen oder "
                "Bindestriche",
            ),
        )
    if party.email and len(party.email) < 3:
        raise _wrong(role, "email", Text(en="is too short", de="ist zu kurz"))


def shipper(party: Party) -> Json:
    """The merchant of a shipment. DHL takes no phone number here."""
    return {**_names(party), **_place(party, "merchant"), **_contact(party, phone=False)}


def return_address(party: Party) -> Json:
    """The merchant, to whom an enclosed return goes back."""
    return {**_names(party), **_place(party, "merchant")}


def consignee(party: Party, *, contact: bool) -> Json:
    """The consumer of a shipment: a door, a Packstation or a post office. `contact`: e-mail and phone too.

    raises  InvalidValue: a Packstation or post office without what DHL needs for it
    """
    if party.country == "DE":
        line = party.street_line.strip()
        if match := _PACKSTATION.fullmatch(line):
            return _locker(party, int(match[1]))
        if match := _POST_OFFICE.fullmatch(line):
            return _outlet(party, int(match[1]))
        names = _names(party)
    else:
        # Abroad DHL prints additions at their own place; within Germany not at all.
        names = _names(party, with_addition=False)
        if party.addition:
            names["additionalAddressInformation1"] = party.addition
    return {**names, **_place(party, "consumer"), **(_contact(party) if contact else {})}


def returning(party: Party, *, contact: bool) -> Json:
    """The consumer of a return: DHL wants the house number apart and takes no country (NOTES.md, "returns").

    raises  InvalidValue (field "consumer.street"): the house number is missing or cannot be told
    """
    if party.house_number.strip():
        street, house = party.street, party.house_number
    else:
        try:
            parts = split_street(party.street, party.country)
        except InvalidValue as error:
            raise InvalidValue(error.text, field="consumer.street") from None
        street, house = parts.street, parts.house_number
        if len(house) > 10:
            raise _wrong(
                "consumer",
                "street",
                Text(
                    en="has a house number of more than 10 characters; DHL prints 10",
                    de="hat eine Hausnummer mit mehr als 10 Zeichen; bei DHL passen 10",
                ),
            )
    return {
        **_names(party),
        "addressStreet": street,
        "addressHouse": house,
        "postalCode": party.postal_code,
        "city": party.city,
        **(_contact(party) if contact else {}),
    }


def _names(party: Party, *, with_addition: bool = True) -> Json:
    """Company before person, as it stands on German doors."""
    lines = [line for line in (party.company, party.name) if line.strip()]
    if with_addition and party.addition.strip():
        lines.append(party.addition)
    return {f"name{number}": line for number, line in enumerate(lines, start=1)}


def _place(party: Party, role: str) -> Json:
    code = alpha3(party.country)
    if code is None:
        raise _wrong(
            role,
            "country",
            Text(en="is no country that DHL knows", de="ist kein Land, das DHL kennt"),
        )
    place = {"addressStreet": party.street}
    if party.house_number.strip():
        place["addressHouse"] = party.house_number
    return {**place, "postalCode": party.postal_code, "city": party.city, "country": code}


def _contact(party: Party, *, phone: bool = True) -> Json:
    contact = {}
    if party.email:
        contact["email"] = party.email
    if phone and party.phone:
        contact["phone"] = party.phone
    return contact


def _locker(party: Party, number: int) -> Json:
    if number not in _LOCKERS:
        raise _wrong(
            "consumer",
            "street",
            Text(
                en="names a Packstation outside 100 to 999", de="nennt eine Packstation außerhalb 100 bis 999"
            ),
        )
    post_number = _post_number(party)
    if post_number is None:
        raise _wrong(
            "consumer",
            "addition",
            Text(
                en="has to be the post number (6 to 10 digits): DHL needs it for a Packstation",
                de="muss die Postnummer sein (6 bis 10 Ziffern): DHL braucht sie für eine Packstation",
            ),
        )
    return {
        "name": party.name,
        "lockerID": number,
        "postNumber": post_number,
        "postalCode": party.postal_code,
        "city": party.city,
        "country": "DEU",
    }


def _outlet(party: Party, number: int) -> Json:
    if number not in _OUTLETS:
        raise _wrong(
            "consumer",
            "street",
            Text(en="names a post office outside 401 to 999", de="nennt eine Filiale außerhalb 401 bis 999"),
        )
    post_number = _post_number(party)
    if post_number is None and not party.email:
        raise _wrong(
            "consumer",
            "addition",
            Text(
                en="has to be the post number, or an e-mail is needed: DHL wants one for a post office",
                de="muss die Postnummer sein, oder es braucht eine E-Mail: DHL will eines für eine Filiale",
            ),
        )
    known = {"postNumber": post_number} if post_number else {"email": party.email}
    return {
        "name": party.name,
        "retailID": number,
        **known,
        "postalCode": party.postal_code,
        "city": party.city,
        "country": "DEU",
    }


def _post_number(party: Party) -> str | None:
    """From the addition or the company line, whichever carries it; anything else there would be lost.

    raises  InvalidValue: a line that has no place at a Packstation or post office
    """
    found = None
    for name in ("addition", "company"):
        line = getattr(party, name).strip()
        match = _POST_NUMBER.fullmatch(line)
        if match and found is None:
            found = match[1]
        elif line:
            raise _wrong(
                "consumer",
                name,
                Text(
                    en="has no place at a Packstation or post office, except for the post number",
                    de="hat bei Packstation oder Filiale keinen Platz, außer für die Postnummer",
                ),
            )
    return found


def _wrong(role: str, name: str, text: Text) -> InvalidValue:
    field = f"{role}.{name}"
    return InvalidValue(Text(en=f"{field} {text.en}", de=f"{field} {text.de}"), field=field)
