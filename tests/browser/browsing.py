"""A real browser for tests: who looks, through which window, and what every page has to stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Browser, Page

from app_center.web.signin import SignIn
from app_center.web.visit import LANGUAGE_COOKIE, session_cookie
from core.text import Language
from tests.browser.house import House

#: A desk and a phone, in pixels.
WIDTHS: Final = (1280, 390)
AXE: Final = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
#: Of an action or an expectation, in milliseconds. Machines under load are slow, broken pages never come.
PATIENCE: Final = 15_000


@contextmanager
def looking(
    chromium: Browser,
    house: House,
    email: str | None = None,
    *,
    language: Language = "de",
    width: int = 1280,
    scripts: bool = True,
) -> Iterator[Page]:
    """A window of its own, logged in as `email` (see `House.user`). A script that breaks fails the test."""
    context = chromium.new_context(viewport={"width": width, "height": 850}, java_script_enabled=scripts)
    context.set_default_timeout(PATIENCE)
    cookies: list[tuple[str, str]] = [(LANGUAGE_COOKIE, language)]
    if email is not None:
        known = house.center.memory.users.find(email)
        assert known is not None, email
        cookies.append((session_cookie(house.center), SignIn(house.center).open_session(known.user)))
    context.add_cookies([{"name": name, "value": value, "url": house.url} for name, value in cookies])
    broken: list[str] = []
    with context:
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda told: broken.append(told.text) if _is_ours(told.type, told.text) else None)
        yield page
    assert broken == [], broken


def _is_ours(kind: str, text: str) -> bool:
    """What the browser and htmx say about an answer of 4xx is no mistake of the page."""
    told = ("the server responded with a status of 4", "Response Status Error Code 4")
    return kind == "error" and not any(words in text for words in told)


def demand_fit(page: Page) -> None:
    """Nobody is kept out: axe finds nothing, and nothing sticks out to the side."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(found => found.violations)")
    told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
    assert told == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
