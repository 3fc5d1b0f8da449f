"""Moves of listing records for the listing book."""

from collections.abc import Callable, Iterable

from core.listing.record import ListingRecord
from core.orders import Sku
from ports.memory.listings import Move


def where_known(move: Callable[[ListingRecord], ListingRecord]) -> Move:
    """What is not here stays so."""
    return lambda record: None if record is None else move(record)


def for_each(skus: Iterable[Sku], move: Callable[[ListingRecord], ListingRecord]) -> dict[Sku, Move]:
    return {sku: where_known(move) for sku in skus}
