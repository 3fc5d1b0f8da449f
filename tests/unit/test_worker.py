"""A process as a worker: its name, its signs of life, and whether another one still lives."""

import subprocess
import sys
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from threading import Event

from app_center.worker import Worker
from core.apps import AccountId, AppKey
from core.schedule import Job
from tests.fakes.clock import NOON, HandClock
from tests.fakes.memory import InMemoryMemory
from tests.specs import ROOT

JOB = Job(AccountId("a"), AppKey("otto"), "orders")
SAY_NAME = "from app_center.worker import _name; import sys; print(_name(), flush=True); sys.stdin.readline()"


def test_a_process_of_this_machine_is_gone_when_it_is() -> None:
    hand = Worker(InMemoryMemory().agenda, HandClock(), timedelta(seconds=30)).hand
    assert not hand.gone(hand.name)
    other = subprocess.Popen(
        [sys.executable, "-c", SAY_NAME],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    name = other.stdout.readline().strip()
    assert not hand.gone(name)
    other.kill()
    other.communicate()
    assert hand.gone(name)


def test_nothing_is_known_of_a_process_elsewhere() -> None:
    hand = Worker(InMemoryMemory().agenda, HandClock(), timedelta(seconds=30)).hand
    assert not hand.gone("elsewhere:999999:abcdef:123456")
    assert not hand.gone("elsewhere:999999::123456")


def test_a_worker_gives_signs_of_life_for_what_is_under_way_and_for_nothing_else() -> None:
    beaten: list[tuple[str, frozenset[Job], datetime]] = []
    first = Event()

    class Watched:
        def beat(self, holder: str, jobs: Collection[Job], until: datetime) -> int:
            beaten.append((holder, frozenset(jobs), until))
            first.set()
            return 1

    patience = timedelta(milliseconds=20)
    with Worker(Watched(), HandClock(), patience) as worker:  # type: ignore[arg-type]
        with worker.under_way(JOB):
            assert first.wait(30)
        time.sleep(0)
    assert set(beaten) == {(worker.hand.name, frozenset({JOB}), NOON + patience)}
