"""Every area of an account, with orders in it: no page keeps anybody out, at a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from app_center.web.areas import AREAS
from core.text import Language
from tests.browser.browsing import WIDTHS, demand_fit, looking
from tests.browser.house import House


@pytest.mark.parametrize(("language", "width"), [("de", WIDTHS[0]), ("en", WIDTHS[1])])
def test_every_area_stands(chromium: Browser, house: House, language: Language, width: int) -> None:
    memory = house.account("shop")
    house.activate(memory)
    house.sync(memory)
    built = [area for area in AREAS if area.is_built]
    assert len(built) >= 8
    with looking(chromium, house, house.user("o@example.com"), language=language, width=width) as page:
        for area in built:
            page.goto(f"{house.url}/a/{memory.account.id}{area.path}")
            expect(page.locator("h1")).to_have_count(1)
            demand_fit(page)
