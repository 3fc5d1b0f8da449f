"""Who sends and who receives in the checks. None of them exist; their names stand in no other text, so a part
of an address that turns up somewhere has come from here."""

import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from core.parcel import Party

CONSUMER: Final = Party(
    name="Thusnelda Quappenstein",
    street="Zwirbelgasse",
    house_number="77",
    postal_code="01067",
    city="Dresden",
    country="DE",
    email="thusnelda@quappenstein.example",
    phone="+49 351 5550177",
)
MERCHANT: Final = Party(
    name="Odilia Murmelbach",
    company="Murmelbach Feinkost",
    street="Lagerdamm",
    house_number="168",
    postal_code="36251",
    city="Bad Hersfeld",
    country="DE",
    email="versand@murmelbach.example",
    phone="+49 6621 5550142",
)

#: What every label of a parcel to a door has to show.
PLACE: Final = ("name", "company", "addition", "street", "house_number", "postal_code", "city")


@dataclass(frozen=True, slots=True)
class Awkward:
    """An address in which one field is unusual."""

    what: str
    field: str
    value: str

    @property
    def consumer(self) -> Party:
        changed: Party = replace(CONSUMER, **{self.field: self.value})
        return changed


AWKWARD: Final = (
    Awkward("umlauts and eszett", "name", "Jürgen Weißmüller"),
    Awkward("letters of the neighbours", "name", "Łukasz Dvořák-Østergård"),
    Awkward("an emoji", "name", "Berta Blume 🎁"),
    Awkward("combining characters", "name", unicodedata.normalize("NFD", "Zoë Ångström")),
    Awkward("sixty characters", "name", "Dr. Maximiliane Freifrau von und zu Hohenstaufen-Wolkenburger"[:60]),
    Awkward("an apostrophe", "name", "Sinéad O'Connaught"),
    Awkward("signs of markup", "name", "Bell & Söhne <Import>"),
    Awkward("quotes and a backslash", "name", 'Alma "Bobby" Back\\slash'),
    Awkward("writing from right to left", "name", "شركة النور"),
    Awkward("Cyrillic", "name", "Юлия Соколова"),
    Awkward("a percent sign and a plus", "company", "100% Natur + Mehr"),
    Awkward("a company in signs", "company", "Müßig & Co. KG"),
    Awkward("a third line", "addition", "c/o Čapek, 3. OG links"),
    Awkward("a date in the street", "street", "Straße des 17. Juni"),
    Awkward("an apostrophe in the street", "street", "Rue de l'Église"),
    Awkward("a house number with all that there is", "house_number", "12 a-c/3. OG"),
    Awkward("a leading zero", "postal_code", "01067"),
    Awkward("a town with umlauts", "city", "Bad Säckingen"),
    Awkward("a town with a bracket", "city", "Weißenburg (Bay.)"),
)

#: Where nobody lives and no carrier delivers: what is wrong, and the consumer's place. A carrier that looks
#: at addresses says no to one of them at least.
NOWHERE: Final = (
    ("letters for a postal code", replace(CONSUMER, postal_code="KEINE")),
    ("a postal code of no country", replace(CONSUMER, postal_code="0")),
    ("a country that there is not", replace(CONSUMER, country="ZZ")),
    ("the South Pole", replace(CONSUMER, country="AQ")),
)
