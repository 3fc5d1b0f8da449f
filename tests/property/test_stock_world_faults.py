"""The world of `test_stock_world` earns its trust: every fault planted here, it finds.

Each fault is one that a reader might overlook. A scene plays what has to happen for it to do harm: the world
holds without the fault, and fails with it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from core import claims, display
from core.apps import AppKey
from core.claims import ClaimState
from core.display import Display, Outcome, Settlement
from core.orders import PositionState, Sku
from core.stock import Line, plan
from tests.fakes.bazaar import Sky
from tests.fakes.quantities import InMemoryQuantityBook
from tests.world import HERE, SKUS, THERE, World

Patch = pytest.MonkeyPatch


def memory_is_trusted_instead_of_what_is_shown(patch: Patch) -> None:
    patch.setattr(display, "read", lambda known, pieces, asked_at, now: known)


def what_is_reserved_is_forgotten(patch: Patch) -> None:
    def forgetful(known: Display, now: datetime) -> Line:
        return _line_of(known, now)._replace(reserved=0)

    patch.setattr("tests.fakes.quantities.line_of", forgetful)


def the_floor_is_forgotten(patch: Patch) -> None:
    def sunken(lines: list[Line], highest: int) -> list[Any]:
        free = {line.sku: line.on_hand - line.reserved - line.buffer for line in lines}
        changes = plan(lines, highest)
        return [each._replace(pieces=min(each.pieces, free[each.sku])) for each in changes]

    patch.setattr("sync.stock.plan", sunken)


def part_of_an_answer_is_taken_for_all_of_it(patch: Patch) -> None:
    patch.setattr("sync.stock._read", lambda sending, answer: Settlement(sending, Outcome.ACKNOWLEDGED))


def a_lost_answer_is_taken_for_a_call_that_never_arrived(patch: Patch) -> None:
    def settled(known: Display, settlement: Settlement, now: datetime) -> Display:
        if settlement.outcome is Outcome.UNKNOWN:
            settlement = replace(settlement, outcome=Outcome.NEVER_ARRIVED)
        return _settled(known, settlement, now)

    patch.setattr(display, "settled", settled)


def a_lost_answer_is_taken_for_a_yes(patch: Patch) -> None:
    def settled(known: Display, settlement: Settlement, now: datetime) -> Display:
        if settlement.outcome is Outcome.UNKNOWN:
            settlement = replace(settlement, outcome=Outcome.ACKNOWLEDGED)
        return _settled(known, settlement, now)

    patch.setattr(display, "settled", settled)


def nothing_is_stored_before_the_call(patch: Patch) -> None:
    def begun(known: Display, pieces: int, now: datetime) -> Display:
        return replace(_begun(known, pieces, now), doubts=known.doubts)

    patch.setattr(display, "begun", begun)


def nothing_arrives_late(patch: Patch) -> None:
    patch.setattr(display, "LATE", timedelta(0))


def a_worker_without_lease_says_nothing(patch: Patch) -> None:
    patch.setattr(InMemoryQuantityBook, "suspect", lambda self, sendings, now: None)


def the_lease_is_not_looked_at(patch: Patch) -> None:
    patch.setattr("tests.fakes.work.InMemoryLease.look", lambda self, committed: None)


def orders_are_settled_before_the_warehouse_knows(patch: Patch) -> None:
    def hasty(app: Any, book: Any, warehouse: Any, clock: Any) -> int:
        while orders := book.claiming(200):
            book.claimed(orders)
            said = [claim for each in orders for claim in claims.claims_of(app, each.order)]
            warehouse.claim(said, clock.now())
        return 0

    patch.setattr("tests.world.settle_claims", hasty)


def announced_orders_reserve_nothing(patch: Patch) -> None:
    patch.setitem(claims._STATES, PositionState.ANNOUNCED, ClaimState.RELEASED)


def what_is_sent_is_only_released(patch: Patch) -> None:
    patch.setitem(claims._STATES, PositionState.SENT, ClaimState.RELEASED)


def what_was_refused_is_given_up(patch: Patch) -> None:
    patch.setattr(display, "LONGEST_PAUSE", timedelta(days=999))
    patch.setattr(display, "FIRST_PAUSE", timedelta(days=999))


_line_of, _settled, _begun = display.line_of, display.settled, display.begun

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
