"""One carrier in front of a fresh stand-in, and everything a check needs to work with it."""

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

import pytest

from core.errors import AppError, InvalidValue
from core.limits import Limits
from core.parcel import Label, LabelKind, LabelOrder, Reference
from core.secret import Secret
from ports.carrier import Capability, Carrier
from ports.conformance.people import CONSUMER, MERCHANT
from ports.conformance.wire import Wire, buying_places
from ports.connection import Connection, Token
from ports.hooks import CarrierKind, Rehearsal
from ports.http import Client
from ports.servers import server_address

P = ParamSpec("P")
T = TypeVar("T")

WRONG: Final = Secret("wrong-credential-7351")

#: The kinds of label that `buy` can be asked for, by the capability that each needs.
WAYS: Final = (Capability.SHIP, Capability.RETURN, Capability.RETURN_OUTBOUND)


def kind_of(way: Capability) -> LabelKind:
    return LabelKind.SHIPMENT if way is Capability.SHIP else LabelKind.RETURN


def outcome(call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | AppError:
    """What came of it, error or not. All but the errors of `core.errors` gets through and fails the check."""
    try:
        return call(*args, **named)
    except AppError as error:
        return error


@dataclass(slots=True)
class PatientClock:
    """The time now; sleeping moves it on and takes no time."""

    slept: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += timedelta(seconds=max(0.0, seconds))


@dataclass(slots=True)
class Shelf:
    """A `TokenShelf` that remembers every token that ever lay on it."""

    lying: dict[str, Token] = field(default_factory=dict)
    seen: list[Secret] = field(default_factory=list)

    def get(self, name: str) -> Token | None:
        return self.lying.get(name)

    def put(self, name: str, token: Token) -> None:
        self.lying[name] = token
        self.seen.append(token.value)

    def drop(self, name: str) -> None:
        self.lying.pop(name, None)


@dataclass(slots=True, repr=False, eq=False)
class Bench:
    """A carrier with a stand-in of its own."""

    kind: CarrierKind
    clock: PatientClock
    rehearsal: Rehearsal
    wire: Wire
    shelf: Shelf = field(default_factory=Shelf)
    _ordered: int = 0
    _clients: dict[tuple[str, frozenset[tuple[str, Secret]]], Client] = field(default_factory=dict)

    def connection(
        self,
        settings: Mapping[str, str] | None = None,
        secrets: Mapping[str, Secret] | None = None,
        shelf: Shelf | None = None,
    ) -> Connection:
        """With what the stand-in accepts, unless told otherwise."""
        chosen = self.rehearsal.settings if settings is None else settings
        known = self.rehearsal.secrets if secrets is None else secrets

        def client(server: str) -> Client:
            address = server_address(self.kind.manifest.servers, server, chosen)
            if address is None:
                raise InvalidValue(f"{self.kind.manifest.name} has no server {server!r}")
            self.wire.hosts |= {urlsplit(address).hostname or ""}
            account = (address, frozenset(known.items()))
            if account not in self._clients:
                self._clients[account] = Client(
                    base_url=address,
                    transport=self.wire,
                    follow_redirects=False,
                    headers={"User-Agent": "app-center-conformance"},
                )
            return self._clients[account]

        return Connection(
            settings=MappingProxyType(dict(chosen)),
            secrets=MappingProxyType(dict(known)),
            client=client,
            tokens=self.shelf if shelf is None else shelf,
            clock=self.clock,
        )

    def open(self, *, fresh: bool = False) -> Carrier:
        """The account. `fresh`: without the tokens of earlier calls."""
        if fresh:
            self.shelf.lying.clear()
        return self.kind.open(self.connection())

    def open_with_wrong_secrets(self) -> Carrier:
        """Another account at the same stand-in, without tokens."""
        return self.kind.open(self.connection(secrets=self.wrong_secrets, shelf=Shelf()))

    @property
    def wrong_secrets(self) -> Mapping[str, Secret]:
        return dict.fromkeys(self.rehearsal.secrets, WRONG)

    @property
    def today(self) -> date:
        return self.clock.now().date()

    @property
    def since(self) -> date:
        """From when on the host has labels looked up that were bought today."""
        return self.today - timedelta(days=1)

    def limits(self, way: Capability) -> Limits:
        return self.kind.open(self.connection()).limits(kind_of(way), CONSUMER.country)

    def order(self, way: Capability, **changes: Any) -> LabelOrder:
        """An order that nothing is wrong with, under a reference of its own."""
        limits, kind = self.limits(way), kind_of(way)
        formats = self.kind.info.formats.get(kind) or ()
        order = LabelOrder(
            kind=kind,
            reference=self.reference(limits),
            merchant=MERCHANT,
            consumer=CONSUMER,
            weight_g=min(1_500, limits.heaviest_g),
            on=self.today,
            outbound=self.rehearsal.outbound() if way is Capability.RETURN_OUTBOUND else None,
            order_number="OT4711",
            reason="does not fit",
        )
        if formats and order.format not in formats:
            order = replace(order, format=min(formats))
        return replace(order, **changes)

    def reference(self, limits: Limits) -> Reference:
        """A new one, as long as the carrier wants it."""
        self._ordered += 1
        length = max(limits.reference_min, min(9, limits.reference_max))
        return Reference(f"K{self._ordered:0{max(1, length - 1)}}")

    def purchases(self, order: LabelOrder) -> Sequence[str]:
        """The numbers that the server's ledger has for this order."""
        return [
            number
            for kind, reference, number in self.rehearsal.bought()
            if (kind, reference) == (order.kind, order.reference)
        ]

    def bought(self, way: Capability, **changes: Any) -> tuple[LabelOrder, Label]:
        """An order, and the label that it led to in fine weather."""
        order = self.order(way, **changes)
        label = self.open().buy(order)
        if not isinstance(label, Label):
            pytest.fail(f"`buy` of {way.value} answered {type(label).__name__} instead of a label")
        return order, label

    def needs(self, *capabilities: Capability) -> None:
        """Ends the check where this account does not offer one of these."""
        offered = self.open().info.capabilities
        for capability in capabilities:
            if capability not in offered:
                pytest.skip(f"{capability.value} is not offered")

    def ways(self) -> list[Capability]:
        """The kinds of label that this account offers."""
        offered = self.open().info.capabilities
        return [way for way in WAYS if way in offered]

    def buying(self, way: Capability) -> tuple[int, int]:
        """How many requests `buy` sends before the one that buys, and how many in all, without a token."""
        order, carrier = self.order(way), self.open(fresh=True)
        before = len(self.wire.sent)
        carrier.buy(order)
        sent = self.wire.since(before)
        places = buying_places(sent)
        if not places:
            pytest.fail(f"`buy` of {way.value}: `bought()` of the rehearsal did not grow", pytrace=False)
        return places[0], len(sent)


@dataclass(slots=True, repr=False, eq=False)
class Candidate:
    """The carrier under test. `called` are the hosts that it tried to reach past its transport."""

    kind: CarrierKind
    offer: Callable[[], Sequence[CarrierKind]]
    clock: PatientClock = field(default_factory=PatientClock)
    called: list[str] = field(default_factory=list)

    def bench(self) -> Bench:
        """With a stand-in that has seen nothing yet."""
        rehearsal = self.kind.rehearse()
        wire = Wire(rehearsal.transport, lambda: len(rehearsal.bought()), frozenset())
        return Bench(self.kind, self.clock, rehearsal, wire)

    def calm(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Sleeping takes no time, and nothing reaches the network but the machine itself."""
        monkeypatch.setattr(time, "sleep", self.clock.sleep)
        connect = socket.socket.connect

        def guarded(sock: socket.socket, address: Any) -> None:
            host = str(address[0]) if isinstance(address, tuple) else ""
            if host and not host.startswith("127.") and host not in {"::1", "localhost"}:
                self.called.append(host)
                raise ConnectionRefusedError("the conformance kit has no network")
            connect(sock, address)

        def nameless(host: Any, *args: Any, **kwargs: Any) -> Any:
            if host not in {"localhost", "127.0.0.1", "::1", None}:
                self.called.append(str(host))
                raise socket.gaierror("the conformance kit has no network")
            return look_up(host, *args, **kwargs)

        look_up = socket.getaddrinfo
        monkeypatch.setattr(socket.socket, "connect", guarded)
        monkeypatch.setattr(socket, "getaddrinfo", nameless)
