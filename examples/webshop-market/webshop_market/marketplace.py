"""One account at the shop, opened. It has orders and quantities; every other part stays None."""

from ports import Connection, Marketplace
from webshop_market.calls import Calls
from webshop_market.orders import WebshopOrders
from webshop_market.quantities import WebshopQuantities


class Webshop(Marketplace):
    def __init__(self, connection: Connection) -> None:
        self._calls = Calls(connection)

    @property
    def orders(self) -> WebshopOrders:
        return WebshopOrders(self._calls)

    @property
    def quantities(self) -> WebshopQuantities:
        return WebshopQuantities(self._calls)
