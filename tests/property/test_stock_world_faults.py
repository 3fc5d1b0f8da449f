"""The world of `test_stock_world` earns its trust: every fault planted here, it finds.

A scene plays what has to happen for a fault to do harm: the world holds without the fault, and fails with it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from structlog.testing import capture_logs

from core.apps import AppKey
from core.orders import PositionState, Sku
from tests.fakes.bazaar import Sky
from tests.stock_faults import (
    Patch,
    a_lost_answer_is_taken_for_a_call_that_never_arrived,
    a_lost_answer_is_taken_for_a_yes,
    a_worker_without_lease_says_nothing,
    announced_orders_reserve_nothing,
    memory_is_trusted_instead_of_what_is_shown,
    nothing_arrives_late,
    nothing_is_stored_before_the_call,
    orders_are_settled_before_the_warehouse_knows,
    part_of_an_answer_is_taken_for_all_of_it,
    the_buffer_is_forgotten,
    the_floor_is_forgotten,
    the_lease_is_not_looked_at,
    what_is_reserved_is_forgotten,
    what_is_sent_is_only_released,
    what_was_refused_is_given_up,
)
from tests.world import HERE, SKUS, THERE, World

A, B = SKUS[:2]


def stocked(*skus: Sku) -> World:
    """Two pieces of each, shown everywhere."""
    world = World()
    for sku in skus:
        world.deliver(sku, 2)
    world.rest()
    return world


def ran(world: World, app: AppKey, concern: str, *sky: Sky, steps: int | None = None) -> None:
    world.start(app, concern)
    world.go_on(-1, list(sky), steps)


def sold_here(world: World, *skus: Sku) -> World:
    for sku in skus:
        world.buy(HERE, sku)
    ran(world, HERE, "orders")
    return world


def called_off(world: World) -> None:
    world.turn(HERE, 0, PositionState.CANCELLED_BY_MARKETPLACE)
    ran(world, HERE, "orders")


def somebody_edits_a_listing() -> None:
    world = stocked(A)
    world.edit_by_hand(THERE, A, 6)
    world.rest()


def a_piece_is_sold() -> None:
    sold_here(stocked(A), A).rest()


def a_piece_is_held_back() -> None:
    world = stocked(A)
    world.count(A, buffer=1)
    world.rest()


def more_is_sold_than_there_is() -> None:
    world = stocked(A)
    for app in (HERE, HERE, THERE):
        world.buy(app, A)
    world.rest()


def half_of_a_call_is_refused() -> None:
    world = sold_here(stocked(A, B), A, B)
    ran(world, THERE, "stock", Sky.HALF_REFUSED)
    world.rest()


def a_call_is_refused() -> None:
    world = sold_here(stocked(A), A)
    ran(world, THERE, "stock", Sky.ALL_REFUSED)
    world.rest()


def a_lost_call_arrives_after_the_next_one() -> None:
    world = sold_here(stocked(A), A)
    ran(world, THERE, "stock", Sky.LATE)
    called_off(world)
    ran(world, THERE, "stock")
    world.wait(timedelta(minutes=1))
    world.rest()


def sold() -> World:
    return sold_here(stocked(A), A)


def missing() -> World:
    """One piece less is counted than there was."""
    world = stocked(A)
    world.deliver(A, -1)
    return world


def steps_to_the_call(prepared: Callable[[], World]) -> int:
    """How many steps a pass over stock takes until its first call has arrived."""
    world = prepared()
    calls, steps = world.markets[THERE].calls, 0
    process = world.start(THERE, "stock")
    while world.markets[THERE].calls == calls:
        process.step()
        steps += 1
    world.close()
    return steps


def a_worker_dies_behind_his_call() -> None:
    world = missing()
    ran(world, THERE, "stock", steps=steps_to_the_call(missing))
    world.die(-1)
    world.deliver(A, 1)
    world.rest()


def a_worker_freezes_before_his_call_and_wakes_up_late() -> None:
    world = sold_here(stocked(A), A)
    ran(world, THERE, "stock", steps=steps_to_the_call(sold) - 1)
    world.wait(timedelta(minutes=6))
    called_off(world)
    ran(world, THERE, "stock")
    world.go_on(0, [], None)
    world.rest()


def a_worker_dies_anywhere_in_an_import() -> None:
    for steps in range(4, 40):
        world = stocked(A)
        world.buy(HERE, A)
        ran(world, HERE, "orders", steps=steps)
        world.die(-1)
        world.rest()


def a_piece_is_sent() -> None:
    world = sold_here(stocked(A), A)
    world.turn(HERE, 0, PositionState.SENT)
    world.rest()


Scene = Callable[[], None]

#: Each fault, and what has to happen for it to do harm.
FAULTS: Final[list[tuple[Callable[[Patch], None], Scene]]] = [
    (memory_is_trusted_instead_of_what_is_shown, somebody_edits_a_listing),
    (what_is_reserved_is_forgotten, a_piece_is_sold),
    (the_buffer_is_forgotten, a_piece_is_held_back),
    (announced_orders_reserve_nothing, a_piece_is_sold),
    (the_floor_is_forgotten, more_is_sold_than_there_is),
    (part_of_an_answer_is_taken_for_all_of_it, half_of_a_call_is_refused),
    (what_was_refused_is_given_up, a_call_is_refused),
    (a_lost_answer_is_taken_for_a_call_that_never_arrived, a_lost_call_arrives_after_the_next_one),
    (a_lost_answer_is_taken_for_a_yes, a_lost_call_arrives_after_the_next_one),
    (nothing_arrives_late, a_lost_call_arrives_after_the_next_one),
    (nothing_is_stored_before_the_call, a_worker_dies_behind_his_call),
    (a_worker_without_lease_says_nothing, a_worker_freezes_before_his_call_and_wakes_up_late),
    (the_lease_is_not_looked_at, a_worker_freezes_before_his_call_and_wakes_up_late),
    (orders_are_settled_before_the_warehouse_knows, a_worker_dies_anywhere_in_an_import),
    (what_is_sent_is_only_released, a_piece_is_sent),
]


@pytest.mark.parametrize(("fault", "scene"), FAULTS, ids=lambda each: each.__name__)
def test_a_planted_fault_is_found(fault: Callable[[Patch], None], scene: Scene) -> None:
    with capture_logs():
        scene()
    with pytest.MonkeyPatch.context() as patch, capture_logs():
        fault(patch)
        with pytest.raises(AssertionError):
            scene()
