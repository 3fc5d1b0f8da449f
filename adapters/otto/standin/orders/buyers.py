"""Invented buyers. Names, streets and towns are thrown together; no e-mail leaves example.com."""

from dataclasses import replace
from random import Random
from typing import Final

from adapters.otto.standin.orders.sales_order import Address

_FIRST: Final = {
    "MS": ("Anna", "Birgit", "Clara", "Dörte", "Emine", "Frauke", "Greta", "Hanna", "Ines", "Jördis"),
    "MR": ("Anton", "Björn", "Cem", "Dieter", "Emil", "Falk", "Götz", "Henning", "Ingo", "Jürgen"),
}
_LAST: Final = (
    "Ackermann", "Böttcher", "Çelik", "Diekmann", "Ehlers", "Feddersen", "Großmann", "Hülsmann", "Ickstadt",
    "Jansen-Möller", "Krüger", "Lüdemann", "Müßig", "Nissen", "O’Brien", "Petersen", "Quast", "Rößler",
    "von der Straßen", "Wächter",
)  # fmt: skip
_STREETS: Final = (
    "Ahornweg", "Am Alten Deich", "Bürgermeister-Smidt-Straße", "Drosselgasse", "Große Elbstraße",
    "Hauptstraße", "Königsallee", "Mühlenweg", "Straße des 17. Juni", "Zum Weißen Stein",
)  # fmt: skip
_TOWNS: Final = (
    ("01067", "Dresden"), ("04109", "Leipzig"), ("10115", "Berlin"), ("20095", "Hamburg"),
    ("24103", "Kiel"), ("28195", "Bremen"), ("30159", "Hannover"), ("40213", "Düsseldorf"),
    ("48143", "Münster"), ("50667", "Köln"), ("60311", "Frankfurt am Main"), ("70173", "Stuttgart"),
    ("79098", "Freiburg im Breisgau"), ("80331", "München"), ("90402", "Nürnberg"), ("99084", "Erfurt"),
)  # fmt: skip
_NUMBERS: Final = ("1", "2a", "7", "12", "17 b", "23", "48", "101", "3-5", "960")
_ADDITIONS: Final = ("Hinterhaus", "c/o Schröder", "2. OG links", "Gartenhaus")
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def buyer(draw: Random) -> tuple[Address, Address]:
    """Where it goes, with the real contact, and who pays, with the relay e-mail (sometimes missing)."""
    invoice = _person(draw)
    number = draw.randrange(10**7)
    delivery = replace(
        _delivery(draw, invoice), email=f"kunde{number}@example.com", phone=f"040 555{number:07d}"
    )
    relay = "".join(draw.choices(_ALPHABET, k=16)) + "@customer.otto.market"
    return delivery, replace(invoice, email=None if draw.random() < 0.05 else relay, phone=None)


def _person(draw: Random) -> Address:
    zip_code, city = draw.choice(_TOWNS)
    salutation = draw.choice(("MS", "MR"))
    company = draw.random() < 0.04
    return Address(
        salutation="COMPANY" if company else salutation,
        title=draw.choice(("Dr.", "Prof. Dr.")) if draw.random() < 0.05 else None,
        first_name=draw.choice(_FIRST[salutation]),
        last_name=draw.choice(_LAST),
        street=draw.choice(_STREETS),
        house_number=draw.choice(_NUMBERS),
        addition=draw.choice(_ADDITIONS) if draw.random() < 0.15 else None,
        zip_code=zip_code,
        city=city,
    )


def _delivery(draw: Random, invoice: Address) -> Address:
    """Mostly home; sometimes to somebody else, sometimes to a locker."""
    chance = draw.random()
    if chance < 0.1:
        return _person(draw)
    if chance < 0.15:
        return Address(
            salutation=invoice.salutation,
            first_name=invoice.first_name,
            last_name=invoice.last_name,
            street="Packstation",
            house_number=str(draw.randint(101, 199)),
            addition=str(draw.randint(10**7, 10**9)),
            zip_code=invoice.zip_code,
            city=invoice.city,
        )
    return invoice
