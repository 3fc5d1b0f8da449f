"""GLS's adapter in front of GLS's stand-in, with the contracts between them where they are at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Self

import httpx
import yaml

from adapters.carriers.gls.carrier import Gls
from adapters.carriers.gls.standin import (
    DEMO_APP,
    DEMO_CLIENT,
    DEMO_CONTACT,
    DEMO_PASSWORD,
    DEMO_SECRET,
    DEMO_USER,
    GlsStandin,
)
from core.parcel import Label, LabelKind, LabelOrder, Party, Reference
from ports import Connection
from standins import transport
from tests.contract.openapi import Contract
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens, connected
from tests.specs import SPECS

GLS_SPECS: Final = SPECS / "gls"
EXAMPLES: Final = GLS_SPECS / "examples"
_CONTRACTS: Final = {
    "/oauth2/": "authentication-v2.0.0.yaml",
    "/shipit-farm/": "shipit-rest-wire.reconstructed.yaml",
    "/backend/": "shipit-rest-wire.reconstructed.yaml",
    "/order-management/": "shop-returns-customer-v3.reconstructed.yaml",
    "/track-and-trace-v1/": "track-and-trace-v1.0.7.yaml",
}

PORTAL: Final = {
    "environment": "sandbox",
    "client_id": DEMO_CLIENT,
    "contact_id": DEMO_CONTACT,
    "return_way": "shipit_shop_return",
}
BY_ORDER: Final = {**PORTAL, "return_way": "shop_returns", "app_id": DEMO_APP}
CLASSIC: Final = {
    "environment": "classic",
    "classic_host": "shipit-wbm-test01",
    "user": DEMO_USER,
    "contact_id": DEMO_CONTACT,
    "return_way": "shipit_shop_return",
}
SECRETS: Final = {"client_secret": DEMO_SECRET, "password": DEMO_PASSWORD}
ACCOUNTS: Final = {"portal": PORTAL, "by_order": BY_ORDER, "classic": CLASSIC}

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
    addition="bei Łukasz é 🎁",
    email="zoe@example.com",
    phone="+49 351 000000",
)


@cache
def contract(name: str) -> Contract:
    """A document of GLS's. Schemas that are put together of several are one schema here: closed one by one,
    each would forbid what the others allow."""
    document = yaml.safe_load((GLS_SPECS / name).read_text("utf-8"))
    schemas = document.get("components", {}).get("schemas", {})
    for schema in schemas.values():
        for part in schema.pop("allOf", []):
            whole = schemas[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
            schema["type"] = "object"
            schema["required"] = [*schema.get("required", []), *whole.get("required", [])]
            schema["properties"] = {**schema.get("properties", {}), **whole["properties"]}
    return Contract(document)


class ByPath(httpx.BaseTransport):
    """Holds each exchange against the document of its path. What the gateway says is left out (pages, 401,
    429): there GLS's own document has a schema that its own example does not keep to."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        held = next(contract(name) for part, name in _CONTRACTS.items() if request.url.path.startswith(part))
        held.check_request(request)
        response = self._inner.handle_request(request)
        response.read()
        if response.status_code not in {401, 429} and "html" not in response.headers.get("content-type", ""):
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
        if "/oauth2/" in request.url.path:
            planned = self.token
        else:
            planned = self.planned.pop(0) if self.planned else None
        return planned if planned is not None else self._inner.handle_request(request)

    def sent(self, part: str) -> list[httpx.Request]:
        return [request for request in self.requests if part in request.url.path]


@dataclass(slots=True)
class GlsBench:
    """An account at GLS, ready to work. `wire` saw everything that was sent."""

    standin: GlsStandin
    clock: HandClock
    settings: Mapping[str, str]
    wire: Wire
    tokens: RememberedTokens = field(default_factory=RememberedTokens)

    @classmethod
    def of(cls, settings: Mapping[str, str] = PORTAL, *, checked: bool = True, **more: str) -> Self:
        """`checked` holds every exchange against the contracts, where they lie beside this checkout."""
        clock = HandClock()
        standin = GlsStandin(clock=clock.now)
        inner: httpx.BaseTransport = transport(standin)
        if checked and GLS_SPECS.exists():
            inner = ByPath(inner)
        return cls(standin, clock, {**settings, **more}, Wire(inner))

    def connection(self, **secrets: str) -> Connection:
        return connected(self.wire, self.settings, {**SECRETS, **secrets}, self.clock, self.tokens)

    def gls(self) -> Gls:
        return Gls(self.connection())

    def order(self, kind: LabelKind = LabelKind.SHIPMENT, reference: str = "A-1", **more: Any) -> LabelOrder:
        return replace(order(kind, reference, self.today), **more)

    def bought(self, kind: LabelKind = LabelKind.SHIPMENT, reference: str = "A-1", **more: Any) -> Label:
        """A label, bought now."""
        label = self.gls().buy(self.order(kind, reference, **more))
        assert isinstance(label, Label)
        return label

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def later(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))


def order(kind: LabelKind, reference: str = "A-1", on: date = date(2026, 3, 2)) -> LabelOrder:
    return LabelOrder(
        kind=kind,
        reference=Reference(reference),
        merchant=MERCHANT,
        consumer=CONSUMER,
        weight_g=1_234,
        on=on,
        order_number="O-77",
    )
