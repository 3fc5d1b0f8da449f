"""Articles as a warehouse has them: what is there, what is promised, what is held back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.errors import InvalidValue
from core.listing.checks.identity import check_digit
from core.orders import Sku
from core.text import Text

#: The most pieces that a count may name.
MOST: Final = 999_999_999
LONGEST_SKU: Final = 50
LONGEST_TITLE: Final = 500
_EAN_LENGTHS: Final = frozenset({8, 12, 13, 14})


@dataclass(frozen=True, slots=True)
class Level:
    """The stock of one article, in pieces. Also negative figures may occur: more was sold than was there.

    on_hand    in the warehouse, promised pieces included
    reserved   promised to orders and not yet sent
    buffer     held back by the seller
    revision   grows with every change of any article of the account
    offered    whether portals offer it unless the seller says otherwise
    sold_at    the earliest sale since the revision that was asked from; None without one
    """

    sku: Sku
    on_hand: int
    reserved: int
    buffer: int
    revision: int
    offered: bool = True
    sold_at: datetime | None = None

    @property
    def free(self) -> int:
        """What may still be promised."""
        return self.on_hand - self.reserved - self.buffer


@dataclass(frozen=True, slots=True)
class Article:
    """What is sold, and its stock. `counted_at` is when `on_hand` was last told as a whole."""

    level: Level
    ean: str
    title: str
    counted_at: datetime

    @property
    def sku(self) -> Sku:
        return self.level.sku


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody says about an article; None leaves what is known. A new article has 0 and "" there.

    raises  InvalidValue: `field` names the part that is wrong
    """

    sku: Sku
    on_hand: int | None = None
    buffer: int | None = None
    ean: str | None = None
    title: str | None = None
    offered: bool | None = None

    def __post_init__(self) -> None:
        _demand_sku(self.sku)
        _demand_pieces("on_hand", self.on_hand)
        _demand_pieces("buffer", self.buffer)
        if self.ean:
            demand_ean(self.ean)
        if self.title is not None:
            _demand_title(self.title)


def _demand_sku(sku: str) -> None:
    if not sku or sku != sku.strip() or not sku.isprintable():
        raise InvalidValue(
            Text(
                en="a SKU is not empty, has no blanks at its edges and no control characters",
                de="eine SKU ist nicht leer, ohne Leerzeichen am Rand und ohne Steuerzeichen",
            ),
            field="sku",
        )
    if len(sku) > LONGEST_SKU:
        raise _too_long("sku", LONGEST_SKU)


def _demand_title(title: str) -> None:
    if not title.isprintable():
        raise InvalidValue(
            Text(en="a title has no control characters", de="ein Titel hat keine Steuerzeichen"),
            field="title",
        )
    if len(title) > LONGEST_TITLE:
        raise _too_long("title", LONGEST_TITLE)


def _demand_pieces(field: str, pieces: int | None) -> None:
    if pieces is not None and not 0 <= pieces <= MOST:
        raise InvalidValue(
            Text(
                en=f"{pieces} is no number of pieces; 0 to {MOST} are possible",
                de=f"{pieces} ist keine Stückzahl; möglich sind 0 bis {MOST}",
            ),
            field=field,
        )


def _too_long(field: str, most: int) -> InvalidValue:
    return InvalidValue(
        Text(en=f"longer than {most} characters", de=f"länger als {most} Zeichen"), field=field
    )


def demand_ean(ean: str) -> None:
    """raises  InvalidValue (field `ean`): no GTIN of 8, 12, 13 or 14 digits, or a wrong check digit"""
    if not (ean.isascii() and ean.isdigit() and len(ean) in _EAN_LENGTHS):
        raise InvalidValue(
            Text(
                en=f"{ean[:20]!r} is no EAN: it has 8, 12, 13 or 14 digits and nothing else",
                de=f"„{ean[:20]}“ ist keine EAN: sie hat 8, 12, 13 oder 14 Ziffern und sonst nichts",
            ),
            field="ean",
        )
    if check_digit(ean[:-1]) != ean[-1]:
        raise InvalidValue(
            Text(
                en=f"the EAN {ean} has a wrong digit: the last one would have to be {check_digit(ean[:-1])}",
                de=f"die EAN {ean} hat eine falsche Ziffer: die letzte müsste {check_digit(ean[:-1])} sein",
            ),
            field="ean",
        )
