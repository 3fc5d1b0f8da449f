"""The order book, in every memory: what a page does to it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from core.apps import AppKey, PortalAccountId
from core.checkpoint import Checkpoint, Listing
from core.errors import Conflict, InvalidValue
from core.orders import Order, PositionItemId, PositionState, SalesOrderId, UnreadableOrder
from core.people import Address
from ports.memory import Kept, StoredOrder
from tests.order_desk import Desk
from tests.orders import MINUTE, NOON, an_order, an_unreadable

START = Checkpoint()
UNDER_WAY = Checkpoint(settled=NOON, listing=Listing(NOON, NOON + MINUTE, page="2", latest=NOON))
ADDRESS = Address(last_name="Muster", city="Köln", country="DE")


def test_a_new_book_is_empty(desk: Desk) -> None:
    assert desk.book.checkpoint() == START
    assert desk.stored() == []
    assert desk.book.set_aside() == []
    assert desk.book.counts() == {}


def test_a_new_order_is_stored_with_where_and_when(desk: Desk) -> None:
    order = an_order(delivery_address=ADDRESS)
    assert desk.keep(order) == Kept(new=(order.sales_order_id,))
    assert desk.stored() == [
        StoredOrder(
            sales_order_id=order.sales_order_id,
            order_number=order.order_number,
            order=order,
            portal_account=desk.portal_account.id,
            paid=None,
            problem=None,
            first_seen_at=NOON,
        )
    ]


def test_the_same_page_again_changes_nothing(desk: Desk) -> None:
    page = [an_order("a"), an_order("b", changed=None)]
    desk.keep(*page)
    before = desk.stored()
    assert desk.keep(*page, minute=5) == Kept(unchanged=2)
    assert desk.stored() == before


def test_a_newer_version_replaces_the_order_with_all_its_parts(desk: Desk) -> None:
    full = an_order(delivery_address=ADDRESS, invoice_address=ADDRESS)
    twice = replace(full.positions[0], position_item_id=PositionItemId("another"))
    old = replace(full, positions=(*full.positions, twice))
    new = an_order(changed=1, state=PositionState.SENT, invoice_address=replace(ADDRESS, city="Ulm"))
    desk.keep(old)
    assert desk.keep(new, minute=5) == Kept(changed=(new.sales_order_id,))
    (stored,) = desk.stored()
    assert stored.order == new
    assert stored.first_seen_at == NOON


def test_an_older_version_is_left_alone(desk: Desk) -> None:
    new = an_order(changed=1)
    desk.keep(new)
    assert desk.keep(an_order(changed=0, state=PositionState.ANNOUNCED)) == Kept(outdated=1)
    assert desk.orders() == [new]


@pytest.mark.parametrize(("first", "second"), [(1, 1), (1, None), (None, 1), (None, None)])
def test_where_no_time_decides_the_later_reading_counts(
    desk: Desk, first: int | None, second: int | None
) -> None:
    desk.keep(an_order(changed=first))
    later = an_order(changed=second, state=PositionState.SENT)
    assert desk.keep(later).changed == (later.sales_order_id,)
    assert desk.orders() == [later]


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_versions_on_a_page_the_newer_counts(desk: Desk, newest_first: bool) -> None:
    old, new = an_order(changed=0, state=PositionState.ANNOUNCED), an_order(changed=1)
    page = (new, old) if newest_first else (old, new)
    assert desk.keep(*page) == Kept(new=(new.sales_order_id,), outdated=1)
    assert desk.orders() == [new]
    assert desk.keep(*page) == Kept(unchanged=1, outdated=1)


def test_the_order_number_is_no_key(desk: Desk) -> None:
    desk.keep(an_order("a", order_number="1"), an_order("b", order_number="1"))
    assert len(desk.stored()) == 2


def test_two_apps_keep_their_orders_apart(desk: Desk) -> None:
    other = replace(desk, book=desk.account.orders(AppKey("bazaar")))
    desk.keep(an_order("a"), an_unreadable("u"), move=(START, UNDER_WAY))
    assert other.stored() == []
    assert other.book.checkpoint() == START
    other.keep(an_order("a", state=PositionState.SENT))
    assert desk.orders()[-1] == an_order("a")


def test_orders_come_newest_first_and_those_never_read_before_them(desk: Desk) -> None:
    dated = [an_order(f"o{day}", ordered_at=NOON + day * 1440 * MINUTE) for day in range(3)]
    desk.keep(dated[1], an_unreadable(None), dated[2], dated[0], an_unreadable("o1"), an_unreadable("never"))
    *never, second, first, zeroth = desk.stored()
    assert {stored.sales_order_id for stored in never} == {None, "never"}
    assert all(stored.order is None and stored.problem is not None for stored in never)
    assert [second.order, first.order, zeroth.order] == dated[::-1]
    assert [bool(stored.problem) for stored in (second, first, zeroth)] == [False, True, False]


def test_orders_are_counted_by_state(desk: Desk) -> None:
    desk.keep(
        an_order("a", state=PositionState.ANNOUNCED),
        an_order("b"),
        an_order("c"),
        an_order("d", positions=()),
        an_unreadable("e"),
    )
    assert desk.book.counts() == {
        PositionState.ANNOUNCED: 1,
        PositionState.PROCESSABLE: 2,
        PositionState.UNKNOWN: 1,
    }
    desk.keep(an_order("b", changed=1, state=PositionState.SENT))
    assert desk.book.counts()[PositionState.SENT] == 1


@pytest.mark.parametrize(
    ("state", "paid"),
    [(PositionState.ANNOUNCED, False), (PositionState.PROCESSABLE, True), (PositionState.UNKNOWN, None)],
)
def test_paid_is_what_the_marketplace_says_if_the_setting_says_so(
    desk: Desk, state: PositionState, paid: bool | None
) -> None:
    desk.keep(an_order(state=state), paid_by_marketplace=True)
    assert desk.stored()[0].paid is paid


def test_another_paid_rule_is_a_change(desk: Desk) -> None:
    desk.keep(an_order(), paid_by_marketplace=False)
    assert desk.stored()[0].paid is None
    assert desk.keep(an_order(), paid_by_marketplace=True).changed == ("order-1",)
    assert desk.stored()[0].paid is True


def test_the_portal_account_of_a_known_order_stays(desk: Desk) -> None:
    first = desk.portal_account.id
    second = desk.account.portal_accounts.find_or_add("Second").id
    desk.keep(an_order())
    desk.keep(an_order(changed=1), an_order("other"), portal_account=second)
    assert {stored.sales_order_id: stored.portal_account for stored in desk.stored()} == {
        "order-1": first,
        "other": second,
    }


def test_the_checkpoint_moves_with_the_page(desk: Desk) -> None:
    settled = Checkpoint(settled=NOON + MINUTE)
    desk.keep(an_order("a"), move=(START, UNDER_WAY))
    assert desk.book.checkpoint() == UNDER_WAY
    desk.keep(move=(UNDER_WAY, settled))
    assert desk.book.checkpoint() == settled
    desk.keep(an_order("b"), move=None)
    assert desk.book.checkpoint() == settled


def test_a_page_from_a_checkpoint_that_moved_is_not_stored(desk: Desk) -> None:
    desk.keep(an_order("a"), an_unreadable("u"), move=(START, UNDER_WAY))
    before = desk.stored(), desk.book.set_aside()
    for seen in (START, Checkpoint(settled=NOON), replace(UNDER_WAY, settled=NOON + MINUTE)):
        with pytest.raises(Conflict):
            desk.keep(an_order("a", changed=1), an_order("b"), an_unreadable("v"), move=(seen, START))
    assert (desk.stored(), desk.book.set_aside()) == before
    assert desk.book.checkpoint() == UNDER_WAY


def test_a_portal_account_that_does_not_exist_keeps_nothing(desk: Desk) -> None:
    with pytest.raises(InvalidValue) as failure:
        desk.keep(an_order(), move=(START, UNDER_WAY), portal_account=PortalAccountId("0" * 32))
    assert failure.value.field == "portal_account"
    assert desk.stored() == []
    assert desk.book.checkpoint() == START


@pytest.mark.parametrize(
    "broken",
    [
        an_order("b", order_number="a\0b"),
        an_order("b", payment_method="\ud800"),
        an_order("b", delivery_address=Address(city="\udfff")),
        an_order("b\0"),
        an_order("b" * 201),
        an_order("b", positions=(replace(an_order().positions[0], title="\0"),)),
        an_order("b", ordered_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))),
        an_unreadable("b", raw="\0"),
        an_unreadable("b" * 201),
        replace(an_unreadable("b"), order_number="\ud800"),
    ],
)
def test_what_no_database_holds_spoils_the_page_and_nothing_else(
    desk: Desk, broken: Order | UnreadableOrder
) -> None:
    with pytest.raises(InvalidValue):
        desk.keep(an_order("a"), broken, move=(START, UNDER_WAY))
    assert desk.stored() == []
    assert desk.book.set_aside() == []
    assert desk.book.checkpoint() == START


def test_a_page_of_very_many_orders_is_one_page(desk: Desk) -> None:
    page = [an_order(f"o{number:04}", ordered_at=NOON + number * MINUTE) for number in range(1100)]
    assert len(desk.keep(*page).new) == 1100
    later = [replace(order, payment_method="INVOICE", changed_at=NOON + MINUTE) for order in page]
    assert len(desk.keep(*later).changed) == 1100
    assert desk.orders() == later[::-1]
    assert desk.keep(*later).unchanged == 1100


def test_reading_may_stop_in_the_middle_and_others_write_meanwhile(desk: Desk) -> None:
    desk.keep(*(an_order(f"o{number:03}", ordered_at=NOON + number * MINUTE) for number in range(600)))
    reading = desk.book.orders()
    first = next(reading)
    sent = an_order("o000", ordered_at=NOON, changed=1, state=PositionState.SENT)
    desk.keep(sent, an_order("later"))
    rest = list(reading)
    assert len(rest) == 599
    assert rest[-1].order == an_order("o000", ordered_at=NOON)
    assert first.sales_order_id == "o599"
    assert len(desk.stored()) == 601
    assert next(desk.book.orders()).sales_order_id == SalesOrderId("o599")
