"""`send` on a real connection, against a server that does what no stand-in would."""

import gzip
import socket
import ssl
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from core.errors import (
    AccessDenied,
    BrokenReply,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from ports import send
from tests.fakes.exchange import SERVICE, everything_shown
from tests.fakes.raw_server import (
    Conversation,
    RawServer,
    Talk,
    breaking_off,
    breaking_off_early,
    dripping,
    hanging_up,
    raw_server,
    saying,
    silent,
)

MARK = "m4rk"
#: Made once, because that takes long; all but one of the servers are plain.
TRUST = ssl.create_default_context()
WORDS = f"{MARK} and more of it, ".encode() * 20
PACKED = gzip.compress(WORDS)
#: A valid piece of a packed body that unpacks to nothing.
EMPTY_BLOCK = b"\0\0\0\xff\xff"
#: gzip of nothing, before its first block.
GZIP_HEAD = gzip.compress(b"")[:10]


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
        client.timeout = httpx.Timeout(5)
        assert ask(client).content == b"fine"
    assert MARK not in everything_shown(caught.value)
    assert caught.value.__context__ is None
    return caught.value


def reply(talk: Talk, method: str = "GET") -> httpx.Response:
    with raw_server(talk) as server, client_of(server) as client:
        return ask(client, method)


LOST: dict[str, Talk] = {
    "broken off while it listened": breaking_off_early,
    "broken off without an answer": breaking_off(),
    "closed without an answer": saying(),
    "broken off in the headers": breaking_off(head()[:30]),
    "closed in the headers": saying(head()[:30]),
    "broken off in the body": breaking_off(whole(WORDS)[:-9]),
    "closed in the body": saying(whole(WORDS)[:-9]),
    "closed before the body": saying(head(200, "Content-Length: 5")),
    "closed within a chunk": saying(head(200, "Transfer-Encoding: chunked"), b"9\r\nm4rk"),
    "closed between chunks": saying(head(200, "Transfer-Encoding: chunked"), b"4\r\nm4rk\r\n"),
    "chunks without a size": saying(head(200, "Transfer-Encoding: chunked"), b"m4rk\r\n"),
    "cut while packed": saying(packed(PACKED)[:-9]),
    "no HTTP": saying(f"SSH-2.0-{MARK}\r\n".encode()),
    "a status in words": saying(f"HTTP/1.1 {MARK} OK\r\n\r\n".encode()),
    "bytes": saying(bytes(range(256)) * 4),
    "a length in words": saying(head(200, f"Content-Length: {MARK}")),
    "two lengths": saying(head(200, "Content-Length: 1", "Content-Length: 2") + b"ab"),
    "headers without end": saying(head()[:-2] + b"X-More: m4rk\r\n" * 20_000),
    "a header of two lines without a name": saying(f"HTTP/1.1 200 OK\r\n{MARK}\r\n\r\n".encode()),
    "another protocol": saying(head(101, "Upgrade: websocket")),
    "an internal error": saying(whole(WORDS, status=500)),
    "a gateway's error, cut": saying(whole(WORDS, status=502)[:-9]),
    "a gateway's error, packed badly": saying(packed(WORDS, status=503)),
    "a timeout of its own": saying(whole(WORDS, status=408)),
}
UNREADABLE: dict[str, Talk] = {
    "said to be packed and is not": saying(packed(WORDS)),
    "packed and damaged": saying(packed(PACKED[:30] + b"\0\0\0" + PACKED[33:])),
    "packed, with another checksum": saying(packed(PACKED[:-8] + bytes(8))),
    "packed and incomplete": saying(packed(PACKED[:-12])),
    "packed and incomplete to the end of the connection": saying(
        head(200, "Content-Encoding: gzip", "Connection: close") + PACKED[:-12]
    ),
    "packed, and something behind": saying(packed(PACKED + WORDS)),
    "packed twice": saying(packed(gzip.compress(PACKED), "gzip, gzip")),
    "packed as nobody asked for": saying(packed(PACKED, "br")),
    "moved": saying(head(302, f"Location: https://{MARK}.example/{MARK}", "Content-Length: 0")),
    "moved, cut": saying(whole(WORDS, f"Location: /{MARK}", status=307)[:-9]),
    "moved to nowhere": saying(head(302, f"Location: {MARK}:nowhere", "Content-Length: 0")),
    "a status of no meaning": saying(whole(WORDS, status=799)),
}


@pytest.mark.parametrize("name", LOST)
def test_a_lost_answer_may_be_asked_for_again_only_by_those_who_read(name: str) -> None:
    assert type(failure(LOST[name])) is Unreachable
    assert type(failure(LOST[name], "POST", repeatable=True)) is Unreachable
    assert type(failure(LOST[name], "POST")) is OutcomeUnknown


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_answer_is_a_defect_for_readers_and_a_riddle_for_writers(name: str) -> None:
    assert type(failure(UNREADABLE[name])) is BrokenReply
    assert type(failure(UNREADABLE[name], "POST", repeatable=True)) is BrokenReply
    assert type(failure(UNREADABLE[name], "POST")) is OutcomeUnknown


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda status: whole(WORDS, "Retry-After: 7", status=status),
        lambda status: whole(WORDS, "Retry-After: 7", status=status)[:-9],
        lambda status: head(status, "Retry-After: 7", "Transfer-Encoding: chunked") + b"zz",
        lambda status: whole(WORDS, "Retry-After: 7", "Content-Encoding: gzip", status=status),
        lambda status: whole(PACKED, "Retry-After: 7", "Content-Encoding: br", status=status),
    ],
    ids=["whole", "cut", "bad chunks", "badly packed", "packed otherwise"],
)
def test_a_clear_no_stays_clear_whatever_becomes_of_its_reasons(method: str, spoil: Any) -> None:
    assert type(failure(saying(spoil(401)), method)) is AccessDenied
    assert type(failure(saying(spoil(403)), method)) is AccessDenied
    assert type(failure(saying(spoil(400)), method)) is Refused
    throttled = failure(saying(spoil(429)), method)
    assert isinstance(throttled, Throttled)
    assert throttled.retry_after == 7


