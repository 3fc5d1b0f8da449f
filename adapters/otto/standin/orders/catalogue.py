"""Invented articles that the generator sells, and those of the sandbox's order generator."""

from dataclasses import dataclass
from typing import Final

from stdnum import ean


@dataclass(frozen=True, slots=True)
class Article:
    sku: str
    title: str
    price_cents: int
    ean: str | None
    article_number: str
    vat_rate: int = 19
    forwarder: bool = False
    electric: bool = False
    dimensions: tuple[tuple[str, str, str], ...] = ()


def _gtin(number: int) -> str:
    body = f"430000{number:06d}"
    return body + ean.calc_check_digit(body)


def _articles() -> tuple[Article, ...]:
    shirts = (
        Article(
            sku=f"SHIRT-{size}-{colour[:3].upper()}",
            title=f"T-Shirt »Möwe« {colour}",
            price_cents=1299,
            ean=_gtin(100 + 10 * place + shade),
            article_number=f"S0HEM0{place}{shade}",
            dimensions=(("COLOR", "Farbe", colour), ("SIZE", "Größe", size)),
        )
        for place, size in enumerate(("S", "M", "L", "XL"))
        for shade, colour in enumerate(("rot", "blau", "weiß"))
    )
    others = (
        Article("LAMPE-01", "Tischleuchte »Kiek«, 1-flammig", 2395, _gtin(1), "S0LMP001", electric=True),
        Article("LAMPE/02.b", "Stehlampe »Lüttje Deern«", 12999, _gtin(2), "S0LMP002", electric=True),
        Article("DECKE-XL", "Wolldecke 150×200 cm", 4950, _gtin(3), "S0DCK003"),
        Article("SOCKEN-3", "Socken, 3 Paar", 999, None, "S0SOK004"),
        Article("BUCH-77", "Kochbuch »Grünkohl & Pinkel«", 2490, _gtin(5), "S0BUC005", vat_rate=7),
        Article("TEE-500", "Ostfriesentee, 500 g", 849, _gtin(6), "S0TEE006", vat_rate=7),
        Article("TASSE-01", "Teetasse, 6 Stück", 3600, _gtin(7), "S0TAS007"),
        Article("KISSEN-Ä", "Kissenhülle »Äpfel«", 1495, _gtin(8), "S0KIS008"),
        Article("REGAL-5", "Regal, 5 Böden", 8990, _gtin(9), "S0REG009"),
        Article("TOASTER-2", "Toaster, 2 Scheiben", 2999, _gtin(10), "S0TOA010", electric=True),
        Article(
            "WASCH-8KG", "Waschmaschine, 8 kg", 44900, _gtin(11), "S0WAM011", forwarder=True, electric=True
        ),
        Article("SOFA-L", "Wohnlandschaft, 3-teilig", 129900, _gtin(12), "S0SOF012", forwarder=True),
        Article("BETT-180", "Boxspringbett 180×200 cm", 89900, _gtin(13), "S0BET013", forwarder=True),
    )
    return (*shirts, *others)


CATALOGUE: Final = _articles()

#: The articles of the sandbox: its guide names title, EAN and SKU; prices and article numbers are invented.
PHONE: Final = Article(
    "SmartCM1000-schwarz-1",
    "Smartphone »CallMe 1000«",
    29900,
    "1245780164732",
    "S000001AXQU",
    electric=True,
)
SHIRT: Final = Article("FancyFlower-m-pi", "Fancy Shirt »Flower«", 1995, "4851278936452", "S000002AXQU")
MOWER: Final = Article(
    "0440-Rasen-T-V1", "Rasenmaeher »Turbo V1«", 18900, "9821393948573", "S000004AXQU", electric=True
)
COUCH: Final = Article(
    "Sped-Wohn-3-98735",
    "Spedition Wohnlandschaft 3.tlg.",
    99900,
    "8263748321943",
    "S000003AXQU",
    forwarder=True,
)
FRIDGE: Final = Article(
    "Sped-Kühl084-kombi",
    "Spedition Kühlschrank »COOL EXTREM«",
    64900,
    "7263000981290",
    "S000005AXQU",
    forwarder=True,
    electric=True,
)
