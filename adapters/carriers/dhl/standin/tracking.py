"""Unified tracking: one number a call."""

import re
from datetime import datetime
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.dhl.standin.depot import Depot, Shipment
from adapters.carriers.dhl.standin.errors import problem
from adapters.carriers.dhl.standin.office import TokenOffice
from standins import as_json

_JSON: Final = "application/json"
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_WORDS: Final = {
    "pre-transit": "The instruction data have been provided by the sender to DHL electronically",
    "transit": "The shipment has been processed in the parcel center",
    "delivered": "The shipment has been successfully delivered",
    "failure": "The shipment could not be delivered",
    "unknown": "Unknown",
}


class TrackingDesk:
    def __init__(self, depot: Depot, office: TokenOffice) -> None:
        self._depot = depot
        self._office = office

    def find(self, request: Request) -> Response:
        """`GET /shipments`"""
        if not self._office.may_track(request.headers.get("DHL-API-Key", "")):
            return problem(401, "Unauthorized for given resource.", _JSON)
        number = request.args.get("trackingNumber", "")
        if not number or not _LANGUAGE.fullmatch(request.args.get("language", "en")):
            return problem(400, "Input is invalid.", _JSON)
        shipment = self._depot.get(number)
        if shipment is None or shipment.cancelled or request.args.get("service", "parcel-de") != "parcel-de":
            return problem(404, "No shipment with given tracking number found.", _JSON)
        return as_json({"shipments": [_shown(shipment)]})


def _shown(shipment: Shipment) -> dict[str, Any]:
    events = [_event(moment, state) for moment, state in reversed(shipment.events)]
    return {
        "id": shipment.number,
        "service": "parcel-de",
        "origin": {"address": {"countryCode": "DE"}},
        "destination": {"address": {"countryCode": "DE"}},
        "status": events[0],
        "details": {"totalNumberOfPieces": 1},
        "events": events,
    }


def _event(moment: datetime, state: str) -> dict[str, str]:
    """DHL's times have no zone."""
    return {
        "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%S"),
        "statusCode": state,
        "status": _WORDS[state],
        "description": _WORDS[state],
    }
