"""The shop itself: articles with their stock, buyers, orders and what becomes of them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

KEY = "demo-key"


class SoldOut(ValueError):
    """Nobody can buy that now."""


@dataclass(slots=True)
class Article:
    sku: str
    title: str
    price: str
    available: int = 0


@dataclass(slots=True)
class ShopOrder:
    """One article in one order. `change` grows with every change of any order."""

    id: str
    sku: str
    pieces: int
    status: str
    placed_at: datetime
    changed_at: datetime
    change: int


@dataclass(frozen=True, slots=True)
class Sale:
    """`shown` is the stock that the buyer saw."""

    at: datetime
    sku: str
    pieces: int
    shown: int
    order_id: str


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Shop:
    """Safe to share between threads. A sale lowers the shop's own stock at once; a cancellation does not
    raise it: that is left to whoever keeps the stock."""

    clock: Callable[[], datetime] = _now
    articles: dict[str, Article] = field(default_factory=dict)
    orders: dict[str, ShopOrder] = field(default_factory=dict)
    sales: list[Sale] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _changes: Any = field(default_factory=lambda: count(1))

    @classmethod
    def with_articles(cls, *skus: str, clock: Callable[[], datetime] = _now) -> "Shop":
        return cls(clock, {sku: Article(sku, f"Artikel {sku}", "19.95") for sku in skus})

    def stock(self) -> Mapping[str, int]:
        with self.lock:
            return {article.sku: article.available for article in self.articles.values()}

    def set_stock(self, sku: str, available: int) -> None:
        with self.lock:
            self.articles[sku].available = available

    def buy(self, sku: str, pieces: int = 1, *, status: str = "open") -> str:
        """A purchase; answers with the order's id.

        raises  SoldOut: not in the shop, or fewer in stock than wanted
        """
        with self.lock:
            article = self.articles.get(sku)
            if article is None or not 1 <= pieces <= article.available:
                raise SoldOut(f"{pieces} pieces of {sku} cannot be bought")
            now = self.clock()
            order_id = f"W-{len(self.orders) + 1:06d}"
            self.orders[order_id] = ShopOrder(order_id, sku, pieces, status, now, now, next(self._changes))
            self.sales.append(Sale(now, sku, pieces, article.available, order_id))
            article.available -= pieces
            return order_id

    def change(self, order_id: str, status: str) -> None:
        """The order is "open", "sent", "cancelled" or "returned" from now on."""
        with self.lock:
            order = self.orders[order_id]
            order.status, order.changed_at, order.change = status, self.clock(), next(self._changes)

    def changed(self, since: datetime | None, after: int, limit: int) -> Sequence[ShopOrder]:
        """By their last change, at most `limit` and one more."""
        with self.lock:
            found = sorted(self.orders.values(), key=lambda order: order.change)
            return [
                order
                for order in found
                if order.change > after and (since is None or order.changed_at >= since)
            ][: limit + 1]

    def shown(self, order: ShopOrder) -> dict[str, Any]:
        """The order as the interface has it. The buyer is invented."""
        article = self.articles[order.sku]
        return {
            "id": order.id,
            "number": order.id.replace("W-", "2026-"),
            "placed_at": order.placed_at.isoformat(),
            "changed_at": order.changed_at.isoformat(),
            "payment": "INVOICE",
            "lines": [
                {
                    "id": f"{order.id}-1",
                    "sku": order.sku,
                    "title": article.title,
                    "pieces": order.pieces,
                    "unit_price": article.price,
                    "vat": "19.00",
                    "status": order.status,
                }
            ],
            "ship_to": {
                "first_name": "Käthe",
                "last_name": "Muster",
                "street": "Hauptstraße",
                "house_number": "1",
                "postal_code": "20095",
                "city": "Hamburg",
                "country": "DE",
            },
        }
