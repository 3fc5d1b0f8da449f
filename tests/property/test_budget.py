"""No window of requests is fuller than allowed, whoever sends how much, and the pace heals after a 429."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import budget
from core.budget import SECOND, Pace, Wait, full_rate, rate_at, reserve, throttled
from core.schedule import Urgency

OTTO = ((20, 1.0), (1200, 60.0))
FULL = full_rate(OTTO)
NOW = 1_800_000_000 * SECOND
ASKS = st.lists(
    st.tuples(st.integers(0, SECOND // 5), st.sampled_from(Urgency), st.integers(1, 8)),
    min_size=1,
    max_size=120,
)


def slots_of(asks: list[tuple[int, Urgency, int]], pace: Pace = Pace()) -> list[int]:  # noqa: B008
    """Whoever is told to wait waits that long, and asks no more."""
    now = NOW
    given_out: list[int] = []
    for later, urgency, count in asks:
        now += later
        pace, answer = reserve(pace, FULL, now, urgency, count)
        if isinstance(answer, Wait):
            now += answer.us
            pace, answer = reserve(pace, FULL, now, urgency, count)
        assert not isinstance(answer, Wait), "whoever waited as told is let through"
        assert all(slot >= now for slot in answer)
        given_out += answer
    return given_out


@given(ASKS)
def test_no_window_holds_more_than_is_allowed(asks: list[tuple[int, Urgency, int]]) -> None:
    slots = slots_of(asks)
    assert slots == sorted(slots)
    for requests, seconds in OTTO:
        for first, last in zip(slots, slots[requests:], strict=False):
            assert last - first >= seconds * SECOND


def test_a_pace_that_gives_the_same_slot_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken on purpose: what was given out is forgotten."""

    def forgetful(
        pace: Pace, full: float, now: int, urgency: Urgency, count: int = 1
    ) -> tuple[Pace, tuple[int, ...] | Wait]:
        after, answer = budget.reserve(pace, full, now, urgency, count)
        return replace(after, next_us=pace.next_us), answer

    monkeypatch.setitem(globals(), "reserve", forgetful)
    with pytest.raises(AssertionError):
        test_no_window_holds_more_than_is_allowed()


@given(st.integers(0, 200))
def test_an_urgent_request_never_waits_long_behind_bulk(flood: int) -> None:
    pace = Pace()
    for _ in range(flood):
        pace, _answer = reserve(pace, FULL, NOW, Urgency.BULK, 8)
    _, answer = reserve(pace, FULL, NOW, Urgency.URGENT)
    assert not isinstance(answer, Wait)
    assert answer[0] - NOW <= SECOND // 4 + SECOND // 10


def test_bulk_stands_back_where_urgent_ones_wait() -> None:
    pace = Pace()
    for _ in range(30):
        pace, _answer = reserve(pace, FULL, NOW, Urgency.URGENT)
    _, answer = reserve(pace, FULL, NOW, Urgency.BULK)
    assert isinstance(answer, Wait)
    assert not answer.paused


@given(
    blows=st.lists(st.tuples(st.integers(0, 600 * SECOND), st.none() | st.floats(0, 90)), min_size=1),
    after=st.integers(0, 900 * SECOND),
)
def test_a_429_slows_down_and_the_pace_comes_back(blows: list[tuple[int, float | None]], after: int) -> None:
    pace, now = Pace(), NOW
    for later, wish in blows:
        now += later
        before = rate_at(pace, FULL, now)
        pace = throttled(pace, FULL, now, wish)
        assert FULL / 20 * 0.99 <= rate_at(pace, FULL, now) <= before + 0.001
        _, answer = reserve(pace, FULL, now, Urgency.URGENT)
        if wish is None or wish > 0.001:
            assert isinstance(answer, Wait)
            assert answer.paused
            assert answer.us >= (1.0 if wish is None else wish) * SECOND - 1
    slow, later_on = rate_at(pace, FULL, now), rate_at(pace, FULL, now + after)
    assert slow <= later_on <= FULL
    assert rate_at(pace, FULL, now + 300 * SECOND) == FULL


def test_blows_of_one_moment_count_once() -> None:
    once = throttled(Pace(), FULL, NOW, 1.0)
    pace = once
    for later in range(10):
        pace = throttled(pace, FULL, NOW + later * SECOND // 10, 1.0)
    assert rate_at(pace, FULL, NOW) == rate_at(once, FULL, NOW) == pytest.approx(FULL / 2, abs=0.01)
