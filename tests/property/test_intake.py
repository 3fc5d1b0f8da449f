"""What becomes of a page, for all pages."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from core.intake import Intake, Version, newest_of, take_in
from core.orders import Order, SalesOrderId, UnreadableOrder, supersedes
from tests.orders import FEW_CHANGES, FEW_IDS, FEW_ORDERS, FEW_UNREADABLE, MINUTE, NOON

MOMENTS = FEW_CHANGES.map(lambda minute: None if minute is None else NOON + minute * MINUTE)
KEYS = FEW_IDS.map(SalesOrderId)
#: The content of a real version says when it changed, too.
VERSIONS = st.builds(lambda moment, sign: Version(moment, (moment, sign)), MOMENTS, st.sampled_from("xy"))
STORED = st.dictionaries(KEYS, VERSIONS)
PAGES = st.dictionaries(KEYS, VERSIONS)
PROBLEMS = st.dictionaries(KEYS, MOMENTS)
UNREADABLE = st.lists(FEW_UNREADABLE, max_size=4)

Stored = dict[SalesOrderId, Version]
Problems = dict[SalesOrderId, datetime | None]


@given(st.lists(FEW_ORDERS))
def test_of_several_versions_none_that_is_known_to_be_older_wins(versions: list[Order]) -> None:
    newest = newest_of(versions)
    assert set(newest) == {order.sales_order_id for order in versions}
    dated = [order for order in versions if order.changed_at is not None]
    for order in newest_of(dated).values():
        rivals = [each for each in dated if each.sales_order_id == order.sales_order_id]
        assert order.changed_at == max(each.changed_at for each in rivals if each.changed_at is not None)
        assert order is [each for each in rivals if each.changed_at == order.changed_at][-1]


@given(PAGES, UNREADABLE, STORED, PROBLEMS)
def test_every_version_is_counted_once(
    page: Stored, unreadable: list[UnreadableOrder], stored: Stored, problems: Problems
) -> None:
    intake = take_in(page, unreadable, stored, problems)
    counted = len(intake.new) + len(intake.changed) + intake.unchanged + intake.outdated
    assert counted + len(intake.set_aside) == len(page) + len(unreadable)


@given(PAGES, UNREADABLE, STORED, PROBLEMS)
def test_nothing_newer_is_replaced_and_nothing_new_is_lost(
    page: Stored, unreadable: list[UnreadableOrder], stored: Stored, problems: Problems
) -> None:
    intake = take_in(page, unreadable, stored, problems)
    assert set(intake.new) == set(page) - set(stored)
    for order in set(page) & set(stored):
        newer = supersedes(page[order].changed_at, stored[order].changed_at)
        differs = page[order].content != stored[order].content
        assert (order in intake.changed) == (newer and differs)


@given(PAGES, UNREADABLE, STORED, PROBLEMS)
def test_a_problem_ends_only_with_a_version_that_was_taken_in_and_is_not_older(
    page: Stored, unreadable: list[UnreadableOrder], stored: Stored, problems: Problems
) -> None:
    intake = take_in(page, unreadable, stored, problems)
    after = _after(page, stored, intake)
    for order in intake.solved:
        assert order in problems
        assert supersedes(page[order].changed_at, problems[order])
        assert after[order] == page[order]
    assert not set(intake.solved) & {each.sales_order_id for each in intake.set_aside}


@given(PAGES, UNREADABLE, STORED, PROBLEMS)
def test_what_stands_aside_is_not_known_to_be_older_than_what_is_in_force(
    page: Stored, unreadable: list[UnreadableOrder], stored: Stored, problems: Problems
) -> None:
    intake = take_in(page, unreadable, stored, problems)
    after = _after(page, stored, intake)
    for unread in intake.set_aside:
        if unread.sales_order_id in after:
            assert supersedes(unread.changed_at, after[unread.sales_order_id].changed_at)
    marks = [(each.sales_order_id, each.sales_order_id or each.raw) for each in intake.set_aside]
    assert len(set(marks)) == len(marks)


@given(PAGES, STORED)
def test_the_same_page_again_changes_nothing(page: Stored, stored: Stored) -> None:
    after = _after(page, stored, take_in(page, [], stored, {}))
    again = take_in(page, [], after, {})
    assert again.new == again.changed == ()
    assert _after(page, after, again) == after


def _after(page: Stored, stored: Stored, intake: Intake) -> Stored:
    return stored | {order: page[order] for order in (*intake.new, *intake.changed)}
