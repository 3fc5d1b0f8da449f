"""The shop's stock levels.

GET /stock?after=SKU         -> {"stock": [{"sku": "A", "available": 3}], "next": SKU or null}
PUT /stock {"levels": [{"sku": "A", "available": 3}]}, at most 50
-> {"accepted": ["A"], "rejected": [{"sku": "B", "code": "unknown_sku", "message": "..."}]}
"""

from collections.abc import Sequence
from typing import Any

from core.errors import Complaint
from core.orders import Sku
from core.stock import ShowQuantity
from ports import QuantityAnswer, QuantityPage, json_of, reading
from webshop_market.calls import SERVICE, Calls


class WebshopQuantities:
    batch = 50
    highest = 99_999

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def shown(self, page: str | None) -> QuantityPage:
        answer = self._calls.get("/stock", **({"after": page} if page else {}))
        with reading(SERVICE):
            body = json_of(answer)
            levels = {Sku(row["sku"]): int(row["available"]) for row in body["stock"]}
            return QuantityPage(levels, body["next"])

    def show(self, changes: Sequence[ShowQuantity]) -> QuantityAnswer:
        levels = [{"sku": change.sku, "available": change.pieces} for change in changes]
        answer = self._calls.put("/stock", {"levels": levels})
        with reading(SERVICE):
            body = json_of(answer)
            return QuantityAnswer(
                acknowledged=frozenset(map(Sku, body["accepted"])),
                refused={Sku(row["sku"]): (reason(row),) for row in body["rejected"]},
            )


def reason(row: Any) -> Complaint:
    return Complaint(row["message"], row["code"], "sku")
