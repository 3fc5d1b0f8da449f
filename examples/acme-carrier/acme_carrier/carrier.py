"""Acme's labels. Its interface: POST /labels, GET /labels?reference=, one API key in a header."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from core.activation import Activate, Answers, Ask, Field, FieldKind, Right, Step, StepTitle, Wait
from core.errors import AccessDenied, OutcomeUnknown, RemoteError
from core.limits import Limits, demand_fit
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    Reference,
    Tracking,
)
from core.text import Text
from ports import (
    Capability,
    CarrierInfo,
    Connection,
    Desk,
    Feature,
    FeatureCheck,
    NotOffered,
    Response,
    json_of,
    reading,
    send,
)

INFO = CarrierInfo(
    capabilities=frozenset(
        {Capability.SHIP, Capability.RETURN, Capability.FIND_SHIPMENT, Capability.FIND_RETURN}
    ),
    formats={kind: frozenset({DocumentFormat.PDF}) for kind in LabelKind},
)
LIMITS = Limits({"name": 50, "street": 50, "house_number": 10, "postal_code": 10, "city": 40})


class Acme:
    info = INFO

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _call(self, method: str, path: str, **content: Any) -> Response:
        http = self._connection.client("production")
        key = self._connection.secrets["api_key"].reveal()
        request = http.build_request(method, path, headers={"X-Api-Key": key}, **content)
        return send(http, request, service="Acme")

    def limits(self, kind: LabelKind, country: str) -> Limits:  # noqa: ARG002 - the same everywhere
        return LIMITS

    def check(self) -> Sequence[FeatureCheck]:
        try:
            self._call("GET", "/labels", params={"reference": "-"})
        except AccessDenied as error:
            return [FeatureCheck(feature, works=False, text=error.text) for feature in Feature]
        fine = Text(en="the key is valid", de="der Schlüssel ist gültig")
        return [FeatureCheck(feature, works=True, text=fine) for feature in Feature]

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        demand_fit(order, LIMITS)
        answer = self._call(
            "POST",
            "/labels",
            json={
                "reference": order.reference,
                "kind": order.kind,
                "grams": order.weight_g,
                "merchant": asdict(order.merchant),
                "consumer": asdict(order.consumer),
            },
        )
        try:
            with reading("Acme"):
                return _label(json_of(answer), order.kind)
        except RemoteError as error:
            raise OutcomeUnknown("Acme", str(error)) from None

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:  # noqa: ARG002
        answer = self._call("GET", "/labels", params={"reference": reference})
        with reading("Acme"):
            found = [body for body in json_of(answer)["labels"] if body["kind"] == kind]
            return _label(found[0], kind) if found else None

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> NotOffered:  # noqa: ARG002
        return NotOffered(
            Capability.FETCH_SHIPMENT if kind is LabelKind.SHIPMENT else Capability.FETCH_RETURN
        )

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:  # noqa: ARG002
        return Cancellation.NOT_OFFERED

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:  # noqa: ARG002
        return NotOffered(Capability.VALIDATE)

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:  # noqa: ARG002
        return NotOffered(Capability.TRACK)


def _label(body: Mapping[str, Any], kind: LabelKind) -> Label:
    pdf = base64.b64decode(body["pdf"], validate=True)
    role = DocumentRole.LABEL if kind is LabelKind.SHIPMENT else DocumentRole.RETURN_LABEL
    number = str(body["number"])
    return Label(kind, Reference(body["reference"]), number, number, (Document.of(role, pdf),))


class AcmeActivation:
    steps = (StepTitle("access", Text(en="API key", de="API-Schlüssel")),)
    _fields = (Field("api_key", Text(en="API key", de="API-Schlüssel"), FieldKind.SECRET),)

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:  # noqa: ARG002
        return {"access": self._fields}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        if "api_key" not in answers:
            return Ask("access", self._fields)
        try:
            checks = Acme(desk.connect(answers)).check()
        except RemoteError as error:
            return Wait("access", error.text)
        if not all(check.works for check in checks):
            return Ask("access", self._fields, {"api_key": checks[0].text})
        return Activate({}, tuple(Right(check.feature.value, check.works, check.text) for check in checks))
