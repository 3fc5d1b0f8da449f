"""Controls: what buyers, the seller's hand and OTTO's whims do to the product side.

GET  /_standin/assortment  sku -> quantity shown, switch, verdict, and why it cannot be bought
POST /_standin/buy         {"sku": "ART-000000", "pieces": 2, "at_once": true}: an order
GET  /_standin/sales       every sale with the quantity that was shown
POST /_standin/quantities  {"sku": "ART-000000", "quantity": 5}: by hand, in the portal
POST /_standin/switches    {"sku": "ART-000000", "active": false}: by hand, in the portal
POST /_standin/verdicts    {"sku": "ART-000000", "status": "RESTRICTED", "code": "600007"}; a status of null
                           leaves it to the rules again
POST /_standin/categories  {"rename": "T-Shirt", "to": "Shirt"}, or {"category": "T-Shirt",
                           "attribute": "Pflege", "changes": {"relevance": "LEGAL"}}
GET  /_standin/writes      what was written, call by call, with its entries
GET  /_standin/faults      rules that the caller broke
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from adapters.otto.standin.area import Route
from adapters.otto.standin.record import Write
from adapters.otto.standin.trade.portal import Portal
from adapters.otto.standin.trade.shop import Shop
from standins.application import Control

Wanted = Mapping[str, Any]


class Trade:
    def __init__(self, shop: Shop, portal: Portal) -> None:
        self.shop = shop
        self.portal = portal

    def routes(self) -> Sequence[Route]:
        return ()

    def controls(self) -> Mapping[str, Control]:
        record = self.shop.goods.record
        return {
            "GET /_standin/assortment": lambda _: self._assortment(),
            "POST /_standin/buy": self._buy,
            "GET /_standin/sales": lambda _: [_dated(asdict(sale)) for sale in self.shop.sales],
            "POST /_standin/quantities": self._set_quantity,
            "POST /_standin/switches": self._switch,
            "POST /_standin/verdicts": self._judge,
            "POST /_standin/categories": self._change_category,
            "GET /_standin/writes": lambda _: [_written(write) for write in record.writes()],
            "GET /_standin/faults": lambda _: [_dated(asdict(fault)) for fault in record.faults()],
        }

    def _assortment(self) -> Any:
        goods = self.shop.goods
        with goods.assortment.lock:
            units = goods.board.units()
            return {
                variation.sku: {
                    "quantity": units.get(variation.sku),
                    "active": variation.active,
                    "status": goods.verdict(variation).status,
                    "obstacle": self.shop.obstacle(variation.sku),
                }
                for variation in goods.assortment.all()
            }

    def _buy(self, wanted: Wanted) -> Any:
        order_id = self.shop.buy(
            wanted["sku"],
            int(wanted.get("pieces", 1)),
            payment=wanted.get("payment"),
            at_once=bool(wanted.get("at_once", False)),
        )
        return {"order": order_id}

    def _set_quantity(self, wanted: Wanted) -> Any:
        self.portal.set_quantity(wanted["sku"], int(wanted["quantity"]))
        return {}

    def _switch(self, wanted: Wanted) -> Any:
        self.portal.switch(wanted["sku"], active=bool(wanted["active"]))
        return {}

    def _judge(self, wanted: Wanted) -> Any:
        self.portal.judge(wanted["sku"], wanted["status"], wanted.get("code"))
        return {}

    def _change_category(self, wanted: Wanted) -> Any:
        if "rename" in wanted:
            self.portal.rename_category(wanted["rename"], wanted["to"])
        else:
            changes = {
                key: tuple(value) if isinstance(value, list) else value
                for key, value in wanted["changes"].items()
            }
            self.portal.change_attribute(wanted["category"], wanted["attribute"], **changes)
        return {}


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "at": fields["at"].isoformat()}


def _written(write: Write) -> dict[str, Any]:
    return {
        "at": write.at.isoformat(),
        "what": write.what,
        "entries": [{"sku": sku, "value": value} for sku, value in write.entries],
        "refused": sorted(write.refused),
    }
