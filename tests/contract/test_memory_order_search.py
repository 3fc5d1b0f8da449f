"""Orders looked for, in every memory."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.storage.database import open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory, open_memory
from adapters.storage.migrations.versions.rev_0006_users import fill_terms
from adapters.storage.tables import SALES_ORDER
from core.finding import words_of
from core.orders import Order, PositionState, SalesOrderId
from core.people import Address
from ports.memory import OrderBook, OrderQuery
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import Desk, a_desk
from tests.orders import MINUTE, NOON, ORDERS, an_order, an_unreadable


def pages(book: OrderBook, query: OrderQuery, limit: int) -> list[str]:
    """The ids over all pages, in their order."""
    found: list[str] = []
    after = None
    while True:
        page = book.find(query, after=after, limit=limit)
        assert len(page.orders) <= limit
        found += [str(stored.sales_order_id) for stored in page.orders]
        after = page.following
        if after is None:
            return found


def looked_for(text: str, **parts: Any) -> OrderQuery:
    return OrderQuery(words=words_of(text), **parts)


def test_pages_have_every_order_once_newest_first(desk: Desk) -> None:
    orders = [an_order(f"order-{n}", ordered_at=NOON + n // 2 * MINUTE) for n in range(7)]
    desk.keep(*orders)
    for limit in (1, 2, 3, 6, 7, 8):
        assert pages(desk.book, OrderQuery(), limit) == [
            *("order-6", "order-4", "order-5", "order-2", "order-3", "order-0", "order-1"),
        ]


def test_states_choose_and_none_is_all(desk: Desk) -> None:
    desk.keep(
        an_order("new", state=PositionState.ANNOUNCED),
        an_order("open"),
        an_order("gone", state=PositionState.CANCELLED_BY_PARTNER),
    )
    gone = frozenset({PositionState.CANCELLED_BY_PARTNER, PositionState.CANCELLED_BY_MARKETPLACE})
    assert pages(desk.book, OrderQuery(gone), 5) == ["gone"]
    assert pages(desk.book, OrderQuery(frozenset({PositionState.SENT})), 5) == []
    assert sorted(pages(desk.book, OrderQuery(), 5)) == ["gone", "new", "open"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shirt", True),
        ("SHI", True),
        ("hirt", False),
        ("müller", True),
        ("MULLER anna", True),
        ("müller ben", False),
        ("number", True),
        ("order-1", True),
        ("  ", True),
        ("%", False),
        ("_", False),
        ("a\0", True),
        ("😀", False),
    ],
)
def test_an_order_is_found_by_the_beginnings_of_what_stands_on_it(desk: Desk, text: str, found: bool) -> None:
    buyer = Address(first_name="Anna Lena", last_name="Müller")
    desk.keep(an_order("order-1", delivery_address=buyer))
    assert pages(desk.book, looked_for(text), 5) == (["order-1"] if found else [])


def test_what_changed_is_found_by_what_stands_there_now(desk: Desk) -> None:
    desk.keep(an_order(delivery_address=Address(last_name="Meier")))
    desk.keep(an_order(changed=1, delivery_address=Address(last_name="Huber")))
    assert pages(desk.book, looked_for("meier"), 5) == []
    assert pages(desk.book, looked_for("huber"), 5) == ["order-1"]


def test_one_order_comes_with_its_problem(desk: Desk) -> None:
    desk.keep(an_order(changed=0))
    desk.keep(an_unreadable("order-1", changed=1), an_unreadable("order-2"))
    stored = desk.book.get(SalesOrderId("order-1"))
    assert stored is not None
    assert (stored.order, stored.problem) == (an_order(changed=0), an_unreadable().reason)
    for unknown in ("order-2", "", "a\0b", "\ud800"):
        assert desk.book.get(SalesOrderId(unknown)) is None


def test_nobody_finds_the_orders_of_another(memory: Any) -> None:
    anna, ben = a_desk(memory, "Anna"), a_desk(memory, "Ben")
    anna.keep(an_order())
    assert pages(ben.book, looked_for("shirt"), 5) == []
    assert ben.book.get(SalesOrderId("order-1")) is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    orders=st.lists(ORDERS, max_size=6, unique_by=lambda order: order.sales_order_id),
    start=st.integers(0, 200),
    length=st.integers(1, 4),
)
def test_the_database_and_the_plain_rules_find_the_same(
    sqlite_url: str, keys: Keys, orders: list[Order], start: int, length: int
) -> None:
    """Looked for by a word that stands somewhere, cut somewhere."""
    database = open_memory(sqlite_url, keys)
    try:
        name = str(len(database.accounts.all()))
        stored, plain = a_desk(database, name), a_desk(InMemoryMemory(), name)
        for desk in (stored, plain):
            desk.keep(*orders)
        written = [
            text for order in orders for text in (order.order_number, *(p.sku for p in order.positions))
        ]
        words = [word for text in written for word in words_of(text)] or ["x"]
        query = OrderQuery(words=(words[start % len(words)][:length],))
        assert pages(stored.book, query, 2) == pages(plain.book, query, 2)
        assert len(pages(stored.book, OrderQuery(), 2)) == len(orders)
    finally:
        database.close()


def test_orders_that_were_stored_before_there_was_a_search_are_found(sqlite_url: str, keys: Keys) -> None:
    database = open_database(sqlite_url)
    desk = a_desk(DatabaseMemory(database, keys))
    desk.keep(an_order(delivery_address=Address(last_name="Müller")), an_order("order-2"))
    with database.writing() as connection:
        connection.execute(SALES_ORDER.update().values(terms=""))
        fill_terms(connection)
    assert pages(desk.book, looked_for("muller shirt order-1"), 5) == ["order-1"]
    database.close()
