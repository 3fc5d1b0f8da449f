"""Dispatch notices out of JSON: every property that is missing or wrong is named by its path."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from adapters.otto.standin.bodies import fields_of
from adapters.otto.standin.shipments.carriers import CARRIERS, PARCEL_CARRIERS, RETURN_CARRIERS
from adapters.otto.standin.shipments.refusals import Problem, Refused
from adapters.otto.standin.shipments.shipment import Notice, Origin, Piece, TrackingKey
from adapters.otto.standin.timestamps import understood

_COUNTRY: Final = re.compile(r"[A-Z]{3}\Z")
_LONGEST_CITY: Final = 60
_LONGEST_ZIP_CODE: Final = 10
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Demands:
    """What a notice has to have beyond what every notice has.

    number    a tracking number, whoever carries it
    way_back  a return tracking key, whoever carries it
    """

    number: bool = False
    way_back: bool = False


class _Reader:
    """Reads one document and gathers what is wrong with it. What it gives back is whole only without
    problems."""

    def __init__(self, demands: Demands) -> None:
        self.demands = demands
        self.problems: list[Problem] = []

    def finish(self) -> None:
        """raises  Refused"""
        if self.problems:
            raise Refused(400, self.problems)

    def missing(self, path: str) -> None:
        self.problems.append(Problem("PROPERTY_IS_MANDATORY", path))

    def wrong(self, path: str) -> None:
        self.problems.append(Problem("PROPERTY_IS_INVALID", path))

    def text(self, holder: dict[str, Any], name: str, path: str) -> str:
        """The text under `name`, which has to be there and not blank."""
        value = holder.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.missing(path + name)
            return ""
        if not isinstance(value, str):
            self.wrong(path + name)
            return ""
        return value

    def uuid(self, holder: dict[str, Any], name: str, path: str) -> str:
        text = self.text(holder, name, path)
        if text and not _is_uuid(text):
            self.wrong(path + name)
        return text

    def notice(self, body: dict[str, Any], path: str = "") -> Notice:
        key = self.tracking_key(body, path)
        shipped_at = self.moment(body, "shipDate", path)
        origin = self.origin(body, path)
        by_parcel = key.carrier in PARCEL_CARRIERS
        listed = body.get("positionItems")
        if listed is None or listed == []:
            self.missing(path + "positionItems")
        elif not isinstance(listed, list):
            self.wrong(path + "positionItems")
        pieces = self.pieces(
            listed if isinstance(listed, list) else (), path + "positionItems", by_parcel=by_parcel
        )
        return Notice(key, shipped_at, origin, pieces)

    def tracking_key(self, body: dict[str, Any], path: str) -> TrackingKey:
        if not body.get("trackingKey"):
            self.missing(path + "trackingKey")
            return TrackingKey("", None)
        key, path = fields_of(body["trackingKey"]), path + "trackingKey."
        carrier = self.text(key, "carrier", path)
        if carrier and carrier not in CARRIERS:
            self.wrong(path + "carrier")
        if carrier in PARCEL_CARRIERS or self.demands.number or key.get("trackingNumber"):
            return TrackingKey(carrier, self.text(key, "trackingNumber", path))
        return TrackingKey(carrier, None)

    def moment(self, body: dict[str, Any], name: str, path: str) -> datetime:
        text = self.text(body, name, path)
        moment = understood(text)
        if text and moment is None:
            self.wrong(path + name)
        return moment or _NEVER

    def origin(self, body: dict[str, Any], path: str) -> Origin:
        if not body.get("shipFromAddress"):
            self.missing(path + "shipFromAddress")
            return Origin("", "", "")
        address, path = fields_of(body["shipFromAddress"]), path + "shipFromAddress."
        city = self.text(address, "city", path)
        zip_code = self.text(address, "zipCode", path)
        country = self.text(address, "countryCode", path)
        if len(city) > _LONGEST_CITY:
            self.wrong(path + "city")
        if len(zip_code) > _LONGEST_ZIP_CODE:
            self.wrong(path + "zipCode")
        if country and not _COUNTRY.match(country):
            self.wrong(path + "countryCode")
        return Origin(city, zip_code, country)

    def pieces(self, listed: Sequence[Any], path: str, *, by_parcel: bool) -> tuple[Piece, ...]:
        pieces = tuple(
            self.piece(fields_of(entry), f"{path}[{place}].", by_parcel=by_parcel)
            for place, entry in enumerate(listed)
        )
        for place, piece in enumerate(pieces):
            if piece.item_id and piece.item_id in {before.item_id for before in pieces[:place]}:
                self.wrong(f"{path}[{place}].positionItemId")
            if piece.way_back_id != pieces[0].way_back_id:
                self.wrong(f"{path}[{place}].returnAddressCarrierId")
        return pieces

    def piece(self, entry: dict[str, Any], path: str, *, by_parcel: bool) -> Piece:
        item_id = self.uuid(entry, "positionItemId", path)
        order_id = self.uuid(entry, "salesOrderId", path)
        way_back = None
        if by_parcel or self.demands.way_back or entry.get("returnTrackingKey"):
            way_back = self.way_back(entry, path)
        way_back_id = None
        if entry.get("returnAddressCarrierId") is not None:
            way_back_id = self.uuid(entry, "returnAddressCarrierId", path)
        return Piece(order_id, item_id, way_back, way_back_id)

    def way_back(self, entry: dict[str, Any], path: str) -> TrackingKey:
        if not entry.get("returnTrackingKey"):
            self.missing(path + "returnTrackingKey")
            return TrackingKey("", None)
        key, path = fields_of(entry["returnTrackingKey"]), path + "returnTrackingKey."
        carrier = self.text(key, "carrier", path)
        if carrier and carrier not in RETURN_CARRIERS:
            self.wrong(path + "carrier")
        return TrackingKey(carrier, self.text(key, "trackingNumber", path))


def notice_of(body: Any, demands: Demands) -> Notice:
    """The body of one shipment.

    raises  Refused
    """
    reader = _Reader(demands)
    notice = reader.notice(fields_of(body))
    reader.finish()
    return notice


def parcels_of(body: Any) -> tuple[Notice, ...]:
    """The body of a multiparcel shipment: one position item in two parcels or more.

    raises  Refused
    """
    if not isinstance(body, list) or len(body) < 2:
        raise Refused(400, [Problem("PROPERTY_IS_INVALID", "shipments")])
    reader = _Reader(Demands(number=True, way_back=True))
    parcels = tuple(
        reader.notice(fields_of(parcel), f"shipments[{place}].") for place, parcel in enumerate(body)
    )
    if not reader.problems:
        wanted = (parcels[0].pieces[0].order_id, parcels[0].pieces[0].item_id)
        for place, parcel in enumerate(parcels):
            for number, piece in enumerate(parcel.pieces):
                if (piece.order_id, piece.item_id) != wanted:
                    reader.wrong(f"shipments[{place}].positionItems[{number}].positionItemId")
    reader.finish()
    return parcels


def added_to(carrier: str, body: Any) -> tuple[Piece, ...]:
    """The body of a correction: position items that a shipment of this carrier was lacking.

    raises  Refused
    """
    if not isinstance(body, list) or not body:
        raise Refused(400, [Problem("PROPERTY_IS_MANDATORY", "[0].positionItemId")])
    reader = _Reader(Demands())
    pieces = reader.pieces(body, "", by_parcel=carrier in PARCEL_CARRIERS)
    reader.finish()
    return pieces


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
