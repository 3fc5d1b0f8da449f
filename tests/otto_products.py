"""Product data as a seller would send them to OTTO's stand-in."""

from copy import deepcopy
from typing import Any

from stdnum import ean

#: The category "T-Shirt" demands it.
TEXTILE = {"name": "Materialzusammensetzung", "values": ["100% Baumwolle"]}


def gtin(number: int) -> str:
    body = f"4399{number:08d}"
    return body + ean.calc_check_digit(body)


def shirt(number: int = 1, *, size: str = "M", reference: str = "HEMD", **changes: Any) -> dict[str, Any]:
    """A variation of a T-shirt that OTTO accepts. `changes` replace whole fields."""
    body: dict[str, Any] = {
        "productReference": reference,
        "sku": f"HEMD-{number}",
        "ean": gtin(number),
        "productDescription": {
            "category": "T-Shirt",
            "brandId": "B4MOEWE0",
            "productLine": "Deichkind",
            "bulletPoints": ["Reine Baumwolle"],
            "attributes": [
                {"name": "Farbe", "values": ["blau"]},
                {"name": "Größe", "values": [size]},
                TEXTILE,
            ],
        },
        "mediaAssets": [{"type": "IMAGE", "location": "https://bilder.example.com/hemd.jpg"}],
        "pricing": {"standardPrice": {"amount": 19.95, "currency": "EUR"}, "vat": "FULL"},
        "compliance": {
            "productSafety": {
                "addresses": [
                    {
                        "name": "Musterhandel GmbH",
                        "address": "Lagerweg 7, 21035, Hamburg, Deutschland",
                        "email": "sicherheit@example.com",
                        "roles": ["DISTRIBUTOR"],
                    }
                ]
            }
        },
    }
    return {**body, **changes}


def with_value(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with the value at "pricing.standardPrice.amount" or "mediaAssets.0.type"; a value of `...` takes
    the field away."""
    copy = deepcopy(body)
    holder: Any = copy
    *way, last = path.split(".")
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    if value is ...:
        del holder[last]
    elif isinstance(holder, list):
        holder[int(last)] = value
    else:
        holder[last] = value
    return copy
