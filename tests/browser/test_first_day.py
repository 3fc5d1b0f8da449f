"""A seller's first day in a real browser: from the one-time link to the orders, in both languages."""

import pytest
from playwright.sync_api import Browser, Page, expect

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from app_center.web.signin import SignIn
from app_center.web.words.apps import APP
from app_center.web.words.frame import FRAME
from app_center.web.words.orders import ORDERS
from app_center.web.words.signin import ACCOUNTS, SIGNIN
from core.text import Language
from tests.browser.browsing import WIDTHS, demand_fit, looking
from tests.browser.house import OTTO, PASSWORD, House


def log_in_for_the_first_time(page: Page, house: House, language: Language) -> None:
    token = SignIn(house.center).first_link()
    page.goto(f"{house.url}/welcome/{token}")
    if language == "en":
        page.get_by_role("button", name=FRAME["other_language"].de).click()
    expect(page.get_by_role("heading", name=SIGNIN["welcome"].into(language))).to_be_visible()
    demand_fit(page)
    page.get_by_label(SIGNIN["email"].into(language)).fill("operator@example.com")
    page.get_by_label(SIGNIN["name"].into(language), exact=True).fill("Olga")
    password = page.get_by_label(SIGNIN["new_password"].into(language))
    password.fill("too short")
    page.get_by_role("button", name=SIGNIN["join"].into(language)).click()
    expect(page.locator("#password-wrong")).to_be_visible()
    password.fill(PASSWORD)
    page.get_by_role("button", name=SIGNIN["join"].into(language)).click()
    expect(page.get_by_role("heading", name=ACCOUNTS["title"].into(language), exact=True)).to_be_visible()


def log_in_again(page: Page, language: Language) -> None:
    page.get_by_label(FRAME["menu"].into(language)).click()
    page.get_by_role("button", name=FRAME["log_out"].into(language)).click()
    demand_fit(page)
    page.get_by_label(SIGNIN["email"].into(language)).fill("operator@example.com")
    page.get_by_label(SIGNIN["password"].into(language)).fill(PASSWORD)
    page.get_by_role("button", name=SIGNIN["log_in"].into(language)).click()
    demand_fit(page)


def activate(page: Page, language: Language) -> None:
    page.get_by_label(ACCOUNTS["name"].into(language)).fill("shop")
    page.get_by_role("button", name=ACCOUNTS["add"].into(language)).click()
    expect(page.get_by_role("link", name="OTTO Market")).to_be_visible()
    demand_fit(page)
    page.get_by_role("link", name="OTTO Market").click()
    page.locator('[name="answer.environment"][value="sandbox"]').check()
    page.locator('[name="answer.client_id"]').fill(DEMO_CLIENT)
    page.locator('[name="answer.client_secret"]').fill("nonsense")
    page.get_by_role("button", name=APP["go_on"].into(language), exact=True).click()
    expect(page.locator('[id="answer.client_id-wrong"]')).to_be_visible()
    assert page.locator('[name="answer.client_id"]').input_value() == DEMO_CLIENT
    demand_fit(page)
    page.locator('[name="answer.client_secret"]').fill(DEMO_SECRET)
    page.get_by_role("button", name=APP["go_on"].into(language), exact=True).click()
    page.locator('[name="answer.portal_account"]').fill("OTTO Shop")
    demand_fit(page)
    page.get_by_role("button", name=APP["go_on"].into(language), exact=True).click()
    expect(page.get_by_text(APP["access_good"].into(language))).to_be_visible()
    demand_fit(page)


def look_at_orders(page: Page, house: House, language: Language) -> None:
    memory = house.account("shop")
    house.sync(memory)
    number = page.locator("tbody tr .code").first
    page.get_by_role("link", name=FRAME["orders"].into(language)).click()
    expect(page.get_by_role("heading", name=ORDERS["title"].into(language), exact=True)).to_be_visible()
    assert page.locator("tbody tr").count() == sum(memory.orders(OTTO).counts().values())
    demand_fit(page)
    wanted = page.locator("tbody tr a.code").nth(3).inner_text()
    page.get_by_role("searchbox").fill(wanted)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(number).to_have_text(wanted)
    page.get_by_role("link", name=wanted).click()
    expect(page.get_by_role("heading", name=wanted)).to_be_visible()
    demand_fit(page)


@pytest.mark.parametrize(("language", "width"), [("de", WIDTHS[1]), ("en", WIDTHS[0])])
def test_from_the_first_start_to_an_order(
    chromium: Browser, house: House, language: Language, width: int
) -> None:
    with looking(chromium, house, width=width) as page:
        log_in_for_the_first_time(page, house, language)
        log_in_again(page, language)
        activate(page, language)
        look_at_orders(page, house, language)
