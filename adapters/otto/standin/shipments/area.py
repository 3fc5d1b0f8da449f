"""Shipments as an area, with the control that moves parcels on.

POST /_standin/shipments  {"shipment": id, "state": "DELIVERED"}; or "carrier" and "number" in place of the id
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.otto.standin.area import Route
from adapters.otto.standin.orders.moves import Impossible
from adapters.otto.standin.shipments.desk import ShipmentDesk
from adapters.otto.standin.shipments.shipment import Progress
from standins.application import Control


class Shipments:
    def __init__(self, desk: ShipmentDesk) -> None:
        self.desk = desk

    def routes(self) -> Sequence[Route]:
        desk, scope = self.desk, "shipments"
        by_key = "/v1/shipments/carriers/<carrier>/trackingnumbers/<number>"
        return (
            Route("GET", "/v1/shipments", scope, desk.list),
            Route("POST", "/v1/shipments", scope, desk.create),
            Route("GET", "/v1/shipments/<shipment_id>", scope, desk.single),
            Route("GET", by_key, scope, desk.by_key),
            Route("POST", "/v1/shipments/<shipment_id>/positionitems", scope, desk.add_by_id),
            Route("POST", f"{by_key}/positionitems", scope, desk.add_by_key),
            Route("POST", "/v1/multiparcel-shipments", scope, desk.create_multiparcel),
        )

    def controls(self) -> Mapping[str, Control]:
        return {"POST /_standin/shipments": self._advance}

    def _advance(self, wanted: Mapping[str, Any]) -> Any:
        depot = self.desk.depot
        if "shipment" in wanted:
            shipment = depot.find(wanted["shipment"])
        else:
            shipment = depot.find_by_key(wanted["carrier"], wanted["number"])
        if shipment is None:
            raise Impossible("there is no such shipment")
        depot.advance(shipment.id, Progress(wanted["state"]))
        return {"shipment": shipment.id}
