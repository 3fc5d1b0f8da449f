"""From HTTP to the errors of `core.errors`: `send` a request, read the answer inside `reading`.

Adapters need no `except` of their own. The only module of `ports` that knows httpx; its names `Auth`,
`BasicAuth`, `Client`, `Request`, `Response` and `Transport` are httpx's.
"""

import json
import math
import time
import zlib
from collections.abc import Callable, Container, Iterator, Sized
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx

from core.errors import (
    AccessDenied,
    BrokenReply,
    Complaint,
    InvalidValue,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)

Auth = httpx.Auth
BasicAuth = httpx.BasicAuth
Client = httpx.Client
Request = httpx.Request
Response = httpx.Response
Transport = httpx.BaseTransport

#: No answer that we ask for comes near it; more is a defect or an attack.
MAX_BODY: Final = 64 * 1024 * 1024
#: Seconds for one whole body, however steadily it drips.
MAX_SECONDS: Final = 120.0
_DAY: Final = 86_400.0
_LARGEST_EXPONENT: Final = 308
_GZIP: Final = zlib.MAX_WBITS | 16

#: What taking a strange body apart runs into; SyntaxError is the root of what XML parsers raise.
_ODD: Final = (
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    StopIteration,
    SyntaxError,
)

Explain = Callable[[httpx.Response], tuple[Complaint, ...]]


def _no_complaints(_: httpx.Response) -> tuple[Complaint, ...]:
    return ()


def send(
    client: httpx.Client,
    request: httpx.Request,
    *,
    service: str,
    auth: httpx.Auth | None = None,
    repeatable: bool | None = None,
    explain: Explain = _no_complaints,
    accept: Container[int] = (),
) -> httpx.Response:
    """The answer, complete, with a status of 2xx or one out of `accept`.

    auth        puts the credentials on; without it the request goes out as it is
    repeatable  whether sending twice equals sending once; without it, GET, HEAD and OPTIONS are
    explain     reads the reasons out of a refusal's body; whatever it raises means: no reasons

    raises  AccessDenied: 401, 403
            Throttled: 429
            Refused: every other 4xx but 408
            Unreachable: no connection; for repeatable requests also a lost answer, 408 or 5xx
            BrokenReply: for repeatable requests any other status, or a body that is undecodable or endless
            OutcomeUnknown: a lost answer, status or body as above to a request not to be repeated blindly
    """
    again = request.method in {"GET", "HEAD", "OPTIONS"} if repeatable is None else repeatable
    answer = _exchange(client, request, auth, service, again, accept)
    if isinstance(answer, RemoteError):
        raise answer  # here, where no error of httpx, with its request, can hang on it
    if answer.is_success or answer.status_code in accept:
        return answer
    raise _refusal(service, answer, again, explain)


def _exchange(
    client: httpx.Client,
    request: httpx.Request,
    auth: httpx.Auth | None,
    service: str,
    again: bool,
    accept: Container[int],
) -> httpx.Response | RemoteError:
    """The answer with whatever status, or why there is none."""
    request.headers["Accept-Encoding"] = "gzip"
    try:
        with closing(client.send(request, auth=auth, stream=True, follow_redirects=False)) as response:
            try:
                body = _body(response)
            except (httpx.TransportError, zlib.error, _TooMuch):
                if response.is_success or response.status_code in accept:
                    raise
                body = b""  # the status says no by itself; only the reasons are lost
            return _complete(response, body)
    except (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
    ) as error:
        return Unreachable(service, _cause(error))
    except httpx.TransportError as error:
        return _lost(service, _cause(error), again)
    except (httpx.DecodingError, zlib.error):
        return _unreadable(service, "the body cannot be decoded", again)
    except (httpx.InvalidURL, UnicodeError):  # httpx takes the address of a redirect apart, followed or not
        return _unreadable(service, "a redirect to an unreadable address", again)
    except _TooMuch as error:
        return _unreadable(service, str(error), again)


def _refusal(service: str, answer: httpx.Response, again: bool, explain: Explain) -> RemoteError:
    status = answer.status_code
    if status in {401, 403}:
        return AccessDenied(service, status=status)
    if status == 429:
        return Throttled(service, retry_after(answer), status=status)
    if status == 408 or 500 <= status < 600:
        return _lost(service, f"status {status}", again, status)
    if 400 <= status < 500:
        try:
            complaints = explain(answer)
        except Exception:  # an error body may hold anything, and must not hide the refusal
            complaints = ()
        return Refused(service, complaints, status=status)
    words = ", a redirect" if 300 <= status < 400 else ""
    return _unreadable(service, f"status {status}{words}", again, status)


