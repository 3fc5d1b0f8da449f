"""The application as a whole: nothing is open that nobody decided on, and every answer is guarded."""

from pathlib import Path

import pytest
from fastapi import APIRouter

from app_center.web.headers import HEADERS
from tests.web_app import opened


def a_router(path: str) -> APIRouter:
    router = APIRouter()

    @router.get(path)
    def answer() -> str:
        return "here"

    return router


def test_a_route_that_nobody_decided_on_keeps_the_application_from_starting(
    tmp_path: Path, sqlite_url: str
) -> None:
    with pytest.raises(LookupError, match="GET /planted"), opened(tmp_path, sqlite_url, a_router("/planted")):
        pass


def test_further_routers_share_the_process(tmp_path: Path, sqlite_url: str) -> None:
    with opened(tmp_path, sqlite_url, a_router("/healthz")) as pages:
        browser = pages.visitor()
        assert browser.get("/healthz").text == '"here"'


@pytest.mark.parametrize("path", ["/healthz", "/nowhere"])
def test_every_answer_has_the_security_headers(tmp_path: Path, sqlite_url: str, path: str) -> None:
    with opened(tmp_path, sqlite_url, a_router("/healthz")) as pages:
        browser = pages.visitor()
        headers = browser.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert headers["Cache-Control"] == "no-store"
