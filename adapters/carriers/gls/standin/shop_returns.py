"""Shop Returns v3: return orders with a label or a QR code."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.gls.standin.parcels import Depot, Parcel
from adapters.carriers.gls.standin.refusals import NoOrder, OrderError
from core.parcel import LabelKind
from standins import as_json
from standins.labels import qr_png

_COUNTRIES: Final = frozenset(
    {
        *("AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR"),
        *("HU", "IE", "IT", "LT", "LU", "LV", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
_QR_COUNTRIES: Final = frozenset({"AT", "BE", "DE", "DK", "LU"})
_EMAIL_COUNTRIES: Final = frozenset({"ES", "FR", "IT", "SE"})
_FORMATS: Final = {"pdf": "application/pdf", "zpl": "text/plain", "png": "image/png"}
_QR: Final = "parcelshop-qrcode"


class ShopReturns:
    """Handlers raise NoOrder."""

    def __init__(self, depot: Depot) -> None:
        self._depot = depot

    def create(self, request: Request, app_id: str, document: str) -> Response:
        if app_id not in self._depot.apps:
            raise NoOrder([OrderError("404-NOT-FOUND", "appId", "unknown app")], 404)
        wanted = _wanted(request)
        body = _body(request)
        if errors := list(_errors(body, document)):
            raise NoOrder(errors)
        sender = body["sender"]
        address = sender["address"]
        lines = [
            sender["personName"],
            *([sender["companyName"]] if sender.get("companyName") else []),
            address["street"],
            f"{address['countryCode']} {address['zipCode']} {address['city']}",
            body["originalOrderReference"],
        ]
        parcel = self._depot.make(
            LabelKind.RETURN, [body["originalOrderReference"]], app_id, lines, by_order=True
        )
        return self._answer(parcel, document, wanted, 201)

    def fetch(self, request: Request, order_id: str, document: str) -> Response:
        wanted = _wanted(request)
        parcel = next(self._depot.known_as(order_id=order_id), None)
        if parcel is None:
            raise NoOrder([OrderError("404-NOT-FOUND", "returnOrderId", "unknown return order")], 404)
        return self._answer(parcel, document, wanted, 200)

    def _answer(self, parcel: Parcel, document: str, wanted: str, status: int) -> Response:
        is_qr = document == _QR
        paper = qr_png(parcel.track_id) if is_qr else parcel.paper(wanted)
        content = {
            "contentType": "image/png" if is_qr else _FORMATS[wanted],
            "content": base64.b64encode(paper).decode(),
        }
        body = {
            "returnOrderId": parcel.order_id,
            "references": {"trackId": parcel.track_id, "parcelId": parcel.number},
            ("parcelShopQrCode" if is_qr else "label"): content,
        }
        return as_json(body, status)


def _wanted(request: Request) -> str:
    wanted = request.args.get("labelFormat", "pdf")
    if wanted not in _FORMATS:
        message = "must be one of [pdf, zpl, png]"
        raise NoOrder([OrderError("400-UNKNOWN-KEY", "labelFormat", message, wanted)])
    return wanted


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.get_data())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise NoOrder([OrderError("400-MALFORMED-BODY", "body", "no JSON object")])
    return body


def _errors(body: Mapping[str, Any], document: str) -> Iterator[OrderError]:
    for name in ("originalOrderReference", "returnReason"):
        if not body.get(name):
            yield _missing(name)
    sender = body.get("sender") or {}
    address = sender.get("address") or {}
    if not sender.get("personName"):
        yield _missing("sender.personName")
    for name in ("street", "city", "zipCode", "countryCode"):
        if not address.get(name):
            yield _missing(f"sender.address.{name}")
    country = str(address.get("countryCode") or "")
    offered = _QR_COUNTRIES if document == _QR else _COUNTRIES
    if country and country not in offered:
        yield OrderError("400-UNSUPPORTED-COUNTRY", "sender.address.countryCode", "is not supported", country)
    if country in _EMAIL_COUNTRIES and not sender.get("email"):
        yield _missing("sender.email")
    layout = ((body.get("options") or {}).get("label") or {}).get("layout", "A4")
    if layout not in {"A4", "A6"}:
        yield OrderError("400-UNKNOWN-KEY", "layout", "must be one of [A4, A6]", str(layout))


def _missing(field: str) -> OrderError:
    return OrderError("400-MISSING-FIELD", field, "must not be null")
