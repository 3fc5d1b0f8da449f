"""Money is whole cents and a currency; what is not exactly that cannot be built."""

import ast
import inspect
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.money
from core.errors import InvalidValue
from core.money import LIMIT, Money

CENTS = st.integers(-LIMIT, LIMIT)
CURRENCIES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
#: Mostly of a usual size, so that many are whole cents, and some of any.
FIGURES = st.decimals(-100, 100, places=2) | st.decimals(allow_nan=False, allow_infinity=False)


def decimal_of(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


@given(CENTS, CURRENCIES)
def test_an_amount_in_whole_cents_is_taken_exactly(cents: int, currency: str) -> None:
    assert Money.of(decimal_of(cents), currency) == Money(cents, currency)


@given(CENTS, CURRENCIES)
def test_what_money_shows_can_be_read_back(cents: int, currency: str) -> None:
    money = Money(cents, currency)
    figure, shown = str(money).split(" ")
    assert Money.of(Decimal(figure), shown) == money
    assert len(figure.partition(".")[2]) == 2


@given(st.integers(-LIMIT // 100, LIMIT // 100), st.integers(0, 20))
def test_zeros_behind_the_point_change_nothing(euros: int, zeros: int) -> None:
    assert Money.of(Decimal(f"{euros}.{'0' * zeros}"), "EUR") == Money(euros * 100, "EUR")


@given(FIGURES)
def test_a_figure_is_taken_without_loss_or_refused(figure: Decimal) -> None:
    cents = Fraction(figure) * 100 if figure.adjusted() < 12 else Fraction(LIMIT + 1)
    if cents.denominator == 1 and abs(cents) <= LIMIT:
        assert Money.of(figure, "EUR").cents == cents
    else:
        with pytest.raises(InvalidValue):
            Money.of(figure, "EUR")


@given(CENTS, st.integers(1, 9), st.integers(3, 5))
def test_a_fraction_of_a_cent_is_refused_and_not_rounded(cents: int, digit: int, places: int) -> None:
    figure = decimal_of(cents) + Decimal(digit).scaleb(-places)
    with pytest.raises(InvalidValue, match="whole cents"):
        Money.of(figure, "EUR")


@pytest.mark.parametrize(
    "figure", ["NaN", "sNaN", "-NaN", "Infinity", "-Infinity", "0.001", "1e-999999999999"]
)
def test_what_is_no_whole_number_of_cents_is_refused(figure: str) -> None:
    with pytest.raises(InvalidValue, match="whole cents"):
        Money.of(Decimal(figure), "EUR")


@pytest.mark.parametrize(
    "figure", ["1e999999999", "-1e999999999999", "9.99e18", "1e12", "-1e12", "1e11", "10000000000.01"]
)
def test_what_is_too_large_is_refused_as_that(figure: str) -> None:
    with pytest.raises(InvalidValue, match="too large"):
        Money.of(Decimal(figure), "EUR")


@given(st.integers(-(10**6), 10**6), st.sampled_from([1, -1]))
def test_the_limit_is_the_largest_amount(beyond: int, sign: int) -> None:
    cents = sign * (LIMIT + beyond)
    if beyond <= 0:
        assert Money(cents, "EUR").cents == cents
    else:
        with pytest.raises(InvalidValue, match="too large"):
            Money(cents, "EUR")
        with pytest.raises(InvalidValue, match="too large"):
            Money.of(decimal_of(cents), "EUR")


@pytest.mark.parametrize("figure", ["-0", "0.00", "0e999999999", "0e-999999999"])
def test_nothing_is_nothing_however_it_is_written(figure: str) -> None:
    assert str(Money.of(Decimal(figure), "EUR")) == "0.00 EUR"


@given(
    st.text(max_size=6)
    | st.sampled_from(["eur", "EURO", "EU", "", "ÄÖÜ", "E R", "12E", "EUR\n", "ＥＵＲ", "ⅣⅣⅣ"])
)
def test_a_currency_is_three_capitals(code: str) -> None:
    if len(code) == 3 and set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        assert Money(1, code).currency == code
    else:
        with pytest.raises(InvalidValue, match="no currency code"):
            Money(1, code)


def test_a_long_false_currency_is_not_repeated_in_full() -> None:
    with pytest.raises(InvalidValue) as caught:
        Money(1, "A" * 5000)
    assert len(caught.value.text.en) < 50
    assert len(caught.value.text.de) < 50


@pytest.mark.parametrize("cents", [1.0, 1.5, float("nan"), Decimal(1), "1", True, None])
def test_cents_of_another_type_are_refused(cents: Any) -> None:
    with pytest.raises(InvalidValue, match="whole cents"):
        Money(cents, "EUR")


@given(CENTS)
def test_credits_show_one_sign_in_front(cents: int) -> None:
    figure = str(Money(cents, "EUR"))
    assert figure.startswith("-") == (cents < 0)
    assert figure.count("-") <= 1


def test_no_float_is_anywhere_in_it() -> None:
    tree = ast.parse(inspect.getsource(core.money))
    assert not [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]
    assert get_type_hints(Money) == {"cents": int, "currency": str}
