"""What takes longer than a page: it goes on by itself, tells how far it is, and says how it ended."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest

from app_center.chores import KEPT, Chores, ChoreState, Told
from core.apps import AccountId
from core.errors import InvalidValue
from core.text import Text
from tests.fakes.clock import HandClock

ANNA, BEN = AccountId("a" * 32), AccountId("b" * 32)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def chores(tmp_path: Path, clock: HandClock) -> Chores:
    return Chores(tmp_path, clock)


def test_it_has_its_file_counts_and_notes_rows(chores: Chores, tmp_path: Path, clock: HandClock) -> None:
    chore = chores.take(ANNA, "import", {"name": "a.csv"}, BytesIO(b"sku\nA\n"))
    assert chores.get(ANNA, chore.id) == chore
    going, seen = Event(), Event()

    def work(told: Told) -> None:
        told.count({"rows": 1})
        seen.set()
        assert going.wait(30)
        told.row({"row": 2, "text": told.file.read_text()})
        told.count({"rows": 2})

    chores.begin(ANNA, chore, {"dry": "yes"}, work)
    assert seen.wait(30)
    half = Chores(tmp_path, clock).get(ANNA, chore.id)
    assert half is not None
    assert (half.state, half.counts) == (ChoreState.RUNNING, {"rows": 1})
    going.set()
    chores.finish()
    done = chores.get(ANNA, chore.id)
    assert done is not None
    assert (done.state, done.counts, done.facts) == (
        ChoreState.DONE,
        {"rows": 2},
        {"name": "a.csv", "dry": "yes"},
    )
    assert chores.rows(ANNA, done, 0, 10) == [{"row": 2, "text": "sku\nA\n"}]


def test_an_account_is_a_wall(chores: Chores) -> None:
    chore = chores.take(ANNA, "import", {}, None)
    assert chores.get(BEN, chore.id) is None
    assert chores.get(BEN, f"../{ANNA}/{chore.id}") is None
    assert chores.get(ANNA, "..") is None


def test_it_says_why_it_failed_and_is_done_anew(chores: Chores) -> None:
    chore = chores.take(ANNA, "import", {}, None)
    reason = Text(en="wrong heading", de="falsche Kopfzeile")

    def fails(told: Told) -> None:
        told.row({"bad": 1})
        raise InvalidValue(reason)

    chores.begin(ANNA, chore, {}, fails)
    chores.finish()
    failed = chores.get(ANNA, chore.id)
    assert failed is not None
    assert (failed.state, failed.reason) == (ChoreState.FAILED, reason)
    chores.begin(ANNA, failed, {}, lambda told: told.count({"rows": 3}))
    chores.finish()
    done = chores.get(ANNA, chore.id)
    assert done is not None
    assert (done.state, done.reason, chores.rows(ANNA, done, 0, 9)) == (ChoreState.DONE, None, [])


def test_one_whose_process_ended_is_lost_and_old_ones_go(
    chores: Chores, clock: HandClock, tmp_path: Path
) -> None:
    chore = chores.take(ANNA, "import", {}, None)
    going, seen = Event(), Event()

    def stuck(told: Told) -> None:
        seen.set()
        assert going.wait(30)

    chores.begin(ANNA, chore, {}, stuck)
    assert seen.wait(30)
    clock.forward(timedelta(minutes=6))
    lost = Chores(tmp_path, clock).get(ANNA, chore.id)
    assert lost is not None
    assert lost.state is ChoreState.LOST
    going.set()
    chores.finish()
    clock.forward(KEPT + timedelta(minutes=1))
    chores.take(ANNA, "import", {}, None)
    assert chores.get(ANNA, chore.id) is None
