"""The plan, from any state that the two sides may be in."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core import stock
from core.orders import Sku
from core.stock import Line, ShowQuantity, batches, wanted

#: Few figures, so that they meet.
FEW: Final = st.integers(0, 4)
HIGHEST: Final = 5
LINES: Final = st.lists(
    st.builds(
        Line,
        sku=st.text("ABCDEFGH", min_size=1, max_size=2).map(Sku),
        on_hand=st.integers(-2, 9),
        reserved=FEW,
        buffer=FEW,
        maximum=st.none() | FEW,
        shown=st.none() | FEW,
        doubts=st.lists(FEW, max_size=2).map(tuple),
        again=st.booleans(),
        refused=st.none() | FEW,
    ),
    unique_by=lambda line: line.sku,
    max_size=12,
)

Plan = Callable[[Iterable[Line], int], list[ShowQuantity]]


def holds(plan: Plan, lines: list[Line], draw: Callable[[list[ShowQuantity]], list[ShowQuantity]]) -> None:
    by_sku = {line.sku: line for line in lines}
    changes = plan(lines, HIGHEST)
    assert len({change.sku for change in changes}) == len(changes)
    shown = {line.sku: line.shown for line in lines}
    for sku, pieces in draw(changes):
        shown[sku] = pieces
        assert 0 <= pieces <= HIGHEST
        most = by_sku[sku].maximum
        assert most is None or pieces <= most
        assert pieces <= max(0, by_sku[sku].on_hand - by_sku[sku].reserved - by_sku[sku].buffer)
    kept_back = {line.sku for line in lines if line.refused == wanted(line, HIGHEST)}
    for line in lines:
        if line.sku not in kept_back:
            assert shown[line.sku] == wanted(line, HIGHEST)
    after = [line._replace(shown=shown[line.sku], doubts=(), again=False) for line in lines]
    assert plan(after, HIGHEST) == []
    rises = [_rises(by_sku[change.sku], change) for change in changes]
    assert rises == sorted(rises), "falls go first"
    assert {change.sku for change in changes} == {line.sku for line in lines if _goes(line)}


def _rises(line: Line, change: ShowQuantity) -> bool:
    return line.shown is not None and max(line.shown, *line.doubts, 0) <= change.pieces


def _goes(line: Line) -> bool:
    pieces = wanted(line, HIGHEST)
    return line.refused != pieces and (line.again or line.shown != pieces)


@given(LINES, st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_applied_in_any_order_it_ends_in_the_wanted_figures(lines: list[Line], chance: object) -> None:
    def any_order(changes: list[ShowQuantity]) -> list[ShowQuantity]:
        return sorted(changes, key=lambda _: chance.random())  # type: ignore[attr-defined]

    holds(stock.plan, lines, any_order)


@given(st.integers(0, 25), st.integers(1, 7))
@settings(max_examples=100)
def test_as_few_calls_as_there_can_be(count: int, size: int) -> None:
    changes = [ShowQuantity(Sku(str(number)), number) for number in range(count)]
    calls = list(batches(changes, size))
    assert len(calls) == -(-count // size)
    assert [change for call in calls for change in call] == changes


def _changed(**fields: Any) -> Plan:
    def plan(lines: Iterable[Line], highest: int) -> list[ShowQuantity]:
        return stock.plan([line._replace(**fields) for line in lines], highest)

    return plan


def rises_first(lines: Iterable[Line], highest: int) -> list[ShowQuantity]:
    return stock.plan(lines, highest)[::-1]


def no_floor(lines: Iterable[Line], highest: int) -> list[ShowQuantity]:
    free = {line.sku: line.on_hand - line.reserved - line.buffer for line in lines}
    return [ShowQuantity(sku, min(pieces, free[sku])) for sku, pieces in stock.plan(lines, highest)]


def doubts_are_no_falls(lines: Iterable[Line], highest: int) -> list[ShowQuantity]:
    seen = list(lines)
    fall = {line.sku for line in seen if line.shown is not None and line.shown > wanted(line, highest)}
    backwards = list(reversed(stock.plan(seen, highest)))
    backwards.sort(key=lambda change: change.sku not in fall)
    return backwards


FAULTS: Final = {
    "the buffer is forgotten": _changed(buffer=0),
    "reservations are forgotten": _changed(reserved=0),
    "the maximum is forgotten": _changed(maximum=None),
    "doubts are forgotten": _changed(doubts=(), again=False),
    "what is shown is trusted to be what is wanted": _changed(shown=0),
    "rises go first": rises_first,
    "there is no floor": no_floor,
    "what may show more is no fall": doubts_are_no_falls,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_plan_is_found_out(fault: str) -> None:
    @given(LINES)
    @settings(
        max_examples=400,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    def check(lines: list[Line]) -> None:
        holds(FAULTS[fault], lines, lambda changes: changes)

    with pytest.raises(AssertionError):
        check()
