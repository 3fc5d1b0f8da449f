"""An invented assortment of any size: products of one to six variations, with prices and check digits."""

from collections.abc import Iterator
from random import Random
from typing import Any, Final

from stdnum import ean

_SIZES: Final = ("S", "M", "L")
_COLOURS: Final = ("blau", "rot")
_COMPLIANCE: Final = {
    "productSafety": {
        "addresses": [
            {
                "name": "Musterhandel GmbH",
                "address": "Lagerweg 7, 21035, Hamburg, Deutschland",
                "regionCode": "DE",
                "email": "sicherheit@example.com",
                "roles": ["DISTRIBUTOR"],
            }
        ]
    }
}
_MEDIA: Final = [{"type": "IMAGE", "location": "https://bilder.example.com/artikel.jpg"}]


def products(count: int, draw: Random) -> Iterator[dict[str, Any]]:
    """Bodies as a seller would send them. What several have in common is one object."""
    number = 0
    while number < count:
        reference = f"REF-{number:06d}"
        cents = draw.randint(499, 19_999)
        pricing = {"standardPrice": {"amount": cents / 100, "currency": "EUR"}, "vat": "FULL"}
        variants = [(colour, size) for colour in _COLOURS for size in _SIZES]
        for colour, size in variants[: min(draw.choice((1, 2, 3, 6)), count - number)]:
            yield {
                "productReference": reference,
                "sku": f"ART-{number:06d}",
                "ean": gtin(number),
                "productDescription": _description(reference, colour, size),
                "mediaAssets": _MEDIA,
                "pricing": pricing,
                "compliance": _COMPLIANCE,
            }
            number += 1


def gtin(number: int) -> str:
    body = f"4311{number:08d}"
    return body + ean.calc_check_digit(body)


def _description(reference: str, colour: str, size: str) -> dict[str, Any]:
    return {
        "category": "T-Shirt",
        "brandId": "B4MOEWE0",
        "productLine": f"Möwe {reference[4:]}",
        "bulletPoints": ["Reine Baumwolle"],
        "attributes": [
            {"name": "Farbe", "values": [colour], "additional": False},
            {"name": "Größe", "values": [size], "additional": False},
            {"name": "Materialzusammensetzung", "values": ["100% Baumwolle"], "additional": False},
        ],
    }
