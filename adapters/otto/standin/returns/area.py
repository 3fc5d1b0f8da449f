"""Returns as an area, with controls over what buyers and OTTO do.

POST /_standin/returns  {"action": "announce", "order": id, "items": [ids]}; actions: announce, take_back,
                        misdirect, accept_by_marketplace (with "reason")
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.otto.standin.area import Route
from adapters.otto.standin.returns.desk import ReturnDesk
from standins.application import Control


class Returns:
    def __init__(self, desk: ReturnDesk) -> None:
        self.desk = desk

    def routes(self) -> Sequence[Route]:
        desk = self.desk
        return (
            Route("GET", "/v3/returns", "returns", desk.list),
            Route("POST", "/v3/returns/acceptance", "returns", desk.accept),
            Route("POST", "/v3/returns/rejection", "returns", desk.reject),
        )

    def controls(self) -> Mapping[str, Control]:
        return {"POST /_standin/returns": self._act}

    def _act(self, wanted: Mapping[str, Any]) -> Any:
        cases = self.desk.cases
        order, items = wanted["order"], wanted.get("items")
        match wanted.get("action"):
            case "announce":
                keys = cases.announce(order, items)
                return {"keys": [{"carrier": key.carrier, "number": key.number} for key in keys]}
            case "take_back":
                cases.take_back(order, items)
            case "misdirect":
                cases.misdirect(order, items)
            case "accept_by_marketplace":
                cases.accept_by_marketplace(order, items, wanted.get("reason", "OVERDUE_CREDIT"))
            case _:
                raise ValueError(
                    "no such action; known: accept_by_marketplace, announce, misdirect, take_back"
                )
        return {"order": order}
