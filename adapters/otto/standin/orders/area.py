"""Orders as an area, with controls over what buyers and OTTO do to them.

GET  /_standin/orders   every order as it shows now
POST /_standin/orders   {"count": 3, "payment": "PREPAYMENT", "skus": [...]}: purchases that show at once
POST /_standin/actions  {"action": "pay", "order": id, "items": [ids]}
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.otto.standin.area import Route
from adapters.otto.standin.orders.desk import OrderDesk
from adapters.otto.standin.orders.market import Market
from adapters.otto.standin.orders.moves import Chosen
from standins.application import Control

Wanted = Mapping[str, Any]


class Orders:
    def __init__(self, desk: OrderDesk, market: Market) -> None:
        self.desk = desk
        self.market = market

    def routes(self) -> Sequence[Route]:
        desk = self.desk
        items = "/v4/orders/<order_id>/positionItems/<item_ids>"
        return (
            Route("GET", "/v4/orders", "orders", desk.list),
            Route("GET", "/v4/orders/<name>", "orders", desk.single),
            Route("POST", "/v4/orders/testorders", "orders", lambda _: desk.test_orders(None)),
            Route("POST", "/v4/orders/testorders/<name>", "orders", lambda _, name: desk.test_orders(name)),
            Route("POST", "/v4/orders/<order_id>/cancellation", "orders", desk.cancel),
            Route("POST", f"{items}/cancellation", "orders", desk.cancel_items),
        )

    def controls(self) -> Mapping[str, Control]:
        return {
            "GET /_standin/orders": lambda _: self.market.orders_now(),
            "POST /_standin/orders": self._place,
            "POST /_standin/actions": self._act,
        }

    def _place(self, wanted: Wanted) -> list[str]:
        skus, payment = wanted.get("skus"), wanted.get("payment")
        market = self.market
        return [market.place_visible(skus=skus, payment=payment) for _ in range(int(wanted.get("count", 1)))]

    def _act(self, wanted: Wanted) -> Any:
        market = self.market
        actions: dict[str, Callable[[str, Chosen], None]] = {
            "pay": market.pay,
            "cancel_by_marketplace": market.cancel_by_marketplace,
            "cancel_by_customer": market.cancel_by_customer,
            "mark_sent": market.mark_sent,
            "mark_returned": market.mark_returned,
            "change_something": lambda order, _: market.change_something(order),
        }
        name, order = wanted.get("action", ""), wanted["order"]
        if name not in actions:
            raise ValueError(f"no such action; known: {', '.join(sorted(actions))}")
        actions[name](order, wanted.get("items"))
        return {"order": order}
