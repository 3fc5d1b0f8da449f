"""One account at OTTO, opened."""

from adapters.otto.calls import open_calls
from adapters.otto.orders import OttoOrders
from ports import Connection


class Otto:
    """A `Marketplace`."""

    def __init__(self, connection: Connection) -> None:
        self.orders = OttoOrders(open_calls(connection))
