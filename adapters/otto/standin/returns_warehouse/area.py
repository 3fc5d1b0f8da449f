"""The return addresses that the seller has set up."""

from collections.abc import Mapping, Sequence
from typing import Final

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.area import Route
from adapters.otto.standin.paging import number_of
from standins import as_json
from standins.application import Control

_UTF8: Final = "application/json;charset=UTF-8"

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


def addresses(request: Request) -> Response:
    """One page; the body is a bare array."""
    if number_of(request, "limit", 50, 1, 50) is None:
        return as_json({"errors": [{"message": "limit out of range"}]}, 400)
    return as_json([_ADDRESS], 200, _UTF8)


class ReturnsWarehouse:
    """An `Area`."""

    def routes(self) -> Sequence[Route]:
        return (Route("GET", "/v2/returns-warehouse/addresses", "returns-warehouse-read", addresses),)

    def controls(self) -> Mapping[str, Control]:
        return {}
