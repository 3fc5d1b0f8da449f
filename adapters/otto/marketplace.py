"""One account at OTTO, opened."""

from adapters.otto.calls import open_calls
from adapters.otto.cancellations import OttoCancellations
from adapters.otto.listings.catalogue import OttoCatalogue
from adapters.otto.listings.delivery import OttoDelivery
from adapters.otto.listings.desk import OttoListings
from adapters.otto.orders import OttoOrders
from adapters.otto.price_reductions import OttoPriceReductions
from adapters.otto.quantities import OttoQuantities
from adapters.otto.receipts import OttoReceipts
from adapters.otto.returns import OttoReturns
from adapters.otto.shipments import OttoShipments
from adapters.otto.switches import OttoSwitches
from ports import Connection, Marketplace


class Otto(Marketplace):
    """All of it over one set of calls. What the account has no right to is not offered."""

    def __init__(self, connection: Connection) -> None:
        self._calls = open_calls(connection)
        self._rights = frozenset(connection.settings.get("scopes", "").split())
        self._return_address = connection.settings.get("return_address_carrier_id", "")
        self._clock = connection.clock

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

    @property
    def dispatch(self) -> OttoShipments | None:
        return OttoShipments(self._calls, self._return_address) if "shipments" in self._rights else None

    @property
    def cancellations(self) -> OttoCancellations:
        return OttoCancellations(self._calls)

    @property
    def returns(self) -> OttoReturns | None:
        return OttoReturns(self._calls) if "returns" in self._rights else None

    @property
    def receipts(self) -> OttoReceipts | None:
        return OttoReceipts(self._calls) if "receipts" in self._rights else None

    @property
    def price_reductions(self) -> OttoPriceReductions | None:
        return OttoPriceReductions(self._calls) if "price-reduction" in self._rights else None

    @property
    def switches(self) -> OttoSwitches:
        return OttoSwitches(self._calls, self._clock)
