"""A day at the packing desk in a real browser, by keyboard: what is scanned goes out, what is held is
repaired, what comes back is decided."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from adapters.otto.standin import State
from app_center.concerns import run_concern
from app_center.web.words.dispatch import DISPATCH, MANY
from app_center.web.words.notices import NOTICE
from app_center.web.words.returns import NUMBERS, RETURN
from core.orders import SalesOrderId
from core.text import Language
from core.users import Role
from ports.memory import AccountMemory
from tests.browser.browsing import demand_fit, looking
from tests.browser.house import OTTO, House
from tests.packing import OTHER_PARCEL, PARCEL
from tests.packing import RETURN as RETURN_NUMBER

#: A folder for pictures of every page that is passed, for whoever wants to look.
PICTURES: Final = os.environ.get("PICTURES")


@dataclass(frozen=True, slots=True)
class Day:
    house: House
    memory: AccountMemory
    email: str

    @property
    def base(self) -> str:
        return f"{self.house.url}/a/{self.memory.account.id}"

    def order(self, *skus: str) -> tuple[str, str]:
        """One that is to be sent: its id and number."""
        order = self.house.otto.place_visible(skus=list(skus))
        assert self.house.otto.item_ids(order, State.PROCESSABLE)
        self.house.sync(self.memory)
        stored = self.memory.orders(OTTO).get(SalesOrderId(order))
        assert stored is not None
        assert stored.order is not None
        return order, stored.order.order_number

    def sync(self, concern: str) -> None:
        run_concern(self.house.center, self.memory, self.house.center.kind(OTTO), concern, lambda _: None)


@pytest.fixture
def day(house: House) -> Day:
    memory = house.account("shop")
    house.activate(memory)
    return Day(house, memory, house.user("packer@example.com", memory.account.id, Role.STAFF))


def scan(page: Page, number: str) -> None:
    """As a scanner does: signs, then Enter, into whatever has the focus."""
    page.keyboard.insert_text(number)
    page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    """The button is reached and pressed without a mouse."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def seen(page: Page, name: str) -> None:
    demand_fit(page)
    if PICTURES:
        width = page.evaluate("innerWidth")
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("de", 1280), ("en", 390)])
def test_a_day_at_the_packing_desk_by_keyboard(
    chromium: Browser, day: Day, language: Language, width: int
) -> None:
    order, number = day.order("A")
    with looking(chromium, day.house, day.email, language=language, width=width) as page:
        page.goto(f"{day.base}/dispatch")
        expect(page.get_by_label(DISPATCH["scan"].into(language))).to_be_focused()
        scan(page, "nonsense")
        expect(page.get_by_text(DISPATCH["not_found_repair"].into(language))).to_be_visible()
        seen(page, "1-desk-wrong")
        scan(page, number)
        expect(page.get_by_label(DISPATCH["tracking"].into(language), exact=True)).to_be_focused()
        scan(page, PARCEL)
        expect(page.locator("#return_number-told .wrong")).to_be_visible()
        expect(page.get_by_label(DISPATCH["return_number"].into(language), exact=True)).to_be_focused()
        seen(page, "2-order-wrong")
        scan(page, RETURN_NUMBER)
        expect(page.get_by_role("status").first).to_contain_text(PARCEL)
        seen(page, "3-desk-sent")
        held_and_repaired(page, day, language)
        many_at_once(page, day, language)
        comes_back(page, day, order, language)
    assert set(day.house.otto.books.times_reported().values()) == {1}


def held_and_repaired(page: Page, day: Day, language: Language) -> None:
    _, number = day.order("B", "B", "C")
    scan(page, number)
    expect(page.get_by_label(DISPATCH["tracking"].into(language), exact=True)).to_be_focused()
    scan(page, OTHER_PARCEL)
    expect(page.locator("#return_number-told .wrong")).to_be_visible()
    press(page, DISPATCH["keep"].into(language))
    expect(page.get_by_text(NOTICE["goes_by_itself"].into(language))).to_be_visible()
    seen(page, "4-notice-held")
    expect(page.get_by_label(NOTICE["return_number"].into(language), exact=True)).to_be_focused()
    scan(page, "100002180461")
    expect(page.get_by_role("status").first).to_contain_text(OTHER_PARCEL)


def many_at_once(page: Page, day: Day, language: Language) -> None:
    (_, first), (_, second) = day.order("D"), day.order("E")
    page.get_by_role("link", name=DISPATCH["many"].into(language)).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(MANY["list"].into(language), exact=True)).to_be_focused()
    page.keyboard.insert_text(
        f"{first};HERMES;H1234567890123456781;202800020052;GLS\n{second};DLH;1;577546565137;DHL\n"
    )
    press(page, MANY["send"].into(language))
    expect(page.get_by_text(MANY["reported"].into(language).format(count=1))).to_be_visible()
    expect(page.get_by_label(MANY["list"].into(language), exact=True)).to_have_value(
        f"{second};DLH;1;577546565137;DHL"
    )
    seen(page, "5-many")


def comes_back(page: Page, day: Day, order: str, language: Language) -> None:
    day.house.otto.fulfilment.returns.announce(order)
    for concern in ("returns", "receipts"):
        day.sync(concern)
    page.goto(f"{day.base}/returns")
    expect(page.get_by_label(NUMBERS["scan"].into(language))).to_be_focused()
    seen(page, "6-returns")
    scan(page, RETURN_NUMBER)
    page.get_by_role("link", name=NUMBERS["decide"].into(language)).focus()
    seen(page, "7-whose-parcel")
    page.keyboard.press("Enter")
    expect(page.get_by_text(RETURN["decide"].into(language), exact=True)).to_be_visible()
    seen(page, "8-return")
    press(page, RETURN["go_on"].into(language))
    expect(page.get_by_text(RETURN["yes"].into(language))).to_be_visible()
    seen(page, "9-return-asks")
    press(page, RETURN["yes"].into(language))
    expect(page.get_by_text(RETURN["all_decided"].into(language))).to_be_visible()
    page.goto(f"{day.base}/receipts")
    page.locator("td a.code").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shown")).to_be_visible()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "a-receipts.png")
    page.goto(f"{day.base}/orders/otto/{order}")
    seen(page, "b-order")
