"""Price reductions: each call is one more, and each takes its time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from adapters.otto.standin.books import Books, Reduction
from adapters.otto.standin.orders.sales_order import Item, SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.receipts.book import ReceiptBook


class Standing(StrEnum):
    """The words of the interface."""

    INITIATED = "INITIATED"
    PROCESSED = "PROCESSED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class PriceReduction:
    """`receipt` is there once it is PROCESSED."""

    order_id: str
    item_id: str
    cents: int
    asked_at: datetime
    due_at: datetime
    standing: Standing = Standing.INITIATED
    receipt: str | None = None


class Unsent(ValueError):
    """The position has not been sent, or has come back."""


class Reductions:
    """Works under the lock of the shelf. `delay`: from the answer until it is PROCESSED or REJECTED."""

    def __init__(self, shelf: Shelf, books: Books, receipts: ReceiptBook, delay: timedelta) -> None:
        self.delay = delay
        self._shelf = shelf
        self._books = books
        self._receipts = receipts
        self._reductions: list[PriceReduction] = []

    def ask(self, order_id: str, item_id: str, cents: int) -> PriceReduction:
        """raises  LookupError: no such position
        Unsent
        """
        with self._shelf.lock:
            self.settle()
            item = self.item(order_id, item_id)
            if item is None:
                raise LookupError(item_id)
            if item.state is not State.SENT:
                raise Unsent(item_id)
            now = self._shelf.now()
            reduction = PriceReduction(order_id, item_id, cents, now, now + self.delay)
            self._reductions.append(reduction)
            self._books.reductions.append(Reduction(now, order_id, item_id, cents))
            return reduction

    def all(self) -> Sequence[PriceReduction]:
        """In the order in which they were asked for."""
        with self._shelf.lock:
            self.settle()
            return tuple(self._reductions)

    def settle(self) -> None:
        """Let take place what is due."""
        with self._shelf.lock:
            now = self._shelf.now()
            for place, reduction in enumerate(self._reductions):
                if reduction.standing is Standing.INITIATED and reduction.due_at <= now:
                    self._reductions[place] = self._carried_out(reduction)

    def item(self, order_id: str, item_id: str) -> Item | None:
        order = self._order(order_id)
        items = () if order is None else order.items
        return next((item for item in items if item.id == item_id), None)

    def _carried_out(self, reduction: PriceReduction) -> PriceReduction:
        """What has come back meanwhile, or would cost less than nothing, is rejected."""
        order, item = self._order(reduction.order_id), self.item(reduction.order_id, reduction.item_id)
        if order is None or item is None or item.state is not State.SENT:
            return replace(reduction, standing=Standing.REJECTED)
        paid_back = sum(rebate.cents for rebate in self._receipts.rebates_of(item.id))
        if paid_back + reduction.cents > item.price_cents - item.discount_cents:
            return replace(reduction, standing=Standing.REJECTED)
        receipt = self._receipts.refund_partly(order, item, reduction.cents, reduction.due_at)
        return replace(reduction, standing=Standing.PROCESSED, receipt=receipt.number)

    def _order(self, order_id: str) -> SalesOrder | None:
        order = self._shelf.newest(order_id) if self._shelf.find(order_id) is not None else None
        return order if isinstance(order, SalesOrder) else None
