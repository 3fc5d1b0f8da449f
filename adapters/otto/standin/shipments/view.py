"""What OTTO shows of a shipment: pure functions to JSON."""

from typing import Any

from adapters.otto.standin.shipments.shipment import Piece, Shipment, TrackingKey
from adapters.otto.standin.timestamps import written

Json = dict[str, Any]


def shown(shipment: Shipment) -> Json:
    return {
        **shown_in_list(shipment),
        "shipDate": written(shipment.shipped_at, "Z"),
        "shipFromAddress": {
            "city": shipment.origin.city,
            "zipCode": shipment.origin.zip_code,
            "countryCode": shipment.origin.country,
        },
        "positionItems": [_piece(piece) for piece in shipment.pieces],
    }


def shown_in_list(shipment: Shipment) -> Json:
    """Lists leave out what is in a shipment."""
    return {
        "shipmentId": shipment.id,
        "creationDate": written(shipment.created_at, "Z"),
        "trackingKey": _key(shipment.key),
        "states": [
            {"state": progress.value, "occurredOn": written(at, "Z")} for progress, at in shipment.states
        ],
    }


def _key(key: TrackingKey) -> Json:
    return {"carrier": key.carrier} if key.number is None else _whole_key(key)


def _whole_key(key: TrackingKey) -> Json:
    return {"carrier": key.carrier, "trackingNumber": key.number}


def _piece(piece: Piece) -> Json:
    body: Json = {"positionItemId": piece.item_id, "salesOrderId": piece.order_id}
    if piece.way_back is not None:
        body["returnTrackingKey"] = _whole_key(piece.way_back)
    if piece.way_back_id is not None:
        body["returnAddressCarrierId"] = piece.way_back_id
    return body
