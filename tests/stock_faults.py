"""Faults that a reader might overlook, planted into the pass over quantities and what it stands on."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core import claims, display
from core.claims import ClaimState
from core.display import Display, Outcome, Settlement
from core.orders import PositionState
from core.stock import Line, plan
from tests.fakes.quantities import InMemoryQuantityBook

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


def the_buffer_is_forgotten(patch: Patch) -> None:
    def forgetful(known: Display, now: datetime) -> Line:
        return _line_of(known, now)._replace(buffer=0)

    patch.setattr("tests.fakes.quantities.line_of", forgetful)


def rises_go_before_falls(patch: Patch) -> None:
    patch.setattr("sync.stock.plan", lambda lines, highest: plan(lines, highest)[::-1])


def every_answer_to_a_sale_is_a_fall(patch: Patch) -> None:
    patch.setattr(display, "is_fall", lambda known, pieces: known.exposed_since is not None)


def only_what_was_acknowledged_last_is_remembered_of_a_sale(patch: Patch) -> None:
    def is_fall(known: Display, pieces: int) -> bool:
        return known.exposed_since is not None and pieces < (known.acknowledged or 0)

    patch.setattr(display, "is_fall", is_fall)


_line_of, _settled, _begun = display.line_of, display.settled, display.begun
