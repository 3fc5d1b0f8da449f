"""The invented directory that the stand-in starts with."""

from typing import Final

from adapters.otto.standin.assortment.categories import (
    HIGH,
    LEGAL,
    AttributeRule,
    Brand,
    Directory,
    Group,
    Requirement,
)

_THEME: Final = ("FILTER", "VARIATION_THEME")
_COLOUR: Final = AttributeRule(
    name="Farbe",
    group="Farbe",
    relevance=HIGH,
    features=_THEME,
    recommended=("blau", "grün", "rot", "schwarz", "weiß"),
)
_SIZE: Final = AttributeRule(
    name="Größe",
    group="Maße & Gewicht",
    relevance=HIGH,
    features=_THEME,
    allowed=("XS", "S", "M", "L", "XL", "XXL"),
)
_TEXTILE: Final = AttributeRule(
    name="Materialzusammensetzung",
    group="Material",
    relevance=LEGAL,
    description="Anteile der Fasern nach der Textilkennzeichnungsverordnung",
)
_SEAL: Final = AttributeRule(
    name="Nachhaltigkeits-Siegel",
    group="Nachhaltigkeit",
    multi=True,
    features=("FILTER",),
    allowed=("Blauer Engel", "Grüner Knopf", "Organic Content Standard 100"),
)
_LICENCE: Final = AttributeRule(
    name="Lizenznummer Organic Content Standard 100",
    group="Nachhaltigkeit",
    features=("LICENSE_REQUIRED",),
)
_WITH_SEAL: Final = Requirement(
    name=_LICENCE.name,
    when=_SEAL.name,
    value="Organic Content Standard 100",
    description="Mit dem Siegel ist die Lizenznummer anzugeben.",
)
_ENERGY: Final = AttributeRule(
    name="Energieeffizienzklasse",
    group="Energie",
    relevance=LEGAL,
    allowed=("A", "B", "C", "D", "E", "F", "G"),
    media=("ENERGY_EFFICIENCY_LABEL", "PRODUCT_DATASHEET"),
)


def _length(name: str, relevance: str = HIGH) -> AttributeRule:
    return AttributeRule(
        name=name,
        group="Maße & Gewicht",
        kind="FLOAT",
        relevance=relevance,
        unit=("cm", "Zentimeter"),
        features=("FILTER",),
    )


def _groups() -> list[Group]:
    material = AttributeRule(
        name="Material", group="Material", multi=True, relevance=HIGH, features=("FILTER",)
    )
    flames = AttributeRule(name="Anzahl Flammen", group="Technik", kind="INTEGER")
    seats = AttributeRule(name="Anzahl Sitzplätze", group="Ausstattung", kind="INTEGER")
    filling = AttributeRule(
        name="Nettofüllmenge", group="Inhalt", kind="INTEGER", relevance=LEGAL, unit=("g", "Gramm")
    )
    textile = (_COLOUR, _SIZE, _TEXTILE, _SEAL, _LICENCE)
    return [
        Group(
            name="Leuchten",
            categories=("Tischleuchte", "Stehlampe"),
            themes=("Farbe",),
            attributes=(_COLOUR, material, _ENERGY, _length("Höhe"), flames),
        ),
        Group(
            name="Decken",
            categories=("Wolldecke",),
            themes=("Farbe",),
            attributes=(_COLOUR, _TEXTILE, _length("Länge"), _length("Breite"), _SEAL, _LICENCE),
            requirements=(_WITH_SEAL,),
        ),
        Group(
            name="Polstermöbel",
            categories=("Wohnlandschaft", "Sessel"),
            themes=("Farbe", "Material"),
            attributes=(_COLOUR, material, seats, _length("Breite")),
        ),
        Group(
            name="Shirts",
            categories=("T-Shirt", "Poloshirt"),
            themes=("Farbe", "Größe"),
            attributes=textile,
            requirements=(_WITH_SEAL,),
        ),
        Group(
            name="Outdoorjacken",
            categories=("Outdoorjacke",),
            themes=("Farbe", "Größe"),
            attributes=textile,
            requirements=(_WITH_SEAL,),
        ),
        Group(
            name="Tee",
            categories=("Schwarztee", "Kräutertee"),
            themes=("Nettofüllmenge",),
            attributes=(filling, AttributeRule(name="Ursprungsland", group="Herkunft", relevance=HIGH)),
        ),
    ]


def published() -> Directory:
    return Directory(
        groups=_groups(),
        brands=[
            Brand("B0LEUCHT", "Leuchtfroh"),
            Brand("B1WOLLIG", "Wollig & Warm"),
            Brand("B2KANTIG", "Kantholz"),
            Brand("B3FREMD0", "Fremdmarke", usable=False),
            Brand("B4MOEWE0", "Möwe"),
            Brand("CMWBBRW2", "Wetterfest"),
        ],
    )
