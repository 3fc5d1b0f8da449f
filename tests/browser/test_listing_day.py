"""A day with articles in a real browser: stock comes in, a lamp is listed, its quantity is changed."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app_center.concerns import run_concern
from app_center.listing_passes import read_all
from app_center.web.mask_form import place_of
from app_center.web.words.article import ARTICLE
from app_center.web.words.articles import ARTICLES
from app_center.web.words.files import FILES
from app_center.web.words.mask import MASK
from core.orders import Sku
from core.text import Language
from core.users import Role
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory
from sync.listing_drafts import save_draft
from tests.browser.browsing import WIDTHS, demand_fit, looking
from tests.browser.house import OTTO, House
from tests.listing_bench import LAMP


def with_pictures(page: Page) -> None:
    """The seller's pictures lie somewhere else."""
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    page.context.route(
        "https://bilder.example.com/**",
        lambda route: route.fulfill(body=drawn.getvalue(), content_type="image/png"),
    )


@pytest.fixture
def shop(house: House) -> AccountMemory:
    """Active at OTTO, with brands and categories, and one draft to list."""
    shop = house.account("shop")
    house.activate(shop)
    kind = house.center.kind(OTTO)
    assert isinstance(kind, MarketplaceKind)
    read_all(house.center, shop, kind, lambda _: None)
    draft = {**LAMP, "price": "", "category": "", "delivery_profile": "Standard"}
    save_draft(shop.listings(OTTO), Sku("LAMPE-1"), draft, house.center.clock.now())
    house.user("anna@example.com", shop.account.id, Role.STAFF)
    return shop


def bring_stock_in(page: Page, base: str, tmp_path: Path, language: Language) -> None:
    table = tmp_path / "stock.csv"
    table.write_text("sku,on_hand,title\nLAMPE-1,5,Tischleuchte Kiek\nLAMPE-2,many,\nBUCH-1,2,Kochbuch\n")
    page.goto(f"{base}/files")
    page.locator("#file-stock").set_input_files(table)
    demand_fit(page)
    page.get_by_role("button", name=FILES["check"].into(language)).first.click()
    expect(page.get_by_text(FILES["trial_bad"].into(language))).to_be_visible()
    expect(page.get_by_role("cell", name="LAMPE-2")).to_be_visible()
    demand_fit(page)
    page.get_by_role("button", name=FILES["take"].into(language)).click()
    expect(page.get_by_text(FILES["done_bad"].into(language))).to_be_visible()


def find_the_lamp(page: Page, base: str, language: Language) -> None:
    page.goto(base)
    demand_fit(page)
    search = page.get_by_role("searchbox")
    search.fill("tischleuchte")
    expect(page.locator("tbody tr")).to_have_count(1)
    search.press("Tab")
    search.press("Tab")
    page.get_by_role("link", name=ARTICLES["to_mask"].into(language)).click()
    expect(page.get_by_role("heading", name="LAMPE-1")).to_be_visible()
    demand_fit(page)


def type_the_mask(page: Page, language: Language) -> None:
    """What is missing is said while typing, at its field; the category is searched and taken."""
    price = page.locator(f"#{place_of('price')}")
    complaint = page.locator(f"#wrong-{place_of('price')}")
    expect(complaint).to_be_visible()
    price.fill("viel")
    expect(complaint).to_contain_text("viel")
    price.fill("49,90")
    expect(complaint).to_be_empty()
    page.locator("#find-category").fill("tischl")
    page.locator("#found-category").get_by_role("button", name="Tischleuchte").click()
    expect(page.locator("#attributes h2")).to_contain_text("Leuchten")
    assert price.input_value() == "49,90"
    picture = page.get_by_role("img", name=MASK["preview"].into(language).format(number=1))
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 2)
    demand_fit(page)
    page.get_by_role("button", name=MASK["save"].into(language), exact=True).click()
    expect(page.get_by_text(MASK["saved"].into(language))).to_be_visible()
    page.get_by_role("button", name=MASK["list"].into(language)).click()
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("4006381333931")
    demand_fit(page)
    question.get_by_role("button", name=MASK["sure"].into(language)).press("Enter")
    expect(page.get_by_text(MASK["listed"].into(language))).to_be_visible()


def change_the_quantity(page: Page, base: str, language: Language) -> None:
    page.goto(f"{base}/one?sku=LAMPE-1")
    page.locator("#on_hand").fill("many")
    page.get_by_role("button", name=ARTICLE["save_align"].into(language)).press("Enter")
    expect(page.locator("#on_hand-wrong")).to_be_visible()
    demand_fit(page)
    page.locator("#on_hand").fill("9")
    page.locator('[name="maximum.otto"]').fill("4")
    page.get_by_role("button", name=ARTICLE["save_align"].into(language)).press("Enter")
    expect(page.get_by_text(ARTICLE["saved"].into(language))).to_be_visible()
    expect(page.locator("#portal-otto .why")).to_contain_text("4 = 9")
    page.locator("details.ledger summary").press("Enter")
    expect(page.locator("details.ledger table")).to_be_visible()
    demand_fit(page)


def look_around(page: Page, base: str) -> None:
    for path in ("/adopt", "/profiles", "/exposure", "/mask"):
        page.goto(base + path)
        demand_fit(page)


@pytest.mark.parametrize(("language", "width"), [("de", WIDTHS[1]), ("en", WIDTHS[0])])
def test_a_day_with_articles(
    chromium: Browser, house: House, shop: AccountMemory, tmp_path: Path, language: Language, width: int
) -> None:
    base = f"{house.url}/a/{shop.account.id}/articles"
    with looking(chromium, house, "anna@example.com", language=language, width=width) as page:
        with_pictures(page)
        bring_stock_in(page, base, tmp_path, language)
        find_the_lamp(page, base, language)
        type_the_mask(page, language)
        run_concern(house.center, shop, house.center.kind(OTTO), "listings", lambda _: None)
        change_the_quantity(page, base, language)
        look_around(page, base)


def test_the_mask_works_without_a_script(chromium: Browser, house: House, shop: AccountMemory) -> None:
    base = f"{house.url}/a/{shop.account.id}/articles"
    with looking(chromium, house, "anna@example.com", scripts=False) as page:
        with_pictures(page)
        page.goto(f"{base}/mask?app=otto&sku=LAMPE-1")
        page.locator("#find-category").fill("tischl")
        page.get_by_role("button", name=MASK["find_category"].de).click()
        page.get_by_role("button", name="Tischleuchte").click()
        page.locator(f"#{place_of('price')}").fill("49,90")
        page.get_by_role("button", name=MASK["check"].de, exact=True).click()
        expect(page.get_by_text(MASK["ready"].de)).to_be_visible()
        page.get_by_role("button", name=MASK["save"].de, exact=True).click()
        expect(page.get_by_text(MASK["saved"].de)).to_be_visible()
    assert shop.listings(OTTO).some([Sku("LAMPE-1")])[Sku("LAMPE-1")].draft["price"] == "49.90"
