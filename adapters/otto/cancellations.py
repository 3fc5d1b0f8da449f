"""Cancellations by the seller (Orders v4). Facts: NOTES.md, "cancellation"."""

from collections.abc import Sequence
from urllib.parse import quote

from adapters.otto.calls import OttoCalls
from adapters.otto.orders import PATH
from core.orders import PositionItemId, SalesOrderId


class OttoCancellations:
    """A `CancellationDesk`."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def cancel(self, order: SalesOrderId, positions: Sequence[PositionItemId]) -> None:
        target = f"{PATH}/{quote(order, safe='')}"
        if positions:
            target += f"/positionItems/{','.join(quote(item, safe='') for item in positions)}"
        self._calls.write("POST", f"{target}/cancellation", right="orders")
