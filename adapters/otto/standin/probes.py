"""The harmless reads of the other interfaces: small or empty lists in their own envelopes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.area import Route
from standins import as_json
from standins.application import Control

_UTF8: Final = "application/json;charset=UTF-8"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([.]\d+)?(Z|[+-]\d\d:\d\d))?\Z")

_BRANDS: Final = tuple(
    {"id": key, "name": name, "usable": usable}
    for key, name, usable in (
        ("B0LEUCHT", "Leuchtfroh", True),
        ("B1WOLLIG", "Wollig & Warm", True),
        ("B2KANTIG", "Kantholz", True),
        ("B3FREMD0", "Fremdmarke", False),
    )
)
_WHEN: Final = "2026-01-15T08:00:00.000Z"
_CATEGORIES: Final = tuple(
    {
        "categoryGroup": group,
        "categories": list(categories),
        "variationThemes": ["Farbe"],
        "title": "",
        "attributes": [
            {
                "name": "Material",
                "attributeGroup": "Material",
                "type": "STRING",
                "multiValue": False,
                "relevance": "HIGH",
                "featureRelevance": ["FILTER"],
            }
        ],
        "createdAt": _WHEN,
        "lastModified": _WHEN,
        "additionalRequirements": [],
    }
    for group, categories in (
        ("Leuchten", ("Tischleuchte", "Stehlampe")),
        ("Decken", ("Wolldecke",)),
        ("Polstermöbel", ("Wohnlandschaft", "Sessel")),
    )
)
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


def _number(request: Request, name: str, default: int, low: int, high: int) -> int | None:
    """The parameter; None where it is no number in its range."""
    given = request.args.get(name)
    if given is None:
        return default
    return int(given) if re.fullmatch(r"\d{1,9}", given) and low <= int(given) <= high else None


def _paged(request: Request, envelope: str, rows: Sequence[Mapping[str, Any]], most: int) -> Response:
    """The products' way of paging: pages from 0, links to the neighbours that exist."""
    page, limit = _number(request, "page", 0, 0, 10**9), _number(request, "limit", 100, 1, most)
    if page is None or limit is None:
        return Response(status=400)
    numbers = {"self": page}
    if page > 0:
        numbers["prev"] = page - 1
    if (page + 1) * limit < len(rows):
        numbers["next"] = page + 1
    links = [
        {"rel": rel, "href": f"{request.path}?{urlencode({'page': number, 'limit': limit})}"}
        for rel, number in numbers.items()
    ]
    answer = as_json({envelope: rows[page * limit : (page + 1) * limit], "links": links})
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _products(request: Request) -> Response:
    return _paged(request, "productVariations", (), 100)


def _brands(request: Request) -> Response:
    return _paged(request, "brands", _BRANDS, 1000)


def _categories(request: Request) -> Response:
    wanted = request.args.get("category")
    rows = [row for row in _CATEGORIES if wanted is None or wanted in row["categories"]]
    if wanted is not None and not rows:
        return Response(status=404)
    return _paged(request, "categoryGroups", rows, 2000)


def _shipments(request: Request) -> Response:
    if not _DATE.match(request.args.get("datefrom", "")):
        detail = "Parameter datefrom is invalid."
        error = {"title": "BAD_REQUEST", "detail": detail, "path": request.path.removeprefix("/v1")}
        return as_json({"errors": [error]}, 400)
    return as_json({"resources": [], "links": []})


def _returns(request: Request) -> Response:
    status = request.args.get("status", "ANNOUNCED").upper()
    known = {"ANNOUNCED", "ACCEPTED", "REJECTED", "MISDIRECTED"}
    if status not in known or _number(request, "limit", 10, 1, 50) is None:
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
    if _number(request, "limit", 50, 1, 50) is None:
        return as_json({"errors": [{"message": "limit out of range"}]}, 400)
    return as_json([_RETURN_ADDRESS], 200, _UTF8)


class Probes:
    """The areas that are not built yet. Each leaves this list when it comes."""

    def routes(self) -> Sequence[Route]:
        return PROBES

    def controls(self) -> Mapping[str, Control]:
        return {}


PROBES: Final = (
    Route("GET", "/v5/products", "products", _products),
    Route("GET", "/v5/products/brands", "products", _brands),
    Route("GET", "/v5/products/categories", "products", _categories),
    Route("GET", "/v1/return-shipments", "shipments", _shipments),
    Route("GET", "/v3/returns", "returns", _returns),
    Route("GET", "/v3/receipts", "receipts", _receipts),
    Route("GET", "/v1/price-reductions", "price-reduction", _price_reductions),
    Route("GET", "/v2/returns-warehouse/addresses", "returns-warehouse-read", _return_addresses),
)
