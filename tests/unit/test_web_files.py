"""Import, export, adoption and delivery profiles in the browser, over OTTO's stand-in."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app_center.activation import ActivationDesk
from app_center.chores import Chores
from core.orders import Sku
from core.users import Role
from standins import Weather
from tests.browser.house import ANSWERS, OTTO
from tests.web_app import Page, Visitor
from tests.web_shop import Shop, a_shop


@pytest.fixture
def shop(tmp_path: Path, sqlite_url: str) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_url) as shop:
        yield shop


def finished(anna: Visitor, shop: Shop, go: str | None) -> Page:
    """The page of a chore, once it is done."""
    assert go is not None
    chores = shop.pages.app.state.chores
    assert isinstance(chores, Chores)
    chores.finish()
    return anna.get(go)


def upload(anna: Visitor, shop: Shop, what: str, data: bytes, **fields: str) -> Page:
    form = {"what": what, "app": "otto", "form_token": anna.token, **fields}
    files = {"file": ("Liste.csv", data, "text/csv")}
    return anna._seen(anna.client.post(f"{shop.base}/files", data=form, files=files))


def chore_of(page: Page) -> str:
    found = re.search(r'name="chore" value="([^"]+)"', page.text)
    assert found is not None, page.words
    return found[1]


def test_stock_is_tried_first_and_every_bad_row_is_named(shop: Shop) -> None:
    anna = shop.visitor()
    table = "sku;on_hand;title\nA;5;Übertopf\nB;viele;\nA;6;\n".encode("cp1252")
    tried = finished(anna, shop, upload(anna, shop, "stock", table, tick="1").go)
    assert "Prüfung von Liste.csv" in tried.words
    assert "Gespeichert wurde noch nichts" in tried.words
    assert "Zeile 3 B on_hand „viele“ ist keine ganze Stückzahl" in tried.words
    assert "Zeile 4 A sku" in tried.words
    assert not list(shop.memory.warehouse.articles())
    taken = anna.send(f"{shop.base}/files/run", {"chore": chore_of(tried), "do": "take"})
    done = finished(anna, shop, taken.go)
    assert "Import von Liste.csv" in done.words
    assert "alle anderen wurden übernommen" in done.words
    (article,) = shop.memory.warehouse.articles()
    assert (article.sku, article.title, article.level.on_hand) == ("A", "Übertopf", 5)
    display = shop.memory.quantities(OTTO).get(Sku("A"))
    assert display is not None, "quantities follow at once"


def test_listings_are_tried_first_and_taken_over_as_drafts(shop: Shop) -> None:
    anna = shop.visitor()
    table = b"sku,price,vat\nA,9.95,FULL\nB,teuer,FULL\n"
    tried = finished(anna, shop, upload(anna, shop, "listings", table).go)
    assert "Zeile 3 price" in tried.words
    assert shop.memory.listings(OTTO).count() == 0
    taken = anna.send(f"{shop.base}/files/run", {"chore": chore_of(tried), "do": "take"})
    finished(anna, shop, taken.go)
    record = shop.memory.listings(OTTO).some([Sku("A")])[Sku("A")]
    assert record.draft["price"] == "9.95"
    assert record.wanted is None


def test_a_file_that_is_none_says_so_and_another_is_chosen(shop: Shop) -> None:
    anna = shop.visitor()
    nothing = anna.send(f"{shop.base}/files", {"what": "stock"})
    assert nothing.status == 422
    assert "Bitte eine Datei auswählen" in nothing.words
    wrong = finished(anna, shop, upload(anna, shop, "listings", b"sku,preis\nA,1\n").go)
    assert "die erste Zeile nennt unbekannte oder doppelte Spalten: preis" in wrong.words
    other = anna.send(f"{shop.base}/files/run", {"chore": chore_of(wrong), "do": "forget"})
    assert other.go == f"{shop.base}/files"
    fine = finished(anna, shop, upload(anna, shop, "listings", b"sku,price\nA,1\n").go)
    assert "Alle Zeilen sind in Ordnung" in fine.words


def test_a_file_of_another_account_is_not_reached(shop: Shop) -> None:
    anna = shop.visitor()
    tried = finished(anna, shop, upload(anna, shop, "stock", b"sku,on_hand\nGEHEIM,x\n").go)
    chore = chore_of(tried)
    other = shop.pages.account("other")
    eve = shop.pages.visitor(shop.pages.user("eve@example.com", other.account.id, Role.ADMIN))
    assert eve.get(f"{shop.base}/files/run?chore={chore}").status == 404
    own = eve.get(f"/a/{other.account.id}/articles/files/run?chore={chore}")
    assert own.go == f"/a/{other.account.id}/articles/files"
    assert eve.get(f"{shop.base}/export?what=stock").status == 404


def test_what_is_exported_is_imported_as_the_same(shop: Shop) -> None:
    shop.stock("A", 5, title="Übertopf; blau", ean="4006381333931")
    shop.draft("B")
    anna = shop.visitor(Role.VIEWER)
    stock = anna.get(f"{shop.base}/export?what=stock")
    assert stock.headers["Content-Disposition"] == 'attachment; filename="stock.csv"'
    assert stock.text == "\ufeffsku,ean,title,on_hand,buffer\r\nA,4006381333931,Übertopf; blau,5,0\r\n"
    listings = anna.get(f"{shop.base}/export?what=listings&app=otto")
    staff = shop.visitor()
    again = finished(staff, shop, upload(staff, shop, "listings", listings.text.encode()).go)
    assert "Zeilen gelesen 1 In Ordnung 1 Ändern etwas 0 Fehlerhaft 0" in again.words


def listed_elsewhere(shop: Shop) -> None:
    """LAMP stands at OTTO, listed by somebody else; here nothing is known of it."""
    shop.read_catalogue()
    other = shop.pages.account("before")
    mine, shop_memory = Shop(shop.pages, other, shop.otto, shop.clock), shop.memory
    ActivationDesk(shop.pages.center, other, shop.kind).answer(ANSWERS)
    mine.read_catalogue()
    mine.draft("LAMP")
    mine.list("LAMP")
    for _ in range(3):
        mine.run("listings")
        shop.clock.forward(timedelta(minutes=1))
    assert shop_memory.listings(OTTO).count() == 0


def test_what_stands_there_is_compared_field_by_field_and_taken_over(shop: Shop) -> None:
    listed_elsewhere(shop)
    shop.draft("LAMP", price="1.00", mpn="neu")
    anna = shop.visitor()
    page = anna.get(f"{shop.base}/adopt?app=otto")
    assert "Nachsehen, was dort steht" in page.words
    looked = finished(anna, shop, anna.send(f"{shop.base}/adopt", {"app": "otto", "do": "look"}).go)
    assert "Ihr Entwurf bleibt Entwurf" in looked.words
    assert "Preis inkl. MwSt. hier: 1.00 dort: 49.90" in looked.words
    assert "Herstellernummer (MPN) hier: neu dort: leer" in looked.words
    none = anna.send(f"{shop.base}/adopt", {"app": "otto", "do": "take", "chore": chore_of(looked)})
    assert "Es war kein Artikel ausgewählt" in none.words
    form = {"app": "otto", "do": "take", "sku": "LAMP"}
    taken = finished(anna, shop, anna.send(f"{shop.base}/adopt", form).go)
    assert "1 Artikel wurden übernommen" in taken.words
    record = shop.memory.listings(OTTO).some([Sku("LAMP")])[Sku("LAMP")]
    assert record.held is not None
    assert record.held["price"] == "49.90"
    assert record.draft["price"] == "1.00"
    again = finished(anna, shop, anna.send(f"{shop.base}/adopt", {"app": "otto", "do": "look"}).go)
    assert "ist schon hier" in again.words


def test_an_outage_while_looking_is_said_and_looked_again(shop: Shop) -> None:
    anna = shop.visitor()
    anna.get(f"{shop.base}/adopt")
    shop.otto.weather = Weather("reset_before", rate=1)
    failed = finished(anna, shop, anna.send(f"{shop.base}/adopt", {"app": "otto", "do": "look"}).go)
    shop.otto.weather = Weather()
    assert "Das hat nicht geklappt" in failed.words
    fine = finished(anna, shop, anna.send(f"{shop.base}/adopt", {"app": "otto", "do": "look"}).go)
    assert "ist schon hier" in fine.words


def test_brands_and_categories_are_read_on_demand(shop: Shop) -> None:
    anna = shop.visitor()
    assert "noch nicht eingelesen" in anna.get(f"{shop.base}/mask?app=otto").words
    begun = anna.send(f"{shop.base}/catalogue", {"app": "otto", "cell.sku": "A"})
    done = finished(anna, shop, begun.go)
    assert done.go == f"{shop.base}/mask?app=otto&sku=A"
    assert "noch nicht eingelesen" not in anna.get(done.go).words


PROFILE = {
    "app": "otto",
    "old": "",
    "name": "Eilig",
    "kind": "parcel",
    "processing": "1",
    "transport": "1",
    "cutoff": "14:30",
    "days": "monday",
}


def test_profiles_are_created_changed_and_deleted(shop: Shop) -> None:
    anna = shop.visitor()
    assert "Standard" in anna.get(f"{shop.base}/profiles").words
    created = anna.send(f"{shop.base}/profiles", PROFILE)
    assert created.go is not None
    page = anna.get(created.go)
    assert "Das Profil wurde angelegt" in page.words
    assert "Eilig Paket · Mo · bis 14:30 Uhr · 2 Tage bis zur Lieferung" in page.words
    changed = anna.send(f"{shop.base}/profiles", {**PROFILE, "old": "Eilig", "transport": "5"})
    assert changed.go is not None
    assert "6 Tage bis zur Lieferung" in anna.get(changed.go).words
    deleted = anna.send(f"{shop.base}/profiles/delete", {"app": "otto", "name": "Eilig"})
    assert deleted.go is not None
    assert "Eilig" not in anna.get(deleted.go).words
    last = anna.send(f"{shop.base}/profiles/delete", {"app": "otto", "name": "Standard"})
    assert last.status == 422


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("name", "", "name"),
        ("processing", "bald", "processing"),
        ("transport", "0", "transport"),
        ("cutoff", "14:17", "cutoff"),
        ("days", "", "days"),
        ("kind", "pigeon", "kind"),
    ],
)
def test_a_wrong_profile_is_said_at_its_field_and_nothing_is_lost(
    shop: Shop, field: str, value: str, at: str
) -> None:
    anna = shop.visitor()
    wrong = anna.send(f"{shop.base}/profiles", {**PROFILE, field: value})
    assert wrong.status == 422
    assert f'id="{at}-wrong"' in wrong.text
    assert 'value="14:30"' in wrong.text or field == "cutoff"
    assert anna.send(f"{shop.base}/profiles", PROFILE).status == 303


def test_articles_are_assigned_to_a_profile_and_unknown_ones_are_named(shop: Shop) -> None:
    shop.read_catalogue()
    shop.draft("A", delivery_profile="")
    anna = shop.visitor()
    form = {"app": "otto", "name": "Standard", "skus": "A\nNIRGENDS"}
    page = anna.send(f"{shop.base}/profiles/assign", form)
    assert page.status == 422
    assert "Diese sind hier keine Angebote: NIRGENDS" in page.words
    assert "1 Artikel zugeordnet" in page.words
    assert shop.memory.listings(OTTO).some([Sku("A")])[Sku("A")].draft["delivery_profile"] == "Standard"
    nothing = anna.send(f"{shop.base}/profiles/assign", {**form, "skus": " "})
    assert 'id="skus-wrong"' in nothing.text


def test_profiles_are_shown_as_last_read_while_the_marketplace_is_away(shop: Shop) -> None:
    anna = shop.visitor()
    anna.get(f"{shop.base}/profiles")
    shop.otto.weather = Weather("reset_before", rate=1)
    page = anna.get(f"{shop.base}/profiles")
    failed = anna.send(f"{shop.base}/profiles", PROFILE)
    shop.otto.weather = Weather()
    assert "zuletzt gelesene Stand" in page.words
    assert "Standard" in page.words
    assert failed.status == 422
    assert 'value="Eilig"' in failed.text
