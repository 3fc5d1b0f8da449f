"""The harmless reads of the other interfaces: small or empty lists in their own envelopes."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.area import Route
from adapters.otto.standin.paging import number_of
from standins import as_json
from standins.application import Control

_UTF8: Final = "application/json;charset=UTF-8"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([.]\d+)?(Z|[+-]\d\d:\d\d))?\Z")

_RETURN_ADDRESS: Final = {
    "returnAddressId": "38427776-0000-4000-8000-000000000002",
    "returnWarehouseType": "NATIONAL",
    "isMisdirectedAddress": True,
    "returnRecipient": "Musterhandel GmbH",
    "isBusinessAddress": True,
    "returnStreet": "Lagerweg",
    "returnHouseNumber": "7",
    "returnZipCode": "21035",
    "returnCity": "Hamburg",
    "returnCountry": "Germany",
}


def _shipments(request: Request) -> Response:
    if not _DATE.match(request.args.get("datefrom", "")):
        detail = "Parameter datefrom is invalid."
        error = {"title": "BAD_REQUEST", "detail": detail, "path": request.path.removeprefix("/v1")}
        return as_json({"errors": [error]}, 400)
    return as_json({"resources": [], "links": []})


def _returns(request: Request) -> Response:
    status = request.args.get("status", "ANNOUNCED").upper()
    known = {"ANNOUNCED", "ACCEPTED", "REJECTED", "MISDIRECTED"}
    if status not in known or number_of(request, "limit", 10, 1, 50) is None:
        error = {"path": request.path, "title": "Bad Request", "detail": "invalid parameter"}
        return as_json({"errors": [error]}, 400, _UTF8)
    return as_json({"positionItems": [], "links": []}, 200, _UTF8)


def _receipts(_: Request) -> Response:
    return as_json({"resources": [], "links": []})


def _price_reductions(request: Request) -> Response:
    if "positionItemId" in request.args:
        detail = "No PriceReduction applied for item with positionItemId"
        error = {"title": "Not Found", "code": 404, "detail": detail, "path": request.path}
        return as_json({"errors": [error]}, 404)
    return as_json({"results": [], "links": []})


def _return_addresses(request: Request) -> Response:
    if number_of(request, "limit", 50, 1, 50) is None:
        return as_json({"errors": [{"message": "limit out of range"}]}, 400)
    return as_json([_RETURN_ADDRESS], 200, _UTF8)


class Probes:
    """The areas that are not built yet. Each leaves this list when it comes."""

    def routes(self) -> Sequence[Route]:
        return PROBES

    def controls(self) -> Mapping[str, Control]:
        return {}


PROBES: Final = (
    Route("GET", "/v1/return-shipments", "shipments", _shipments),
    Route("GET", "/v3/returns", "returns", _returns),
    Route("GET", "/v3/receipts", "receipts", _receipts),
    Route("GET", "/v1/price-reductions", "price-reduction", _price_reductions),
    Route("GET", "/v2/returns-warehouse/addresses", "returns-warehouse-read", _return_addresses),
)
