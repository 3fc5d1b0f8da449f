"""The memory without a database: it can die at every step, and keeps what was committed."""

from collections.abc import Callable

import pytest

from core.checkpoint import Checkpoint
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import OTTO, a_desk
from tests.orders import NOON, an_order


class PowerCut(BaseException):
    pass


def dying_at(step: int) -> Callable[[], None]:
    """Lets so many steps pass."""
    left = [step]

    def between_steps() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCut

    return between_steps


@pytest.mark.parametrize(("step", "stored"), [(0, False), (1, True)])
def test_a_process_dies_before_its_transaction_or_after_it(step: int, stored: bool) -> None:
    memory = InMemoryMemory()
    desk = a_desk(memory)
    before = memory.restarted()
    memory.between_steps = dying_at(step)
    with pytest.raises(PowerCut):
        desk.keep(an_order(), move=(Checkpoint(), Checkpoint(settled=NOON)))
    after = memory.restarted().of(desk.account.account.id).orders(OTTO)
    assert [each.order for each in after.orders()] == ([an_order()] if stored else [])
    assert after.checkpoint() == (Checkpoint(settled=NOON) if stored else Checkpoint())
    assert list(before.of(desk.account.account.id).orders(OTTO).orders()) == []


def test_reading_is_a_step_too() -> None:
    memory = InMemoryMemory()
    desk = a_desk(memory)
    memory.between_steps = dying_at(0)
    with pytest.raises(PowerCut):
        desk.book.checkpoint()
