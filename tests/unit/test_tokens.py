"""Access tokens: fetched once, kept on the shelf, renewed when they are refused or end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AccessDenied, BrokenReply
from core.secret import Secret
from ports import Bearer, Response, Token, Tokens, oauth_error, oauth_token, reading, send, token_of
from ports.tokens import ACCESS, MARGIN
from tests.fakes.clock import NOON, HandClock
from tests.fakes.connections import RememberedTokens

HOUR: Final = timedelta(hours=1)


@dataclass
class Mint:
    """Gives out T1, T2, ...; `takes` are those that the server behind it accepts."""

    clock: HandClock = field(default_factory=HandClock)
    shelf: RememberedTokens = field(default_factory=RememberedTokens)
    given: int = 0
    takes: Callable[[str], bool] = lambda _: True

    def fetch(self) -> Token:
        self.given += 1
        return Token(Secret(f"T{self.given}"), self.clock.now() + HOUR)

    @property
    def tokens(self) -> Tokens:
        return Tokens(self.shelf, self.clock, self.fetch)

    def call(self) -> Response:
        def handle(request: httpx.Request) -> httpx.Response:
            shown = request.headers["Authorization"].removeprefix("Bearer ")
            return httpx.Response(200 if self.takes(shown) else 401, text=shown)

        client = httpx.Client(transport=httpx.MockTransport(handle), base_url="https://acme.test")
        request = client.build_request("POST", "/labels")
        return send(client, request, service="Acme", auth=Bearer(self.tokens))


def test_a_token_is_fetched_once_and_survives_the_process() -> None:
    mint = Mint()
    assert {mint.call().text for _ in range(3)} == {"T1"}
    assert mint.shelf.kept[ACCESS].value == Secret("T1")


def test_a_token_in_its_last_seconds_is_not_used() -> None:
    mint = Mint()
    mint.call()
    mint.clock.forward(HOUR - MARGIN - timedelta(seconds=1))
    assert mint.call().text == "T1"
    mint.clock.forward(timedelta(seconds=1))
    assert mint.call().text == "T2"


def test_a_refused_token_is_renewed_once_and_the_request_sent_once_more() -> None:
    mint = Mint()
    mint.call()
    mint.takes = lambda shown: shown != "T1"
    assert mint.call().text == "T2"
    mint.takes = lambda _: False
    with pytest.raises(AccessDenied):
        mint.call()
    assert mint.given == 3


def test_a_token_that_somebody_else_has_renewed_is_taken() -> None:
    mint = Mint()
    old = mint.tokens.current()
    mint.shelf.put(ACCESS, Token(Secret("theirs"), NOON + HOUR))
    assert mint.tokens.renew(old).value == Secret("theirs")
    assert mint.given == 1


def test_a_failed_fetch_leaves_no_token_behind() -> None:
    mint = Mint()
    old = mint.tokens.current()

    def denied() -> Token:
        raise AccessDenied("Acme", status=401)

    with pytest.raises(AccessDenied):
        Tokens(mint.shelf, mint.clock, denied).renew(old)
    assert mint.shelf.kept == {}


def test_two_names_are_two_tokens() -> None:
    mint = Mint()
    one, two = (Tokens(mint.shelf, mint.clock, mint.fetch, name) for name in ("sandbox", "production"))
    assert one.current() != two.current()
    assert one.current() == one.current()


def _token(body: Any) -> Token:
    return oauth_token(httpx.Response(200, json=body), NOON, service="Acme", lifetime_s=1800)


@given(st.integers(-10, 10**12))
def test_the_lifetime_is_the_servers_up_to_a_day(seconds: int) -> None:
    for given_as in (seconds, str(seconds)):
        lasts = _token({"access_token": "t", "expires_in": given_as}).ends_at - NOON
        expected = seconds or (1800 if given_as == 0 else 0)
        assert lasts == timedelta(seconds=min(max(expected, 0), 86_400))


@pytest.mark.parametrize("body", [{"access_token": "t"}, {"access_token": "t", "expires_in": None}])
def test_without_a_lifetime_the_usual_one_counts(body: Any) -> None:
    assert _token(body).ends_at == NOON + timedelta(seconds=1800)


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"access_token": None},
        {"access_token": ""},
        {"access_token": "a\nb"},
        {"access_token": "ä"},
        {"access_token": "t", "expires_in": "soon"},
    ],
)
def test_an_answer_without_a_usable_token_is_unreadable(body: Any) -> None:
    with pytest.raises(BrokenReply):
        _token(body)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"error": "invalid_grant", "error_description": "user ada"}', "invalid_grant"),
        (b'{"error": "the user ada is unknown"}', None),
        (b'{"error": {"code": 1}}', None),
        (b"[]", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_of_an_error_only_the_code_is_read(content: bytes, code: str | None) -> None:
    assert oauth_error(httpx.Response(400, content=content)) == code


@pytest.mark.parametrize(
    ("value", "lifetime"),
    [
        (17, 60),
        (None, 60),
        ("", 60),
        ("tök", 60),
        ("a\nb", 60),
        ([], 60),
        ("t", None),
        ("t", True),
        ("t", []),
    ],
)
def test_what_is_no_token_is_not_taken_for_one(value: object, lifetime: object) -> None:
    with pytest.raises(BrokenReply), reading("Acme"):
        token_of(value, lifetime, NOON)


def test_a_token_of_another_answer_lasts_as_long_as_it_says() -> None:
    assert token_of("t", 900, NOON) == Token(Secret("t"), NOON + timedelta(seconds=900))
