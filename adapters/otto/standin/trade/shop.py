"""otto.de as buyers see it: what can be bought now, and what was shown when it was."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from adapters.otto.standin.goods import Goods
from adapters.otto.standin.orders.market import Market
from adapters.otto.standin.orders.moves import Impossible

_LIMIT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Sale:
    """`shown` is the quantity that the buyer saw when he bought `pieces`."""

    at: datetime
    sku: str
    pieces: int
    shown: int
    order_id: str


class Shop:
    def __init__(self, goods: Goods, market: Market) -> None:
        self.goods = goods
        self.market = market
        self._sales: deque[Sale] = deque(maxlen=_LIMIT)

    @property
    def sales(self) -> Sequence[Sale]:
        with self.goods.assortment.lock:
            return list(self._sales)

    def obstacle(self, sku: str) -> str | None:
        """Why nobody can buy it now; None where it can be bought."""
        with self.goods.assortment.lock:
            variation = self.goods.assortment.find(sku)
            if variation is None:
                return "not listed"
            status = self.goods.verdict(variation).status
            if status != "ONLINE":
                return status.lower()
            if not self.goods.deliveries.deliverable(sku):
                return "no delivery"
            shown = self.goods.board.find(sku)
            return None if shown is not None and shown.units > 0 else "sold out"

    def buyable(self) -> Mapping[str, int]:
        """What can be bought now, with the quantity shown."""
        with self.goods.assortment.lock:
            units = self.goods.board.units()
            return {sku: shown for sku, shown in units.items() if self.obstacle(sku) is None}

    def buy(self, sku: str, pieces: int = 1, *, payment: str | None = None, at_once: bool = False) -> str:
        """A purchase, as an order that shows when its hold has ended (`at_once`: now). Answers with its id.

        raises  Impossible: not on sale, fewer shown than wanted, or more than one order may hold
        """
        with self.goods.assortment.lock:
            obstacle = self.obstacle(sku)
            if obstacle is not None:
                raise Impossible(f"{sku} cannot be bought: {obstacle}")
            shown = self.goods.board.units_of(sku)
            if not 1 <= pieces <= min(shown, self.goods.order_limit(sku)):
                raise Impossible(f"{pieces} pieces of {sku} cannot be bought: {shown} are shown")
            article = self.goods.article(sku)
            place = self.market.place_visible if at_once else self.market.place
            order_id = place(articles=[article] * pieces, payment=payment)
            self._sales.append(Sale(self.goods.assortment.now(), sku, pieces, shown, order_id))
            if self.goods.odd.sale_lowers_quantity:
                self.goods.board.store(sku, shown - pieces)
            return order_id
