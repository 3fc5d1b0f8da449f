"""A carrier that offers everything and keeps every promise; `tests.conformance.broken` breaks them."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from acme_carrier.carrier import INFO, LIMITS, SERVICE, Acme, label_of
from acme_carrier.plugin import API_KEY, CUSTOMER, MANIFEST
from acme_carrier.rehearsal import PDF, AcmeRehearsal, AcmeServer
from core.errors import BrokenReply, OutcomeUnknown, Refused
from core.limits import demand_fit
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    ParcelState,
    Tracking,
)
from ports import (
    Activation,
    Capability,
    Carrier,
    CarrierInfo,
    CarrierKind,
    CheckedActivation,
    Connection,
    Manifest,
    NotOffered,
    Rehearsal,
    Request,
    Response,
    Transport,
    hookimpl,
    json_of,
    reading,
    reading_outcome,
)

EVERYTHING: Final = replace(INFO, capabilities=frozenset(Capability), tracking_batch=2)
#: A parcel that went out before the rehearsal began.
OUTBOUND: Final = "ACME00000000"


class SoundServer(AcmeServer):
    """Acme's server with all that a carrier can offer."""

    def handle_request(self, request: Request) -> Response:
        refused = super().handle_request(Request("GET", "https://acme.example/me", headers=request.headers))
        if not refused.is_success:
            return refused
        numbers = request.url.params.get_list("number")
        known = {label["number"]: label for label in self.labels}
        match request.method, request.url.path:
            case "GET", "/parcels":
                return Response(200, json={number: "moving" for number in numbers if number in known})
            case "GET", "/papers":
                papers = [known[number]["pdf"] for number in numbers if number in known]
                return Response(200, json={"papers": papers})
            case "POST", "/checks":
                return self._dry_run(request)
            case "DELETE", "/labels":
                found = known.get(numbers[0])
                state = "unknown" if found is None else found.setdefault("state", "cancelled")
                return Response(200, json={"state": state})
            case _:
                return super().handle_request(request)

    def _dry_run(self, request: Request) -> Response:
        sold = list(self.labels)
        answer = self._sell(json.loads(request.read()))
        self.labels = sold
        return Response(200, json={"findings": []}) if answer.is_success else answer


class SoundRehearsal(AcmeRehearsal):
    def __init__(self) -> None:
        super().__init__()
        self._server = SoundServer()
        self.transport: Transport = self._server

    def outbound(self) -> str | None:
        return OUTBOUND


class Sound(Acme):
    info: CarrierInfo = EVERYTHING

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        demand_fit(order, LIMITS)
        answer = self._call("POST", "/labels", json=self.body_of(order))
        with reading_outcome(SERVICE, answer):
            label = self.read(json_of(answer), order)
        if order.enclosed_return:
            back = Document.of(DocumentRole.RETURN_LABEL, PDF)
            return replace(label, documents=(*label.documents, back), return_number=f"R{label.number}")
        return label

    def body_of(self, order: LabelOrder) -> Mapping[str, Any]:
        return {
            "reference": order.reference,
            "kind": order.kind,
            "grams": order.weight_g,
            "outbound": order.outbound,
            "merchant": asdict(order.merchant),
            "consumer": asdict(order.consumer),
        }

    def read(self, body: Mapping[str, Any], order: LabelOrder) -> Label:
        return label_of(body, order.kind)

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:
        answer = self._call("GET", "/papers", params={"number": handle})
        role = DocumentRole.of(kind)
        with reading(SERVICE):
            papers = json_of(answer)["papers"]
            return [Document.of(role, base64.b64decode(paper, validate=True)) for paper in papers]

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        answer = self._call("DELETE", "/labels", params={"number": handle})
        states = {"cancelled": Cancellation.DONE, "unknown": Cancellation.NOT_KNOWN}
        with reading_outcome(SERVICE, answer):
            return states[json_of(answer)["state"]]

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        demand_fit(order, LIMITS)
        try:
            answer = self._call("POST", "/checks", json=self.body_of(order))
        except OutcomeUnknown as error:  # it is a question, whatever its method
            raise BrokenReply(SERVICE, error.cause) from None
        except Refused as error:
            return [Notice(each.code or "", each.text, each.field) for each in error.complaints]
        with reading(SERVICE):
            return [Notice("finding", str(text)) for text in json_of(answer)["findings"]]

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        found: dict[str, Tracking] = {}
        for start in range(0, len(numbers), self.info.tracking_batch):
            batch = numbers[start : start + self.info.tracking_batch]
            answer = self._call("GET", "/parcels", params={"number": list(batch)})
            with reading(SERVICE):
                states = {str(number): str(code) for number, code in json_of(answer).items()}
            at = datetime(2026, 1, 1, tzinfo=UTC)
            found |= {
                number: Tracking(number, ParcelState.ON_THE_WAY, states[number], at=at)
                for number in batch
                if number in states
            }
        return found


class AcmeActivation(CheckedActivation):
    def __init__(self) -> None:
        super().__init__(Acme, (CUSTOMER, API_KEY), sender=LIMITS.lengths)


@dataclass(frozen=True)
class Plugin:
    """A plug-in with one carrier, as the kit finds it."""

    open: Callable[[Connection], Carrier] = Sound
    info: CarrierInfo = EVERYTHING
    activation: Activation = field(default_factory=AcmeActivation)
    rehearse: Callable[[], Rehearsal] = SoundRehearsal
    manifest: Manifest = MANIFEST

    @hookimpl
    def app_center_carriers(self) -> list[CarrierKind]:
        return [CarrierKind(self.manifest, self.info, self.activation, self.open, self.rehearse)]


sound: Final = Plugin()
