"""The form of parcel and return numbers, where it is publicly known.

DHL     12 digits with a check digit, by weights 4 and 9 (Identcode) or 3 and 1 (as in GS1; DHL's own
        example 999991587211); 20 digits: 00 and a GS1 number (SSCC) with its check digit
GLS     11 digits, or 12 with a check digit: weights 3 and 1 from the right, plus one (GLS's own examples
        100002180461, 202800020052)
Hermes  14 digits, or H and 19 digits; the check digit of the 14 is not published
source  adapters/otto/NOTES.md, "return numbers"
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import cycle
from types import MappingProxyType
from typing import Final


class Form(StrEnum):
    """FITS: known form, and the check digit fits where there is one. UNKNOWN: nobody can tell."""

    FITS = "fits"
    WRONG_DIGIT = "wrong_digit"
    UNKNOWN = "unknown"


def form_of(carrier: str, number: str) -> Form:
    """`carrier` in any case, as "DHL" or "dhl"."""
    check = _FORMS.get(carrier.upper())
    return Form.UNKNOWN if check is None else check(number)


def carriers_of(number: str) -> tuple[str, ...]:
    """The carriers whose numbers look like this one; a scanned number often tells who brings the parcel."""
    return tuple(carrier for carrier, check in _FORMS.items() if check(number) is Form.FITS)


def plain(number: str) -> str:
    """As it stands in the bar code: labels print numbers in groups, and people copy the gaps."""
    return "".join(number.split())


def looks_like(number: str) -> str | None:
    """The one carrier whose form this is by more than its length; None: none or several."""
    told = number[:1] == "H" or len(number) in {12, 20}
    fitting = carriers_of(number)
    return fitting[0] if told and len(fitting) == 1 else None


def with_check_digit(carrier: str, serial: str) -> str:
    """The number that follows from a serial of 11 digits; others are whole numbers already."""
    digit = _COMPLETE.get(carrier.upper())
    return serial + digit(serial) if digit is not None and len(serial) == 11 and _digits(serial) else serial


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _up_to_ten(total: int) -> str:
    return str(-total % 10)


def gs1(serial: str) -> str:
    """Threes and ones from the right."""
    return _up_to_ten(sum(int(d) * w for d, w in zip(reversed(serial), cycle((3, 1)), strict=False)))


def gls(serial: str) -> str:
    """As `gs1`, plus one."""
    return _up_to_ten(sum(int(d) * w for d, w in zip(reversed(serial), cycle((3, 1)), strict=False)) + 1)


def identcode(serial: str) -> str:
    """Fours and nines from the left."""
    return _up_to_ten(sum(int(d) * w for d, w in zip(serial, cycle((4, 9)), strict=False)))


def _fits(number: str, *digits: Callable[[str], str]) -> Form:
    good = any(number[-1] == digit(number[:-1]) for digit in digits)
    return Form.FITS if good else Form.WRONG_DIGIT


def _dhl(number: str) -> Form:
    if _digits(number) and len(number) == 12:
        return _fits(number, identcode, gs1)
    if _digits(number) and len(number) == 20 and number.startswith("00"):
        return _fits(number, gs1)
    return Form.UNKNOWN


def _gls(number: str) -> Form:
    if _digits(number) and len(number) == 12:
        return _fits(number, gls)
    return Form.FITS if _digits(number) and len(number) == 11 else Form.UNKNOWN


def _hermes(number: str) -> Form:
    fourteen = _digits(number) and len(number) == 14
    with_h = number[:1] == "H" and len(number) == 20 and _digits(number[1:])
    return Form.FITS if fourteen or with_h else Form.UNKNOWN


_FORMS: Final[Mapping[str, Callable[[str], Form]]] = MappingProxyType(
    {"DHL": _dhl, "GLS": _gls, "HERMES": _hermes}
)
_COMPLETE: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType({"DHL": gs1, "GLS": gls})
