"""The moves of an app: one table, nothing beside it, and always a way back to work."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.apps import MOVES, AppState, Move, after
from core.errors import InvalidValue

S, M = AppState, Move

#: What the seller can do in person, FINISH being the end of the activation that he goes through.
SELLER = {M.BEGIN, M.FINISH, M.RESUME}
#: The states in which passes run, or would if they were not held.
IN_USE = {S.ACTIVE, S.PAUSED, S.NEEDS_ACCESS}
PAIRS = list(product(AppState, Move))


@pytest.mark.parametrize(("state", "move"), PAIRS)
def test_every_move_is_in_the_table_or_refused(state: AppState, move: Move) -> None:
    if (state, move) in MOVES:
        assert after(state, move) is MOVES[state, move]
        return
    with pytest.raises(InvalidValue) as caught:
        after(state, move)
    assert caught.value.text.en != caught.value.text.de


@pytest.mark.parametrize("state", AppState)
def test_the_seller_can_bring_every_app_to_work(state: AppState) -> None:
    reached = {state}
    while more := {MOVES[s, m] for s, m in MOVES if s in reached and m in SELLER} - reached:
        reached |= more
    assert S.ACTIVE in reached


@pytest.mark.parametrize("state", AppState)
def test_no_app_works_on_without_access(state: AppState) -> None:
    ends = MOVES.get((state, M.LOSE_ACCESS))
    if state in IN_USE:
        assert ends is S.NEEDS_ACCESS
    else:
        assert ends is None, "an app that does not work yet cannot lose its access"


@pytest.mark.parametrize("move", Move)
def test_lost_access_ends_only_by_proof_or_removal(move: Move) -> None:
    if MOVES.get((S.NEEDS_ACCESS, move), S.NEEDS_ACCESS) is not S.NEEDS_ACCESS:
        assert move in {M.FINISH, M.REMOVE}


def test_work_begins_only_after_the_last_step_or_a_pause() -> None:
    starts = {(s, m) for (s, m), end in MOVES.items() if end is S.ACTIVE and s is not S.ACTIVE}
    assert starts == {(S.ACTIVATING, M.FINISH), (S.NEEDS_ACCESS, M.FINISH), (S.PAUSED, M.RESUME)}


def test_an_app_that_is_not_in_use_can_only_be_begun() -> None:
    assert {m for s, m in MOVES if s is S.OFFERED} == {M.BEGIN}


@pytest.mark.parametrize("state", [s for s in AppState if s is not S.OFFERED])
def test_whatever_was_begun_can_be_removed(state: AppState) -> None:
    assert after(state, M.REMOVE) is S.OFFERED


@pytest.mark.parametrize("state", sorted(IN_USE))
def test_repeating_the_activation_stops_no_work(state: AppState) -> None:
    assert after(state, M.BEGIN) is state


def test_new_settings_do_not_end_a_pause() -> None:
    assert after(after(S.PAUSED, M.BEGIN), M.FINISH) is S.PAUSED


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        MOVES[S.OFFERED, M.FINISH] = S.ACTIVE  # type: ignore[index]


@given(st.lists(st.sampled_from(Move)))
def test_no_app_works_that_was_never_finished(moves: list[Move]) -> None:
    state, finished = S.OFFERED, False
    for move in moves:
        if (state, move) in MOVES:
            state = after(state, move)
            finished = state is not S.OFFERED and (finished or move is M.FINISH)
        assert finished or state not in IN_USE


class AppLife(RuleBasedStateMachine):
    """People and the other side do what they like; the model knows only what each of them may expect."""

    def __init__(self) -> None:
        super().__init__()
        self.state = S.OFFERED
        self.chosen = self.proven = self.access = self.paused = False

    def try_to(self, move: Move) -> bool:
        before = self.state
        try:
            self.state = after(before, move)
        except InvalidValue:
            return False
        return True

    @rule()
    def begin(self) -> None:
        assert self.try_to(M.BEGIN), "the activation can be opened at any time"
        self.chosen = True

    @rule()
    def prove_it(self) -> None:
        if self.try_to(M.FINISH):
            self.paused = self.paused and self.access
            self.proven = self.access = True

    @rule()
    def be_denied(self) -> None:
        if self.try_to(M.LOSE_ACCESS):
            self.access = False

    @rule()
    def pause(self) -> None:
        if self.try_to(M.PAUSE):
            self.paused = True

    @rule()
    def resume(self) -> None:
        if self.try_to(M.RESUME):
            self.paused = False

    @rule()
    def remove(self) -> None:
        assert self.try_to(M.REMOVE) == self.chosen
        self.chosen = self.proven = self.access = self.paused = False

    @invariant()
    def the_state_says_what_happened(self) -> None:
        if not self.chosen:
            expected = S.OFFERED
        elif not self.proven:
            expected = S.ACTIVATING
        elif not self.access:
            expected = S.NEEDS_ACCESS
        else:
            expected = S.PAUSED if self.paused else S.ACTIVE
        assert self.state is expected


TestAppLife = AppLife.TestCase
