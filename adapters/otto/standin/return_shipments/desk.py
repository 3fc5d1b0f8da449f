"""The interface of return shipments over HTTP."""

from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.cursors import Cursors, StaleCursor
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.return_shipments.parcels import ReturnParcel, ReturnParcels, Step
from adapters.otto.standin.shipments.refusals import bad_parameter, not_found
from adapters.otto.standin.timestamps import understood, written
from standins import as_json

_DEFAULT_LIMIT: Final = 25
_MAX_LIMIT: Final = 100
_CARRIERS: Final = frozenset({"DHL", "GLS", "HERMES", "HES"})


class ReturnShipmentDesk:
    def __init__(self, parcels: ReturnParcels, cursors: Cursors) -> None:
        self.parcels = parcels
        self.cursors = cursors

    def list(self, request: Request) -> Response:
        """A cursor goes on behind the last parcel of its page; one that changes meanwhile comes again."""
        given = request.args.get("datefrom", "")
        begin = understood(given)
        limit = number_of(request, "limit", _DEFAULT_LIMIT, 1, _MAX_LIMIT)
        if begin is None or limit is None:
            return bad_parameter("datefrom" if begin is None else "limit", _path(request))
        rows = list(self.parcels.changed_from(begin))
        cursor = request.args.get("next")
        if cursor is not None:
            try:
                last = self.cursors.read(cursor)
            except StaleCursor:
                return bad_parameter("next", _path(request))
            rows = [row for row in rows if _place(row) > (last["at"], last["id"])]
        links = []
        if len(rows) > limit:
            at, parcel_id = _place(rows[limit - 1])
            query = {"next": self.cursors.written(at=at, id=parcel_id), "limit": limit, "datefrom": given}
            links.append({"rel": "next", "href": f"{request.path}?{urlencode(query)}"})
        return as_json({"resources": [_shown(row) for row in rows[:limit]], "links": links})

    def single(self, request: Request, parcel_id: str) -> Response:
        parcel = self.parcels.find(parcel_id)
        if parcel is None:
            return not_found(f"Found no shipment with id {parcel_id}", _path(request))
        return as_json(_shown(parcel))

    def by_key(self, request: Request, carrier: str, number: str) -> Response:
        if carrier not in _CARRIERS:
            return bad_parameter("carrier", _path(request))
        parcel = self.parcels.find_by_key(carrier, number)
        if parcel is None:
            detail = f"Found no shipment with carrier {carrier} and tracking number {number}"
            return not_found(detail, _path(request))
        return as_json(_shown(parcel))


def _shown(parcel: ReturnParcel) -> dict[str, Any]:
    return {
        "returnShipmentId": parcel.id,
        "createdAt": written(parcel.created_at, "Z"),
        "trackingKey": {"carrier": parcel.key.carrier, "trackingNumber": parcel.key.number},
        "returnPositionItems": [
            {"salesOrderId": order_id, "salesOrderPositionItemId": item_id}
            for order_id, item_id in parcel.pieces
        ],
        "states": [_step(step) for step in parcel.steps],
    }


def _step(step: Step) -> dict[str, str]:
    body = {"state": step.progress.value, "occurredOn": written(step.at, "Z")}
    return body if step.text is None else {**body, "statusText": step.text}


def _place(parcel: ReturnParcel) -> tuple[str, str]:
    return written(parcel.changed_at, "Z"), parcel.id


def _path(request: Request) -> str:
    """As errors name it: without the version."""
    return request.path.removeprefix("/v1")
