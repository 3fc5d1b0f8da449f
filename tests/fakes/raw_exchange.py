"""One exchange with a `RawServer`, and the words that it is told to say."""

import gzip
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from core.errors import RemoteError
from ports import send
from tests.fakes.exchange import SERVICE, everything_shown
from tests.fakes.raw_server import RawServer, Talk, raw_server

MARK = "m4rk"
#: Made once, because that takes long; all but one of the servers are plain.
TRUST = ssl.create_default_context()
WORDS = f"{MARK} and more of it, ".encode() * 20
PACKED = gzip.compress(WORDS)


def head(status: int = 200, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} Said {MARK}", f"X-Name: {MARK}", *headers, "", ""]).encode()


def whole(body: bytes, *headers: str, status: int = 200) -> bytes:
    return head(status, f"Content-Length: {len(body)}", *headers) + body


def packed(body: bytes, coding: str = "gzip", status: int = 200) -> bytes:
    return whole(body, f"Content-Encoding: {coding}", status=status)


@contextmanager
def client_of(server: RawServer, **options: Any) -> Iterator[httpx.Client]:
    """A client with room for one connection: whoever does not give it back is found out."""
    with httpx.Client(
        base_url=server.url,
        timeout=httpx.Timeout(5, read=options.pop("patience", 5), pool=0.5),
        limits=httpx.Limits(max_connections=1),
        trust_env=False,
        verify=TRUST,
        **options,
    ) as client:
        yield client


def ask(client: httpx.Client, method: str = "GET", **options: Any) -> httpx.Response:
    """A request that carries the mark wherever it can."""
    request = client.build_request(
        method,
        f"/{MARK}",
        params={"token": MARK},
        headers={"Authorization": f"Bearer {MARK}", "Cookie": f"id={MARK}"},
        content=None if method in {"GET", "HEAD"} else MARK,
    )
    return send(client, request, service=SERVICE, **options)


def failure(talk: Talk, method: str = "GET", patience: float = 5, **options: Any) -> RemoteError:
    """How the talk ends for the client. The connection is free afterwards, and nothing is quoted."""
    with raw_server(talk) as server, client_of(server, patience=patience) as client:
        with pytest.raises(RemoteError) as caught:
            ask(client, method, **options)
        server.over.acquire()
        client.timeout = httpx.Timeout(5)
        assert ask(client).content == b"fine"
    assert MARK not in everything_shown(caught.value)
    assert caught.value.__context__ is None
    return caught.value


def reply(talk: Talk, method: str = "GET") -> httpx.Response:
    with raw_server(talk) as server, client_of(server) as client:
        return ask(client, method)
