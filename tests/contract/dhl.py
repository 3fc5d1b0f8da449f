"""DHL's adapter in front of DHL's stand-in, with the contracts between them where they are at hand."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import httpx

from adapters.carriers.dhl.carrier import Dhl
from adapters.carriers.dhl.standin import (
    DEMO_APP_KEY,
    DEMO_APP_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
    DhlStandin,
)
from core.parcel import Label, LabelKind, LabelOrder, Party, Reference
from ports import Connection
from standins import transport
from tests.contract.openapi import CheckedTransport, Contract
from tests.fakes.clock import HandClock
from tests.fakes.connections import RememberedTokens, connected
from tests.specs import SPECS

DHL_SPECS: Final = SPECS / "dhl"
EXAMPLES: Final = DHL_SPECS / "examples"
FILES: Final = (
    "parcel-de-authentication-v1.reconstructed.yaml",
    "parcel-de-shipping-v2.1.13.yaml",
    "parcel-de-returns-v1.0.9.yaml",
    "shipment-tracking-unified-v1.reconstructed.yaml",
)

SETTINGS: Final = {
    "environment": "sandbox",
    "user": DEMO_USER,
    "billing_number": "33333333330102",
    "billing_number_international": "33333333335301",
    "return_billing_number": "33333333330701",
    "receiver_id": "deu",
}
SECRETS: Final = {"app_key": DEMO_APP_KEY, "app_secret": DEMO_APP_SECRET, "password": DEMO_PASSWORD}

MERCHANT: Final = Party(
    name="Lena Muster",
    company="Muster Handel GmbH",
    street="Lagerweg",
    house_number="3",
    postal_code="53113",
    city="Bonn",
    country="DE",
    email="versand@shop.example",
)
CONSUMER: Final = Party(
    name="Änne Größer",
    street="Große Straße",
    house_number="12 a",
    postal_code="01067",
    city="Dresden",
    country="DE",
    addition="Hinterhaus",
    email="kundin@post.example",
    phone="+49 351 123456",
)
TODAY: Final = date(2026, 3, 2)

Answer = Callable[[httpx.Request], httpx.Response]


def shipment(reference: str = "AUFTRAG-0001", **changes: Any) -> LabelOrder:
    order = LabelOrder(LabelKind.SHIPMENT, Reference(reference), MERCHANT, CONSUMER, 1500, TODAY)
    return replace(order, **changes)


def returning(reference: str = "RETOURE-0001", **changes: Any) -> LabelOrder:
    order = LabelOrder(LabelKind.RETURN, Reference(reference), MERCHANT, CONSUMER, 1500, TODAY)
    return replace(order, **changes)


def example(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


class _Routed(httpx.BaseTransport):
    """Each exchange goes through the contract that knows its address, where the contracts are at hand."""

    def __init__(self, inner: httpx.BaseTransport, *, responses: bool) -> None:
        self._inner = inner
        self._contracts = [Contract.load(DHL_SPECS / name) for name in FILES] if DHL_SPECS.is_dir() else []
        self._responses = responses

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for contract in self._contracts:
            if contract.knows(request.method, request.url.path):
                checked = CheckedTransport(self._inner, contract, responses=self._responses)
                return checked.handle_request(request)
        assert not self._contracts, f"no contract knows {request.method} {request.url.path}"
        return self._inner.handle_request(request)


@dataclass(slots=True)
class Recorded(httpx.BaseTransport):
    """Hands everything on and keeps the requests."""

    inner: httpx.BaseTransport
    requests: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.inner.handle_request(request)

    def body(self) -> Any:
        """Of the last request that had one."""
        return json.loads(next(request.content for request in reversed(self.requests) if request.content))


@dataclass(slots=True)
class DhlBench:
    """An account at DHL, opened."""

    standin: DhlStandin
    clock: HandClock
    tokens: RememberedTokens = field(default_factory=RememberedTokens)
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)
    secrets: Mapping[str, str] = field(default_factory=lambda: SECRETS)
    checks_answers: bool = True
    wire: Recorded | None = None

    @classmethod
    def new(cls, **settings: str) -> Self:
        """An empty setting takes one away."""
        clock = HandClock()
        merged = {name: value for name, value in {**SETTINGS, **settings}.items() if value}
        return cls(DhlStandin(clock=clock.now), clock, settings=merged)

    def connection(self) -> Connection:
        checked = _Routed(transport(self.standin), responses=self.checks_answers)
        self.wire = Recorded(checked)
        return connected(self.wire, self.settings, self.secrets, self.clock, self.tokens)

    def dhl(self) -> Dhl:
        return Dhl(self.connection())

    def sent(self) -> Any:
        """The body of the last request that had one."""
        assert self.wire is not None
        return self.wire.body()


def answering(answer: Answer, **settings: str) -> Dhl:
    """An account whose DHL gives a token and then answers with `answer`."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "demo-token", "expires_in": 1799})
        return answer(request)

    return Dhl(connected(httpx.MockTransport(handle), {**SETTINGS, **settings}, SECRETS, HandClock()))


def always(status: int, body: Any) -> Answer:
    """The same answer to everything; `body` is JSON, or bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda _: httpx.Response(status, content=content, headers={"Content-Type": "application/json"})


def bought(answer: object) -> Label:
    assert isinstance(answer, Label)
    return answer


def example_names(prefix: str) -> list[str]:
    """None where the vendor's files are not at hand; the tests over them are skipped then."""
    return sorted(path.name for path in _files() if path.name.startswith(prefix))


def _files() -> list[Path]:
    return list(EXAMPLES.glob("*.json")) if EXAMPLES.is_dir() else []
