"""What is written down about passes, in every memory."""

import pytest

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
