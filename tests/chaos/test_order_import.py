"""Order import, its processes killed and frozen, its database restarted: the books agree in the end."""

import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

from adapters.otto.standin import OttoStandin
from standins import Weather
from tests.chaos.town import ROUNDS, Town, chance, town, until
from tests.postgres import programs, running

#: So slow that whatever is done to a process happens in the middle of something.
SLOW = Weather("slow", rate=1.0, delay=0.2)


@pytest.fixture
def otto() -> OttoStandin:
    otto = OttoStandin.with_orders(600, seed=4)
    otto.weather = SLOW
    return otto


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_workers_are_killed(
    kind: str,
    otto: OttoStandin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    url, hands = f"sqlite:///{tmp_path}/app.db", 1
    command: tuple[str, ...] = ("serve", "--port", "0", "--workers", "2")
    if kind == "postgres":
        cluster = request.getfixturevalue("postgres")
        url, hands = cluster.url(cluster.new_database()), 2
        command = ("worker", "--workers", "2")
    luck = chance()
    with town(tmp_path, monkeypatch, otto, url, *command) as opened:
        for _ in range(hands):
            opened.hire()
        for _ in range(ROUNDS):
            for _ in range(luck.randrange(1, 4)):
                otto.place_visible()
            opened.ask()
            until(lambda: opened.holder() is not None, "a pass runs")
            time.sleep(luck.random())
            opened.kill(opened.holder() or opened.workers[0])
            opened.hire()
        otto.weather = Weather()
        opened.all_is_well()


def test_a_frozen_worker_wakes_beside_its_successor(
    otto: OttoStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    cluster = request.getfixturevalue("postgres")
    url = cluster.url(cluster.new_database())
    luck = chance()
    with town(tmp_path, monkeypatch, otto, url, "worker", "--workers", "2") as opened:
        opened.hire()
        for _ in range(ROUNDS):
            otto.place_visible()
            opened.ask()
            until(lambda: opened.holder() is not None, "a pass runs")
            frozen = opened.holder()
            assert frozen is not None
            time.sleep(luck.random() / 4)
            frozen.send_signal(signal.SIGSTOP)
            successor = opened.hire()
            # It freezes with the lease in its hand, or between two passes; then it has nothing to lose.
            opened.ask()
            until(partial(_took_over, opened, successor), "a successor works")
            frozen.send_signal(signal.SIGCONT)
            opened.kill(opened.workers[luck.randrange(2)])
        otto.weather = Weather()
        opened.all_is_well()
        # One pass at a time, each with a fence of its own: no two ended under the same one.
        ended = [event["pass_id"] for event in opened.events("pass.finished") if event["concern"] == "orders"]
        assert len(ended) == len(set(ended))


def _took_over(opened: Town, successor: subprocess.Popen[bytes]) -> bool:
    return opened.holder() is successor or opened.stored() == opened.shown()


def test_postgresql_restarts(otto: OttoStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL's programs are not installed")
    with running(folder) as cluster:
        url = cluster.url(cluster.new_database())
        with town(tmp_path, monkeypatch, otto, url, "worker", "--workers", "2") as opened:
            workers = [opened.hire() for _ in range(2)]
            for _ in range(ROUNDS):
                otto.place_visible()
                opened.ask()
                until(lambda: opened.holder() is not None, "a pass runs")
                cluster.restart()
            otto.weather = Weather()
            opened.all_is_well()
            assert [worker.poll() for worker in workers] == [None, None]
