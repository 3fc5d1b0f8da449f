"""Parcels on their way back to the seller, each with what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Final

from adapters.otto.standin.orders.moves import Impossible
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.shipments.shipment import TrackingKey

_FIRST_ID: Final = 0x602392A2E5C50D0CBFB18A6B


class Progress(StrEnum):
    """The words of the interface. DELIVERED may mean the carrier's hub."""

    ANNOUNCED = "ANNOUNCED"
    ON_THE_WAY = "ON_THE_WAY"
    DELIVERED = "DELIVERED"


_TEXTS: Final = {
    Progress.ON_THE_WAY: "Retoure am PaketShop abgegeben",
    Progress.DELIVERED: "Retoure zugestellt",
}


@dataclass(frozen=True, slots=True)
class Step:
    progress: Progress
    at: datetime

    @property
    def text(self) -> str | None:
        return _TEXTS.get(self.progress)


@dataclass(frozen=True, slots=True)
class ReturnParcel:
    """`pieces` are (sales order id, position item id)."""

    id: str
    created_at: datetime
    key: TrackingKey
    pieces: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]

    @property
    def changed_at(self) -> datetime:
        return self.steps[-1].at


class ReturnParcels:
    """Works under the lock of the shelf. A parcel without pieces does not show."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._parcels: dict[str, ReturnParcel] = {}
        self._by_key: dict[TrackingKey, str] = {}
        self._ids = count(_FIRST_ID)

    def announce(self, key: TrackingKey, order_id: str, item_id: str) -> None:
        """One more piece for the parcel; a new one where there is none, or where it has left already."""
        with self._shelf.lock:
            known = self._parcels.get(self._by_key.get(key, ""))
            piece = (order_id, item_id)
            if known is not None and known.steps[-1].progress is Progress.ANNOUNCED:
                if piece not in known.pieces:
                    self._parcels[known.id] = replace(known, pieces=(*known.pieces, piece))
                return
            now = self._shelf.now()
            parcel = ReturnParcel(
                f"{next(self._ids):024x}", now, key, (piece,), (Step(Progress.ANNOUNCED, now),)
            )
            self._parcels[parcel.id] = parcel
            self._by_key[key] = parcel.id

    def drop(self, item_id: str) -> None:
        """The piece is not coming back after all."""
        with self._shelf.lock:
            for parcel in list(self._parcels.values()):
                left = tuple(piece for piece in parcel.pieces if piece[1] != item_id)
                self._parcels[parcel.id] = replace(parcel, pieces=left)

    def advance(self, carrier: str, number: str, progress: Progress) -> None:
        """The carrier has scanned it.

        raises  Impossible
        """
        with self._shelf.lock:
            parcel = self.find_by_key(carrier, number)
            if parcel is None:
                raise Impossible("there is no such return shipment")
            step = Step(progress, self._shelf.now())
            self._parcels[parcel.id] = replace(parcel, steps=(*parcel.steps, step))

    def find(self, parcel_id: str) -> ReturnParcel | None:
        parcel = self._parcels.get(parcel_id)
        return parcel if parcel is not None and parcel.pieces else None

    def find_by_key(self, carrier: str, number: str) -> ReturnParcel | None:
        return self.find(self._by_key.get(TrackingKey(carrier, number), ""))

    def changed_from(self, moment: datetime) -> Sequence[ReturnParcel]:
        """Announced or changed since, the oldest change first."""
        with self._shelf.lock:
            found = [p for p in self._parcels.values() if p.pieces and p.changed_at >= moment]
            return sorted(found, key=lambda parcel: (parcel.changed_at, parcel.id))
