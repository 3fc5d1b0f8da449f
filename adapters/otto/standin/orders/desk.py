"""The order interface over HTTP: lists, single orders, cancellations, the sandbox's order generator."""

from random import Random

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.books import Books, Cancellation
from adapters.otto.standin.errors import no_route, orders_conflict, orders_error
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders import scenarios
from adapters.otto.standin.orders.listing import BadRequest, limit_of, next_link, page, query_from, query_of
from adapters.otto.standin.orders.sales_order import SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.orders.view import shown
from standins import as_json


class OrderDesk:
    """`generation` names the cursors that are honoured."""

    def __init__(self, shelf: Shelf, odd: Oddities, draw: Random, books: Books, *, sandbox: bool) -> None:
        self.shelf = shelf
        self.odd = odd
        self.draw = draw
        self.books = books
        self.sandbox = sandbox
        self.generation = 0

    def list(self, request: Request) -> Response:
        cursor = request.args.get("nextcursor")
        try:
            limit = limit_of(request.args.get("limit"))
            if cursor is None:
                query = query_of(request.args, request.args.getlist("fulfillmentStatus"))
            else:
                query = query_from(cursor, self.generation)
        except BadRequest:
            return orders_error(400)
        found = page(self.shelf, query, limit, self.odd, self.generation)
        following = found.cursor
        if self.odd.repeat_next_link and cursor is not None:
            following = cursor
        base = self._base(request)
        links = []
        if following is not None:
            links.append({"rel": "next", "href": next_link(following, limit, base)})
        return as_json(
            {"resources": [shown(order, self.odd, base) for order in found.orders], "links": links}
        )

    def single(self, request: Request, name: str) -> Response:
        order = self.shelf.find(name)
        if order is None:
            return orders_error(404)
        return as_json(shown(order, self.odd, self._base(request)))

    def cancel(self, request: Request, order_id: str) -> Response:
        """Every PROCESSABLE item; 409 where there is none."""
        with self.shelf.lock:
            order = self._cancellable(order_id)
            if order is None:
                return orders_error(404)
            ids = frozenset(item.id for item in order.items if item.state is State.PROCESSABLE)
            if not ids:
                return orders_conflict(
                    request.path,
                    f"No position item in sales order [{order.id}] has a fulfillment status "
                    "that can be changed to [CANCELLED_BY_PARTNER]. "
                    "Fulfillment status needs to be [PROCESSABLE].",
                )
            self._cancel_later(order.id, ids)
        return Response(status=202)

    def cancel_items(self, request: Request, order_id: str, item_ids: str) -> Response:
        """All of them or none; those that the partner has cancelled already do no harm."""
        wanted = item_ids.split(",")
        if "" in wanted:
            return orders_error(400)
        with self.shelf.lock:
            order = self._cancellable(order_id)
            if order is None:
                return orders_error(404)
            states = {item.id: item.state for item in order.items}
            if not set(wanted) <= set(states):
                return orders_error(404)
            for item_id in wanted:
                if states[item_id] not in {State.PROCESSABLE, State.CANCELLED_BY_PARTNER}:
                    return orders_conflict(
                        request.path,
                        f"Fulfillment status of position item [{item_id}] in sales order [{order.id}] "
                        f"can't be changed from [{states[item_id]}] to [CANCELLED_BY_PARTNER]. "
                        "Fulfillment status needs to be [PROCESSABLE].",
                    )
            self._cancel_later(order.id, frozenset(id_ for id_ in wanted if states[id_] is State.PROCESSABLE))
        return Response(status=202)

    def _cancel_later(self, order_id: str, item_ids: frozenset[str]) -> None:
        now = self.shelf.now()
        self.books.cancellations += [
            Cancellation(now, order_id, item_id, taken_effect=False) for item_id in sorted(item_ids)
        ]
        self.shelf.cancel_later(order_id, item_ids)

    def _cancellable(self, order_id: str) -> SalesOrder | None:
        """The order as it is, if it shows at all. Raw JSON cannot be cancelled."""
        if self.shelf.find(order_id) is None:
            return None
        order = self.shelf.newest(order_id)
        return order if isinstance(order, SalesOrder) else None

    def test_orders(self, name: str | None) -> Response:
        """All scenarios, or `scenario{n}`. Only the sandbox has them."""
        numbers = {f"scenario{number}": number for number in scenarios.NUMBERS}
        if not self.sandbox:
            return no_route()
        if name is not None and name not in numbers:
            return orders_error(404)
        with self.shelf.lock:
            for number in numbers.values() if name is None else (numbers[name],):
                self.shelf.add(scenarios.scenario(number, self.draw, self.shelf.now(), self.shelf.hold))
        return Response(status=200)

    def _base(self, request: Request) -> str:
        return request.host_url.rstrip("/") if self.odd.absolute_links else ""