def test_an_accepted_status_needs_its_body() -> None:
    cut = saying(whole(WORDS, status=404)[:-9])
    assert type(failure(cut, accept={404})) is Unreachable
    assert type(failure(cut, "POST", accept={404})) is OutcomeUnknown


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_nobody_listens_nothing_has_happened(method: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with httpx.Client(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}", trust_env=False) as client:
            with pytest.raises(Unreachable) as caught:
                ask(client, method)
            assert caught.value.cause == "connect error"
            assert MARK not in everything_shown(caught.value)


def test_a_connection_that_breaks_at_once_harms_nobody() -> None:
    assert type(failure(hanging_up)) is Unreachable
    assert type(failure(hanging_up, "POST")) in {Unreachable, OutcomeUnknown}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_trusted_connection_nothing_has_happened(method: str) -> None:
    def plain(conversation: Conversation) -> None:
        conversation.say(head())
        conversation.hear()

    with raw_server(plain) as server, client_of(server) as client:
        client.base_url = server.url.replace("http://", "https://")
        with pytest.raises(Unreachable) as caught:
            ask(client, method)
    assert MARK not in everything_shown(caught.value)
    assert server.heard == []


def test_an_address_that_nobody_can_call_was_not_called() -> None:
    with httpx.Client(base_url="gopher://127.0.0.1", trust_env=False) as client, pytest.raises(Unreachable):
        ask(client, "POST")


def test_silence_ends_with_the_clients_patience() -> None:
    assert failure(silent, patience=0.1).args == Unreachable(SERVICE, "read timeout").args
    assert type(failure(silent, "POST", patience=0.1)) is OutcomeUnknown


# Bounds

DRIPS: dict[str, Talk] = {
    "a body": dripping(head(200, "Content-Length: 100"), b"x", 100),
    "chunks": dripping(head(200, "Transfer-Encoding: chunked"), b"1\r\nx\r\n", 100, b"0\r\n\r\n"),
    "a packed body that unpacks to nothing": dripping(
        head(200, "Content-Encoding: gzip", "Connection: close") + GZIP_HEAD,
        EMPTY_BLOCK,
        100,
        gzip.compress(b"")[10:],
    ),
}


@pytest.mark.parametrize("name", DRIPS)
def test_an_answer_that_drips_on_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ports.http.MAX_SECONDS", 0.1)
    assert "not finished after 0.1 s" in str(failure(DRIPS[name]))
    assert type(failure(DRIPS[name])) is BrokenReply
    assert type(failure(DRIPS[name], "POST")) is OutcomeUnknown


ENDLESS: dict[str, Talk] = {
    "a body": saying(head(200, f"Content-Length: {2**24}"), *[bytes(2**16)] * 2**8),
    "a body to the end of the connection": saying(head(200, "Connection: close"), *[bytes(2**16)] * 2**8),
    "chunks": saying(
        head(200, "Transfer-Encoding: chunked"), *[b"10000\r\n" + bytes(2**16) + b"\r\n"] * 2**8, b"0\r\n\r\n"
    ),
    "a packed body": saying(packed(gzip.compress(bytes(2**24)))),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_answer_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ports.http.MAX_BODY", 2**20)
    assert "more than 1 MiB" in str(failure(ENDLESS[name]))
    assert type(failure(ENDLESS[name], "POST")) is OutcomeUnknown


def test_a_small_packed_body_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ports.http.MAX_BODY", 2**20)
    bomb = gzip.compress(bytes(2**25))
    assert len(bomb) < 2**16, "it arrives in one piece"
    tracemalloc.start()
    try:
        failure(saying(packed(bomb)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2**23


# Redirects


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("elsewhere", [True, False], ids=["to another server", "to the same one"])
def test_no_redirect_is_followed_and_nothing_reaches_another_server(
    method: str, status: int, elsewhere: bool
) -> None:
    with raw_server() as other:
        target = f"{other.url}/taken" if elsewhere else "/elsewhere"
        moved = head(status, f"Location: {target}", "Content-Length: 0")
        with (
            raw_server(saying(moved)) as server,
            client_of(server, follow_redirects=True) as client,
            pytest.raises(BrokenReply if method == "GET" else OutcomeUnknown),
        ):
            ask(client, method, auth=httpx.BasicAuth("ada", MARK))
        assert len(server.heard) == 1
        assert other.heard == []


# Good answers

GOOD: dict[str, Talk] = {
    "with a length": saying(whole(WORDS)),
    "in chunks": saying(
        head(200, "Transfer-Encoding: chunked"), b"%x\r\n%s\r\n0\r\n\r\n" % (len(WORDS), WORDS)
    ),
    "to the end of the connection": saying(head(200, "Connection: close") + WORDS),
    "in HTTP/1.0": saying(b"HTTP/1.0 200 OK\r\n\r\n" + WORDS),
    "packed": saying(packed(PACKED)),
    "packed, in capitals": saying(packed(PACKED, "GZIP")),
    "packed, in chunks": saying(
        head(200, "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        b"5\r\n%s\r\n" % PACKED[:5],
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED) - 5, PACKED[5:]),
    ),
    "packed, to the end of the connection": saying(
        head(200, "Content-Encoding: gzip", "Connection: close") + PACKED
    ),
    "said not to be packed": saying(packed(WORDS, "identity")),
    "drop by drop": dripping(head(200, f"Content-Length: {len(WORDS)}"), WORDS[:21], 20),
    "after a hint": saying(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + whole(WORDS)),
    "with a name in an old encoding": saying(
        whole(WORDS, "X-City: ").replace(b"X-City: ", b"X-City: K\xf6ln")
    ),
    "with a date of no year": saying(whole(WORDS, "Date: Fri, 99 Foo 99999 99:99:99 +99999999999")),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", GOOD)
def test_a_good_answer_arrives_whole_however_it_is_sent(name: str, method: str) -> None:
    answer = reply(GOOD[name], method)
    assert (answer.status_code, answer.content) == (200, WORDS)


EMPTY: dict[str, tuple[str, bytes]] = {
    "nothing": ("GET", head(200, "Content-Length: 0")),
    "nothing, packed": ("GET", head(200, "Content-Length: 0", "Content-Encoding: gzip")),
    "no content": ("POST", head(204, "Content-Encoding: gzip")),
    "only the head": ("HEAD", head(200, "Content-Length: 500", "Content-Encoding: gzip")),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_answer_may_have_no_body(name: str) -> None:
    method, words = EMPTY[name]
    assert reply(saying(words), method).content == b""


def test_only_the_packing_that_can_be_bounded_is_asked_for() -> None:
    with raw_server() as server, client_of(server) as client:
        ask(client)
    assert b"accept-encoding: gzip\r\n" in server.heard[0].lower()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_connection_that_was_closed_while_idle_is_no_failure(method: str) -> None:
    with raw_server() as server, client_of(server) as client:
        ask(client, method)
        server.over.acquire()
        assert ask(client, method).content == b"fine"
    assert len(server.heard) == 2
