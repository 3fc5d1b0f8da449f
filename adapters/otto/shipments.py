"""Dispatch notices at OTTO (Shipments v1). Facts: NOTES.md, "dispatch"."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from adapters.otto.calls import OttoCalls
from adapters.otto.carriers import CARRIERS
from adapters.otto.complaints import complaints
from adapters.otto.fields import alpha_3_codes, identity, listed, mapping, text
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from adapters.otto.tokens import RightMissing
from core.dispatch import (
    CarrierCode,
    DeclaredCarrier,
    Origin,
    Parcel,
    PositionRef,
    ReturnKey,
    Shipment,
    TrackingKey,
)
from core.errors import BrokenReply
from core.orders import PositionItemId, SalesOrderId
from ports import Response, json_of, reading

PATH: Final = "/v1/shipments"
SEVERAL: Final = "/v1/multiparcel-shipments"
RIGHT: Final = "shipments"
_PAGE: Final = 100
_MOST_PAGES: Final = 1000
#: How far the clocks may lie apart when a shipment without a number is looked for.
_SKEW: Final = timedelta(minutes=15)

Json = Mapping[str, Any]


class OttoShipments:
    """A `DispatchDesk`.

    return_address  OTTO's id of the return address and carrier (`returnAddressCarrierId`), for sellers that
                    have several; "" leaves it to OTTO
    """

    def __init__(self, calls: OttoCalls, return_address: str = "") -> None:
        self._calls = calls
        self._return_address = return_address

    @property
    def carriers(self) -> Sequence[DeclaredCarrier]:
        return CARRIERS

    def report(self, parcel: Parcel, positions: Sequence[PositionRef], origin: Origin) -> str | None:
        answer = self._calls.write("POST", PATH, self._shipment(parcel, positions, origin), right=RIGHT)
        return _id_of(answer, "shipmentId")

    def report_split(self, parcels: Sequence[Parcel], position: PositionRef, origin: Origin) -> str | None:
        body = [self._shipment(parcel, [position], origin) for parcel in parcels]
        answer = self._calls.write("POST", SEVERAL, body, right=RIGHT)
        return _id_of(answer, "multiParcelShipmentId")

    def add(self, parcel: Parcel, positions: Sequence[PositionRef]) -> None:
        items = [self._item(ref, parcel.return_key) for ref in positions]
        self._calls.write("POST", f"{_path_of(parcel.tracking)}/positionitems", items, right=RIGHT)

    def find(self, key: TrackingKey, positions: Sequence[PositionRef], since: datetime) -> Shipment | None:
        if key.number is None:
            return self._without_number(key.carrier, frozenset(positions), since - _SKEW)
        return self._get(_path_of(key), key)

    def _get(self, target: str, key: TrackingKey) -> Shipment | None:
        answer = self._calls.read(target, RIGHT, accept={403, 404})
        if answer.status_code == 404:
            _demand(answer, "RESOURCE_NOT_FOUND")
            return None
        if answer.status_code == 403:
            if not _says(answer, "INSUFFICIENT_PERMISSION"):
                raise RightMissing(RIGHT)
            return Shipment("", key, frozenset())  # somebody else's
        with reading(SERVICE):
            return _read(json_of(answer))

    def _without_number(
        self, carrier: CarrierCode, positions: frozenset[PositionRef], since: datetime
    ) -> Shipment | None:
        for identifier in self._reported(carrier, since):
            found = self._get(f"{PATH}/{quote(identifier, safe='')}", TrackingKey(carrier))
            if found is not None and positions & found.positions:
                return found
        return None

    def _reported(self, carrier: CarrierCode, since: datetime) -> Iterator[str]:
        """The ids of shipments of this carrier without a number, page by page."""
        query: str | None = urlencode({"datefrom": _moment(since), "limit": _PAGE})
        seen: set[str] = set()
        while query is not None and query not in seen and len(seen) < _MOST_PAGES:
            seen.add(query)
            answer = self._calls.read(f"{PATH}?{query}", RIGHT)
            with reading(SERVICE):
                body = json_of(answer)
                found = [entry for entry in body.get("resources") or [] if _is_of(entry, carrier)]
                ids = [identity(entry, "shipmentId") for entry in found]
                query = next_query(body.get("links"))
            yield from ids

    def _shipment(self, parcel: Parcel, positions: Sequence[PositionRef], origin: Origin) -> Json:
        key: dict[str, str] = {"carrier": parcel.tracking.carrier}
        if parcel.tracking.number is not None:
            key["trackingNumber"] = parcel.tracking.number
        return {
            "trackingKey": key,
            "shipDate": _moment(parcel.shipped_at),
            "shipFromAddress": {
                "city": origin.city,
                "countryCode": alpha_3_codes().get(origin.country, origin.country),
                "zipCode": origin.postal_code,
            },
            "positionItems": [self._item(ref, parcel.return_key) for ref in positions],
        }

    def _item(self, ref: PositionRef, key: ReturnKey | None) -> Json:
        item: dict[str, Any] = {
            "positionItemId": ref.position_item_id,
            "salesOrderId": ref.sales_order_id,
        }
        if key is not None:
            item["returnTrackingKey"] = {"carrier": key.carrier, "trackingNumber": key.number}
            if self._return_address:
                item["returnAddressCarrierId"] = self._return_address
        return item


def _path_of(key: TrackingKey) -> str:
    number = quote(key.number or "", safe="")
    return f"{PATH}/carriers/{quote(key.carrier, safe='')}/trackingnumbers/{number}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _id_of(answer: Response, name: str) -> str | None:
    """What the shipment is called. That it was taken does not hang on it."""
    try:
        return text(json_of(answer).get(name))
    except (ValueError, AttributeError, RecursionError):
        return None


def _is_of(entry: Any, carrier: CarrierCode) -> bool:
    key = entry.get("trackingKey") if isinstance(entry, dict) else None
    return isinstance(key, dict) and key.get("carrier") == carrier and not key.get("trackingNumber")


def _read(body: object) -> Shipment:
    shipment = mapping(body, "shipment")
    key = mapping(shipment.get("trackingKey"), "trackingKey")
    items = [mapping(item, "positionItems") for item in listed(shipment, "positionItems")]
    refs = {
        PositionRef(
            SalesOrderId(identity(item, "salesOrderId")), PositionItemId(identity(item, "positionItemId"))
        ): item.get("returnTrackingKey")
        for item in items
    }
    return Shipment(
        id=text(shipment.get("shipmentId")) or "",
        tracking=TrackingKey(CarrierCode(text(key.get("carrier")) or ""), text(key.get("trackingNumber"))),
        positions=frozenset(refs),
        returns={
            ref: ReturnKey(
                CarrierCode(text(back.get("carrier")) or ""), text(back.get("trackingNumber")) or ""
            )
            for ref, back in refs.items()
            if isinstance(back, dict)
        },
    )


def _says(answer: Response, title: str) -> bool:
    try:
        return any(title in complaint.text for complaint in complaints(answer))
    except (ValueError, TypeError, RecursionError):
        return False


def _demand(answer: Response, title: str) -> None:
    """A gateway's "no such route" does not say that the shipment is not there.

    raises  BrokenReply
    """
    if not _says(answer, title):
        raise BrokenReply(SERVICE, "a 404 that does not name the shipment", status=answer.status_code)
