"""The wire between an adapter and its stand-in: it keeps what was sent, and puts faults in between.

The purchase is recognised by the stand-in's ledger: it grows while a request is worked on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from core.errors import InvalidValue
from ports.conformance.faults import Fault
from ports.http import Request, Response, Transport


@dataclass(frozen=True, slots=True)
class Sent:
    """One request. `bought`: the ledger grew while the server worked on it."""

    request: Request
    bought: bool = False

    @property
    def target(self) -> tuple[str, str]:
        return self.request.method, self.request.url.path


class Serve(Protocol):
    """Lets the server work on the request, or on another one instead: its answer, and whether that bought
    something."""

    def __call__(self, instead: Request | None = None) -> tuple[Response, bool]: ...


class Plan(Protocol):
    """Says for each request what becomes of it. `place` counts from 0 since the plan was laid."""

    def take(self, place: int, request: Request, serve: Serve) -> Response: ...


@dataclass(slots=True)
class AfterPurchase:
    """The answer to whatever buys is replaced by a fault; the purchase has taken place."""

    fault: Fault
    hits: int = 0

    def take(self, place: int, request: Request, serve: Serve) -> Response:  # noqa: ARG002
        answer, bought = serve()
        if not bought:
            return answer
        self.hits += 1
        return self.fault.strike(request, answer)


@dataclass(slots=True)
class Instead:
    """The request at `place`, and every later one to the same address, meets a fault before the server.

    once  later ones get through
    """

    fault: Fault
    place: int = 0
    once: bool = False
    hits: int = 0
    _target: tuple[str, str] | None = None

    def take(self, place: int, request: Request, serve: Serve) -> Response:
        target = (request.method, request.url.path)
        if place == self.place:
            self._target = target
        elif self.once or target != self._target:
            return serve()[0]
        self.hits += 1
        return self.fault.strike(request, None)


@dataclass(slots=True)
class Changed:
    """The answer at `place`, and every later one from the same address, is changed on its way."""

    change: Callable[[Response], Response]
    place: int = 0
    _target: tuple[str, str] | None = None

    def take(self, place: int, request: Request, serve: Serve) -> Response:
        target = (request.method, request.url.path)
        answer, _ = serve()
        if place == self.place:
            self._target = target
        return self.change(answer) if target == self._target else answer


@dataclass(slots=True)
class Tampered:
    """The request at `place` reaches the server with another body.

    refused  the server's own answer said no to it: nothing was bought, and it was no matter of the login, the
             pace or the server's health
    """

    body: bytes
    place: int = 0
    refused: bool = False

    def take(self, place: int, request: Request, serve: Serve) -> Response:
        if place != self.place:
            return serve()[0]
        named = {"content-length", "transfer-encoding"}
        headers = [(name, value) for name, value in request.headers.multi_items() if name not in named]
        answer, bought = serve(Request(request.method, request.url, headers=headers, content=self.body))
        healthy = answer.status_code < 500 and answer.status_code not in {401, 403, 408, 429}
        self.refused = healthy and not bought
        return answer


@dataclass(slots=True)
class Always:
    """Every request meets the fault before the server."""

    fault: Fault

    def take(self, place: int, request: Request, serve: Serve) -> Response:  # noqa: ARG002
        return self.fault.strike(request, None)


@dataclass(slots=True)
class InTurn:
    """What becomes of each request, one after the other; the rest gets through. A fault with `True` strikes
    after the server has worked on the request."""

    faults: Sequence[tuple[Fault, bool] | None]

    def take(self, place: int, request: Request, serve: Serve) -> Response:
        turn = self.faults[place] if place < len(self.faults) else None
        if turn is None:
            return serve()[0]
        fault, late = turn
        return fault.strike(request, serve()[0] if late else None)


@dataclass(slots=True)
class Wire(Transport):
    """A transport in front of the stand-in's own.

    hosts   that the manifest names; a request elsewhere does not go out, as with the real host
    sent    everything, in order
    astray  hosts that somebody tried to call and may not
    """

    inner: Transport
    purchases: Callable[[], int]
    hosts: frozenset[str]
    sent: list[Sent] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    _plan: Plan | None = None
    _begin: int = 0

    @contextmanager
    def under(self, plan: Plan) -> Iterator[None]:
        """Lays a plan for the requests in the block."""
        self._plan, self._begin = plan, len(self.sent)
        try:
            yield
        finally:
            self._plan = None

    def since(self, count: int) -> Sequence[Sent]:
        """What was sent after the first `count` requests."""
        return self.sent[count:]

    def handle_request(self, request: Request) -> Response:
        request.read()
        place = len(self.sent)
        self.sent.append(Sent(request))
        if request.url.host not in self.hosts:
            self.astray.append(request.url.host)
            raise InvalidValue("an app tried to call a host that its manifest does not name")

        def serve(instead: Request | None = None) -> tuple[Response, bool]:
            before = self.purchases()
            answer = self.inner.handle_request(instead or request)
            answer.read()
            bought = self.purchases() > before
            self.sent[place] = Sent(request, bought)
            return answer, bought

        if self._plan is None:
            return serve()[0]
        return self._plan.take(place - self._begin, request, serve)


def buying_places(sent: Iterable[Sent]) -> list[int]:
    return [place for place, each in enumerate(sent) if each.bought]
