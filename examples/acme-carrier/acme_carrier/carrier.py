"""One account at Acme, opened.

Acme's interface: GET /me, POST /labels, GET /labels?reference=...; customer number and key in the headers.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from core.errors import AccessDenied, Complaint
from core.limits import Limits, demand_fit
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, LabelOrder, Reference
from core.text import Text
from ports import (
    Capability,
    CarrierInfo,
    Connection,
    Feature,
    FeatureCheck,
    NotOffered,
    PlainCarrier,
    Response,
    json_of,
    reading,
    reading_outcome,
    send,
)

SERVICE = "Acme"
INFO = CarrierInfo(
    capabilities=frozenset(
        {Capability.SHIP, Capability.RETURN, Capability.FIND_SHIPMENT, Capability.FIND_RETURN}
    ),
    formats={kind: frozenset({DocumentFormat.PDF}) for kind in LabelKind},
)
LIMITS = Limits({"name": 60, "company": 60, "street": 50, "house_number": 15, "postal_code": 10, "city": 40})


class Acme(PlainCarrier):
    info = INFO

    def __init__(self, connection: Connection) -> None:
        self._http = connection.client("production")
        self._headers = {
            "X-Customer": connection.settings["customer_number"],
            "X-Api-Key": connection.secrets["api_key"].reveal(),
        }

    def _call(self, method: str, path: str, **content: Any) -> Response:
        request = self._http.build_request(method, path, headers=self._headers, **content)
        return send(self._http, request, service=SERVICE, explain=reasons)

    def limits(self, kind: LabelKind, country: str) -> Limits:
        return LIMITS

    def check(self) -> Sequence[FeatureCheck]:
        try:
            answer = self._call("GET", "/me")
        except AccessDenied as error:
            return [FeatureCheck(feature, works=False, text=error.text) for feature in Feature]
        with reading(SERVICE):
            name = json_of(answer)["customer"]
        fine = Text(en=f"Acme knows you as {name}", de=f"Acme kennt Sie als {name}")
        return [FeatureCheck(feature, works=True, text=fine) for feature in Feature]

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        if gap := self.gap(order):
            return gap
        demand_fit(order, LIMITS)
        body = {
            "reference": order.reference,
            "kind": order.kind,
            "grams": order.weight_g,
            "merchant": asdict(order.merchant),
            "consumer": asdict(order.consumer),
        }
        answer = self._call("POST", "/labels", json=body)
        with reading_outcome(SERVICE, answer):
            return label_of(json_of(answer), order.kind)

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        answer = self._call("GET", "/labels", params={"reference": reference})
        with reading(SERVICE):
            labels = [label for label in json_of(answer)["labels"] if label["kind"] == kind]
            return label_of(labels[0], kind) if labels else None


def label_of(body: Mapping[str, Any], kind: LabelKind) -> Label:
    """Call it inside `reading`: whatever is missing or odd in the answer ends there."""
    number = body["number"]
    if not isinstance(number, str) or not number:
        raise TypeError("number")
    document = Document.of(DocumentRole.of(kind), base64.b64decode(body["pdf"], validate=True))
    return Label(kind, Reference(body["reference"]), number, handle=number, documents=(document,))


def reasons(answer: Response) -> tuple[Complaint, ...]:
    """Why Acme refused: code and field. Its message repeats the address, and errors are logged."""
    found = json_of(answer)["errors"]
    return tuple(Complaint(each["code"].replace("_", " "), each["code"], each["field"]) for each in found)
