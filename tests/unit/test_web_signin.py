"""Getting in: nobody without the password, no guessing, and no cookie that could be planted or stolen."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from app_center.web import passwords
from app_center.web.signin import IDLE, LINK_LASTS, LONGEST_SESSION, SignIn
from core.users import Role
from tests.fakes.clock import HandClock
from tests.web_app import PASSWORD, Pages, opened

ANNA: Final = "anna@example.com"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def pages(tmp_path: Path, sqlite_url: str, clock: HandClock) -> Iterator[Pages]:
    with opened(tmp_path, sqlite_url, clock=clock) as pages:
        yield pages


def test_whoever_is_not_logged_in_is_led_to_the_door_and_afterwards_where_he_wanted(pages: Pages) -> None:
    pages.user(ANNA)
    visitor = pages.visitor()
    turned_away = visitor.get("/installation?x=1")
    assert (turned_away.status, turned_away.go) == (303, "/login?next=%2Finstallation%3Fx%3D1")
    visitor.get(turned_away.go or "")
    into = visitor.send("/login", {"email": ANNA, "password": PASSWORD, "next": "/installation?x=1"})
    assert (into.status, into.go) == (303, "/installation?x=1")
    assert visitor.get("/installation").status == 200


@pytest.mark.parametrize(
    "onward", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "", "\n/x"]
)
def test_a_link_to_the_door_leads_nowhere_else(pages: Pages, onward: str) -> None:
    pages.user(ANNA)
    visitor = pages.visitor()
    visitor.get("/login")
    assert visitor.send("/login", {"email": ANNA, "password": PASSWORD, "next": onward}).go == "/"


def test_the_answer_does_not_tell_whether_the_person_or_the_password_is_wrong(pages: Pages) -> None:
    pages.user(ANNA)
    answers = []
    for email in (ANNA, "nobody@example.com"):
        visitor = pages.visitor()
        visitor.get("/login")
        answer = visitor.send("/login", {"email": email, "password": "wrong"})
        answers.append((answer.status, answer.words.replace(email, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_wrong_passwords_make_wait_and_waiting_helps(pages: Pages, clock: HandClock) -> None:
    pages.user(ANNA)
    visitor = pages.visitor()
    for _ in range(5):
        visitor.log_in(ANNA, "wrong")
    for _ in range(3):
        assert "warten" in visitor.log_in(ANNA).words
    other = pages.visitor()
    assert other.log_in(pages.user("ben@example.com")).status == 303
    clock.forward(timedelta(seconds=3))
    assert visitor.log_in(ANNA).status == 303


def test_guessing_many_people_from_one_address_makes_wait_too(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "fits", lambda *_: False)  # as slow as it is right
    visitor = pages.visitor()
    told = [visitor.log_in(f"{number}@example.com", "wrong").words for number in range(51)]
    assert "warten" not in told[49]
    assert "warten" in told[50]


def test_a_session_begins_anew_with_every_log_in(pages: Pages) -> None:
    """A token that somebody planted beforehand opens nothing afterwards."""
    pages.user(ANNA)
    visitor = pages.visitor()
    visitor.client.cookies.set("session", "planted")
    visitor.log_in(ANNA)
    first = visitor.client.cookies.get("session", domain="127.0.0.1") or ""
    thief = pages.visitor()
    thief.client.cookies.set("session", "planted")
    assert thief.get("/accounts").status == 303
    visitor.get("/accounts")
    visitor.send("/logout")
    thief.client.cookies.set("session", first)
    assert thief.get("/accounts").status == 303


def test_cookies_are_strict_and_hidden_from_scripts(pages: Pages) -> None:
    pages.user(ANNA)
    visitor = pages.visitor()
    cookies = [*visitor.get("/login").set_cookies, *visitor.log_in(ANNA).set_cookies]
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/" in cookie


def test_behind_tls_cookies_go_over_tls_only(tmp_path: Path, sqlite_url: str) -> None:
    with opened(tmp_path, sqlite_url, public_url="https://apps.example.com") as pages:
        pages.user(ANNA)
        visitor = pages.visitor()
        visitor.get("/login")
        answer = visitor.send("/login", {"email": ANNA, "password": PASSWORD})
        (cookie,) = (c for c in answer.set_cookies if "session=" in c)
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie
        assert visitor.get("/accounts").status == 200


def test_a_session_ends_after_a_night_and_after_a_week_at_work(pages: Pages, clock: HandClock) -> None:
    pages.user(ANNA)
    visitor = pages.visitor(ANNA)
    clock.forward(IDLE + timedelta(minutes=1))
    assert visitor.get("/accounts").status == 303
    visitor = pages.visitor(ANNA)
    for _ in range(int(LONGEST_SESSION / timedelta(hours=6)) - 1):
        clock.forward(timedelta(hours=6))
        assert visitor.get("/accounts").status == 200
    clock.forward(timedelta(hours=6))
    assert visitor.get("/accounts").status == 303


@pytest.mark.parametrize("token", ["", "0" * 64, None])
def test_a_form_without_the_visitors_token_changes_nothing(pages: Pages, token: str | None) -> None:
    pages.user(ANNA)
    visitor = pages.visitor(ANNA)
    stranger = pages.visitor()
    stranger.get("/login")
    visitor.token = stranger.token if token is None else token
    answer = visitor.send("/accounts", {"name": "planted"})
    assert answer.status == 403
    assert pages.center.memory.accounts.find("planted") is None


def test_a_form_that_another_site_sends_changes_nothing(pages: Pages) -> None:
    pages.user(ANNA)
    visitor = pages.visitor(ANNA)
    for site in ("cross-site", "same-site"):
        assert visitor.send("/accounts", {"name": "planted"}, Sec_Fetch_Site=site).status == 403
    assert pages.center.memory.accounts.find("planted") is None
    assert visitor.send("/accounts", {"name": "mine"}, Sec_Fetch_Site="same-origin").status == 303


def test_who_comes_from_another_site_is_let_in_over_a_page_of_ours(pages: Pages) -> None:
    """Browsers keep a strict cookie back on such a request, so it looks like nobody's."""
    answer = pages.visitor().get("/accounts?a=1&b=<2>", Sec_Fetch_Site="cross-site")
    assert answer.status == 200
    assert 'content="0;url=/accounts?a=1&amp;b=%3C2%3E"' in answer.text


