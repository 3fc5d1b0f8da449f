"""What goes in comes out, and all memories do the same with the same pages."""

from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.orders import Order, UnreadableOrder
from ports.memory import Kept, Memory
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import Desk, a_desk
from tests.orders import FEW_ORDERS, FEW_UNREADABLE, ORDERS

#: The fixture's database is shared by all examples; each takes an account of its own.
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
PAGES = st.lists(st.lists(FEW_ORDERS | FEW_UNREADABLE, max_size=5), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=SHARED)
@given(order=ORDERS, paid=st.booleans())
def test_an_order_comes_back_exactly(memory: Memory, order: Order, paid: bool) -> None:
    desk = a_desk(memory, uuid4().hex)
    desk.keep(order, paid_by_marketplace=paid)
    (stored,) = desk.stored()
    assert stored.order == order
    assert stored.paid == (order.paid if paid else None)
    assert desk.keep(order, paid_by_marketplace=paid).unchanged == 1


@settings(max_examples=25, deadline=None, suppress_health_check=SHARED)
@given(pages=PAGES, again=st.lists(st.sampled_from(['"x"', '"y"']), max_size=1))
def test_all_memories_do_the_same(
    memory: Memory, pages: list[list[Order | UnreadableOrder]], again: list[str]
) -> None:
    desk, plain = a_desk(memory, uuid4().hex), a_desk(InMemoryMemory())
    for minute, page in enumerate(pages):
        read_again = again if minute == len(pages) - 1 else []
        kept = desk.keep(*page, minute=minute, read_again=read_again)
        assert kept == plain.keep(*page, minute=minute, read_again=read_again)
        assert _counted(kept) == len(page)
        assert _content(desk) == _content(plain)
        assert desk.book.counts() == plain.book.counts()


def _counted(kept: Kept) -> int:
    return len(kept.new) + len(kept.changed) + kept.unchanged + kept.outdated + kept.set_aside


def _content(desk: Desk) -> object:
    """Without the ids of portal accounts, and without an order among those of the same moment."""
    stored = {
        (each.sales_order_id, each.order, each.paid, each.problem, each.first_seen_at)
        for each in desk.stored()
    }
    return stored, set(desk.book.set_aside())
