"""Tokens: fetched once, kept, renewed once after a 401; and Basic on a classic host."""

import httpx
import pytest

from adapters.carriers.gls.tokens import WrongCredentials
from core.errors import AccessDenied, BrokenReply, OutcomeUnknown, Throttled, Unreachable
from core.parcel import LabelKind
from tests.contract.gls import CLASSIC, PORTAL, GlsBench


def test_a_token_serves_until_shortly_before_its_end() -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought(reference="A-1")
    bench.bought(reference="A-2")
    assert len(bench.wire.sent("/token")) == 1
    bench.later(seconds=14_400 - 80)
    bench.bought(reference="A-3")
    assert len(bench.wire.sent("/token")) == 2
    assert bench.standin.ledger.count(answered=401) == 0


def test_a_revoked_token_is_renewed_once_and_the_label_bought_once() -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought(reference="A-1")
    bench.standin.door.revoke_tokens()
    label = bench.bought(reference="A-2")
    assert len(bench.wire.sent("/token")) == 2
    assert [entry[2] for entry in bench.standin.bought()][1] == label.number
    assert len(bench.standin.bought()) == 2


def test_a_token_that_expired_unseen_is_renewed() -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought(reference="A-1")
    token = bench.tokens.kept["access"]
    bench.later(seconds=14_401)
    bench.tokens.kept["access"] = type(token)(token.value, bench.clock.now().replace(year=2030))
    bench.bought(reference="A-2")
    assert bench.standin.ledger.count(answered=401) == 1
    assert len(bench.standin.bought()) == 2


def test_a_refused_token_is_not_kept_while_no_new_one_comes() -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought(reference="A-1")
    bench.standin.door.revoke_tokens()
    bench.wire.token = httpx.Response(503)
    with pytest.raises(Unreachable):
        bench.bought(reference="A-2")
    assert bench.tokens.kept == {}
    assert len(bench.standin.bought()) == 1


def test_a_second_401_is_the_end_of_it() -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.planned = [httpx.Response(401), httpx.Response(401)]
    with pytest.raises(AccessDenied):
        bench.bought()
    assert len(bench.wire.sent("/shipments")) == 2
    assert bench.standin.bought() == []


def test_a_lost_answer_after_a_renewal_stays_an_unknown_outcome() -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.planned = [httpx.Response(401), httpx.Response(500)]
    with pytest.raises(OutcomeUnknown):
        bench.bought()


def test_wrong_credentials_are_told_although_gls_answers_400() -> None:
    bench = GlsBench.of(PORTAL, client_id="of-another")
    with pytest.raises(WrongCredentials) as caught:
        bench.bought()
    assert caught.value.status == 400
    assert "demo-secret" not in repr(caught.value)
    assert bench.tokens.kept == {}


@pytest.mark.parametrize("status", [401, 403])
def test_other_refusals_of_a_token_mean_the_same(status: int) -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.token = httpx.Response(status)
    with pytest.raises(WrongCredentials):
        bench.bought()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"expires_in": 1}',
        b'{"access_token": "", "expires_in": 1}',
        b'{"access_token": "a\\nb", "expires_in": 1}',
        b'{"access_token": "t", "expires_in": "soon"}',
    ],
)
def test_a_token_that_cannot_be_read_is_a_broken_reply_and_nothing_is_bought(body: bytes) -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.token = httpx.Response(200, content=body)
    with pytest.raises(BrokenReply):
        bench.bought()
    assert bench.standin.bought() == []


@pytest.mark.parametrize("lifetime", [b'"14400"', b"14400", b"1.44e4", b"99999999", b"null"])
def test_every_spelling_of_a_lifetime_is_read_and_bounded(lifetime: bytes) -> None:
    bench = GlsBench.of(PORTAL)
    bench.bought()
    value = bench.tokens.kept["access"].value.reveal().encode()
    bench.tokens.kept.clear()
    answer = b'{"access_token": "' + value + b'", "expires_in": ' + lifetime + b"}"
    bench.wire.token = httpx.Response(200, content=answer)
    bench.bought(reference="A-2")
    seconds = (bench.tokens.kept["access"].ends_at - bench.clock.now()).total_seconds()
    assert seconds == (86_400 if lifetime == b"99999999" else 14_400)


def test_a_throttled_token_endpoint_is_throttling() -> None:
    bench = GlsBench.of(PORTAL)
    bench.wire.token = httpx.Response(429, headers={"Retry-After": "3"})
    with pytest.raises(Throttled) as caught:
        bench.bought()
    assert caught.value.retry_after == 3


def test_a_classic_host_is_called_with_user_and_password_and_without_tokens() -> None:
    bench = GlsBench.of(CLASSIC)
    bench.bought(LabelKind.RETURN)
    (request,) = bench.wire.requests
    assert request.url.path == "/backend/rs/shipments"
    assert request.headers["authorization"].startswith("Basic ")
    assert request.headers["content-type"] == "application/glsVersion1+json"
    assert request.headers["accept"] == "application/glsVersion1+json"


def test_a_wrong_password_on_a_classic_host_is_denied_after_one_try() -> None:
    bench = GlsBench.of(CLASSIC, user="of-another")
    with pytest.raises(AccessDenied):
        bench.bought()
    assert len(bench.wire.requests) == 1
