"""The table of articles and one article, over OTTO's stand-in."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from app_center.articles import STATES as OF_ASPECTS
from app_center.web.words.articles import STATES
from core.articles import Count
from core.listing.facts import ListingState
from core.orders import Sku
from core.users import Role
from ports.memory import Aspect
from standins import Weather
from tests.browser.house import OTTO
from tests.web_shop import Shop, a_shop


@pytest.fixture
def shop(tmp_path: Path, sqlite_url: str) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_url) as shop:
        yield shop


def sold_lamp(shop: Shop) -> None:
    """LAMP stands at OTTO and shows 5."""
    shop.read_catalogue()
    shop.draft("LAMP")
    shop.list("LAMP")
    shop.stock("LAMP", 5, title="Tischleuchte Ärger")
    shop.run("listings")
    shop.clock.forward(timedelta(minutes=1))
    shop.run("listings")
    shop.clock.forward(timedelta(hours=26))
    shop.run("listings")
    shop.run("stock")


def test_the_table_shows_stock_quantities_state_and_what_helps(shop: Shop) -> None:
    sold_lamp(shop)
    shop.stock("BARE", 3)
    shop.draft("OPEN", ean="4006381333948", price="")
    page = shop.visitor().get(shop.base)
    for words in (
        "LAMP Tischleuchte Ärger Frei auf Lager 5 von 5 OTTO Market 5 im Verkauf",
        "BARE Frei auf Lager 3 von 3 OTTO Market – nicht gelistet Listen BARE",
        "OPEN Frei auf Lager kein Bestand erfasst OTTO Market – unvollständig nicht bereit: Preis inkl.",
    ):
        assert words in page.words, page.words
    assert "`" not in page.words


@pytest.mark.parametrize(
    ("query", "skus"),
    [
        ("aspect=unlisted", {"BARE"}),
        ("aspect=draft", {"OPEN", "DRAFT"}),
        ("aspect=online", {"LAMP"}),
        ("aspect=trouble", set()),
        ("q=ärger", {"LAMP"}),
        ("q=draft", {"DRAFT"}),
        ("q=nothing", set()),
    ],
)
def test_aspects_and_words_choose(shop: Shop, query: str, skus: set[str]) -> None:
    sold_lamp(shop)
    shop.stock("BARE", 3)
    shop.draft("OPEN", ean="4006381333948", price="")
    shop.draft("DRAFT", ean="4006381333955", **{"attribute:Farbe": "blau"})
    page = shop.visitor().get(f"{shop.base}?{query}")
    assert {sku for sku in ("LAMP", "BARE", "OPEN", "DRAFT") if f'value="{sku}"' in page.text} == skus


def test_a_page_of_many_asks_the_database_no_more_than_one_of_few(shop: Shop) -> None:
    anna = shop.visitor()
    engine = shop.pages.center.memory._database.engine
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def queries(path: str) -> int:
        asked.clear()
        assert anna.get(path).status == 200
        return len(asked)

    for number in range(60):
        shop.draft(f"A{number:04}", ean="")
    few = queries(shop.base)
    for number in range(60, 300):
        shop.draft(f"A{number:04}", ean="")
    assert queries(shop.base) == few
    assert queries(f"{shop.base}?aspect=draft&after=A0150") <= few + 2
    assert queries(f"{shop.base}?aspect=trouble") <= few
    assert few < 60


def test_pages_lead_on_and_back(shop: Shop) -> None:
    for number in range(51):
        shop.stock(f"A{number:02}", 1)
    anna = shop.visitor()
    first = anna.get(shop.base)
    assert "A49" in first.text
    assert "A50" not in first.text
    assert "after=A49" in first.text
    second = anna.get(f"{shop.base}?after=A49")
    assert "A50" in second.text
    assert "Zum Anfang" in second.words
    assert "Weiter" not in second.words


def test_many_are_switched_on_and_off_and_it_asks_before_a_large_share_goes(shop: Shop) -> None:
    skus = [f"A{number}" for number in range(8)]
    for sku in skus:
        shop.stock(sku, 1)
    anna = shop.visitor()
    form = {"app": "otto", "aspect": "all", "q": "", "after": "", "do": "off"}

    def send(**more: str) -> tuple[int, str]:
        anna.get(shop.base)
        data = {**form, **more, "sku": skus, "form_token": anna.token}
        answer = anna.client.post(f"{shop.base}/switch", data=data)
        return answer.status_code, answer.text

    status, text = send()
    assert status == 409
    assert "8 von 8 Angeboten würden abgeschaltet" in text
    book = shop.memory.switches(OTTO)
    assert not book.some([Sku(sku) for sku in skus])
    assert send(sure="1")[0] == 303
    assert all(switch.wanted is False for switch in book.all())
    assert send(do="on")[0] == 303
    assert all(switch.wanted is True for switch in book.all())
    nothing = anna.send(f"{shop.base}/switch", {**form, "do": "on"})
    assert nothing.go is not None
    assert "Es war kein Artikel ausgewählt" in anna.get(nothing.go).words


def test_ticks_of_many_follow(shop: Shop) -> None:
    sold_lamp(shop)
    anna = shop.visitor()
    anna.get(shop.base)
    form = {"app": "otto", "aspect": "all", "q": "", "after": "", "sku": "LAMP", "do": "untick"}
    assert anna.send(f"{shop.base}/switch", form).status == 303
    display = shop.memory.quantities(OTTO).get(Sku("LAMP"))
    assert display is not None
    assert not display.ticked
    assert "nicht mitgeführt" in anna.get(shop.base).words


def test_one_article_says_why_the_quantity_is_what_it_is(shop: Shop) -> None:
    sold_lamp(shop)
    page = shop.visitor().get(f"{shop.base}/one?sku=LAMP")
    assert "Warum ist die Menge 5?" in page.words
    assert "5 = 5 auf Lager - 0 reserviert - 0 zurückgehalten" in page.words
    assert "Jede gesendete Menge" in page.words
    assert "<svg viewBox" in page.text
    assert 'role="img"' in page.text


def test_ok_and_puma_saves_and_brings_the_portals_in_line_at_once(shop: Shop) -> None:
    sold_lamp(shop)
    anna = shop.visitor()
    form = {"sku": "LAMP", "on_hand": "9", "buffer": "2", "ticked.otto": "1", "maximum.otto": "4"}
    saved = anna.send(f"{shop.base}/one", {**form, "do": "save"})
    assert saved.go is not None
    display = shop.memory.quantities(OTTO).get(Sku("LAMP"))
    assert display is not None
    assert (display.acknowledged, display.maximum) == (5, 4)
    assert anna.send(f"{shop.base}/one", {**form, "do": "align"}).status == 303
    display = shop.memory.quantities(OTTO).get(Sku("LAMP"))
    assert display is not None
    assert display.acknowledged == 4
    assert "höchstens 4 auf diesem Portal" in anna.get(saved.go).words


@pytest.mark.parametrize(
    ("field", "value"), [("on_hand", "many"), ("on_hand", "-1"), ("buffer", "1.5"), ("maximum.otto", "x")]
)
def test_a_wrong_figure_is_said_at_its_field_and_nothing_is_lost(shop: Shop, field: str, value: str) -> None:
    shop.stock("A", 1)
    anna = shop.visitor()
    form = {"sku": "A", "on_hand": "7", "buffer": "3", "ticked.otto": "1", "maximum.otto": "", field: value}
    wrong = anna.send(f"{shop.base}/one", {**form, "do": "align"})
    assert wrong.status == 422
    assert f'id="{field}-wrong"' in wrong.text
    assert f'value="{value}"' in wrong.text
    assert 'value="3"' in wrong.text or field == "buffer"
    (article,) = shop.memory.warehouse.find([Sku("A")])
    assert article.level.on_hand == 1
    form[field] = "2"
    assert anna.send(f"{shop.base}/one", {**form, "do": "save"}).status == 303


def test_an_outage_of_the_marketplace_loses_nothing_and_is_said(shop: Shop) -> None:
    sold_lamp(shop)
    anna = shop.visitor()
    form = {"sku": "LAMP", "on_hand": "1", "buffer": "0", "ticked.otto": "1", "maximum.otto": ""}
    shop.otto.weather = Weather("reset_before", rate=1)
    page = anna.send(f"{shop.base}/one", {**form, "do": "align"})
    shop.otto.weather = Weather()
    assert page.status == 200
    assert "Gespeichert" in page.words
    (article,) = shop.memory.warehouse.find([Sku("LAMP")])
    assert article.level.on_hand == 1


def test_an_article_that_nobody_knows_is_no_page_and_a_foreign_one_neither(shop: Shop) -> None:
    other = shop.pages.account("other")
    other.warehouse.count([Count(Sku("THEIRS"), 1)], shop.clock.now())
    anna = shop.visitor()
    assert anna.get(f"{shop.base}/one?sku=THEIRS").status == 404
    assert anna.get(f"{shop.base}/one?sku=%00").status == 404
    assert anna.get(f"/a/{other.account.id}/articles/one?sku=THEIRS").status == 404
    assert "THEIRS" not in anna.get(shop.base).text


def test_a_viewer_sees_everything_and_no_form_to_change_it(shop: Shop) -> None:
    shop.stock("A", 1)
    ben = shop.visitor(Role.VIEWER)
    for path in ("", "/one?sku=A", "/files", "/adopt", "/profiles", "/mask?sku=A"):
        page = ben.get(shop.base + path)
        assert page.status == 200
        shown = re.sub(r'<button name="do" value="[a-z]*" hidden></button>', "", page.text)
        assert 'name="do"' not in shown, path


def test_exposures_are_told_by_day(shop: Shop) -> None:
    assert "nichts verkauft und gesenkt" in shop.visitor().get(f"{shop.base}/exposure").words


def test_every_state_has_a_word_and_belongs_to_an_aspect() -> None:
    assert set(STATES) == set(ListingState)
    assert set().union(*OF_ASPECTS.values()) == set(ListingState)
    assert set(OF_ASPECTS) == set(Aspect) - {Aspect.ALL, Aspect.UNLISTED}


def test_without_a_marketplace_the_pages_say_where_to_begin(shop: Shop) -> None:
    empty = shop.pages.account("empty")
    eve = shop.pages.visitor(shop.pages.user("eve@example.com", empty.account.id, Role.STAFF))
    page = eve.get(f"/a/{empty.account.id}/articles")
    assert "Zu den Apps" in page.words
    mask = eve.get(f"/a/{empty.account.id}/articles/mask")
    assert (mask.status, "bitte unter „Apps“ einen aktivieren" in mask.words) == (422, True)
    assert shop.visitor().get(f"{shop.base}/mask?app=nirgends").status == 404