def _lost(service: str, cause: str, again: bool, status: int | None = None) -> RemoteError:
    return (Unreachable if again else OutcomeUnknown)(service, cause, status=status)


def _unreadable(service: str, detail: str, again: bool, status: int | None = None) -> RemoteError:
    return (BrokenReply if again else OutcomeUnknown)(service, detail, status=status)


def _cause(error: Exception) -> str:
    """The kind of failure in words; the library's own message may name addresses."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__)
    return words.strip()


class _TooMuch(Exception):
    pass


def _body(response: httpx.Response) -> bytes:
    """The body, bounded in size and in time.

    Unpacked here, because httpx does it without bounds, in as many layers as the header names, and takes a
    packed body that was cut for a whole one.
    """
    if response.is_stream_consumed:  # a transport without a network gives it at once, and httpx unpacked it
        _bound(response.content)
        return response.content
    ends = time.monotonic() + MAX_SECONDS
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip"}:
        raise zlib.error("an unknown coding")
    unpacking = zlib.decompressobj(_GZIP) if coding == "gzip" else None
    body = bytearray()
    for part in response.iter_raw():
        if time.monotonic() > ends:
            raise _TooMuch(f"not finished after {MAX_SECONDS:g} s")
        if unpacking is None:
            body += part
        else:
            body += unpacking.decompress(part, MAX_BODY - len(body) + 1)
            if unpacking.unused_data:
                raise zlib.error("something after the end")
        _bound(body)
    if unpacking is not None and not unpacking.eof and response.num_bytes_downloaded:
        raise zlib.error("no end")
    return bytes(body)


def _bound(body: Sized) -> None:
    if len(body) > MAX_BODY:
        raise _TooMuch(f"more than {MAX_BODY // 2**20} MiB")


def _complete(response: httpx.Response, body: bytes) -> httpx.Response:
    packing = {b"content-encoding", b"content-length", b"transfer-encoding"}
    headers = [(name, value) for name, value in response.headers.raw if name.lower() not in packing]
    return httpx.Response(response.status_code, headers=headers, content=body, request=response.request)


@contextmanager
def reading(service: str) -> Iterator[None]:
    """Turns whatever goes wrong while an answer is taken apart into `BrokenReply`, without its content.

    raises  BrokenReply
    """
    try:
        yield
    except json.JSONDecodeError as error:
        raise BrokenReply(service, f"no JSON from character {error.pos} on") from None
    except KeyError as error:
        raise BrokenReply(service, f"{error} is missing"[:80]) from None
    except InvalidValue as error:
        raise BrokenReply(service, error.text.en) from None
    except _ODD as error:
        raise BrokenReply(service, f"not as agreed ({type(error).__name__})") from None


@contextmanager
def reading_outcome(service: str, answer: httpx.Response) -> Iterator[None]:
    """As `reading`, for the answer to what buys or changes something: its status said yes, so it may have
    happened, readable or not.

    raises  OutcomeUnknown
    """
    try:
        with reading(service):
            yield
    except BrokenReply as error:
        raise OutcomeUnknown(service, error.detail, status=answer.status_code) from None


def _figure(text: str) -> Decimal:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        figure = None
    if figure is None or abs(figure.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError("a figure beyond all measure")
    return figure


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def json_of(answer: httpx.Response) -> Any:
    """The body as JSON; figures with a point become `Decimal`.

    raises  ValueError, RecursionError; call it inside `reading`
    """
    return parse_json(answer.content)


def parse_json(text: str | bytes) -> Any:
    """JSON with `Decimal` for figures with a point or an exponent; NaN and Infinity are no JSON.

    Exponents end where those of other JSON readers do, so that `int` of a figure cannot fill the memory.

    raises  ValueError, RecursionError
    """
    return json.loads(text, parse_float=_figure, parse_constant=_no_constant)


def retry_after(answer: httpx.Response) -> float | None:
    """Seconds to wait as the header says, at most a day; None where it is absent or nonsense."""
    value = answer.headers.get("retry-after", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
            answered = server_time(answer) or datetime.now(UTC)
            seconds = (moment - answered).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), _DAY) if math.isfinite(seconds) else None


def server_time(answer: httpx.Response) -> datetime | None:
    """The answering server's clock from its Date header, aware UTC, to the second; None where it has none."""
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (TypeError, ValueError, OverflowError):
        return None
