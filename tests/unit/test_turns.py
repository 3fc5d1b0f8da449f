"""A turn: the lease around a pass, and what its end means for the next one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from core.apps import AppKey, AppState
from core.errors import (
    AccessDenied,
    AppError,
    Conflict,
    InvalidValue,
    LeaseLost,
    Throttled,
    Unreachable,
)
from core.schedule import Rhythm, Standing
from core.text import Text
from ports.lease import Lease
from ports.memory import AccountMemory, Taken
from sync.turns import Done, Hand, take_turn
from tests.fakes.clock import HandClock
from tests.fakes.memory import InMemoryMemory

OTTO = AppKey("otto")
SECOND = timedelta(seconds=1)
RHYTHM = Rhythm(every=60 * SECOND, least=30 * SECOND, most=3600 * SECOND)
HAND = Hand("here", 30 * SECOND)


class Shop:
    """An account with an active app, and a pass that does what a test says."""

    def __init__(self) -> None:
        self.clock = HandClock()
        memory = InMemoryMemory()
        self.memory = memory.of(memory.accounts.add("Anna").id)
        self.state(AppState.ACTIVE)

    def state(self, state: AppState) -> None:
        self.memory.apps.write(replace(self.memory.apps.get(OTTO), state=state))

    def turn(self, work: object = None, *, asked: bool = True, hand: Hand = HAND) -> Done | Taken | None:
        def run(memory: AccountMemory, lease: Lease) -> Mapping[str, int]:
            if isinstance(work, Exception):
                raise work
            if callable(work):
                work(memory, lease)
            return {"new": 1}

        return take_turn(self.memory, OTTO, "orders", RHYTHM, run, hand=hand, clock=self.clock, asked=asked)

    @property
    def standing(self) -> Standing:
        standing = self.memory.work(OTTO).standing("orders")
        assert standing is not None
        return standing

    @property
    def passes(self) -> int:
        return self.memory.passes(OTTO).last("orders") is not None


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_a_good_pass_is_written_down_and_the_next_is_due_by_the_interval(shop: Shop) -> None:
    done = shop.turn()
    assert isinstance(done, Done)
    assert done.record.counts == {"new": 1}
    assert not done.due_again
    assert shop.standing.failures == 0
    assert shop.standing.due is not None
    assert shop.standing.due > shop.clock.now()
    assert shop.turn(asked=False) is None


def test_what_happens_during_the_pass_makes_it_due_again(shop: Shop) -> None:
    def sale(memory: AccountMemory, _: Lease) -> None:
        memory.work(OTTO).wake("orders", RHYTHM, shop.clock.now(), "sale")

    done = shop.turn(sale)
    assert isinstance(done, Done)
    assert done.due_again
    assert isinstance(shop.turn(asked=False), Done)


def test_a_second_hand_hears_who_holds_it(shop: Shop) -> None:
    heard: list[object] = []

    def meanwhile(_: AccountMemory, __: Lease) -> None:
        heard.append(shop.turn(hand=Hand("there", 30 * SECOND)))

    shop.turn(meanwhile)
    assert heard == [Taken("here", shop.clock.now() + 30 * SECOND)]


@pytest.mark.parametrize(
    ("error", "failures", "stopped"),
    [
        (Throttled("otto", 99.0), 1, False),
        (Unreachable("otto", "no route"), 1, False),
        (AccessDenied("otto"), 1, True),
        (Conflict(Text(en="meanwhile", de="inzwischen")), 0, False),
    ],
)
def test_a_failure_leads_to_its_next_action(
    shop: Shop, error: AppError, failures: int, stopped: bool
) -> None:
    done = shop.turn(error)
    assert isinstance(done, Done)
    assert done.record.failure == error.text
    assert shop.standing.failure == error.text
    assert shop.standing.failures == failures
    assert (shop.standing.due is None) is stopped
    assert (shop.memory.apps.get(OTTO).state is AppState.NEEDS_ACCESS) is stopped
    if isinstance(error, Throttled):
        assert shop.standing.not_before is not None
        assert shop.standing.not_before >= shop.clock.now() + 99 * SECOND


def test_an_app_that_is_not_active_is_stopped_with_the_reason(shop: Shop) -> None:
    shop.state(AppState.PAUSED)
    with pytest.raises(InvalidValue):
        shop.turn()
    assert shop.standing.due is None
    assert shop.standing.failure is not None
    assert "paused" in shop.standing.failure.en
    assert not shop.passes


def test_a_crash_counts_as_a_failure_and_is_handed_on(shop: Shop) -> None:
    with pytest.raises(ZeroDivisionError):
        shop.turn(ZeroDivisionError())
    assert shop.standing.failures == 1
    assert shop.standing.finished == shop.clock.now()
    shop.clock.forward(20 * SECOND)
    assert isinstance(shop.turn(asked=False), Done)


def test_a_sleeper_that_wakes_beside_its_successor_leaves_no_trace(shop: Shop) -> None:
    sent: list[str] = []

    def sleep(memory: AccountMemory, lease: Lease) -> None:
        shop.clock.forward(31 * SECOND)
        assert isinstance(shop.turn(hand=Hand("there", 30 * SECOND)), Done)
        with pytest.raises(LeaseLost):
            memory.portal_accounts.find_or_add("Late")
        lease.hold()
        sent.append("too late")

    before = shop.clock.now()
    with pytest.raises(LeaseLost):
        shop.turn(sleep)
    assert sent == []
    assert shop.memory.portal_accounts.all() == []
    last = shop.memory.passes(OTTO).last("orders")
    assert last is not None
    assert last.started_at == before + 31 * SECOND
