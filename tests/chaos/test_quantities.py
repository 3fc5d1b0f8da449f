"""Quantities while their workers are killed and frozen: what is wanted is shown in the end, and nothing stale
goes out from a worker that wakes beside its successor."""

import signal
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.otto.standin import OttoStandin
from standins import Weather
from tests.chaos.town import ROUNDS, Town, chance, town, until

SHOP = ("--account", "shop")


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_assortment(6, seed=3, units=10, task_delay=timedelta(milliseconds=100))


def shown(otto: OttoStandin) -> Mapping[str, int]:
    rows = (otto.goods.board.find(each.sku) for each in otto.goods.assortment.all())
    return {row.sku: row.units for row in rows if row is not None}


def decide(opened: Town, wanted: Mapping[str, int]) -> None:
    """The seller counts his shelves; whoever works hears of it."""
    file = opened.log.with_name("stock.csv")
    rows = [f"{sku},,,{units}," for sku, units in wanted.items()]
    file.write_text("\n".join(["sku,ean,title,on_hand,buffer", *rows]) + "\n", encoding="utf-8")
    opened.line.run("stock", "import", str(file), *SHOP)


def test_a_frozen_worker_sends_nothing_stale(
    otto: OttoStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    cluster = request.getfixturevalue("postgres")
    luck = chance()
    skus = sorted(each.sku for each in otto.goods.assortment.all())
    with town(tmp_path, monkeypatch, otto, cluster.url(cluster.new_database()), "worker") as opened:
        for _ in range(ROUNDS):
            # Figures that could not go out yet, so that there is something stale to send later on.
            otto.weather = Weather("reset_before", rate=1.0, only="/v1/availability")
            decide(opened, {sku: 100 + luck.randrange(30) for sku in skus})
            otto.weather = Weather("slow", rate=1.0, delay=0.5, only="/v1/availability")
            opened.hire()
            said = opened.line.run("sync", "otto", *SHOP, "--only", "stock", "--later")
            assert said.status == 0, said.err
            until(lambda: opened.holder("stock") is not None, "a worker is at the quantities")
            frozen = opened.holder("stock")
            assert frozen is not None
            frozen.send_signal(signal.SIGSTOP)
            otto.weather = Weather()
            wanted = {sku: luck.randrange(30) for sku in skus}
            time.sleep(2.5)  # it counts as dead
            decide(opened, wanted)
            opened.hire()
            until(lambda wanted=wanted: shown(otto) == wanted, "what is wanted is shown")  # type: ignore[misc]
            before = len(otto.goods.record.writes("quantities"))
            frozen.send_signal(signal.SIGCONT)
            time.sleep(3)
            for write in otto.goods.record.writes("quantities")[before:]:
                assert all(wanted[sku] == units for sku, units in write.entries), "something stale went out"
            for worker in list(opened.workers):
                opened.kill(worker)
        assert shown(otto) == wanted


def test_workers_are_killed_while_quantities_go_out(
    otto: OttoStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    luck = chance()
    skus = sorted(each.sku for each in otto.goods.assortment.all())
    url = f"sqlite:///{tmp_path}/app.db"
    with town(tmp_path, monkeypatch, otto, url, "serve", "--port", "0", "--workers", "2") as opened:
        otto.weather = Weather("slow", rate=1.0, delay=0.3)
        for _ in range(ROUNDS):
            worker = opened.hire()
            until(lambda: opened.holder("stock") is not None, "a worker is at the quantities")
            time.sleep(luck.random())
            opened.kill(worker)
        wanted = {sku: luck.randrange(30) for sku in skus}
        otto.weather = Weather()
        decide(opened, wanted)
        opened.hire()
        until(lambda: shown(otto) == wanted, "what is wanted is shown")
