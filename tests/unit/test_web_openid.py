"""Logging in at the host's identity provider: whom it vouches for gets in; nothing less is a proof."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from joserfc.jwk import ECKey, KeySet

from app_center.config import Config
from app_center.web.openid import CALLBACK
from core.errors import InvalidValue
from core.users import Role
from tests.fakes.clock import HandClock
from tests.openid_provider import CLIENT, SECRET, Provider, providing
from tests.web_app import Page, Pages, Visitor, opened

ANNA: Final = "anna@example.com"


@pytest.fixture(scope="module")
def trusted() -> Iterator[Provider]:
    with providing(HandClock()) as provider:
        yield provider


@pytest.fixture
def provider(trusted: Provider) -> Provider:
    """In a good mood again."""
    trusted.claims, trusted.shown, trusted.weather = {}, None, 200
    return trusted


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, trusted: Provider) -> Iterator[Pages]:
    home = tmp_path_factory.mktemp("pages")
    settings = {
        "openid_issuer": trusted.issuer,
        "openid_client_id": CLIENT,
        "openid_client_secret": SECRET,
        "openid_name": "Hosthaus",
    }
    with opened(home, f"sqlite:///{home}/app.db", clock=trusted.clock, settings=settings) as pages:
        pages.user(ANNA)
        yield pages


def arriving(visitor: Visitor, provider: Provider, query: str = "") -> Page:
    """There, a log-in at the provider, and back."""
    address = visitor.get(f"/login/openid{query}").go
    assert address is not None
    assert address.startswith(f"{provider.issuer}/authorize?")
    return visitor.get(f"{CALLBACK}?{urlencode(provider.consent(address))}")


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/accounts").status == 200


def test_who_is_known_gets_in_and_where_he_wanted(pages: Pages, provider: Provider) -> None:
    visitor = pages.visitor()
    assert "Anmelden mit Hosthaus" in visitor.get("/login").words
    answer = arriving(visitor, provider, "?next=%2Finstallation")
    assert (answer.status, answer.go) == (303, "/installation")
    assert is_in(visitor)


def test_a_link_to_the_provider_leads_nowhere_else(pages: Pages, provider: Provider) -> None:
    assert arriving(pages.visitor(), provider, "?next=%2F%2Fevil.example").go == "/"


def test_who_is_not_known_here_is_told_so(pages: Pages, provider: Provider) -> None:
    provider.claims = {"email": "carla@example.com"}
    visitor = pages.visitor()
    answer = arriving(visitor, provider)
    assert (answer.status, is_in(visitor)) == (422, False)
    assert "dieses App-Center noch nicht" in answer.words


def test_a_one_time_link_is_used_up_without_a_password(pages: Pages, provider: Provider) -> None:
    provider.claims = {"email": "dora@example.com"}
    account = pages.account("shop")
    token = pages.app.state.door.invite("dora@example.com", account.account.id, Role.STAFF)
    visitor = pages.visitor()
    assert f"/login/openid?welcome={token}" in visitor.get(f"/welcome/{token}").text
    assert arriving(visitor, provider, f"?welcome={token}").status == 303
    assert visitor.get(f"/a/{account.account.id}/orders").status == 200
    assert visitor.get(f"/a/{account.account.id}/people").status == 403
    assert arriving(pages.visitor(), provider, f"?welcome={token}").status == 422


def test_a_link_for_somebody_else_stays_good(pages: Pages, provider: Provider) -> None:
    account = pages.account("other")
    token = pages.app.state.door.invite("bert@example.com", account.account.id, Role.STAFF)
    assert arriving(pages.visitor(), provider, f"?welcome={token}").status == 422
    assert pages.app.state.door.invitation(token) is not None


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"nonce": "of another log-in"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"email": None},
        {"email": ["anna@example.com"]},
        {"email_verified": False},
        {"email_verified": None},
    ],
)
def test_a_proof_that_lacks_something_proves_nothing(
    pages: Pages, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    visitor = pages.visitor()
    assert arriving(visitor, provider).status == 422
    assert not is_in(visitor)


def test_a_signature_of_another_key_proves_nothing(pages: Pages, provider: Provider) -> None:
    provider.shown = KeySet([ECKey.generate_key("P-256", {"kid": "one"})])
    visitor = pages.visitor()
    assert arriving(visitor, provider).status == 422
    assert not is_in(visitor)


def test_what_another_browser_began_ends_here_in_nothing(pages: Pages, provider: Provider) -> None:
    lured, thief = pages.visitor(), pages.visitor()
    address = thief.get("/login/openid").go
    assert address is not None
    back = f"{CALLBACK}?{urlencode(provider.consent(address))}"
    assert lured.get(back).status == 422  # nothing begun at all
    lured.get("/login/openid")
    assert lured.get(back).status == 422  # begun, but not this one
    assert not is_in(lured)


def test_coming_from_the_provider_the_strict_cookies_are_fetched_first(
    pages: Pages, provider: Provider
) -> None:
    back = pages.visitor().get(f"{CALLBACK}?code=1&state=2", Sec_Fetch_Site="cross-site")
    assert back.status == 200
    assert 'http-equiv="refresh"' in back.text


@pytest.mark.parametrize("weather", [401, 404, 429, 503])
def test_a_provider_in_bad_weather_is_said_and_the_password_is_still_there(
    pages: Pages, provider: Provider, weather: int
) -> None:
    provider.weather = weather
    answer = pages.visitor().get("/login/openid")
    assert answer.status == 422
    assert 'name="password"' in answer.text


def test_a_consent_that_was_not_given_is_no_mistake(pages: Pages, provider: Provider) -> None:
    visitor = pages.visitor()
    visitor.get("/login/openid")
    assert "nicht beendet" in visitor.get(f"{CALLBACK}?error=access_denied&state=x").words


def test_without_a_provider_there_is_no_such_door(tmp_path: Path, sqlite_url: str) -> None:
    with opened(tmp_path, sqlite_url) as pages:
        visitor = pages.visitor()
        assert "/login/openid" not in visitor.get("/login").text
        assert "keinen Anmeldedienst" in visitor.get("/login/openid").words
        assert "keinen Anmeldedienst" in visitor.get(CALLBACK).words


def test_a_provider_without_tls_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_CENTER_OPENID_ISSUER", "http://sso.example.com")
    with pytest.raises(InvalidValue, match="OPENID_ISSUER"):
        Config.read()
