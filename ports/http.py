"""From HTTP to the errors of `core.errors`: `send` a request, read the answer inside `reading`.

Adapters need no `except` of their own. The only module of `ports` that knows httpx; its names `Client`,
`Request`, `Response` and `Transport` are httpx's.
"""

import json
import math
import time
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
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

Client = httpx.Client
Request = httpx.Request
Response = httpx.Response
Transport = httpx.BaseTransport

#: No answer that we ask for comes near it; more is a defect or an attack.
MAX_BODY: Final = 64 * 1024 * 1024
#: Seconds for one whole answer, however steadily it drips.
MAX_SECONDS: Final = 120.0
_DAY: Final = 86_400.0

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
            Refused: every other 4xx
            Unreachable: no connection; for repeatable requests also a lost answer or 5xx
            OutcomeUnknown: a lost answer or 5xx to a request that must not be repeated blindly
            BrokenReply: a redirect, an undecodable or endless body
    """
    again = request.method in {"GET", "HEAD", "OPTIONS"} if repeatable is None else repeatable
    try:
        response = client.send(request, auth=auth, stream=True, follow_redirects=False)
        try:
            answer = _complete(response)
        finally:
            response.close()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
        raise Unreachable(service, _cause(error)) from None
    except httpx.DecodingError as error:
        if again:
            raise BrokenReply(service, "the body cannot be decoded") from None
        raise OutcomeUnknown(service, _cause(error)) from None
    except httpx.TransportError as error:
        raise _lost(service, _cause(error), again) from None
    except _TooMuch as error:
        if again:
            raise BrokenReply(service, str(error)) from None
        raise OutcomeUnknown(service, str(error)) from None
    status = answer.status_code
    if answer.is_success or status in accept:
        return answer
    raise _refusal(service, answer, again, explain)


def _refusal(service: str, answer: httpx.Response, again: bool, explain: Explain) -> RemoteError:
    status = answer.status_code
    if status in {401, 403}:
        return AccessDenied(service, status=status)
    if status == 429:
        return Throttled(service, retry_after(answer), status=status)
    if 400 <= status < 500 and status != 408:
        try:
            complaints = explain(answer)
        except Exception:  # an error body may hold anything, and must not hide the refusal
            complaints = ()
        return Refused(service, complaints, status=status)
    if 300 <= status < 400:
        return BrokenReply(service, f"status {status}, a redirect", status=status)
    return _lost(service, f"status {status}", again, status)


def _lost(service: str, cause: str, again: bool, status: int | None = None) -> RemoteError:
    return (Unreachable if again else OutcomeUnknown)(service, cause, status=status)


def _cause(error: Exception) -> str:
    """The kind of failure in words; the library's own message may name addresses."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__)
    return words.strip()


class _TooMuch(Exception):
    pass


def _complete(response: httpx.Response) -> httpx.Response:
    """The response with its body read, bounded in size and in time."""
    ends = time.monotonic() + MAX_SECONDS
    size = 0
    parts = []
    for part in response.iter_bytes():
        size += len(part)
        if size > MAX_BODY:
            raise _TooMuch(f"more than {MAX_BODY // 2**20} MiB")
        if time.monotonic() > ends:
            raise _TooMuch(f"not finished after {MAX_SECONDS:g} s")
        parts.append(part)
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name not in {"content-encoding", "content-length", "transfer-encoding"}
    ]
    return httpx.Response(
        response.status_code, headers=headers, content=b"".join(parts), request=response.request
    )


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
        raise BrokenReply(service, f"{error.args[0]!r} is missing"[:80]) from None
    except InvalidValue as error:
        raise BrokenReply(service, error.text.en) from None
    except (TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError) as error:
        raise BrokenReply(service, f"not as agreed ({type(error).__name__})") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def json_of(answer: httpx.Response) -> Any:
    """The body as JSON; figures with a point become `Decimal`.

    raises  ValueError, RecursionError; call it inside `reading`
    """
    return parse_json(answer.content)


def parse_json(text: str | bytes) -> Any:
    """JSON with `Decimal` for figures with a point; NaN and Infinity are no JSON.

    raises  ValueError, RecursionError
    """
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)


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
        except (TypeError, ValueError):
            return None
    return min(max(seconds, 0.0), _DAY) if math.isfinite(seconds) else None


def server_time(answer: httpx.Response) -> datetime | None:
    """The answering server's clock from its Date header, aware UTC, to the second; None where it has none."""
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None
