"""Hermes' adapter in front of Hermes' stand-in, with the contracts between them where they are at hand."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Self, TypeVar

import httpx
import yaml

from adapters.carriers.hermes.carrier import Hermes
from adapters.carriers.hermes.standin import (
    DEMO_CLIENT,
    DEMO_CLIENT_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
    Contract,
    HermesStandin,
)
from core.errors import AppError
from core.parcel import Label, LabelKind, LabelOrder, Party, Reference
from ports import Connection
from standins import transport
from tests.contract.openapi import Contract as Document
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens, connected
from tests.specs import SPECS

T = TypeVar("T")

HERMES_SPECS: Final = SPECS / "hermes"
EXAMPLES: Final = HERMES_SPECS / "examples"
_DOCUMENTS: Final = {
    "/authorization-facade/": "authme-2025-07-28.yaml",
    "/services/hsi/shipmentinfo": "hsi-shipment-info-2025-12-08.yaml",
    "/services/hsi/": "hsi-order-2025-12-18.yaml",
}
BASE: Final = "/services/hsi"

ACCOUNT: Final = {
    "environment": "sandbox",
    "client_id": DEMO_CLIENT,
    "user": DEMO_USER,
    "return_way": "address",
}
SECRETS: Final = {"client_secret": DEMO_CLIENT_SECRET, "password": DEMO_PASSWORD}

MERCHANT: Final = Party(
    name="Lena Muster",
    company="Muster Handel",
    street="Lagerweg",
    house_number="4",
    postal_code="34117",
    city="Kassel",
    country="DE",
)
CONSUMER: Final = Party(
    name="Zoë Großmüller",
    street="Königstraße",
    house_number="12 a-c/3. OG",
    postal_code="01067",
    city="Dresden",
    country="DE",
    addition="bei Łukasz",
    email="zoe@example.com",
    phone="+49 351 000000",
)


def outcome(call: Callable[[], T]) -> T | AppError:
    """What came of it, error or not. Anything but an error of ours gets through."""
    try:
        return call()
    except AppError as error:
        return error


def example(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text("utf-8"))


@cache
def document(name: str) -> Document:
    """A document of Hermes'. Two slips in it are put right: real numbers have up to 20 characters, and the
    alert is an object of two halves that would forbid each other once each is closed."""
    parsed = yaml.safe_load((HERMES_SPECS / name).read_text("utf-8"))
    schemas = parsed["components"]["schemas"]
    if "CustomerAlertService" in schemas:
        schemas["CreateLabelForShipmentOrderResponse"]["properties"]["shipmentID"]["maxLength"] = 20
        alert = schemas["CustomerAlertService"]
        for half in (alert, *alert["oneOf"]):
            half["additionalProperties"] = True
    return Document(parsed)


class ByPath(httpx.BaseTransport):
    """Holds each exchange against the document of its path; a gateway's pages are left out."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        held = next(document(name) for part, name in _DOCUMENTS.items() if request.url.path.startswith(part))
        held.check_request(request)
        response = self._inner.handle_request(request)
        if response.status_code < 500 and "html" not in response.headers.get("content-type", ""):
            response.read()
            held.check_response(request, response)
        return response


class Wire(httpx.BaseTransport):
    """Keeps what goes over it, and lets a test say what comes back: in place of the next answers (None lets
    one through), and in place of every token."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self.requests: list[httpx.Request] = []
        self.planned: list[httpx.Response | None] = []
        self.token: httpx.Response | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        if request.url.path.startswith("/authorization-facade/"):
            planned = self.token
        else:
            planned = self.planned.pop(0) if self.planned else None
        return planned if planned is not None else self._inner.handle_request(request)

    def sent(self, part: str = BASE) -> list[httpx.Request]:
        return [request for request in self.requests if part in request.url.path]

    def body(self) -> Any:
        """Of the last request to the interface."""
        return json.loads(self.sent()[-1].content)

    def answer_next(self, body: Any, status: int = 200) -> None:
        """`body` as JSON, or, where it is text, as it is."""
        content = body if isinstance(body, str) else json.dumps(body)
        self.planned.append(httpx.Response(status, text=content))


@dataclass(slots=True)
class HermesBench:
    """An account at Hermes, ready to work. `wire` saw everything that was sent."""

    standin: HermesStandin
    clock: HandClock
    settings: Mapping[str, str]
    wire: Wire
    tokens: RememberedTokens = field(default_factory=RememberedTokens)

    @classmethod
    def of(cls, terms: Contract | None = None, *, checked: bool = True, **more: str) -> Self:
        """`checked` holds every exchange against the contracts, where they lie beside this checkout."""
        clock = HandClock()
        standin = HermesStandin(clock=clock.now, contract=terms)
        inner: httpx.BaseTransport = transport(standin)
        if checked and HERMES_SPECS.exists():
            inner = ByPath(inner)
        return cls(standin, clock, {**ACCOUNT, **more}, Wire(inner))

    def connection(self, **secrets: str) -> Connection:
        return connected(self.wire, self.settings, {**SECRETS, **secrets}, self.clock, self.tokens)

    def hermes(self) -> Hermes:
        return Hermes(self.connection())

    def order(self, kind: LabelKind = LabelKind.SHIPMENT, reference: str = "A-1", **more: Any) -> LabelOrder:
        return replace(order(kind, reference, self.today), **more)

    def bought(self, kind: LabelKind = LabelKind.SHIPMENT, reference: str = "A-1", **more: Any) -> Label:
        """A label, bought now."""
        label = self.hermes().buy(self.order(kind, reference, **more))
        assert isinstance(label, Label)
        return label

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def later(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))


def order(
    kind: LabelKind = LabelKind.SHIPMENT, reference: str = "A-1", on: date = date(2026, 3, 2)
) -> LabelOrder:
    return LabelOrder(
        kind=kind,
        reference=Reference(reference),
        merchant=MERCHANT,
        consumer=CONSUMER,
        weight_g=1_234,
        on=on,
        order_number="O-77",
    )
