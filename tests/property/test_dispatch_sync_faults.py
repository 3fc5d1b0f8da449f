"""The machine of `test_dispatch_sync` earns its trust: every fault planted here, it finds.

Each fault is one that a reader might overlook. A test passes when the machine fails.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from core import dispatch as rules
from core import dispatch_check as checks
from core.dispatch import Notice, NoticeMove, NoticeState, Shipment, Sight
from core.dispatch_check import View
from core.errors import OutcomeUnknown, Refused, Unreachable
from core.findings import Finding
from sync import dispatch
from tests.property.planted import search
from tests.property.test_dispatch_sync import DispatchSync

_check, _report = checks.check, dispatch._report


def without(*codes: str) -> Callable[..., tuple[Finding, ...]]:
    def check(notice: Notice, view: View, now: Any) -> tuple[Finding, ...]:
        return tuple(finding for finding in _check(notice, view, now) if finding.code not in codes)

    return check


def a_lost_answer_counts_as_never_arrived(*args: Any) -> str | None:
    try:
        return _report(*args)
    except OutcomeUnknown:
        raise Unreachable("Bazaar", "read timeout") from None


def what_is_refused_counts_as_reported(bench: Any, begun: Notice, error: Refused) -> Notice:
    return dispatch._settle(bench, begun)


def what_is_refused_is_dropped(bench: Any, begun: Notice, error: Refused) -> Notice:
    bench.book.write(replace(begun, state=NoticeState.WITHDRAWN))
    return replace(begun, state=NoticeState.REFUSED)


def the_notice_is_stored_after_the_call(bench: Any, notice: Notice, origin: Any) -> Notice:
    now = bench.clock.now()
    begun = replace(notice.moved(NoticeMove.BEGIN, now), begun_at=now)
    dispatch._report(bench.desk, begun, origin)
    done: Notice = bench.book.write(begun.moved(NoticeMove.ACCEPT, now))
    return done


def whatever_stands_under_the_key_is_ours(notice: Notice, seen: list[Shipment | None]) -> Sight:
    return Sight.SAME if any(shipment is not None for shipment in seen) else Sight.ABSENT


#: What is replaced, and by what.
SWAPS: Final[list[tuple[str, str, Any]]] = [
    ("a lost answer is sent again", "sync.dispatch._report", a_lost_answer_counts_as_never_arrived),
    ("every no counts as reported", "sync.dispatch._refused", what_is_refused_counts_as_reported),
    ("what is refused is dropped", "sync.dispatch._refused", what_is_refused_is_dropped),
    ("nothing is stored before the call", "sync.dispatch._send", the_notice_is_stored_after_the_call),
    ("not there yet counts as never", "sync.dispatch.call_is_over", lambda notice, now: True),
    ("any shipment will do", "sync.dispatch.compare", whatever_stands_under_the_key_is_ours),
    ("other notices are overlooked", "sync.dispatch.check", without("position_elsewhere")),
    ("the guard is overlooked", "sync.dispatch.check", without("return_number_taken")),
    ("both of two rivals go first", "core.dispatch_check._goes_first", lambda other, notice: False),
    ("a refused one is never tried again", "sync.dispatch.may_try_again", lambda *_: False),
    ("older pages turn positions back", "tests.fakes.order_book.with_sent", lambda order, marks: order),
    ("the ledger is not kept", "sync.dispatch.bind", lambda *_: None),
]


#: The seeds with which these come early.
SEEDS: Final = {
    "a lost answer is sent again": 4,
    "not there yet counts as never": 4,
    "any shipment will do": 1,
    "other notices are overlooked": 1,
    "the guard is overlooked": 2,
    "both of two rivals go first": 4,
    "a refused one is never tried again": 3,
}


@pytest.mark.parametrize(("name", "place", "fault"), SWAPS, ids=[swap[0] for swap in SWAPS])
def test_a_planted_fault_is_found(name: str, place: str, fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, fault)
    with pytest.raises((AssertionError, KeyError, Refused, OutcomeUnknown, StopIteration)):
        search(DispatchSync, first=SEEDS.get(name, 0))


def test_the_table_of_moves_leads_out_of_nothing_that_is_closed() -> None:
    assert not [state for state, _ in rules.MOVES if state in rules.CLOSED]
    reached = {NoticeState.HELD, *rules.MOVES.values()}
    assert reached == set(NoticeState)
