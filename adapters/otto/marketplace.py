"""One account at OTTO, opened."""

from adapters.otto.calls import open_calls
from adapters.otto.listings.catalogue import OttoCatalogue
from adapters.otto.listings.delivery import OttoDelivery
from adapters.otto.listings.desk import OttoListings
from adapters.otto.orders import OttoOrders
from adapters.otto.quantities import OttoQuantities
from ports import Connection, Marketplace


class Otto(Marketplace):
    """All of it over one set of calls."""

    def __init__(self, connection: Connection) -> None:
        self._calls = open_calls(connection)

    @property
    def orders(self) -> OttoOrders:
        return OttoOrders(self._calls)

    @property
    def quantities(self) -> OttoQuantities:
        return OttoQuantities(self._calls)

    @property
    def listings(self) -> OttoListings:
        return OttoListings(self._calls)

    @property
    def catalogue(self) -> OttoCatalogue:
        return OttoCatalogue(self._calls)

    @property
    def delivery(self) -> OttoDelivery:
        return OttoDelivery(self._calls)
