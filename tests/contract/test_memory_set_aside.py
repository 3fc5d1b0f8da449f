"""The order book, in every memory: versions that could not be read."""

from dataclasses import replace

import pytest

from core.orders import Order, PositionState, SalesOrderId
from ports.memory import Kept, StoredOrder
from tests.order_desk import Desk
from tests.orders import MINUTE, NOON, an_order, an_unreadable


def test_what_cannot_be_read_is_kept_with_its_reason(desk: Desk) -> None:
    unread = an_unreadable("a", changed=1)
    assert desk.keep(an_order("b"), unread) == Kept(new=(SalesOrderId("b"),), set_aside=1)
    assert desk.book.set_aside() == [unread]
    first, second = desk.stored()
    assert first == StoredOrder(
        sales_order_id=unread.sales_order_id,
        order_number=unread.order_number,
        order=None,
        portal_account=desk.portal_account.id,
        paid=None,
        problem=unread.reason,
        first_seen_at=NOON,
    )
    assert second.order == an_order("b")


def test_set_aside_ones_come_oldest_first(desk: Desk) -> None:
    for minute, identity in enumerate(["c", None, "a"]):
        desk.keep(an_unreadable(identity), minute=minute)
    desk.keep(an_unreadable("c", raw='"later"'), minute=9)
    assert [unread.sales_order_id for unread in desk.book.set_aside()] == ["c", None, "a"]


def test_an_unreadable_version_marks_a_known_order_and_leaves_it(desk: Desk) -> None:
    desk.keep(an_order())
    assert desk.keep(an_unreadable(), minute=5) == Kept(set_aside=1)
    (stored,) = desk.stored()
    assert stored.order == an_order()
    assert stored.problem == an_unreadable().reason
    assert stored.first_seen_at == NOON


@pytest.mark.parametrize("read", [an_order(changed=1), an_order(state=PositionState.SENT), an_order()])
def test_an_order_that_reads_again_loses_its_problem(desk: Desk, read: Order) -> None:
    desk.keep(an_order())
    desk.keep(an_unreadable())
    desk.keep(read)
    assert desk.book.set_aside() == []
    (stored,) = desk.stored()
    assert stored.problem is None
    assert stored.order == read


def test_an_order_was_first_seen_when_its_first_version_came_in(desk: Desk) -> None:
    desk.keep(an_unreadable(), minute=1)
    desk.keep(an_unreadable(raw='"2"'), minute=2)
    desk.keep(an_order(), minute=3)
    desk.keep(an_order(changed=1), minute=4)
    assert [stored.first_seen_at for stored in desk.stored()] == [NOON + MINUTE]


def test_the_problem_of_a_newer_version_outlives_an_older_one(desk: Desk) -> None:
    desk.keep(an_order(changed=0), an_unreadable(changed=2))
    assert desk.keep(an_order(changed=0)).unchanged == 1
    assert desk.keep(an_order(changed=1)).changed == ("order-1",)
    assert desk.book.set_aside() == [an_unreadable(changed=2)]
    desk.keep(an_order(changed=2))
    assert desk.book.set_aside() == []


def test_an_older_version_that_cannot_be_read_is_no_problem(desk: Desk) -> None:
    desk.keep(an_order(changed=2))
    assert desk.keep(an_unreadable(changed=1)) == Kept(outdated=1)
    assert desk.book.set_aside() == []


def test_an_outdated_version_solves_nothing(desk: Desk) -> None:
    desk.keep(an_order(changed=2))
    desk.keep(an_unreadable())
    assert desk.keep(an_order(changed=1)) == Kept(outdated=1)
    assert desk.book.set_aside() == [an_unreadable()]


def test_of_several_unreadable_versions_the_newest_is_kept(desk: Desk) -> None:
    new, old = an_unreadable(raw='"new"', changed=2), an_unreadable(raw='"old"', changed=1)
    assert desk.keep(old, new, old) == Kept(set_aside=1, outdated=2)
    assert desk.keep(old) == Kept(outdated=1)
    assert desk.book.set_aside() == [new]
    newer = replace(new, raw='"newer"', changed_at=None)
    desk.keep(newer)
    assert desk.book.set_aside() == [newer]


def test_those_without_id_are_told_apart_by_what_was_sent(desk: Desk) -> None:
    one, two = an_unreadable(None, raw='"1"'), an_unreadable(None, raw='"2"')
    assert desk.keep(one, two, one).set_aside == 2
    desk.keep(two)
    assert {unread.raw for unread in desk.book.set_aside()} == {'"1"', '"2"'}


def test_one_without_id_goes_when_it_was_read_again(desk: Desk) -> None:
    nameless = an_unreadable(None, raw='"1"')
    other = an_unreadable(None, raw='"2"')
    desk.keep(nameless, other)
    desk.keep(an_order(), read_again=[nameless.raw])
    assert desk.book.set_aside() == [other]
    assert desk.orders() == [None, an_order()]


def test_one_that_was_read_again_in_vain_stays_as_old_as_it_is(desk: Desk) -> None:
    desk.keep(an_unreadable("a", raw='"a"'), minute=1)
    desk.keep(an_unreadable(None, raw='"n"'), minute=2)
    again = [unread.raw for unread in desk.book.set_aside()]
    other_words = replace(an_unreadable("a", raw='"a"'), reason=an_unreadable().reason)
    kept = desk.keep(other_words, an_unreadable(None, raw='"n"'), minute=9, read_again=again)
    assert kept == Kept(set_aside=2)
    assert [stored.first_seen_at for stored in desk.stored()] == [NOON + MINUTE, NOON + 2 * MINUTE]


def test_one_whose_id_is_understood_by_now_stands_there_once(desk: Desk) -> None:
    desk.keep(an_unreadable(None, raw='"1"'))
    desk.keep(an_unreadable("a", raw='"1"'), read_again=['"1"'])
    assert desk.book.set_aside() == [an_unreadable("a", raw='"1"')]


def test_reading_again_lets_go_of_nothing_else(desk: Desk) -> None:
    desk.keep(an_unreadable("a", raw='"1"'))
    desk.keep(an_unreadable("a", raw='"2"'))
    desk.keep(read_again=['"1"', '"never came"'])
    assert desk.book.set_aside() == [an_unreadable("a", raw='"2"')]


def test_a_readable_and_an_unreadable_version_on_one_page_are_both_kept(desk: Desk) -> None:
    desk.keep(an_unreadable(raw='"before"'))
    assert desk.keep(an_order(), an_unreadable()) == Kept(new=(SalesOrderId("order-1"),), set_aside=1)
    (stored,) = desk.stored()
    assert stored.order == an_order()
    assert stored.problem is not None


def test_very_long_raw_text_is_kept_whole(desk: Desk) -> None:
    raw = '"' + "ä😀" * 500_000 + '"'
    desk.keep(an_unreadable(raw=raw))
    assert desk.book.set_aside()[0].raw == raw
