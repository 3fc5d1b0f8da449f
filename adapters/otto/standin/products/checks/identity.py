"""What a variation is called: sku, ean, product reference, and further numbers."""

from typing import Any

from stdnum import ean

from adapters.otto.standin.bodies import Json
from adapters.otto.standin.products.checks.fields import (
    Complaints,
    has_control_characters,
    optional_moment,
    optional_text,
    text,
)
from adapters.otto.standin.products.codes import complaint


def identity(body: Json, path: str) -> Complaints:
    yield from text(body.get("productReference"), f"{path}.productReference", 50)
    yield from _sku(body.get("sku"), f"{path}.sku")
    yield from _ean(body.get("ean"), f"{path}.ean")
    yield from optional_text(body.get("pzn"), f"{path}.pzn")
    yield from optional_text(body.get("mpn"), f"{path}.mpn", 50)
    yield from optional_text(body.get("moin"), f"{path}.moin")
    yield from optional_moment(body.get("releaseDate"), f"{path}.releaseDate")


def _sku(sku: Any, path: str) -> Complaints:
    yield from text(sku, path, 50)
    if isinstance(sku, str):
        if sku != sku.strip():
            yield complaint("SURROUNDING_BLANKS", path)
        if has_control_characters(sku):
            yield complaint("CONTROL_CHARACTER", path)


def _ean(number: Any, path: str) -> Complaints:
    missing = list(text(number, path))
    yield from missing
    if not missing and not (
        number.isascii() and number.isdigit() and number[0] != "2" and ean.is_valid(number)
    ):
        yield complaint("INVALID_EAN", path)
