"""Short names for content: equal for equal cells, different for different ones."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

Cells = Mapping[str, str]

PRICE: Final = frozenset({"price", "sale_price", "sale_start", "sale_end"})
DELIVERY: Final = frozenset({"delivery_profile", "processing_days"})


class Part(StrEnum):
    """What a marketplace is told on its own path."""

    CONTENT = "content"
    PRICE = "price"
    DELIVERY = "delivery"


def part_of(column: str) -> Part:
    if column in PRICE:
        return Part.PRICE
    return Part.DELIVERY if column in DELIVERY else Part.CONTENT


def digest_of(cells: Cells, part: Part) -> str:
    state = hashlib.blake2b(digest_size=16)
    for column in sorted(column for column in cells if part_of(column) is part):
        for text in (column, cells[column]):
            data = text.encode("utf-8", "surrogatepass")
            state.update(len(data).to_bytes(4, "big") + data)
    return state.hexdigest()
