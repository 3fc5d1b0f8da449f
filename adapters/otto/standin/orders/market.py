"""What happens at OTTO: purchases, payments, cancellations, dispatch, returns; and what to compare with."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders import moves
from adapters.otto.standin.orders.catalogue import CATALOGUE, Article
from adapters.otto.standin.orders.generator import draft, tracking_number
from adapters.otto.standin.orders.moves import Chosen, Impossible
from adapters.otto.standin.orders.sales_order import Kept, RawOrder, SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.orders.view import shown
from adapters.otto.standin.timestamps import to_ms


class Market:
    """Every change moves the change date to now, or to the end of the hold where that is later. In all
    actions `items` are position item ids; None means all that the action fits.

    raises  Impossible: no such order, or not in a state for it; nothing has changed

    `choice` is what buyers choose from where nothing else is said.
    """

    def __init__(self, shelf: Shelf, odd: Oddities, draw: Random) -> None:
        self.shelf = shelf
        self.odd = odd
        self.draw = draw
        self.choice: Sequence[Article] = CATALOGUE
        self._nameless = count(1)

    def place(
        self,
        *,
        skus: Sequence[str] | None = None,
        payment: str | None = None,
        forwarder: bool = False,
        ordered_at: datetime | None = None,
        articles: Sequence[Article] | None = None,
    ) -> str:
        """A purchase, now or at `ordered_at`; it shows when its hold has ended. Answers with its id.

        PREPAYMENT begins as ANNOUNCED, anything else as PROCESSABLE. A SKU out of `choice`, or any other;
        twice the same makes two position items. `forwarder` sends all of it by freight. `articles` go before
        `skus`.
        """
        if articles is None and skus is not None:
            articles = [self._article(sku, forwarder=forwarder) for sku in skus]
        if articles is None and forwarder:
            articles = [next(each for each in (*self.choice, *CATALOGUE) if each.forwarder)]
        with self.shelf.lock:
            order = draft(
                self.draw,
                ordered_at or self.shelf.now(),
                articles=articles,
                payment=payment,
                hold=self.shelf.hold,
                choice=self.choice,
            )
            self.shelf.add(order)
        return order.id

    def _article(self, sku: str, *, forwarder: bool) -> Article:
        for article in (*self.choice, *CATALOGUE):
            if article.sku == sku:
                return replace(article, forwarder=forwarder or article.forwarder)
        return Article(sku, f"Artikel {sku}", 1990, None, "S0ART000", forwarder=forwarder)

    def place_visible(
        self,
        *,
        skus: Sequence[str] | None = None,
        payment: str | None = None,
        forwarder: bool = False,
        articles: Sequence[Article] | None = None,
    ) -> str:
        """A purchase whose hold ends just now."""
        return self.place(
            skus=skus,
            payment=payment,
            forwarder=forwarder,
            ordered_at=self.shelf.now() - self.shelf.hold,
            articles=articles,
        )

    def pay(self, order_id: str, items: Chosen = None) -> None:
        self.shelf.change(order_id, lambda order, at: moves.pay(order, items, at))

    def cancel_by_marketplace(
        self, order_id: str, items: Chosen = None, reason: str = "PAYMENT_ABORTED"
    ) -> None:
        self.shelf.change(order_id, lambda order, at: moves.cancel_by_marketplace(order, items, at, reason))

    def cancel_by_customer(self, order_id: str, items: Chosen = None) -> None:
        """Within the hold a whole order vanishes without ever having shown."""
        if items is None and self.shelf.vanish_if_held(order_id):
            return
        self.cancel_by_marketplace(order_id, items, "CANCELLED_ON_CUSTOMER_WISH")

    def mark_sent(
        self, order_id: str, items: Chosen = None, carrier: str = "DHL", number: str | None = None
    ) -> None:
        number = number or tracking_number(self.draw)
        self.shelf.change(order_id, lambda order, at: moves.send(order, items, at, carrier, number))

    def mark_returned(self, order_id: str, items: Chosen = None, *, by_marketplace: bool = False) -> None:
        self.shelf.change(
            order_id, lambda order, at: moves.give_back(order, items, at, by_marketplace=by_marketplace)
        )

    def change_something(self, order_id: str) -> None:
        """Only the expected delivery moves; while an order is announced not even that is to be seen."""
        self.shelf.change(order_id, lambda order, at: moves.delay_delivery(order, None, at))

    def stir(self, draw: Random, times: int = 1) -> None:
        """So many things happen, drawn by `draw`: new orders, and changes to those that are there."""
        for _ in range(times):
            ids = self.shelf.ids()
            actions: list[Callable[[str], object]] = [
                self.pay,
                self.cancel_by_marketplace,
                self.cancel_by_customer,
                self.mark_sent,
                self.mark_returned,
                self.change_something,
            ]
            if not ids or draw.random() < 0.25:
                self.place(ordered_at=self.shelf.now() - timedelta(minutes=draw.choice((0, 45, 600))))
                continue
            try:
                draw.choice(actions)(draw.choice(ids))
            except Impossible:
                self.change_where_possible(draw.choice(ids))

    def change_where_possible(self, order_id: str) -> None:
        """Like `change_something`; raw JSON stays as it is."""
        if isinstance(self.shelf.newest(order_id), SalesOrder):
            self.change_something(order_id)

    def inject(
        self, body: Any, *, ordered_at: datetime | None = None, changed_at: datetime | None = None
    ) -> str:
        """Any JSON as an order, shown as it is and at once; replaces the order of the same id.

        Dates that are not given are read from the body where it has them, else they are now. Answers with the
        id under which it is kept.
        """
        fields = body if isinstance(body, dict) else {}
        order_id, number = fields.get("salesOrderId"), fields.get("orderNumber")
        with self.shelf.lock:
            order = RawOrder(
                id=order_id if isinstance(order_id, str) and order_id else f"raw-{next(self._nameless)}",
                number=number if isinstance(number, str) else None,
                ordered_at=to_ms(ordered_at or _date_of(fields, "orderDate") or self.shelf.now()),
                changed_at=to_ms(changed_at or _date_of(fields, "lastModifiedDate") or self.shelf.now()),
                body=body,
            )
            self.shelf.put_raw(order)
        return order.id

    def load_examples(self, folder: Path) -> Sequence[str]:
        """The orders of `order_*.json` and `orders_list_page.json`; of several with one id the last stays."""
        bodies = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("order_*.json"))]
        bodies += json.loads((folder / "orders_list_page.json").read_text("utf-8"))["resources"]
        return list(dict.fromkeys(self.inject(body) for body in bodies))

    def orders_now(self) -> list[Any]:
        """Every order as OTTO shows it now, in the order of the lists."""
        return [shown(order, self.odd) for order in self.shelf.orders_now()]

    def order(self, order_id: str) -> Kept:
        """As it is kept, whether it shows or not."""
        order = self.shelf.newest(order_id)
        if order is None:
            raise Impossible(f"there is no order {order_id}")
        return order

    def item_ids(self, order_id: str, state: State | None = None) -> list[str]:
        """The position item ids of an order, or those of its items in that state."""
        order = self.order(order_id)
        items = order.items if isinstance(order, SalesOrder) else ()
        return [item.id for item in items if state is None or item.state is state]


def _date_of(fields: Mapping[str, Any], name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(fields.get(name, ""))
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None
