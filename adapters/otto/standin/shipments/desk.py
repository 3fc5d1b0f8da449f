"""The shipment interface over HTTP."""

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.bodies import Unreadable, body_of
from adapters.otto.standin.cursors import Cursors, StaleCursor
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.shipments import reading
from adapters.otto.standin.shipments.depot import Depot
from adapters.otto.standin.shipments.reading import Demands
from adapters.otto.standin.shipments.refusals import Problem, Refused, bad_parameter, not_found, refusal
from adapters.otto.standin.shipments.shipment import Shipment
from adapters.otto.standin.shipments.view import shown, shown_in_list
from adapters.otto.standin.timestamps import understood, written
from standins import as_json

_DEFAULT_LIMIT: Final = 25
_MAX_LIMIT: Final = 100


class ShipmentDesk:
    def __init__(self, depot: Depot, odd: Oddities, cursors: Cursors) -> None:
        self.depot = depot
        self.odd = odd
        self.cursors = cursors

    def create(self, request: Request) -> Response:
        try:
            notice = reading.notice_of(body_of(request), Demands(number=self.odd.forwarder_needs_number))
            (shipment,) = self.depot.report([notice])
        except Unreadable:
            return refusal(400, [Problem("PROPERTY_IS_INVALID")], "/shipments")
        except Refused as refused:
            return refusal(refused.status, refused.problems, "/shipments")
        return as_json({"shipmentId": shipment.id}, 201)

    def create_multiparcel(self, request: Request) -> Response:
        try:
            parcels = self.depot.report(reading.parcels_of(body_of(request)), multiparcel=True)
        except Unreadable:
            return refusal(400, [Problem("PROPERTY_IS_INVALID")], "/multiparcel-shipments/shipments")
        except Refused as refused:
            conflict = f"/multiparcel-shipments[{refused.parcel}].shipments"
            path = conflict if refused.status == 409 else "/multiparcel-shipments/shipments"
            return refusal(refused.status, refused.problems, path)
        return as_json({"multiParcelShipmentId": parcels[0].multiparcel}, 201)

    def add_by_id(self, request: Request, shipment_id: str) -> Response:
        return self._add(request, self.depot.find(shipment_id), f"with id {shipment_id}")

    def add_by_key(self, request: Request, carrier: str, number: str) -> Response:
        named = f"with carrier {carrier} and tracking number {number}"
        return self._add(request, self.depot.find_by_key(carrier, number), named)

    def _add(self, request: Request, shipment: Shipment | None, named: str) -> Response:
        path = _path(request)
        if shipment is None:
            return not_found(f"Found no shipment {named}", path)
        try:
            pieces = reading.added_to(shipment.key.carrier, body_of(request))
            self.depot.add(shipment, pieces)
        except Unreadable:
            return refusal(400, [Problem("PROPERTY_IS_INVALID")], "/shipments")
        except Refused as refused:
            return refusal(refused.status, refused.problems, path if refused.status == 409 else "/shipments")
        return Response(status=200)

    def single(self, request: Request, shipment_id: str) -> Response:
        shipment = self.depot.find(shipment_id)
        if shipment is None:
            return not_found(f"Found no shipment with id {shipment_id}", _path(request))
        return as_json(shown(shipment))

    def by_key(self, request: Request, carrier: str, number: str) -> Response:
        shipment = self.depot.find_by_key(carrier, number)
        if shipment is None:
            detail = f"Found no shipment with carrier {carrier} and tracking number {number}"
            return not_found(detail, _path(request))
        return as_json(shown(shipment))

    def list(self, request: Request) -> Response:
        """Oldest first: nobody states the order. A cursor goes on behind the last shipment of its page."""
        given = request.args.get("datefrom", "")
        limit = number_of(request, "limit", _DEFAULT_LIMIT, 1, _MAX_LIMIT)
        begin = day_or_moment(given)
        if begin is None or limit is None:
            return bad_parameter("datefrom" if begin is None else "limit", _path(request))
        rows = list(self.depot.created_from(begin))
        cursor = request.args.get("next")
        if cursor is not None:
            try:
                last = self.cursors.read(cursor)
            except StaleCursor:
                return bad_parameter("next", _path(request))
            rows = [row for row in rows if _place(row) > (last["at"], last["id"])]
        links = []
        if len(rows) > limit:
            at, shipment_id = _place(rows[limit - 1])
            onward = self.cursors.written(at=at, id=shipment_id)
            query = urlencode({"next": onward, "limit": limit, "datefrom": given})
            links.append({"rel": "next", "href": f"{request.path}?{query}"})
        return as_json({"resources": [shown_in_list(row) for row in rows[:limit]], "links": links})


def day_or_moment(text: str) -> datetime | None:
    """A date, which means its midnight in UTC, or a moment with an offset."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return understood(text)


def _place(shipment: Shipment) -> tuple[str, str]:
    return written(shipment.created_at, "Z"), shipment.id


def _path(request: Request) -> str:
    """As errors name it: without the version."""
    return request.path.removeprefix("/v1")
