"""Number ranges give each number once, with its check digit, and know when they run dry."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dispatch import CarrierCode, ReturnKey
from core.errors import InvalidValue
from core.parcel_numbers import Form, form_of, with_check_digit
from core.return_numbers import GUARD, NumberSource, ReturnNumber, number_range, rivals, runs_dry_on
from tests.orders import NOON

DHL: Final = CarrierCode("DHL")


@given(
    st.sampled_from(["DHL", "GLS", "HERMES"]),
    st.sampled_from(["", "R", "AB-"]),
    st.integers(0, 10**11 - 40),
    st.integers(0, 30),
)
def test_a_range_gives_every_number_once(carrier: str, head: str, first: int, more: int) -> None:
    digits = 11 if not head else 12
    numbers = number_range(
        CarrierCode(carrier), f"{head}{first:0{digits}d}", f"{head}{first + more:0{digits}d}", NOON
    )
    given_out = []
    while numbers.left:
        given_out.append(numbers.number())
        numbers = replace(numbers, next=numbers.following())
    assert len(set(given_out)) == len(given_out) == more + 1
    if not head and carrier in {"DHL", "GLS"}:
        assert all(form_of(carrier, number) is Form.FITS for number in given_out)


@given(st.integers(0, 10**11 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_mistyped_digit_of_gls_is_found(serial: int, place: int, by: int) -> None:
    number = with_check_digit("GLS", f"{serial:011d}")
    digit = str((int(number[place]) + by) % 10)
    assert form_of("GLS", number[:place] + digit + number[place + 1 :]) is Form.WRONG_DIGIT


@pytest.mark.parametrize(("first", "last"), [("2", "1"), ("1", "10"), ("A1", "B2"), ("A", "B"), ("", "")])
def test_what_is_no_range_is_refused(first: str, last: str) -> None:
    with pytest.raises(InvalidValue):
        number_range(DHL, first, last, NOON)


@given(st.integers(1, 100), st.integers(0, 60 * 24 * 90))
def test_the_guard_ends_after_42_days_and_not_before(entry_id: int, minutes: int) -> None:
    mine = ReturnNumber(entry_id + 1, ReturnKey(DHL, "1"), NumberSource.ENTERED, NOON)
    other = ReturnNumber(entry_id, ReturnKey(DHL, "1"), NumberSource.ENTERED, NOON)
    now = NOON + timedelta(minutes=minutes)
    assert bool(rivals(mine, [other, mine], {}, now)) is (now < NOON + GUARD)
    assert rivals(other, [other, mine], {}, now) == []


@given(st.integers(0, 500), st.lists(st.integers(0, 27), min_size=1, max_size=30))
def test_the_more_is_left_the_later_it_runs_dry(left: int, days_ago: list[int]) -> None:
    issued = [NOON - timedelta(days=days) for days in days_ago]
    day = runs_dry_on(left, issued, NOON)
    later = runs_dry_on(left + 1, issued, NOON)
    assert day is not None
    assert later is not None
    assert NOON.date() <= day <= later


def test_a_range_that_nobody_uses_has_no_end() -> None:
    assert runs_dry_on(3, [], NOON) is None
    assert runs_dry_on(3, [NOON - timedelta(days=40)], NOON) is None
