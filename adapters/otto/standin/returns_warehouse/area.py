"""The return addresses that the seller has set up, and who brings returns there. They can be read only."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.area import Route
from adapters.otto.standin.paging import number_of
from standins import as_json
from standins.application import Control

_UTF8: Final = "application/json;charset=UTF-8"
_KINDS: Final = frozenset({"NATIONAL", "INTERNATIONAL", "INTERNATIONAL_CONSOLIDATION_HUB"})

_ADDRESS: Final = {
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


def _carrier(number: int, name: str, codes: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    carrier = {
        "returnAddressId": _ADDRESS["returnAddressId"],
        "returnAddressCarrierId": f"48427776-0000-4000-8000-{number:012d}",
        "returnCarrier": name,
    }
    return carrier if codes is None else {**carrier, "returnCarrierCodes": codes}


#: HERMES needs no codes.
_CARRIERS: Final = (
    _carrier(1, "DHL", {"leitCode": "(2L)DE21035+99000933000007"}),
    _carrier(2, "GLS", {"customerId": 1234567890, "contactId": "AB12344567"}),
    _carrier(3, "HERMES"),
)


def addresses(request: Request) -> Response:
    """One page; the body is a bare array."""
    page, limit = number_of(request, "page", 1, 1, 10**9), number_of(request, "limit", 50, 1, 50)
    kind = request.args.get("returnWarehouseType")
    if page is None or limit is None or (kind is not None and kind not in _KINDS):
        return as_json({"errors": [{"message": "limit out of range"}]}, 400)
    if page > 1:
        return Response(status=404)
    fitting = [_ADDRESS] if kind in {None, _ADDRESS["returnWarehouseType"]} else []
    return as_json(fitting, 200, _UTF8)


def address(_: Request, address_id: str) -> Response:
    return _missing(address_id) or as_json(_ADDRESS, 200, _UTF8)


def carriers(_: Request, address_id: str) -> Response:
    return _missing(address_id) or as_json(_CARRIERS, 200, _UTF8)


def carrier(_: Request, address_id: str, carrier_id: str) -> Response:
    if not _is_uuid(carrier_id):
        return _no_uuid("returnAddressCarrierId")
    found = next((row for row in _CARRIERS if row["returnAddressCarrierId"] == carrier_id), None)
    missing = _missing(address_id)
    if missing is not None or found is None:
        return missing or Response(status=404)
    return as_json(found, 200, _UTF8)


def _missing(address_id: str) -> Response | None:
    """The refusal, where there is no such address."""
    if not _is_uuid(address_id):
        return _no_uuid("returnAddressId")
    return None if address_id == _ADDRESS["returnAddressId"] else Response(status=404)


def _no_uuid(name: str) -> Response:
    return as_json({"errors": [{"message": f"{name} is no uuid", "jsonPath": name}]}, 400)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class ReturnsWarehouse:
    """An `Area`."""

    def routes(self) -> Sequence[Route]:
        path, scope = "/v2/returns-warehouse/addresses", "returns-warehouse-read"
        return (
            Route("GET", path, scope, addresses),
            Route("GET", f"{path}/<address_id>", scope, address),
            Route("GET", f"{path}/<address_id>/carriers", scope, carriers),
            Route("GET", f"{path}/<address_id>/carriers/<carrier_id>", scope, carrier),
        )

    def controls(self) -> Mapping[str, Control]:
        return {}
