"""What happens to an order after the purchase: shipments, and what the seller has to answer for."""

from collections.abc import Sequence

from adapters.otto.standin.area import Area
from adapters.otto.standin.backstage import Backstage
from adapters.otto.standin.books import Books, Cancellation
from adapters.otto.standin.cursors import Cursors
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.sales_order import SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.shipments.area import Shipments
from adapters.otto.standin.shipments.depot import Depot
from adapters.otto.standin.shipments.desk import ShipmentDesk


class Fulfilment:
    """
    books    what came of the seller's calls
    cursors  those of the lists; `cursors.generation` forgets them
    depot    shipments
    """

    def __init__(self, shelf: Shelf, odd: Oddities, books: Books) -> None:
        self.odd = odd
        self.books = books
        self.cursors = Cursors()
        self.depot = Depot(shelf, odd, books)
        shelf.watchers.append(self._note_cancellations)

    def areas(self) -> Sequence[Area]:
        return (
            Shipments(ShipmentDesk(self.depot, self.odd, self.cursors)),
            Backstage(self.books, self.odd),
        )

    def _note_cancellations(self, before: SalesOrder | None, after: SalesOrder) -> None:
        """Those of the seller that take effect. Orders that come cancelled are none of his."""
        states = {item.id: item.state for item in before.items} if before else {}
        for item in after.items:
            if item.state is State.CANCELLED_BY_PARTNER and states.get(item.id, item.state) is not item.state:
                self.books.cancellations.append(
                    Cancellation(after.changed_at, after.id, item.id, taken_effect=True)
                )
