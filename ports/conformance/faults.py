"""What can go wrong between an adapter and a server, put in between by the kit.

A fault stands in the place of an answer. Whether the server has worked on the request before is a question of
its own: `wire` decides it. The only module of the kit that knows httpx, for the failures that it raises.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from ports.conformance.bodies import texts_of
from ports.http import Request, Response

_HTML: Final = (
    b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Sorry</h1></body></html>"
)
_HEADERS: Final = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. `strike` gets the request and the server's answer, where there is one, and
    gives another answer or raises what httpx raises."""

    name: str
    strike: Callable[[Request, Response | None], Response]

    def __str__(self) -> str:
        return self.name


def _raising(name: str, error: type[httpx.TransportError]) -> Fault:
    def strike(request: Request, _: Response | None) -> Response:
        raise error(name, request=request)

    return Fault(name, strike)


def answering(
    name: str, status: int, body: bytes = b"", media: str = "application/json", **headers: str
) -> Fault:
    """An answer with this status and body."""
    head = {**_HEADERS, "Content-Type": media, **{k.replace("_", "-"): v for k, v in headers.items()}}
    return Fault(name, lambda request, _: Response(status, headers=head, content=body, request=request))


def as_json(name: str, value: Any, status: int = 200) -> Fault:
    return answering(name, status, json.dumps(value, default=str).encode())


@dataclass(slots=True)
class _Torn(httpx.SyncByteStream):
    """Half a body, then the connection ends."""

    body: bytes
    request: Request

    def __iter__(self) -> Iterator[bytes]:
        yield self.body[: len(self.body) // 2]
        raise httpx.RemoteProtocolError("the body was cut", request=self.request)


def _torn(request: Request, answer: Response | None) -> Response:
    body = answer.content if answer is not None else b'{"number": "123"}'
    headers = {**_HEADERS, "Content-Type": "application/json", "Content-Length": str(len(body))}
    return Response(200, headers=headers, stream=_Torn(body, request), request=request)


def _cut_json(request: Request, answer: Response | None) -> Response:
    body = answer.content if answer is not None else b'{"number": "123"}'
    headers = {**_HEADERS, "Content-Type": "application/json"}
    return Response(200, headers=headers, content=body[: len(body) // 2], request=request)


#: The connection does not come about: certainly nothing was sent.
NO_CONNECTION: Final = (
    _raising("connection refused", httpx.ConnectError),
    _raising("no connection in time", httpx.ConnectTimeout),
)
#: The request is out, and no status comes back; or one that says nothing about it.
LOST: Final = (
    _raising("the connection broke while reading", httpx.ReadError),
    _raising("no answer in time", httpx.ReadTimeout),
    _raising("the server closed the connection", httpx.RemoteProtocolError),
    _raising("the connection broke while writing", httpx.WriteError),
    Fault("a body that ends too early", _torn),
    answering("status 500", 500, b'{"message": "internal error"}'),
    answering("status 502 with HTML", 502, _HTML, "text/html"),
    answering("status 503", 503, b"", "text/plain"),
    answering("status 504", 504, b"upstream timed out", "text/plain"),
    answering("status 408", 408),
)
#: A good status, and a body that nobody can read.
UNREADABLE: Final = (
    answering("200 with HTML", 200, _HTML, "text/html"),
    answering("200 with HTML that is called JSON", 200, _HTML),
    answering("200 with an empty body", 200),
    answering("200 with bytes", 200, b"\x00\xff\xfe\x9f" * 9),
    answering("200 that is packed wrongly", 200, b"no gzip", Content_Encoding="gzip"),
    Fault("200 with half of the JSON", _cut_json),
    as_json("200 with a number", 17),
    as_json("200 with null", None),
    as_json("200 with a text", "nonsense"),
    answering("200 with JSON that is nested too deeply", 200, b"[" * 100_000),
)
#: JSON that may mean "nothing" as the answer to a question, and nothing at all as the answer to a purchase.
EMPTY: Final = (
    as_json("200 with an empty object", {}),
    as_json("200 with an empty list", []),
    as_json("200 with another object", {"unexpected": True}),
    as_json("204 with an empty object", {}, 204),
)

CLEAR_NO: Final = tuple(
    answering(f"status {status}{words}", status, body, media)
    for status in (400, 404, 409, 422)
    for words, body, media in (
        ("", b"", "application/json"),
        (" with HTML", _HTML, "text/html"),
        (" with another object", b'{"unexpected": true}', "application/json"),
    )
)
DENIED: Final = answering("status 401", 401)
FORBIDDEN: Final = answering("status 403", 403)

#: By what the header says: the seconds that are to be waited.
THROTTLING: Final[Mapping[float | None, Fault]] = {
    7.0: answering("status 429, 7 seconds", 429, Retry_After="7"),
    90.0: answering("status 429 until a time", 429, Retry_After="Mon, 02 Mar 2026 12:01:30 GMT"),
    None: answering("status 429 without a time", 429, _HTML, "text/html"),
}

ELSEWHERE: Final = "elsewhere.example"
REDIRECTS: Final = tuple(
    answering(f"status {status} to another host", status, Location=f"https://{ELSEWHERE}/collect")
    for status in (301, 302, 303, 307, 308)
)


def _echo(status: int) -> Fault:
    """An answer that repeats what was sent, as servers do: the body, and with 401 the login."""

    def strike(request: Request, _: Response | None) -> Response:
        words = "; ".join((*texts_of(request), *(_logins(request) if status == 401 else ())))
        reason = {"code": "E1", "field": "street", "message": words, "detail": words, "description": words}
        body = {**reason, "error": words, "title": words, "status": status, "errors": [reason]}
        return Response(status, headers=_HEADERS, json=body, request=request)

    return Fault(f"status {status} that repeats what was sent", strike)


def _logins(request: Request) -> list[str]:
    """The headers that may be a credential."""
    named = ("auth", "key", "token", "secret", "user", "password")
    return [value for name, value in request.headers.items() if any(part in name for part in named)]


ECHOES: Final = tuple(_echo(status) for status in (200, 400, 401, 403, 422, 500))

#: One of each kind, for checks that go through many places.
ONE_OF_EACH: Final = (*NO_CONNECTION[:1], *LOST[:2], LOST[5], *UNREADABLE[:1], UNREADABLE[5], *EMPTY[:1])
#: What may come back although the server has done its work.
DOUBTFUL: Final = (*LOST, *UNREADABLE, *EMPTY, *REDIRECTS[:1])
#: What says that it has not.
DECLINING: Final = (*NO_CONNECTION, *CLEAR_NO[:3], DENIED, FORBIDDEN, *THROTTLING.values())
