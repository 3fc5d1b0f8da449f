"""`send` on a real connection that holds: good answers arrive whole, and endless ones are given up."""

import gzip
import tracemalloc

import pytest

from core.errors import BrokenReply, OutcomeUnknown
from tests.fakes.raw_exchange import PACKED, WORDS, ask, client_of, failure, head, packed, reply, whole
from tests.fakes.raw_server import (
    Talk,
    dripping,
    raw_server,
    saying,
)

#: A valid piece of a packed body that unpacks to nothing.
EMPTY_BLOCK = b"\0\0\0\xff\xff"
#: gzip of nothing, before its first block.
GZIP_HEAD = gzip.compress(b"")[:10]


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
