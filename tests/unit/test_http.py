"""`send` on a real connection that fails, against a server that does what no stand-in would."""

import gzip
import socket
from typing import Any

import httpx
import pytest

from core.errors import AccessDenied, BrokenReply, OutcomeUnknown, Refused, Throttled, Unreachable
from tests.fakes.exchange import SERVICE, everything_shown
from tests.fakes.raw_exchange import MARK, PACKED, WORDS, ask, client_of, failure, head, packed, whole
from tests.fakes.raw_server import (
    Conversation,
    Talk,
    breaking_off,
    breaking_off_early,
    hanging_up,
    raw_server,
    saying,
    silent,
)

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
