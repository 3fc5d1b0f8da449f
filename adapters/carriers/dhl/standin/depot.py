"""What DHL knows: the contract of the one customer, and every parcel announced."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from typing import Any, Final

from stdnum import ean

from core.parcel import LabelKind, Reference

PROFILE: Final = "STANDARD_GRUPPENPROFIL"
#: The published billing numbers of the sandbox, with the product that each is for.
BILLING_NUMBERS: Final[Mapping[str, str]] = {
    "33333333330101": "V01PAK",
    "33333333330102": "V01PAK",
    "33333333335301": "V53WPAK",
    "33333333335401": "V54EPAK",
    "33333333336201": "V62KP",
    "33333333336601": "V66WPI",
}
#: This one is booked without any service.
WITHOUT_SERVICES: Final = "33333333330101"
ENCLOSED_RETURN: Final = "33333333330701"
RETURN_BILLING_NUMBER: Final = "22222222220701"
#: Return receivers and where their parcels start. Returns from Switzerland need customs data.
RECEIVERS: Final[Mapping[str, str]] = {"deu": "deu", "deu_ggp": "deu", "aut": "aut", "che": "che"}

STATES: Final = ("pre-transit", "transit", "delivered", "failure", "unknown")


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel announced. `papers` by DHL's name of the paper; `events` are states with their moment."""

    kind: LabelKind
    number: str
    reference: str
    ship_date: date
    request: Mapping[str, Any] = field(repr=False)
    return_number: str | None = None
    closed: bool = False
    cancelled: bool = False
    events: tuple[tuple[datetime, str], ...] = ()


class Depot:
    """Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._parcels: dict[str, Shipment] = {}
        self._serial = count(1)

    def announce(
        self,
        kind: LabelKind,
        reference: str,
        ship_date: date,
        request: Mapping[str, Any],
        *,
        enclosed: bool = False,
    ) -> Shipment:
        """Book a parcel: from now on it counts as bought."""
        with self._lock:
            serial = next(self._serial)
            shipment = Shipment(
                kind=kind,
                number=_sscc(serial) if kind is LabelKind.SHIPMENT else _return_number(serial),
                reference=reference,
                ship_date=ship_date,
                request=request,
                return_number=_return_number(serial) if enclosed else None,
                events=((self._clock(), STATES[0]),),
            )
            self._parcels[shipment.number] = shipment
            return shipment

    def get(self, number: str) -> Shipment | None:
        with self._lock:
            return self._parcels.get(number)

    def is_open(self, shipment: Shipment) -> bool:
        """Until somebody closes the day, or it is over."""
        over = self._clock().date() > shipment.ship_date
        return shipment.kind is LabelKind.SHIPMENT and not (over or shipment.closed or shipment.cancelled)

    def cancel(self, number: str) -> str:
        """ "done", "unknown" or "closed"."""
        with self._lock:
            shipment = self._parcels.get(number)
            if shipment is None or shipment.cancelled or shipment.kind is LabelKind.RETURN:
                return "unknown"
            if not self.is_open(shipment):
                return "closed"
            self._parcels[number] = replace(shipment, cancelled=True)
            return "done"

    def close_day(self, numbers: Sequence[str] | None = None) -> Sequence[str]:
        """Close these shipments, or all open ones; those that were open until now."""
        with self._lock:
            closed = [
                shipment.number
                for shipment in self._parcels.values()
                if self.is_open(shipment) and (numbers is None or shipment.number in numbers)
            ]
            for number in closed:
                self._parcels[number] = replace(self._parcels[number], closed=True)
            return closed

    def scan(self, number: str, state: str) -> None:
        """raises  KeyError: no such parcel, ValueError: no such state"""
        if state not in STATES:
            raise ValueError(f"no such state; known: {', '.join(STATES)}")
        with self._lock:
            shipment = self._parcels[number]
            event = (self._clock(), state)
            self._parcels[number] = replace(shipment, events=(*shipment.events, event))

    def parcels(self) -> Sequence[Shipment]:
        with self._lock:
            return tuple(self._parcels.values())

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        """Kind, reference and number of every label that was booked, in order; cancelled ones too."""
        return [(parcel.kind, Reference(parcel.reference), parcel.number) for parcel in self.parcels()]


def _sscc(serial: int) -> str:
    """00, a GS1 base number and a check digit, as on DHL's labels."""
    body = f"34043333{serial:09d}"
    return f"00{body}{ean.calc_check_digit(body)}"


def _return_number(serial: int) -> str:
    """Out of the range 99999XXXXXXC."""
    body = f"99999{serial:06d}"
    return f"{body}{ean.calc_check_digit(body)}"
