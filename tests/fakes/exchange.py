"""One exchange over a transport that never leaves the process, and what its failure shows."""

import traceback
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

from core.errors import RemoteError
from ports import send

SERVICE: Final = "acme"

Handler = Callable[[httpx.Request], httpx.Response]


class Arriving(httpx.SyncByteStream):
    """A body that arrives in parts, as from a network."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)


def answered(status: int, body: bytes = b"", *, canned: bool = False, **more: Any) -> httpx.Response:
    """An answer whose body is there at once (`canned`), as httpx's own fakes give it, or arrives."""
    return httpx.Response(status, **({"content": body} if canned else {"stream": Arriving(body)}), **more)


def exchange(
    handler: Handler,
    method: str = "GET",
    *,
    mark: str = "",
    client_auth: httpx.Auth | None = None,
    **options: Any,
) -> httpx.Response:
    """What `send` makes of the handler's answer to a request that carries `mark` wherever it can."""
    with httpx.Client(
        transport=httpx.MockTransport(handler), base_url="https://api.example.com", auth=client_auth
    ) as client:
        request = client.build_request(
            method, f"/{mark}", params={"q": mark}, headers={"Authorization": mark}, content=mark
        )
        return send(client, request, service=SERVICE, **options)


def failure(handler: Handler, method: str = "GET", **options: Any) -> RemoteError:
    """The error that `exchange` ends in."""
    with pytest.raises(RemoteError) as caught:
        exchange(handler, method, **options)
    assert caught.value.service == SERVICE
    return caught.value


def everything_shown(error: BaseException) -> str:
    """All that a log, a page or a crash report could make of the error, and of what hangs on it."""
    chain = [part for part in (error, error.__cause__, error.__context__) if part is not None]
    return "".join(traceback.format_exception(error)) + "".join(
        f"{part} {part!r} {part.args!r} {vars(part)!r}" for part in chain
    )
