"""The browser, once for all tests of a process; an app-center for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Final

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.browsing import PATIENCE
from tests.browser.house import House, serving_pages
from tests.specs import IN_CI

QUIET: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Skips where Chromium is not installed, except under CI."""
    program = which("chromium") or which("google-chrome")
    if program is None:
        missing = "Chromium is not installed: apt-get install chromium"
        if IN_CI:
            pytest.fail(missing)
        pytest.skip(missing)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def house(tmp_path: Path, sqlite_url: str) -> Iterator[House]:
    """An app-center with its pages, OTTO's stand-in behind it, and nobody in it yet."""
    with serving_pages(tmp_path, sqlite_url) as house:
        yield house