def test_the_first_operator_comes_through_a_link_that_is_good_once(pages: Pages, clock: HandClock) -> None:
    door = SignIn(pages.center)
    stale, token = door.first_link(), door.first_link()
    assert pages.visitor().get(f"/welcome/{stale}").status == 404
    visitor = pages.visitor()
    assert visitor.get(f"/welcome/{token}").status == 200
    for wrong, complaint in (
        ({"email": "nonsense", "name": "Anna", "password": PASSWORD}, "keine E-Mail-Adresse"),
        ({"email": ANNA, "name": "", "password": PASSWORD}, "Name ist erforderlich"),
        ({"email": ANNA, "name": "Anna", "password": "short"}, "12"),
        ({"email": ANNA, "name": "Anna", "password": "aaaaaaaaaaaaaaaa"}, "mehrere Wörter"),
    ):
        answer = visitor.send(f"/welcome/{token}", wrong)
        assert answer.status == 422
        assert complaint in answer.words
    joined = visitor.send(f"/welcome/{token}", {"email": ANNA, "name": "Anna", "password": PASSWORD})
    assert joined.status == 303
    assert visitor.get("/installation").status == 200
    assert pages.visitor().get(f"/welcome/{token}").status == 404
    assert door.first_link() is None


def test_a_link_runs_out(pages: Pages, clock: HandClock) -> None:
    token = SignIn(pages.center).first_link()
    clock.forward(LINK_LASTS)
    assert pages.visitor().get(f"/welcome/{token}").status == 404


def test_who_is_known_joins_a_second_account_with_his_own_password(pages: Pages) -> None:
    shop, other = pages.account("shop").account, pages.account("other").account
    pages.user(ANNA, shop.id, Role.STAFF)
    token = SignIn(pages.center).invite(ANNA, other.id, Role.VIEWER)
    thief = pages.visitor()
    assert "bekannt" in thief.get(f"/welcome/{token}").words
    assert thief.send(f"/welcome/{token}", {"password": "another long password"}).status == 422
    visitor = pages.visitor()
    visitor.get(f"/welcome/{token}")
    assert visitor.send(f"/welcome/{token}", {"password": PASSWORD}).status == 303
    assert "other" in visitor.get("/accounts").words


def test_a_forgotten_password_is_set_anew_and_ends_all_sessions(pages: Pages) -> None:
    pages.user(ANNA)
    old = pages.visitor(ANNA)
    token = SignIn(pages.center).invite(ANNA, resets=True)
    visitor = pages.visitor()
    visitor.get(f"/welcome/{token}")
    assert visitor.send(f"/welcome/{token}", {"password": "a new and longer one"}).status == 303
    assert old.get("/accounts").status == 303
    assert pages.visitor().log_in(ANNA).status == 422
    assert pages.visitor().log_in(ANNA, "a new and longer one").status == 303


def test_the_language_is_kept(pages: Pages) -> None:
    visitor = pages.visitor()
    assert "Anmelden" in visitor.get("/login").words
    assert visitor.send("/language", {"language": "en", "back": "/login"}).go == "/login"
    english = visitor.get("/login")
    assert "Log in" in english.words
    assert '<html lang="en">' in english.text
