"""The lister's mask, over OTTO's stand-in: type, check, save, list."""

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from adapters.otto.listings.rules import otto_rules
from app_center.web.column_names import advice, label_of, worded
from app_center.web.mask_form import contact_numbers, local_moment, media_rows, place_of, posted
from app_center.web.words.columns import COLUMNS, KINDS, ROLES
from core.listing.cells import SCALARS
from core.orders import Sku
from core.text import Text
from core.users import Role
from sync.listing_drafts import save_draft
from tests.browser.house import OTTO
from tests.web_app import Page, Visitor
from tests.web_shop import FINE, Shop, a_shop


@pytest.fixture
def shop(tmp_path: Path, sqlite_url: str) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_url) as shop:
        shop.read_catalogue()
        yield shop


class Form(HTMLParser):
    """What a browser would send of the mask's form as it stands."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select = self._area = ""
        self.feed(page.text[page.text.index('id="mask"') :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and name and (told.get("type") != "checkbox" or "checked" in told):
            self.fields.setdefault(name, []).append(value)
        elif tag == "select":
            self._select = name
            self.fields[name] = [""]
        elif tag == "option" and "selected" in told and self._select:
            self.fields[self._select] = [value]
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self._select = self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = [self.fields[self._area][-1] + data]


def send(anna: Visitor, shop: Shop, page: Page, do: str, path: str = "", **more: str) -> Page:
    """The form of the page with some fields typed over, and one of its buttons."""
    fields = {**Form(page).fields, **{name: [value] for name, value in more.items()}}
    data: dict[str, object] = {**fields, "do": do, "form_token": anna.token}
    response = anna.client.post(f"{shop.base}/mask{path}", data=data)
    return anna._seen(response)


def mask(anna: Visitor, shop: Shop, sku: str) -> Page:
    return anna.get(f"{shop.base}/mask?app=otto&sku={sku}")


def draft(shop: Shop, sku: str) -> dict[str, str]:
    return dict(shop.memory.listings(OTTO).some([Sku(sku)])[Sku(sku)].draft)


def test_saving_what_the_mask_shows_changes_nothing(shop: Shop) -> None:
    """Every column has its field, and none is lost or altered on the way through the form."""
    everything = {
        "product_line": "Kiek <&>",
        "description": "Zwei\nZeilen",
        "mpn": "M",
        "pzn": "123",
        "moin": "S0",
        "product_url": "https://x.example.com",
        "produced_at": "2026-01-05T10:00:00Z",
        "multi_pack": "yes",
        "bundle": "no",
        "msrp": "99.00",
        "sale_price": "39.90",
        "sale_start": "2026-12-01T08:00:00+01:00",
        "sale_end": "2026-12-24T08:00:00+01:00",
        "norm_amount": "100",
        "norm_unit": "g",
        "sales_amount": "0.5",
        "sales_unit": "kg",
        "released_at": "2026-07-01T00:00:00Z",
        "max_order_quantity": "3",
        "max_order_days": "14",
        "processing_days": "2",
        "packing_count": "2",
        "packing": "365x600x200x300 | 5x1xx",
        "bullet_2": "Zweiter",
        "attribute:Material": "Holz | Glas\\|Stahl",
        "attribute:Fremd": "x | y",
        "own:Serie": "Eins | Zwei",
        "contact_1_roles": "DISTRIBUTOR | MANUFACTURER",
        "contact_1_components": "Salat | Dressing",
        "contact_2_name": "Werk",
    }
    shop.draft("A", **everything)
    before = draft(shop, "A")
    anna = shop.visitor()
    saved = send(anna, shop, mask(anna, shop, "A"), "save")
    assert saved.go is not None, saved.words
    assert draft(shop, "A") == before
    assert set(before) >= {*everything, *FINE} - {"price"}


def test_the_way_from_nothing_to_the_marketplace(shop: Shop) -> None:
    anna = shop.visitor()
    page = anna.get(f"{shop.base}/mask?app=otto")
    assert "Stammdaten" in page.words
    assert "Produktsicherheit (GPSR)" in page.words
    no_sku = send(anna, shop, page, "save")
    assert no_sku.status == 422
    assert "Bitte zuerst eine SKU eintragen" in no_sku.words
    found = send(anna, shop, no_sku, "find.category", **{"cell.sku": "NEU", "find.category": "leuchte"})
    assert 'name="pick.category" value="Tischleuchte"' in found.text
    chosen = send(anna, shop, found, "", **{"pick.category": "Tischleuchte"})
    assert "Attribute der Kategorie · Leuchten" in chosen.words
    assert "Energieeffizienzklasse *" in chosen.words
    typed = {f"cell.{column}": cell for column, cell in FINE.items() if column != "media"}
    media = {f"media.{at}.url": url for at, url in enumerate(("1.jpg", "2.jpg"), start=1)}
    pictures = {name: f"https://bilder.example.com/{url}" for name, url in media.items()}
    documents = {
        "media.3.kind": "ENERGY_EFFICIENCY_LABEL",
        "media.3.url": "https://bilder.example.com/e.jpg",
        "media.4.kind": "PRODUCT_DATASHEET",
        "media.4.url": "https://bilder.example.com/d.pdf",
    }
    saved = send(anna, shop, chosen, "save", **{**typed, **pictures, **documents, "cell.sku": "NEU"})
    assert saved.go is not None, saved.words
    page = anna.get(saved.go)
    assert "Als Entwurf gespeichert" in page.words
    assert "Bereit zum Listen" in page.words
    assert 'src="https://bilder.example.com/1.jpg"' in page.text
    assert "img-src 'self' data: https:" in page.headers["Content-Security-Policy"]
    asked = send(anna, shop, page, "list")
    assert asked.status == 409
    assert "nie mehr änderbar" in asked.words
    assert shop.memory.listings(OTTO).some([Sku("NEU")])[Sku("NEU")].wanted is None
    listed = send(anna, shop, asked, "list.sure")
    assert listed.go is not None, listed.words
    record = shop.memory.listings(OTTO).some([Sku("NEU")])[Sku("NEU")]
    assert record.sending is not None, "a pass began at once"
    shop.clock.forward(timedelta(minutes=1))
    shop.run("listings")
    assert shop.memory.listings(OTTO).some([Sku("NEU")])[Sku("NEU")].settled
    again = mask(anna, shop, "NEU")
    assert 'value="NEU" maxlength="50" autocomplete="off" readonly' in again.text


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_lost(shop: Shop) -> None:
    shop.draft("A")
    anna = shop.visitor()
    wrong = send(anna, shop, mask(anna, shop, "A"), "save", **{"cell.price": "viel", "cell.mpn": "neu"})
    assert wrong.status == 422
    assert "Nichts wurde gespeichert" in wrong.words
    assert 'value="viel"' in wrong.text
    assert 'value="neu"' in wrong.text
    assert "ist kein Geldbetrag" in wrong.words
    assert draft(shop, "A")["price"] == "49.90"
    fine = send(anna, shop, wrong, "save", **{"cell.price": "39,90"})
    assert fine.go is not None
    assert (draft(shop, "A")["price"], draft(shop, "A")["mpn"]) == ("39.90", "neu")


def test_listing_what_is_not_ready_saves_it_and_says_what_is_missing(shop: Shop) -> None:
    shop.draft("A")
    anna = shop.visitor()
    page = send(anna, shop, mask(anna, shop, "A"), "list", **{"cell.brand_id": "B0LEUCHT", "cell.ean": ""})
    assert page.status == 422
    assert "Zum Listen fehlt noch etwas" in page.words
    assert "ean" not in draft(shop, "A")
    assert shop.memory.listings(OTTO).some([Sku("A")])[Sku("A")].wanted is None


def test_a_check_while_typing_answers_for_every_field_and_stores_nothing(shop: Shop) -> None:
    shop.draft("A")
    anna = shop.visitor()
    page = mask(anna, shop, "A")
    checked = send(anna, shop, page, "", "/check", **{"cell.price": "0", "cell.ean": "123"})
    assert 'id="wrong-f-ean" hx-swap-oob="innerHTML"' in checked.text
    assert "vor dem Listen zu beheben" in checked.words
    assert "Preis inkl. MwSt." in checked.words
    assert draft(shop, "A")["price"] == "49.90"
    fine = send(anna, shop, page, "", "/check")
    assert "Bereit zum Listen" in fine.words
    # Without a script the same by a button.
    by_button = send(anna, shop, page, "check", **{"cell.ean": "123"})
    assert by_button.status == 200
    assert 'value="123"' in by_button.text


def test_a_condition_makes_a_field_required_as_soon_as_it_is_met(shop: Shop) -> None:
    licence = "attribute:Lizenznummer Organic Content Standard 100"
    star = f'id="must-{place_of(licence)}" hx-swap-oob="innerHTML">'
    shop.draft("A", category="Wolldecke")
    anna = shop.visitor()
    page = mask(anna, shop, "A")
    seal = {"cell.attribute:Nachhaltigkeits-Siegel": "Blauer Engel"}
    assert f"{star}<" in send(anna, shop, page, "", "/check", **seal).text
    seal = {"cell.attribute:Nachhaltigkeits-Siegel": "Organic Content Standard 100"}
    met = send(anna, shop, page, "", "/check", **seal)
    assert f"{star}*<" in met.text
    assert "wird verlangt wegen Nachhaltigkeits-Siegel = Organic Content Standard 100" in met.words


def test_brands_and_categories_are_searched_piece_by_piece(shop: Shop) -> None:
    anna = shop.visitor()
    page = anna.get(f"{shop.base}/mask?app=otto")
    found = send(anna, shop, page, "", "/find?what=brand", **{"find.brand": "leucht"})
    assert 'name="pick.brand_id" value="B0LEUCHT"' in found.text
    nothing = send(anna, shop, page, "", "/find?what=category", **{"find.category": "gibtsnicht"})
    assert "Nichts heißt so" in nothing.words


def test_variants_are_shown_and_a_new_one_begins_as_a_copy(shop: Shop) -> None:
    shop.draft("A")
    shop.draft("B", ean="4006381333948", **{"attribute:Farbe": "blau"})
    anna = shop.visitor()
    page = mask(anna, shop, "A")
    assert "B" in page.words
    assert f"{shop.base}/mask?app=otto&amp;sku=B" in page.text
    gone = send(anna, shop, page, "variant", **{"variant.sku": "C/1"})
    assert gone.go == f"{shop.base}/mask?app=otto&sku=C%2F1&like=A"
    copy = anna.get(gone.go)
    assert 'value="Tischleuchte"' in copy.text
    assert 'value="4006381333931"' not in copy.text
    empty = send(anna, shop, page, "variant")
    assert 'id="variant-wrong"' in empty.text


def test_two_people_do_not_overwrite_each_other_unseen(shop: Shop) -> None:
    shop.draft("A")
    anna = shop.visitor()
    early = mask(anna, shop, "A")
    shop.draft("A", mpn="von jemand anderem")
    late = send(anna, shop, early, "save", **{"cell.mpn": "von mir"})
    assert late.status == 409
    assert "inzwischen geändert" in late.words
    assert draft(shop, "A")["mpn"] == "von jemand anderem"
    assert send(anna, shop, late, "save").go is not None
    assert draft(shop, "A")["mpn"] == "von mir"
    new = anna.get(f"{shop.base}/mask?app=otto")
    taken = send(anna, shop, new, "save", **{"cell.sku": "A"})
    assert taken.status == 409
    assert "gibt es schon" in taken.words


def test_what_differs_from_the_listed_version_is_shown(shop: Shop) -> None:
    shop.draft("A")
    shop.list("A")
    shop.draft("A", price="39.90")
    page = mask(shop.visitor(), shop, "A").words
    assert "nicht gelistete Änderungen: Preis inkl. MwSt. Entwurf: 39.90 gelistet: 49.90" in page


def test_a_viewer_reads_the_mask(shop: Shop) -> None:
    shop.draft("A")
    page = mask(shop.visitor(Role.VIEWER), shop, "A")
    assert "nicht ändern" in page.words
    assert '<fieldset class="stack" disabled>' in page.text


def test_a_listing_of_another_account_is_none_here(shop: Shop) -> None:
    other = shop.pages.account("other")
    save_draft(other.listings(OTTO), Sku("X"), {**FINE, "mpn": "geheim"}, shop.clock.now())
    page = mask(shop.visitor(), shop, "X")
    assert "geheim" not in page.text


@pytest.mark.parametrize("sku", ["", " ", "\n", "A" * 300])
def test_odd_skus_are_answered_in_words(shop: Shop, sku: str) -> None:
    anna = shop.visitor()
    page = anna.get(f"{shop.base}/mask?app=otto")
    assert send(anna, shop, page, "save", **{"cell.sku": sku}).status == 422


def test_every_column_kind_and_role_has_its_word() -> None:
    rules = otto_rules()
    assert set(SCALARS) <= set(COLUMNS)
    assert set(KINDS) == set(rules.media_kinds)
    assert set(ROLES) == {role for group in rules.contact_groups for role in group.roles}
    assert label_of("attribute:Länge: innen") == "Länge: innen"
    assert label_of("bullet_2") == Text(en="Bullet point 2", de="Stichpunkt 2")
    assert label_of("contact_1_email") == Text(en="E-mail (1)", de="E-Mail-Adresse (1)")


def test_sentences_of_the_core_name_fields_as_people_know_them() -> None:
    told = Text(en="not ready: price is empty", de="nicht bereit: price ist leer")
    assert worded(told).de == "nicht bereit: Preis inkl. MwSt. ist leer"
    plain = Text(en="the price of it: high", de="der Preis: hoch")
    assert worded(plain) == plain
    assert advice(Text(en="say `listings list`", de="`listings list` aufrufen")) is None
    helped = advice(Text(en="choose one (`app-center profiles`)", de="wählen (`app-center profiles`)"))
    assert helped == Text(en="choose one", de="wählen")


def test_local_times_and_rows_are_read_as_they_are_shown() -> None:
    assert posted({"moment.sale_start": ["2026-12-01T08:00"]})["sale_start"] == "2026-12-01T07:00:00Z"
    assert local_moment("2026-12-01T07:00:00Z") == "2026-12-01T08:00"
    assert posted({"moment.sale_start": ["bald"]})["sale_start"] == "bald"
    assert local_moment("bald") == "bald"
    assert media_rows({"media": "https://a/?x=1 | USER_MANUAL=https://b"})[:2] == [
        ("IMAGE", "https://a/?x=1"),
        ("USER_MANUAL", "https://b"),
    ]
    assert list(contact_numbers({"contact_2_name": "x"})) == [1, 2, 3]
    assert posted({"own.known": ["own:Alt"], "own.1.name": [""], "own.1.values": [""]})["own:Alt"] == ""
