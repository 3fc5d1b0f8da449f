"""The demonstration ends by itself, or hands everything over to the pages while OTTO is still there."""

import json
import os
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app_center import demo
from app_center.bootstrap import open_app_center
from app_center.cli import app
from core.dispatch import NoticeState


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(demo, "ORDERS", 60)
    monkeypatch.setenv("APP_CENTER_HOME", str(tmp_path))
    monkeypatch.setenv("APP_CENTER_BASE_URLS", "{}")


def test_the_pages_find_the_story_and_otto_behind_it() -> None:
    served = []

    def serve() -> None:
        address = json.loads(os.environ["APP_CENTER_BASE_URLS"])["otto"]
        assert httpx.get(address).status_code < 500
        with open_app_center() as center:
            memory = center.account(demo.ACCOUNT)
            states = {notice.state for notice in memory.dispatches(demo._OTTO).all()}
            assert states == {NoticeState.ACCEPTED, NoticeState.HELD}
            assert memory.orders(demo._OTTO).set_aside()
        served.append(address)

    demo.run(serve)
    assert len(served) == 1


def test_without_a_terminal_it_ends_and_says_how_to_open_the_pages() -> None:
    answer = CliRunner().invoke(app, ["demo"])
    assert answer.exit_code == 0
    assert "app-center demo --serve" in answer.output
