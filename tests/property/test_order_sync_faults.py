"""The machine of `test_order_sync` earns its trust: every fault planted here, it finds.

Each fault is one that a reader might overlook. A test passes when the machine fails.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import pytest

from core.apps import PortalAccountId
from core.checkpoint import OVERLAP, Checkpoint
from core.errors import Conflict, Refused
from core.orders import Order, PositionState, SalesOrderId, UnreadableOrder
from ports.memory import (
    ClaimingOrder,
    Kept,
    OrderBook,
    OrderCursor,
    OrderList,
    OrderQuery,
    PositionStates,
    StoredOrder,
)
from tests.property.planted import search
from tests.property.test_order_sync import OrderSync

Move = tuple[Checkpoint, Checkpoint] | None

_begin, _restart, _stored = Checkpoint.begin, Checkpoint.restart, Checkpoint.stored


@dataclass(frozen=True, slots=True)
class Page:
    """What `OrderBook.keep` is asked to do."""

    orders: Sequence[Order]
    unreadable: Sequence[UnreadableOrder]
    move: Move
    read_again: Sequence[str]


class CrookedBook:
    """An order book whose `keep` does what `crook` makes of a page, in so many transactions."""

    def __init__(self, book: OrderBook, crook: Callable[[OrderBook, Page], Iterable[Page]]) -> None:
        self._book, self._crook = book, crook

    def checkpoint(self) -> Checkpoint:
        return self._book.checkpoint()

    def set_aside(self) -> Sequence[UnreadableOrder]:
        return self._book.set_aside()

    def orders(self) -> Iterator[StoredOrder]:
        return self._book.orders()

    def find(self, query: OrderQuery, *, after: OrderCursor | None = None, limit: int = 50) -> OrderList:
        return self._book.find(query, after=after, limit=limit)

    def get(self, sales_order_id: SalesOrderId) -> StoredOrder | None:
        return self._book.get(sales_order_id)

    def states(self, orders: Iterable[SalesOrderId]) -> Mapping[SalesOrderId, PositionStates]:
        return self._book.states(orders)

    def claiming(self, limit: int) -> Sequence[ClaimingOrder]:
        return self._book.claiming(limit)

    def claimed(self, orders: Sequence[ClaimingOrder]) -> None:
        self._book.claimed(orders)

    def counts(self) -> Mapping[PositionState, int]:
        return self._book.counts()

    def keep(
        self,
        orders: Sequence[Order],
        unreadable: Sequence[UnreadableOrder],
        *,
        move: Move,
        portal_account: PortalAccountId,
        paid_by_marketplace: bool,
        now: datetime,
        read_again: Sequence[str] = (),
    ) -> Kept:
        kept = Kept()
        for page in self._crook(self._book, Page(orders, unreadable, move, read_again)):
            kept = self._book.keep(
                page.orders,
                page.unreadable,
                move=page.move,
                portal_account=portal_account,
                paid_by_marketplace=paid_by_marketplace,
                now=now,
                read_again=page.read_again,
            )
        return kept


# Faults of the book


def orders_are_known_by_their_number(book: OrderBook, page: Page) -> Iterable[Page]:
    first: dict[str, Order] = {}
    for stored in book.orders():
        if stored.order is not None:
            first.setdefault(stored.order.order_number, stored.order)
    for order in page.orders:
        first.setdefault(order.order_number, order)
    same = [replace(order, sales_order_id=first[order.order_number].sales_order_id) for order in page.orders]
    yield replace(page, orders=same)


def what_cannot_be_read_is_dropped(_: OrderBook, page: Page) -> Iterable[Page]:
    yield replace(page, unreadable=())


def what_had_no_name_is_never_released(_: OrderBook, page: Page) -> Iterable[Page]:
    yield replace(page, read_again=())


CROOKS: Final = [
    orders_are_known_by_their_number,
    what_cannot_be_read_is_dropped,
    what_had_no_name_is_never_released,
]


# Faults of the checkpoint


def settled_moves_on_every_page(
    self: Checkpoint, changes: Iterable[datetime | None], next_page: str | None, as_of: datetime | None = None
) -> Checkpoint:
    seen = list(changes)
    return replace(_stored(self, seen, next_page, as_of), settled=_stored(self, seen, None, as_of).settled)


def settled_is_when_the_listing_began_by_our_clock(
    self: Checkpoint, changes: Iterable[datetime | None], next_page: str | None, as_of: datetime | None = None
) -> Checkpoint:
    assert self.listing is not None
    return _stored(self, [*changes, self.listing.started], next_page)


def _with_start(checkpoint: Checkpoint, started: datetime) -> Checkpoint:
    assert checkpoint.listing is not None
    return replace(checkpoint, listing=replace(checkpoint.listing, started=started))


def an_interrupted_listing_is_taken_for_a_complete_one(
    self: Checkpoint, now: datetime, overlap: timedelta = OVERLAP
) -> Checkpoint:
    seen = None if self.listing is None else self.listing.latest
    return _restart(self if seen is None else Checkpoint(seen), now, overlap)


def nothing_is_ever_settled(
    self: Checkpoint, changes: Iterable[datetime | None], next_page: str | None, as_of: datetime | None = None
) -> Checkpoint:
    return replace(_stored(self, changes, next_page, as_of), settled=self.settled)


#: What is replaced, and by what.
SWAPS: Final = [
    ("core.checkpoint.Checkpoint.stored", settled_moves_on_every_page),
    ("core.checkpoint.Checkpoint.stored", settled_is_when_the_listing_began_by_our_clock),
    ("core.checkpoint.Checkpoint.stored", nothing_is_ever_settled),
    ("core.checkpoint.Checkpoint.begin", an_interrupted_listing_is_taken_for_a_complete_one),
]


#: The seeds with which these come early.
SEEDS: Final[dict[object, int]] = {
    settled_moves_on_every_page: 1,
    an_interrupted_listing_is_taken_for_a_complete_one: 51,
}


@pytest.mark.parametrize("crook", CROOKS, ids=lambda crook: crook.__name__)
def test_a_crooked_book_is_found_out(crook: Callable[[OrderBook, Page], Iterable[Page]]) -> None:
    def around(book: OrderBook) -> OrderBook:
        return CrookedBook(book, crook)

    crooked = type("Crooked", (OrderSync,), {"around": staticmethod(around)})

    with pytest.raises((AssertionError, KeyError, Conflict)):
        search(crooked, first=1)


@pytest.mark.parametrize(("place", "fault"), SWAPS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_wrong_cursor_is_found_out(
    place: str, fault: Callable[..., Checkpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, fault)
    with pytest.raises((AssertionError, KeyError)):
        search(OrderSync, first=SEEDS.get(fault, 0))


def test_a_listing_without_overlap_is_found_out() -> None:
    class Tight(OrderSync):
        overlap = timedelta(0)

    with pytest.raises((AssertionError, KeyError)):
        search(Tight)


def test_an_aged_token_that_stops_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.orders.Refused", Conflict)
    with pytest.raises(Refused):
        search(OrderSync, first=4)
