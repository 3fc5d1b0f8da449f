"""The plan that keeps quantities equal on every portal: on hand, less reserved, less the buffer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.orders import Sku


class Line(NamedTuple):
    """One listing, as the warehouse and its marketplace are known to see it, in pieces. There are many of
    them, so it is a tuple.

    maximum  the most that this portal shows; None: no limit of the seller's
    shown    what the marketplace last acknowledged; None: it was never told, and may show anything
    doubts   what it may show instead: sent, and nobody knows whether it arrived
    again    whether it is to be sent even where it is shown: to clear doubts, or after a sale
    refused  a quantity that the marketplace did not take and that is not to be repeated yet; None: none
    version  of the record that it was made from
    """

    sku: Sku
    on_hand: int
    reserved: int
    buffer: int
    maximum: int | None = None
    shown: int | None = None
    doubts: tuple[int, ...] = ()
    again: bool = False
    refused: int | None = None
    version: int = 0


class ShowQuantity(NamedTuple):
    """Make the marketplace show `pieces` of `sku`, an absolute figure."""

    sku: Sku
    pieces: int


def wanted(line: Line, highest: int) -> int:
    """The quantity to show: what is free, at most the maximum, never below 0.

    highest  the largest quantity that the marketplace takes
    """
    most = highest if line.maximum is None else min(line.maximum, highest)
    return max(0, min(line.on_hand - line.reserved - line.buffer, most))


def plan(lines: Iterable[Line], highest: int) -> list[ShowQuantity]:
    """The changes after which every listing shows what is wanted: falls first, none where nothing changes.

    What may show more than is wanted is a fall, and so is what may show anything.
    """
    falls: list[ShowQuantity] = []
    rises: list[ShowQuantity] = []
    for sku, on_hand, reserved, buffer, maximum, shown, doubts, again, refused, _ in lines:
        free = on_hand - reserved - buffer
        most = highest if maximum is None or maximum > highest else maximum
        pieces = 0 if free < 0 else most if free > most else free  # `wanted`, without a call for each
        if (shown == pieces and not again) or refused == pieces:
            continue
        if shown is None or shown > pieces or (doubts and max(doubts) > pieces):
            falls.append(ShowQuantity(sku, pieces))
        else:
            rises.append(ShowQuantity(sku, pieces))
    return falls + rises


def batches(changes: Sequence[ShowQuantity], size: int) -> Iterator[Sequence[ShowQuantity]]:
    """In the order of the plan, as few calls as there can be."""
    return (changes[start : start + size] for start in range(0, len(changes), size))
