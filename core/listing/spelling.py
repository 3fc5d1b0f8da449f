"""Single values as they stand in a cell, and back. What is read tolerates how people write; what is spelled
is one form. Reading raises InvalidValue with what is wrong, in words for the person who wrote the cell."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, Generic, TypeVar

from core.errors import InvalidValue
from core.listing.values import PackingUnit, Vat
from core.money import Money
from core.text import Text

T = TypeVar("T")

#: The currency of an amount without one.
CURRENCY: Final = "EUR"

_AMOUNT: Final = re.compile(r"(?P<figure>[+-]?\d{1,12}(?:[.,]\d{1,6})?)\s*(?P<currency>[A-Za-z]{3}|€)?")
_FIGURE: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?")
_WHOLE: Final = re.compile(r"[+-]?\d{1,15}")
_PACKING: Final = re.compile(r"(\d{0,9})\s*g?\s*[x;×]\s*(\d{0,9})\s*[x;×]\s*(\d{0,9})\s*[x;×]\s*(\d{0,9})")
_YES: Final = frozenset({"yes", "ja", "true", "wahr", "1", "x"})
_NO: Final = frozenset({"no", "nein", "false", "falsch", "0"})
_VAT: Final = {"19": Vat.FULL, "7": Vat.REDUCED, "0": Vat.FREE} | {vat.value: vat for vat in Vat}


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """`read(spell(value))` is `value`. `read` gets a cell that is not blank."""

    read: Callable[[str], T]
    spell: Callable[[T], str]


def _text(cell: str) -> str:
    return cell


def _money(cell: str) -> Money:
    found = _AMOUNT.fullmatch(cell.strip())
    if found is None:
        raise InvalidValue(
            Text(
                en=f"{_short(cell)} is no amount of money; write it like 19.95",
                de=f"{_short(cell)} ist kein Geldbetrag; bitte wie 19,95 schreiben",
            )
        )
    currency = (found["currency"] or CURRENCY).upper()
    return Money.of(Decimal(found["figure"].replace(",", ".")), CURRENCY if currency == "€" else currency)


def _spell_money(money: Money) -> str:
    sign = "-" if money.cents < 0 else ""
    amount = f"{sign}{abs(money.cents) // 100}.{abs(money.cents) % 100:02d}"
    return amount if money.currency == CURRENCY else f"{amount} {money.currency}"


def _whole(cell: str) -> int:
    if not _WHOLE.fullmatch(cell.strip()):
        raise InvalidValue(
            Text(en=f"{_short(cell)} is no whole number", de=f"{_short(cell)} ist keine ganze Zahl")
        )
    return int(cell)


def _decimal(cell: str) -> Decimal:
    try:
        if _FIGURE.fullmatch(cell.strip()):
            return Decimal(cell.strip().replace(",", ".")).normalize()
    except InvalidOperation:
        pass
    raise InvalidValue(
        Text(
            en=f"{_short(cell)} is no number; write it like 0.75",
            de=f"{_short(cell)} ist keine Zahl; bitte wie 0,75 schreiben",
        )
    )


def spell_decimal(figure: Decimal) -> str:
    """In plain notation, without an exponent and without needless zeros."""
    plain = f"{figure:f}"
    return (plain.rstrip("0").rstrip(".") or "0") if "." in plain else plain


def _moment(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(cell.strip())
        if moment.tzinfo is None and len(cell.strip()) <= len("2026-12-31"):
            return moment.replace(tzinfo=UTC)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidValue(
        Text(
            en=f"{_short(cell)} is no time; write it like 2026-12-01T08:00+01:00, or a date like 2026-12-01",
            de=f"{_short(cell)} ist keine Zeit; bitte wie 2026-12-01T08:00+01:00 oder 2026-12-01",
        )
    )


def _spell_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _truth(cell: str) -> bool:
    word = cell.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise InvalidValue(
        Text(en=f"{_short(cell)} is neither yes nor no", de=f"{_short(cell)} ist weder ja noch nein")
    )


def _vat(cell: str) -> Vat:
    word = cell.strip().rstrip("%").strip().upper()
    if word in _VAT:
        return _VAT[word]
    raise InvalidValue(
        Text(
            en=f"{_short(cell)} is no VAT rate; known: FULL (19), REDUCED (7), FREE (0)",
            de=f"{_short(cell)} ist kein Steuersatz; bekannt: FULL (19), REDUCED (7), FREE (0)",
        )
    )


def _packing(cell: str) -> PackingUnit:
    found = _PACKING.fullmatch(cell.strip())
    if found is None or not any(found.groups()):
        raise InvalidValue(
            Text(
                en=f"{_short(cell)} is no packing unit; write grams x width x height x length in mm, "
                "like 365x600x200x300",
                de=f"{_short(cell)} ist keine Packeinheit; bitte Gramm x Breite x Höhe x Länge in mm, "
                "wie 365x600x200x300",
            )
        )
    return PackingUnit(*(int(figure) if figure else None for figure in found.groups()))


def _spell_packing(unit: PackingUnit) -> str:
    figures = (unit.weight_g, unit.width_mm, unit.height_mm, unit.length_mm)
    return "x".join("" if figure is None else str(figure) for figure in figures)


def _short(cell: str) -> str:
    text = "".join(sign if sign.isprintable() else "?" for sign in cell.strip())
    return f"{text[:40]!r}"


TEXT: Final = Codec(_text, str)
MONEY: Final = Codec(_money, _spell_money)
WHOLE: Final = Codec(_whole, str)
DECIMAL: Final = Codec(_decimal, spell_decimal)
MOMENT: Final = Codec(_moment, _spell_moment)
TRUTH: Final = Codec(_truth, lambda truth: "yes" if truth else "no")
VAT: Final = Codec(_vat, lambda vat: vat.value)
PACKING: Final = Codec(_packing, _spell_packing)
