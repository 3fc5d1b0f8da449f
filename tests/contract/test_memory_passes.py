"""What is written down about passes, in every memory."""

import pytest
from sqlalchemy import func, select

from adapters.storage.database import open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import open_memory
from adapters.storage.passes import KEPT
from adapters.storage.tables import SYNC_PASS
from core.apps import AppKey
from core.errors import InvalidValue
from core.text import Text
from ports.memory import Memory, PassLog, PassRecord
from tests.orders import MINUTE, NOON

FAILURE = Text(en="not reachable", de="nicht erreichbar")


@pytest.fixture
def passes(memory: Memory) -> PassLog:
    return memory.of(memory.accounts.add("Anna").id).passes(AppKey("otto"))


def a_pass(minute: int, failure: Text | None = None, concern: str = "orders") -> PassRecord:
    return PassRecord(
        concern, NOON + minute * MINUTE, NOON + (minute + 1) * MINUTE, failure, counts={"new": minute}
    )


def test_before_the_first_pass_there_is_none(passes: PassLog) -> None:
    assert passes.last("orders") is None
    assert passes.last_success("orders") is None


def test_the_last_pass_and_the_last_good_one_are_found(passes: PassLog) -> None:
    for record in (a_pass(3), a_pass(1), a_pass(7, FAILURE), a_pass(5, FAILURE), a_pass(9, concern="stock")):
        passes.add(record)
    assert passes.last("orders") == a_pass(7, FAILURE)
    assert passes.last_success("orders") == a_pass(3)
    assert passes.last("stock") == a_pass(9, concern="stock")


def test_a_failure_alone_is_no_success(passes: PassLog) -> None:
    passes.add(a_pass(1, FAILURE))
    assert passes.last_success("orders") is None


def test_a_time_without_zone_is_refused(passes: PassLog) -> None:
    with pytest.raises(InvalidValue):
        passes.add(PassRecord("orders", NOON.replace(tzinfo=None), NOON))
    assert passes.last("orders") is None


def test_old_passes_go_but_the_last_good_and_the_last_bad_one_stay(database_url: str, keys: Keys) -> None:
    opened = open_memory(database_url, keys)
    passes = opened.of(opened.accounts.add("Anna").id).passes(AppKey("otto"))
    passes.add(a_pass(0))
    passes.add(a_pass(1, concern="stock"))
    for minute in range(1, KEPT + 20):
        passes.add(a_pass(minute, FAILURE))
    assert passes.last_success("orders") == a_pass(0)
    assert passes.last("orders") == a_pass(KEPT + 19, FAILURE)
    assert passes.last("stock") == a_pass(1, concern="stock")
    opened.close()
    database = open_database(database_url)
    with database.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(SYNC_PASS)).scalar()
    database.close()
    assert kept == KEPT + 2
