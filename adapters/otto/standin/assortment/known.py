"""Articles out of the order catalogue as a seller lists them: what buyers order is what is listed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from adapters.otto.standin.orders.catalogue import CATALOGUE, Article

_DISTRIBUTOR: Final = {
    "name": "Musterhandel GmbH",
    "address": "Lagerweg 7, 21035, Hamburg, Deutschland",
    "regionCode": "DE",
    "email": "sicherheit@example.com",
}
_SAFETY: Final = {"productSafety": {"addresses": [{**_DISTRIBUTOR, "roles": ["DISTRIBUTOR"]}]}}
_FOOD: Final = {"foodInformation": {"addresses": [{**_DISTRIBUTOR, "roles": ["FOOD_BUSINESS_OPERATOR"]}]}}
_VAT: Final = {19: "FULL", 7: "REDUCED"}
_COTTON: Final = {"Materialzusammensetzung": "100% Baumwolle"}
_LAMP: Final = {"Farbe": "schwarz", "Material": "Metall", "Energieeffizienzklasse": "E"}

#: SKU, or what SKUs begin with, to category, brand, product line and attributes. What the directory has no
#: category for is not listed.
_PRODUCTS: Final[Mapping[str, tuple[str, str, str, Mapping[str, str]]]] = {
    "SHIRT-": ("T-Shirt", "B4MOEWE0", "Möwe", _COTTON),
    "LAMPE-01": ("Tischleuchte", "B0LEUCHT", "Kiek", {**_LAMP, "Höhe": "38.5", "Anzahl Flammen": "1"}),
    "LAMPE/02.b": ("Stehlampe", "B0LEUCHT", "Lüttje Deern", {**_LAMP, "Höhe": "162"}),
    "DECKE-XL": (
        "Wolldecke",
        "B1WOLLIG",
        "Deich",
        {"Farbe": "grün", "Materialzusammensetzung": "100% Schurwolle", "Länge": "200", "Breite": "150"},
    ),
    "TEE-500": ("Schwarztee", "B4MOEWE0", "Ostfriesen", {"Nettofüllmenge": "500", "Ursprungsland": "Indien"}),
    "SOFA-L": ("Wohnlandschaft", "B2KANTIG", "Hafen", {"Farbe": "blau", "Anzahl Sitzplätze": "5"}),
}


def listable() -> Sequence[tuple[Article, dict[str, Any]]]:
    """Articles, and their bodies as a seller would send them."""
    return list(_listable())


def _listable() -> Iterator[tuple[Article, dict[str, Any]]]:
    for article in CATALOGUE:
        for beginning, (category, brand, line, attributes) in _PRODUCTS.items():
            if article.sku.startswith(beginning):
                dimensions = {name: value for _, name, value in article.dimensions}
                yield article, _body(article, category, brand, line, {**attributes, **dimensions})


def _body(
    article: Article, category: str, brand: str, line: str, attributes: Mapping[str, str]
) -> dict[str, Any]:
    slug = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in article.sku.lower())
    kinds = ["IMAGE", *(["ENERGY_EFFICIENCY_LABEL", "PRODUCT_DATASHEET"] if article.electric else [])]
    return {
        "productReference": "SHIRT" if article.sku.startswith("SHIRT-") else article.sku,
        "sku": article.sku,
        "ean": article.ean,
        "productDescription": {
            "category": category,
            "brandId": brand,
            "productLine": line,
            "bulletPoints": [article.title],
            "attributes": [
                {"name": name, "values": [value], "additional": False} for name, value in attributes.items()
            ],
        },
        "mediaAssets": [
            {"type": kind, "location": f"https://bilder.example.com/{slug}-{kind.lower()}"} for kind in kinds
        ],
        "pricing": {
            "standardPrice": {"amount": article.price_cents / 100, "currency": "EUR"},
            "vat": _VAT[article.vat_rate],
        },
        "compliance": _FOOD if "Nettofüllmenge" in attributes else _SAFETY,
    }
