"""The app-center and an activation in the browser, over OTTO's stand-in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from core.apps import AppKey, AppState
from core.text import Text
from core.users import Role
from ports.memory import AccountMemory
from standins import Weather
from standins.server import serving
from tests.web_app import Pages, Visitor, opened

OTTO: Final = AppKey("otto")
API_DATA: Final = {
    "step": "api_data",
    "answer.mode": "own_app",
    "answer.environment": "sandbox",
    "answer.client_id": DEMO_CLIENT,
    "answer.client_secret": DEMO_SECRET,
}
SETTINGS: Final = {"step": "settings", "answer.portal_account": "OTTO Shop", "answer.sender_country": "DE"}


@pytest.fixture(scope="module")
def otto() -> Iterator[tuple[OttoStandin, str]]:
    standin = OttoStandin.with_orders(3, seed=1)
    with serving(standin) as address:
        yield standin, address


@pytest.fixture
def pages(tmp_path: Path, sqlite_url: str, otto: tuple[OttoStandin, str]) -> Iterator[Pages]:
    with opened(tmp_path, sqlite_url, base_urls={"otto": otto[1]}) as pages:
        yield pages


@pytest.fixture
def shop(pages: Pages) -> AccountMemory:
    return pages.account("shop")


@pytest.fixture
def anna(pages: Pages, shop: AccountMemory) -> Visitor:
    return pages.visitor(pages.user("anna@example.com", shop.account.id, Role.ADMIN))


def app_page(shop: AccountMemory, app: str = "otto") -> str:
    return f"/a/{shop.account.id}/apps/{app}"


def activated(anna: Visitor, shop: AccountMemory) -> None:
    anna.get(app_page(shop))
    assert anna.send(app_page(shop), API_DATA).go == f"{app_page(shop)}?step=settings"
    assert anna.send(app_page(shop), SETTINGS).go == f"{app_page(shop)}?done=active"
    assert shop.apps.get(OTTO).state is AppState.ACTIVE


def test_all_apps_are_there_and_search_and_category_choose(anna: Visitor, shop: AccountMemory) -> None:
    shelf = f"/a/{shop.account.id}/apps"
    everything = anna.get(shelf).words
    for name in ("OTTO Market", "DHL", "GLS", "Hermes"):
        assert name in everything
    carriers = anna.get(f"{shelf}?category=carrier").words
    assert "OTTO Market" not in carriers
    assert "GLS" in carriers
    assert "DHL" not in anna.get(f"{shelf}?q=herm").words
    assert "Keine App" in anna.get(f"{shelf}?q=nonsense&shelf=all").words


def test_my_apps_are_those_that_were_begun(anna: Visitor, shop: AccountMemory) -> None:
    shelf = f"/a/{shop.account.id}/apps"
    assert "Noch ist keine App aktiv" in anna.get(f"{shelf}?shelf=mine").words
    activated(anna, shop)
    mine = anna.get(shelf).words
    assert "OTTO Market" in mine
    assert "DHL" not in mine


def test_an_activation_goes_through_its_steps_to_the_end(anna: Visitor, shop: AccountMemory) -> None:
    steps = anna.get(app_page(shop)).words
    for title in ("API-Daten eingeben", "Daten prüfen", "Authentifizierung", "Einstellungen"):
        assert title in steps
    activated(anna, shop)
    page = anna.get(app_page(shop)).words
    assert "Der Zugang funktioniert" in page
    assert "Bestellungen : vorhanden" in page


def test_what_is_missing_or_wrong_is_said_at_the_field_and_nothing_is_lost(
    anna: Visitor, shop: AccountMemory
) -> None:
    anna.get(app_page(shop))
    missing = anna.send(app_page(shop), {**API_DATA, "answer.client_secret": ""})
    assert missing.status == 422
    assert 'id="answer.client_secret-wrong"' in missing.text
    assert f'value="{DEMO_CLIENT}"' in missing.text
    wrong = anna.send(app_page(shop), {**API_DATA, "answer.client_secret": "nonsense"})
    assert wrong.status == 422
    assert 'id="answer.client_id-wrong"' in wrong.text
    assert "nonsense" not in wrong.text
    anna.send(app_page(shop), API_DATA)
    no_email = anna.send(app_page(shop), {**SETTINGS, "answer.fallback_email": "x@"})
    assert no_email.status == 422
    assert 'id="answer.fallback_email-wrong"' in no_email.text
    assert 'value="x@"' in no_email.text
    assert anna.send(app_page(shop), SETTINGS | {"answer.fallback_email": "x@example.com"}).status == 303


def test_a_stored_secret_is_never_shown_and_stays_when_its_line_is_left_blank(
    anna: Visitor, shop: AccountMemory
) -> None:
    activated(anna, shop)
    page = anna.get(f"{app_page(shop)}?step=api_data")
    assert DEMO_SECRET not in page.text
    assert "gespeichert; leer lassen" in page.text
    again = anna.send(app_page(shop), {**API_DATA, "answer.client_secret": ""})
    assert again.go == f"{app_page(shop)}?done=saved"
    assert shop.vault(OTTO).get("settings", "client_secret") is not None


def test_an_activation_is_kept_and_resumed(anna: Visitor, shop: AccountMemory, pages: Pages) -> None:
    anna.get(app_page(shop))
    kept = anna.send(
        f"{app_page(shop)}/draft", {"step": "api_data", "answer.client_id": "half-typed", "later": "1"}
    )
    assert kept.go == f"{app_page(shop)}?step=api_data&done=kept"
    other_day = pages.visitor("anna@example.com")
    assert 'value="half-typed"' in other_day.get(app_page(shop)).text


def test_a_choice_opens_its_fields_without_a_check(anna: Visitor, shop: AccountMemory) -> None:
    anna.get(app_page(shop))
    assert "App-ID" not in anna.get(app_page(shop)).words
    anna.send(f"{app_page(shop)}/draft", {"step": "api_data", "answer.mode": "partner_app"})
    assert "App-ID" in anna.get(app_page(shop)).words


def test_a_second_tab_is_told_and_keeps_what_was_typed(anna: Visitor, shop: AccountMemory) -> None:
    first = anna.get(app_page(shop)).text
    assert 'name="revision" value="0"' in first
    anna.send(f"{app_page(shop)}/draft", {**API_DATA, "revision": "0"})
    late = anna.send(app_page(shop), {**API_DATA, "answer.client_id": "typed twice", "revision": "0"})
    assert late.status == 409
    assert "anderes Fenster" in late.words
    assert 'value="typed twice"' in late.text
    assert shop.apps.get(OTTO).answers["client_id"] == DEMO_CLIENT


def test_otto_out_of_reach_keeps_the_answers_and_offers_to_try_again(
    anna: Visitor, shop: AccountMemory, otto: tuple[OttoStandin, str]
) -> None:
    anna.get(app_page(shop))
    otto[0].weather = Weather("reset_before", rate=1)
    try:
        stopped = anna.send(app_page(shop), API_DATA)
    finally:
        otto[0].weather = Weather()
    assert stopped.status == 200
    assert "Erneut versuchen" in stopped.words
    assert anna.send(app_page(shop)).go == f"{app_page(shop)}?step=settings"


def test_consent_leads_there_and_back_and_a_foreign_state_does_not(
    anna: Visitor, shop: AccountMemory, pages: Pages
) -> None:
    anna.get(app_page(shop))
    partner = {**API_DATA, "answer.mode": "partner_app", "answer.app_id": "app"}
    anna.send(f"{app_page(shop)}/draft", partner)
    page = anna.send(app_page(shop), partner)
    assert "Zustimmungsseite öffnen" in page.words
    (target,) = [part.split('"')[0] for part in page.text.split('href="') if "oauth2/auth" in part]
    state = parse_qs(urlsplit(target.replace("&amp;", "&")).query)["state"][0]
    foreign = anna.get("/consent/otto?code=1&state=planted")
    assert foreign.status == 422
    assert "gehört nicht zur laufenden Aktivierung" in foreign.words
    denied = anna.get("/consent/otto?error=access_denied")
    assert "nicht erteilt" in denied.words
    back = anna.get(f"/consent/otto?code=nonsense&state={state}")
    assert back.status in {200, 303, 422}
    assert shop.apps.get(OTTO).state is AppState.ACTIVATING
    stranger = pages.visitor(pages.user("ben@example.com", shop.account.id, Role.STAFF))
    stranger.client.cookies.set("consent", shop.account.id)
    assert stranger.get(f"/consent/otto?code=1&state={state}").status == 403
    nobody = pages.visitor(pages.user("eve@example.com", pages.account("other").account.id, Role.ADMIN))
    nobody.client.cookies.set("consent", shop.account.id)
    assert nobody.get(f"/consent/otto?code=1&state={state}").status == 404
    assert nobody.get("/consent/otto?code=1").status == 404


def test_an_app_is_paused_resumed_and_removed_and_its_secrets_go(anna: Visitor, shop: AccountMemory) -> None:
    activated(anna, shop)
    for move, state in (
        ("pause", AppState.PAUSED),
        ("resume", AppState.ACTIVE),
        ("remove", AppState.OFFERED),
    ):
        anna.get(app_page(shop))
        assert anna.send(f"{app_page(shop)}/state", {"move": move}).status == 303
        assert shop.apps.get(OTTO).state is state
    assert not shop.vault(OTTO).all("settings")
    assert not shop.apps.get(OTTO).settings
    assert anna.send(f"{app_page(shop)}/state", {"move": "pause"}).status == 409


def test_lost_access_is_red_with_its_reason_and_the_way_back(anna: Visitor, shop: AccountMemory) -> None:
    activated(anna, shop)
    record = shop.apps.get(OTTO)
    why = Text(en="OTTO revoked the key", de="OTTO hat den Schlüssel widerrufen")
    shop.apps.write(replace(record, state=AppState.NEEDS_ACCESS, reason=why))
    shelf = anna.get(f"/a/{shop.account.id}/apps")
    assert "Zugang verloren" in shelf.words
    assert why.de in shelf.words
    page = anna.get(f"{app_page(shop)}?step=api_data")
    assert why.de in page.words
    assert anna.send(app_page(shop), API_DATA).go == f"{app_page(shop)}?done=active"
    assert shop.apps.get(OTTO).state is AppState.ACTIVE


def test_who_may_only_look_sees_no_form(pages: Pages, shop: AccountMemory, anna: Visitor) -> None:
    ben = pages.visitor(pages.user("ben@example.com", shop.account.id, Role.VIEWER))
    page = ben.get(app_page(shop))
    assert "nur, wer diesen Account verwaltet" in page.words
    assert "answer." not in page.text


def test_a_return_carrier_that_cannot_be_chosen_says_why_and_leads_to_it(
    anna: Visitor, shop: AccountMemory
) -> None:
    activated(anna, shop)
    page = anna.get(app_page(shop))
    assert "die App DHL ist nicht aktiv" in page.words
    assert f'href="{app_page(shop, "dhl")}"' in page.text


def test_an_unknown_app_is_no_page(anna: Visitor, shop: AccountMemory) -> None:
    assert anna.get(app_page(shop, "nonsense")).status == 404
