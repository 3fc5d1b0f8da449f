"""The state of an order out of those of its pieces, and which version of an order is the newer."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.money import Money
from core.orders import (
    Order,
    Position,
    PositionItemId,
    PositionState,
    SalesOrderId,
    Sku,
    paid_according_to,
    state_of,
    supersedes,
)
from tests.fakes.clock import NOON

S = PositionState
#: The way of a piece that is not cancelled.
WAY = [S.ANNOUNCED, S.PROCESSABLE, S.SENT, S.RETURNED]
CANCELLED = [S.CANCELLED_BY_PARTNER, S.CANCELLED_BY_MARKETPLACE]

STATES = st.lists(st.sampled_from(PositionState), min_size=1, max_size=5)
LIVE = st.sampled_from(WAY)
MOMENTS = st.none() | st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes))


@given(STATES, st.data())
def test_neither_sequence_nor_number_of_the_pieces_matters(states: list[S], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations([*states, *states[:2]]))
    assert state_of(shuffled) is state_of(states)


@given(STATES)
def test_the_order_stands_where_one_of_its_pieces_stands(states: list[S]) -> None:
    assert state_of(states) in states


@given(STATES)
def test_an_order_is_cancelled_only_when_no_piece_lives(states: list[S]) -> None:
    assert state_of(states).is_cancelled == all(state in CANCELLED for state in states)


@given(LIVE, STATES)
def test_no_piece_lies_behind_its_order(piece: S, others: list[S]) -> None:
    state = state_of([piece, *others])
    assert state in WAY
    assert WAY.index(state) <= WAY.index(piece)


@given(STATES, LIVE, st.sampled_from(CANCELLED))
def test_a_cancelled_piece_does_not_move_the_others(states: list[S], live: S, cancelled: S) -> None:
    assert state_of([live, *states, cancelled]) is state_of([live, *states])


@given(st.lists(LIVE, min_size=1, max_size=5), st.data())
def test_a_piece_that_goes_on_never_takes_the_order_back(states: list[S], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(states) - 1))
    further = data.draw(st.sampled_from(WAY[WAY.index(states[at]) :]))
    moved = [*states[:at], further, *states[at + 1 :]]
    assert WAY.index(state_of(moved)) >= WAY.index(state_of(states))


def test_an_order_without_pieces_stands_nowhere() -> None:
    assert state_of([]) is S.UNKNOWN


@given(STATES)
def test_an_order_with_an_announced_piece_is_not_paid(states: list[S]) -> None:
    assert paid_according_to(state_of([S.ANNOUNCED, *states])) is False


@given(st.lists(st.sampled_from(WAY[1:] + CANCELLED), min_size=1, max_size=5))
def test_an_order_whose_live_pieces_may_all_be_shipped_is_paid(states: list[S]) -> None:
    expected = None if set(states) <= set(CANCELLED) else True
    assert paid_according_to(state_of(states)) is expected


@pytest.mark.parametrize("state", [S.UNKNOWN, *CANCELLED])
def test_of_some_states_no_payment_follows(state: S) -> None:
    assert paid_according_to(state) is None


@given(MOMENTS, MOMENTS)
def test_of_two_versions_at_least_one_may_replace_the_other(
    one: datetime | None, two: datetime | None
) -> None:
    assert supersedes(one, two) or supersedes(two, one)


@given(MOMENTS, MOMENTS)
def test_only_a_version_that_is_known_to_be_older_is_held_back(
    new: datetime | None, known: datetime | None
) -> None:
    older = new is not None and known is not None and new < known
    assert supersedes(new, known) is not older


def position(number: int) -> Position:
    return Position(PositionItemId(str(number)), Sku("A"), S.ANNOUNCED, Money(100, "EUR"))


@given(st.lists(st.integers(1, 4), max_size=4))
def test_no_position_stands_twice_in_an_order(numbers: list[int]) -> None:
    positions = tuple(map(position, numbers))
    if len(set(numbers)) < len(numbers):
        with pytest.raises(InvalidValue, match="twice"):
            Order(SalesOrderId("so"), "n", NOON, positions)
    else:
        assert Order(SalesOrderId("so"), "n", NOON, positions).positions == positions


def test_an_order_has_an_id_and_its_times_have_a_zone() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(InvalidValue, match="no id"):
        Order(SalesOrderId(""), "n", NOON, ())
    with pytest.raises(InvalidValue, match="zone"):
        Order(SalesOrderId("so"), "n", naive, ())
    with pytest.raises(InvalidValue, match="zone"):
        Order(SalesOrderId("so"), "n", NOON, (), changed_at=naive)
