"""The shop of `app-center demo --serve` has what its story says."""

from pathlib import Path

import pytest

from app_center.bootstrap import open_app_center
from app_center.config import Config
from app_center.demo import tour
from app_center.demo.story import GLS, OTTO, staged, tell
from core.apps import AppState
from core.dispatch import NoticeState
from core.orders import PositionState
from tests.contract.command_line import CommandLine


def test_the_story_is_there(tmp_path: Path) -> None:
    with staged() as stage, open_app_center(Config(home=tmp_path, base_urls=dict(stage.addresses))) as center:
        memory = tell(center, stage)
        assert set(memory.orders(OTTO).counts()) >= set(PositionState) - {PositionState.UNKNOWN}
        states = {notice.state for notice in memory.dispatches(OTTO).all()}
        assert states == {NoticeState.ACCEPTED, NoticeState.HELD}
        lost = memory.apps.get(GLS)
        assert lost.state is AppState.NEEDS_ACCESS
        assert lost.reason is not None
        waiting = center.memory.waiting(memory.account.id)
        assert waiting.returns > 0
        first = next(iter(memory.warehouse.articles()))
        assert stage.otto.goods.board.units_of(first.sku) == 0, "the last piece is sold and still on offer"


def test_without_a_terminal_the_demonstration_ends_and_says_how_to_open_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour, "ORDERS", 60)
    said = CommandLine(tmp_path, "").run("demo")
    assert said.status == 0, said.err
    assert "app-center demo --serve" in said.out
