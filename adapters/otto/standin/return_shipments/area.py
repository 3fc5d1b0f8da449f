"""Return shipments as an area, with the control that moves parcels on.

POST /_standin/return-shipments  {"carrier": "DHL", "number": "...", "state": "ON_THE_WAY"}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.otto.standin.area import Route
from adapters.otto.standin.return_shipments.desk import ReturnShipmentDesk
from adapters.otto.standin.return_shipments.parcels import Progress
from standins.application import Control


class ReturnShipments:
    def __init__(self, desk: ReturnShipmentDesk) -> None:
        self.desk = desk

    def routes(self) -> Sequence[Route]:
        desk, scope, path = self.desk, "shipments", "/v1/return-shipments"
        return (
            Route("GET", path, scope, desk.list),
            Route("GET", f"{path}/<parcel_id>", scope, desk.single),
            Route("GET", f"{path}/carriers/<carrier>/trackingnumbers/<number>", scope, desk.by_key),
        )

    def controls(self) -> Mapping[str, Control]:
        return {"POST /_standin/return-shipments": self._advance}

    def _advance(self, wanted: Mapping[str, Any]) -> Any:
        self.desk.parcels.advance(wanted["carrier"], wanted["number"], Progress(wanted["state"]))
        return {"number": wanted["number"]}
