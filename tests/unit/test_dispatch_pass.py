"""One pass over dispatch notices: nothing that one carrier or one notice lacks keeps the others waiting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from core.apps import AppKey
from core.cancellations import KEPT_BACK, Cancellation, CancellationId
from core.dispatch import NoticeState, Parcel, ReturnKey, TrackingKey
from core.errors import AccessDenied, BrokenReply, OutcomeUnknown, RemoteError, Throttled, Unreachable
from core.return_numbers import NumberState, number_range
from core.return_sources import NoSource, ReturnTerms
from core.text import Text
from sync.cancellations import kept_back
from sync.return_numbers import ledger
from tests.fakes.memory import InMemoryMemory
from tests.fakes.packing_table import DHL, HOME, PackingTable
from tests.order_desk import OTTO

DOWN: Final[list[Callable[[], RemoteError]]] = [
    lambda: AccessDenied("dhl", status=401),
    lambda: Throttled("dhl", 30, status=429),
    lambda: Unreachable("dhl", "connect error"),
    lambda: OutcomeUnknown("dhl", "read timeout"),
    lambda: BrokenReply("dhl", "no JSON"),
]


def codes(table: PackingTable) -> list[tuple[NoticeState, list[str]]]:
    return [(notice.state, [f.code for f in notice.findings if f.holds]) for notice in table.notices()]


@pytest.mark.parametrize("error", DOWN)
def test_a_carrier_that_is_down_holds_its_own_numbers_and_nothing_else(
    error: Callable[[], RemoteError],
) -> None:
    table = PackingTable(orders=3)

    def trouble() -> None:
        raise error()

    table.labels.trouble = trouble
    table.pack(0, "T1")
    table.pack(1, "T2")
    table.pack(2, "T3", back="R3")
    report = table.run()
    assert (report.held, report.accepted) == (2, 1)
    assert len(table.labels.asked) == 1, "once a pass is enough"
    held = table.notices()[0].reason
    assert held is not None
    assert held.code == "return_number_missing"
    assert "dhl" in held.text.en
    table.labels.trouble = lambda: None
    assert table.run().accepted == 2
    assert {entry.back.number for entry in table.desk.reported if entry.back} == {"R3", "B2", "B3"}


def test_a_number_that_is_yet_to_be_made_is_no_reason() -> None:
    table = PackingTable()
    table.origin = None
    table.pack(0, "T1")
    table.run()
    assert codes(table) == [(NoticeState.HELD, ["sender_missing"])]
    assert table.labels.asked == [], "no label is bought for a notice that cannot go out"
    closed = NoSource(Text("not active", "nicht aktiv"), Text("activate it", "bitte aktivieren"))
    table.labels.closed[AppKey("dhl")] = closed
    table.run()
    assert codes(table) == [(NoticeState.HELD, ["sender_missing", "return_number_missing"])]


def test_each_repair_sends_it_by_itself() -> None:
    table = PackingTable(terms=ReturnTerms(None))
    table.origin = None
    table.pack(0, "T1")
    table.run()
    assert codes(table) == [(NoticeState.HELD, ["sender_missing", "return_number_missing"])]
    table.origin = PackingTable().origin
    table.run()
    assert codes(table) == [(NoticeState.HELD, ["return_number_missing"])]
    table.terms = ReturnTerms(AppKey("dhl"))
    assert table.run().accepted == 1


def test_a_position_that_is_being_cancelled_is_kept_back_for_a_day_at_most() -> None:
    table = PackingTable()
    ref = table.refs[0]
    wishes = table.mine.cancellations(OTTO)
    wishes.add(
        Cancellation(CancellationId(0), ref.sales_order_id, (ref.position_item_id,), table.clock.now())
    )
    table.going = kept_back(table.mine, OTTO, table.clock.now())
    table.pack(0, "T1", back="R1")
    table.run()
    assert codes(table) == [(NoticeState.HELD, ["position_being_cancelled"])]
    table.clock.forward(KEPT_BACK + timedelta(minutes=1))
    table.going = kept_back(table.mine, OTTO, table.clock.now())
    assert table.run().accepted == 1


def test_a_number_that_another_account_has_holds_it_whoever_has_it() -> None:
    memory = InMemoryMemory()
    first, second = PackingTable(memory=memory), PackingTable(memory=memory)
    first.pack(0, "T1", back="R1")
    assert first.run().accepted == 1
    second.clock.forward(timedelta(days=41))
    notice = second.pack(0, "T2", back="R1")
    second.run()
    assert codes(second) == [(NoticeState.HELD, ["return_number_taken"])]
    assert second.mine.return_numbers.find("R1")[0].notice == notice.id
    second.clock.forward(timedelta(days=2))
    assert second.run().accepted == 1


def test_two_accounts_with_the_same_range_never_give_a_number_twice() -> None:
    memory = InMemoryMemory()
    tables = [PackingTable(orders=2, memory=memory) for _ in range(2)]
    for table in tables:
        table.mine.return_numbers.add_range(number_range(DHL, "R1", "R9", table.clock.now()))
        for at in range(2):
            table.pack(at, f"T{at}")
        assert table.run().accepted == 2
    used = [entry.back for table in tables for entry in table.desk.reported]
    assert len(set(used)) == 4


def test_the_return_number_that_the_marketplace_shows_counts() -> None:
    """Reported beside us, in the marketplace's own pages, with another number."""
    table = PackingTable()
    table.desk.report(
        Parcel(TrackingKey(DHL, "T1"), table.clock.now(), ReturnKey(DHL, "THEIRS")), table.refs, HOME
    )
    table.pack(0, "T1", back="OURS")
    assert table.run().accepted == 1
    assert table.notices()[0].parcels[0].return_key == ReturnKey(DHL, "THEIRS")
    lines = {line.entry.key.number: line.state for line in ledger(table.mine)}
    assert lines == {"THEIRS": NumberState.ACCEPTED, "OURS": NumberState.FREE}


def test_what_waits_for_the_same_reason_is_not_written_again() -> None:
    table = PackingTable(orders=3, terms=ReturnTerms(None))
    for at in range(3):
        table.pack(at, f"T{at}")
    table.run()
    before = table.notices()
    assert table.run().held == 3
    assert table.notices() == before
