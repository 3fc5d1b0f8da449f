"""Returns v1: order return labels, list the receivers. Nothing can be read again and nothing deleted."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.dhl.standin.depot import RECEIVERS, RETURN_BILLING_NUMBER, Depot
from adapters.carriers.dhl.standin.errors import problem
from core.parcel import LabelKind
from standins import as_json
from standins.labels import label_pdf, qr_png

_POSTAL_CODE: Final = re.compile(r"[0-9A-Za-z]+([ -]?[0-9A-Za-z]+)*")
#: Texts by name: shortest, longest, required.
_ADDRESS: Final[Mapping[str, tuple[int, int, bool]]] = {
    "name1": (1, 50, True),
    "name2": (0, 50, False),
    "name3": (0, 50, False),
    "addressStreet": (1, 50, True),
    "addressHouse": (1, 10, True),
    "postalCode": (3, 10, True),
    "city": (1, 40, True),
    "email": (3, 70, False),
    "phone": (1, 20, False),
    "state": (0, 20, False),
}
_NEEDS_CUSTOMS: Final = frozenset({"che", "gbr", "nor"})


class ReturnsDesk:
    def __init__(self, depot: Depot, clock: Callable[[], datetime]) -> None:
        self._depot = depot
        self._clock = clock

    def create(self, request: Request) -> Response:
        """`POST /orders`"""
        body: Any = request.get_json(silent=True)
        wrong = next(_problems(body), None)
        if wrong is not None:
            return problem(400, wrong)
        label_type = request.args.get("labelType", "BOTH")
        if label_type not in {"SHIPMENT_LABEL", "QR_LABEL", "BOTH"}:
            return problem(400, "labelType is none of the known types.")
        if body["receiverId"] not in RECEIVERS:
            return problem(422, "The receiverId is not known for this user.")
        if RECEIVERS[body["receiverId"]] in _NEEDS_CUSTOMS and "customsDetails" not in body:
            return problem(422, "customsDetails are missing.")
        reference = str(body.get("customerReference", ""))
        booked = self._depot.announce(LabelKind.RETURN, reference, self._clock().date(), body)
        shipper = body["shipper"]
        lines = [str(shipper["name1"]), f"{shipper['addressStreet']} {shipper['addressHouse']}"]
        lines += [f"{shipper['postalCode']} {shipper['city']}", f"DHL Retoure {reference[:30]}"]
        answer: dict[str, Any] = {
            "sstatus": {"title": "Created", "status": 201, "detail": "Created"},
            "shipmentNo": booked.number,
            "routingCode": "40327653113+99000933090010",
        }
        if label_type != "QR_LABEL":
            answer["label"] = {"b64": base64.b64encode(label_pdf(booked.number, lines)).decode()}
        if label_type != "SHIPMENT_LABEL":
            answer["qrLabel"] = {"b64": base64.b64encode(qr_png(booked.number)).decode()}
            answer["qrLink"] = f"https://www.dhl.de/retoure/qr/{booked.number}"
        return as_json(answer, 201)

    def locations(self, request: Request) -> Response:
        """`GET /locations`"""
        wanted = {
            "receiverId": request.args.get("receiverId"),
            "shipperCountry": request.args.get("countryCode"),
            "billingNumber": request.args.get("billingNumber"),
        }
        rows = [
            row
            for row in map(_receiver, RECEIVERS)
            if all(value is None or row[name] == value for name, value in wanted.items())
        ]
        return as_json(rows)


def _receiver(receiver_id: str) -> dict[str, Any]:
    warehouse = {
        "name1": "My Online Shop GmbH",
        "name2": "Retourenlager",
        "addressStreet": "Frankenstraße",
        "addressHouse": "298",
        "postalCode": "45133",
        "city": "Essen",
    }
    company = {
        "name1": "My Online Shop GmbH",
        "addressStreet": "Sträßchensweg",
        "addressHouse": "10",
        "postalCode": "53113",
        "city": "Bonn",
    }
    return {
        "receiverId": receiver_id,
        "shipperCountry": RECEIVERS[receiver_id],
        "ekp": RETURN_BILLING_NUMBER[:10],
        "billingNumber": RETURN_BILLING_NUMBER,
        "companyName": "My Online Shop GmbH",
        "numberRange": "99999XXXXXXC",
        "receiverAddress": warehouse,
        "companyAddress": company,
    }


def _problems(body: Any) -> Iterator[str]:
    """The first one is the answer: this interface names one, in words."""
    if not isinstance(body, dict):
        yield "The request body is no JSON object."
        return
    receiver_id = body.get("receiverId")
    if not isinstance(receiver_id, str) or not 1 <= len(receiver_id) <= 50:
        yield "receiverId is missing."
    for name in ("customerReference", "shipmentReference"):
        if not isinstance(body.get(name, ""), str) or len(body.get(name, "")) > 50:
            yield f"{name} has more than 50 characters."
    shipper = body.get("shipper")
    if not isinstance(shipper, dict):
        yield "shipper is missing."
        return
    for name, (shortest, longest, required) in _ADDRESS.items():
        value = shipper.get(name)
        # DHL's own sample has numbers here and there.
        text = str(value) if isinstance(value, (str, int)) else ""
        if value is None and not required:
            continue
        if not shortest <= len(text) <= longest:
            yield f"shipper.{name} has to have {shortest} to {longest} characters."
    if not _POSTAL_CODE.fullmatch(str(shipper.get("postalCode"))):
        yield "shipper.postalCode has characters that no postal code has."
    weight = body.get("itemWeight")
    if weight is not None and not _is_weight(weight):
        yield "itemWeight has to be a number from 0.001 to 31500 with g or kg."


def _is_weight(weight: Any) -> bool:
    if not isinstance(weight, dict) or weight.get("uom") not in {"g", "kg"}:
        return False
    value = weight.get("value")
    return isinstance(value, (int, float)) and 0.001 <= value <= 31_500
