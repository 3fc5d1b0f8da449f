"""The state of an app for an account, in every memory."""

from dataclasses import replace

import pytest

from core.activation import Right
from core.apps import AppKey, AppState
from core.errors import Conflict, InvalidValue
from core.text import Text
from ports.memory import AppBook, AppRecord, Memory
from tests.orders import NOON

OTTO = AppKey("otto")
FULL = AppRecord(
    OTTO,
    state=AppState.NEEDS_ACCESS,
    step="check",
    answers={"client_id": "me", "sandbox": "true"},
    settings={"portal_account": "OTTO ✓"},
    rights=(
        Right("orders", True, Text(en="read orders", de="Aufträge lesen")),
        Right("returns", False, Text(en="returns", de="Retouren")),
        Right("products", None, Text(en="products", de="Artikel")),
    ),
    reason=Text(en="log in again", de="bitte neu anmelden"),
    checked_at=NOON,
)


@pytest.fixture
def apps(memory: Memory) -> AppBook:
    return memory.of(memory.accounts.add("Anna").id).apps


def test_an_app_that_was_never_begun_is_offered(apps: AppBook) -> None:
    assert apps.get(OTTO) == AppRecord(OTTO)
    assert apps.all() == []


def test_a_record_comes_back_as_it_was_written(apps: AppBook) -> None:
    written = apps.write(FULL)
    assert written == replace(FULL, revision=1)
    assert apps.get(OTTO) == written
    cleared = apps.write(AppRecord(OTTO, state=AppState.ACTIVE, revision=1))
    assert apps.get(OTTO) == cleared == AppRecord(OTTO, state=AppState.ACTIVE, revision=2)


def test_apps_come_by_their_key(apps: AppBook) -> None:
    for key in ("otto", "dhl", "my-carrier"):
        apps.write(AppRecord(AppKey(key)))
    assert [record.app for record in apps.all()] == ["dhl", "my-carrier", "otto"]


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_whoever_writes_second_is_told_and_changes_nothing(apps: AppBook, revision: int) -> None:
    apps.write(FULL)
    stored = apps.write(replace(FULL, revision=1, step="settings"))
    with pytest.raises(Conflict):
        apps.write(replace(FULL, revision=revision, step="mine"))
    assert apps.get(OTTO) == stored


def test_a_record_does_not_begin_in_the_middle(apps: AppBook) -> None:
    with pytest.raises(Conflict):
        apps.write(replace(FULL, revision=5))
    assert apps.all() == []


def test_what_a_caller_changes_afterwards_is_not_stored(apps: AppBook) -> None:
    answers = {"client_id": "me"}
    apps.write(replace(FULL, answers=answers))
    answers["client_id"] = "you"
    assert apps.get(OTTO).answers == {"client_id": "me"}


@pytest.mark.parametrize(
    "broken",
    [
        replace(FULL, answers={"client_id": "a\0b"}),
        replace(FULL, settings={"a\0b": ""}),
        replace(FULL, step="\ud800"),
        replace(FULL, app=AppKey("x" * 201)),
        replace(FULL, checked_at=NOON.replace(tzinfo=None)),
    ],
)
def test_what_no_database_holds_is_refused(apps: AppBook, broken: AppRecord) -> None:
    with pytest.raises(InvalidValue):
        apps.write(broken)
    assert apps.all() == []
