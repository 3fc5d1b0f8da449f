"""The parcels that GLS knows, and the contacts and apps that may make them."""

import random
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.parcel import LabelKind, Reference
from standins.labels import label_pdf, label_zpl, qr_png

DEMO_CONTACT: Final = "demo-contact"
DEMO_APP: Final = "demo-app"

_TRACK_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_FIRST_NUMBER: Final = 60_107_950_084


@dataclass(slots=True)
class Parcel:
    """One parcel. `status` is Track and Trace's word; from INTRANSIT on it has been scanned.

    order_id  of a return order; None for what ShipIT made
    lines     what stands on its label
    """

    kind: LabelKind
    number: str
    track_id: str
    references: tuple[str, ...]
    contact: str
    made_at: datetime
    lines: tuple[str, ...] = field(repr=False)
    status: str = "PREADVICE"
    order_id: str | None = None
    events: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def reference(self) -> Reference:
        return Reference(self.references[0] if self.references else "")

    @property
    def is_cancelled(self) -> bool:
        return self.status == "CANCELED"

    @property
    def is_scanned(self) -> bool:
        return self.status not in {"PREADVICE", "CANCELED", "PLANNEDPICKUP", "INPICKUP"}

    def paper(self, wanted: str) -> bytes:
        """Its label as pdf, zpl or png."""
        if wanted == "zpl":
            return label_zpl(self.number, self.lines)
        return qr_png(self.number) if wanted == "png" else label_pdf(self.number, self.lines)


class Depot:
    """Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime], seed: int = 0) -> None:
        self.clock = clock
        self._random = random.Random(seed)
        self._lock = threading.RLock()
        self._parcels: list[Parcel] = []
        #: Booked services by contact id.
        self.contacts: dict[str, frozenset[str]] = {
            DEMO_CONTACT: frozenset(
                {"service_shopreturn", "service_pickandreturn", "service_flexdelivery", "service_deposit"}
            )
        }
        self.apps = {DEMO_APP, "sandbox"}

    def make(
        self,
        kind: LabelKind,
        references: Sequence[str],
        contact: str,
        lines: Sequence[str],
        *,
        by_order: bool = False,
    ) -> Parcel:
        with self._lock:
            digits = str(_FIRST_NUMBER + len(self._parcels))
            track_id = "Z" + "".join(self._random.choices(_TRACK_SIGNS, k=7))
            parcel = Parcel(
                kind=kind,
                number=digits + _check_digit(digits),
                track_id=track_id,
                references=tuple(references),
                contact=contact,
                made_at=self.clock(),
                lines=tuple(lines),
                order_id=str(uuid.UUID(int=self._random.getrandbits(128), version=4)) if by_order else None,
                events=[("INTIAL.PREADVICE", self.clock())],
            )
            self._parcels.append(parcel)
            return parcel

    def parcels(self) -> Sequence[Parcel]:
        with self._lock:
            return tuple(self._parcels)

    def cancel(self, parcel: Parcel) -> str:
        """ShipIT's word for the outcome."""
        with self._lock:
            if parcel.is_scanned:
                return "SCANNED"
            if not parcel.is_cancelled:
                self.move(parcel, "CANCELED")
            return "CANCELLED"

    def move(self, parcel: Parcel, status: str) -> None:
        """What happens to it on its way."""
        with self._lock:
            parcel.status = status
            parcel.events.append((_EVENTS.get(status, "INTIAL.NORMAL"), self.clock()))

    def known_as(self, **wanted: str) -> Iterator[Parcel]:
        """Those that every given identifier fits: track_id, number, order_id, reference."""
        for parcel in self.parcels():
            if all(
                value in parcel.references if name == "reference" else getattr(parcel, name) == value
                for name, value in wanted.items()
            ):
                yield parcel


_EVENTS: Final = {
    "CANCELED": "CANCEL.NORMAL",
    "INDELIVERY": "OUTDEL.NORMAL",
    "DELIVERED": "DELIVD.NORMAL",
    "DELIVEREDPS": "DELIVD.PARCELSHOP",
}


def _check_digit(digits: str) -> str:
    """Threes and ones from the right, plus one, filled up to the next ten, as in the examples of GLS."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-(total + 1) % 10)
