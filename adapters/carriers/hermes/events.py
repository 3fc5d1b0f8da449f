"""Hermes' event codes as states of a parcel.

Hermes tells a code of four digits (its "2x2" code), its tables also know one of nine digits ("3x3"), and the
interface description shows the latter as three numbers with dashes. All are mapped by their longest known
beginning; own work after the vendor's table of event codes. NOTES.md, "tracking".
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.parcel import ParcelState

_ANNOUNCED = ParcelState.ANNOUNCED
_MOVING = ParcelState.ON_THE_WAY
_OUT = ParcelState.OUT_FOR_DELIVERY
_PICKUP = ParcelState.PICKUP
_DELIVERED = ParcelState.DELIVERED
_PROBLEM = ParcelState.PROBLEM
_RETURNED = ParcelState.RETURNED
_CANCELLED = ParcelState.CANCELLED
_UNKNOWN = ParcelState.UNKNOWN

#: None: the event says nothing about where the parcel is (a wish of the consumer, a measurement).
Table = Mapping[str, ParcelState | None]

BY_FOUR_DIGITS: Final[Table] = MappingProxyType(
    {
        "0": _ANNOUNCED,
        "1": _MOVING,
        "152": _RETURNED,  # sorted, on its way back to the client
        "1751": _PROBLEM,  # rejected by customs
        "2": _MOVING,
        "3": _OUT,
        "341": _PICKUP,
        "343": _MOVING,  # with the carrier to an island
        "35": _DELIVERED,
        "37": _PROBLEM,  # a delivery failed
        "376": _RETURNED,  # a return was taken along or handed in
        "40": _PROBLEM,  # back at the depot
        "406": _RETURNED,
        "407": _MOVING,  # an earlier event is taken back
        "41": _MOVING,  # kept for a while
        "45": _MOVING,
        "46": _MOVING,  # waits at a ParcelShop for the driver
        "463": _PROBLEM,  # cannot be found there
        "60": _RETURNED,
        "6085": _PROBLEM,  # damaged
        "6086": _PROBLEM,  # misdirected
        "6087": _PROBLEM,
        "6088": _MOVING,  # redirected as the consumer wished
        "6090": _MOVING,
        "75": _RETURNED,  # arrived at the client
        "904": None,
        "93": None,
        "934": _CANCELLED,
        "9399": _UNKNOWN,  # the cancellation is cancelled
    }
)

BY_NINE_DIGITS: Final[Table] = MappingProxyType(
    {
        "00": _ANNOUNCED,
        "01": _MOVING,
        "03": _MOVING,
        "031": None,
        "033051": _PROBLEM,
        "04": _MOVING,
        "048003": _PROBLEM,
        "05": _MOVING,
        "050": _OUT,
        "05009": _MOVING,
        "055": _PICKUP,
        "055002": _MOVING,
        "06": _PROBLEM,
        "06009": _MOVING,
        "060095": _PROBLEM,
        "065": _RETURNED,
        "08": _MOVING,
        "09": _DELIVERED,
        "10": _RETURNED,
        "100005": _PROBLEM,
        "100006": _PROBLEM,
        "100007": _PROBLEM,
        "100008": _MOVING,
        "10009": _MOVING,
        "100099": _RETURNED,
        "101": _MOVING,
        "11": _RETURNED,
        "12": _RETURNED,
        "3": None,
        "32002": _CANCELLED,
        "39002": _UNKNOWN,
    }
)

_DASHED: Final = re.compile(r"([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,3})\Z")
_FOUR: Final = re.compile(r"[0-9]{4}\Z")
_NINE: Final = re.compile(r"[0-9]{9}\Z")


def state_of(code: str) -> ParcelState | None:
    """None where the event does not tell where the parcel is; UNKNOWN for a code that is in no table."""
    if dashed := _DASHED.match(code):
        return _longest("".join(part.zfill(3) for part in dashed.groups()), BY_NINE_DIGITS)
    if _NINE.match(code):
        return _longest(code, BY_NINE_DIGITS)
    if _FOUR.match(code):
        return _longest(code, BY_FOUR_DIGITS)
    return _UNKNOWN


def _longest(code: str, table: Table) -> ParcelState | None:
    for length in range(len(code), 0, -1):
        if code[:length] in table:
            return table[code[:length]]
    return _UNKNOWN
