"""Shipments as the stand-in keeps them. Aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Progress(StrEnum):
    """How far a shipment has come; the words of the interface."""

    SENT = "SENT"
    ON_THE_WAY = "ON_THE_WAY"
    DELIVERY_ATTEMPT_FAILED = "DELIVERY_ATTEMPT_FAILED"
    DELIVERED_FOR_PICKUP = "DELIVERED_FOR_PICKUP"
    DELIVERED = "DELIVERED"
    ISSUE_OCCURRED = "ISSUE_OCCURRED"


@dataclass(frozen=True, slots=True)
class TrackingKey:
    """A parcel of a carrier. Without a number it cannot be told from others."""

    carrier: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    city: str
    zip_code: str
    country: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One position item in a parcel. `way_back_id` names a return address with its carrier."""

    order_id: str
    item_id: str
    way_back: TrackingKey | None
    way_back_id: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a seller reports: one parcel and what is in it."""

    key: TrackingKey
    shipped_at: datetime
    origin: Origin
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Shipment:
    """A notice that was accepted. `multiparcel` is the id that the parcels of one position item share."""

    id: str
    created_at: datetime
    key: TrackingKey
    shipped_at: datetime
    origin: Origin
    pieces: tuple[Piece, ...]
    states: tuple[tuple[Progress, datetime], ...]
    multiparcel: str | None = None
