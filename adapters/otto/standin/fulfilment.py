"""What happens to an order after the purchase: shipments, and what the seller has to answer for."""

from collections.abc import Sequence
from datetime import timedelta

from adapters.otto.standin.area import Area
from adapters.otto.standin.backstage import Backstage
from adapters.otto.standin.books import Books, Cancellation
from adapters.otto.standin.cursors import Cursors
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.sales_order import SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.price_reductions.area import PriceReductions
from adapters.otto.standin.price_reductions.desk import PriceReductionDesk
from adapters.otto.standin.price_reductions.reductions import Reductions
from adapters.otto.standin.receipts.area import Receipts
from adapters.otto.standin.receipts.book import ReceiptBook
from adapters.otto.standin.receipts.desk import ReceiptDesk
from adapters.otto.standin.return_shipments.area import ReturnShipments
from adapters.otto.standin.return_shipments.desk import ReturnShipmentDesk
from adapters.otto.standin.return_shipments.parcels import ReturnParcels
from adapters.otto.standin.returns.area import Returns
from adapters.otto.standin.returns.cases import Cases
from adapters.otto.standin.returns.desk import ReturnDesk
from adapters.otto.standin.shipments.area import Shipments
from adapters.otto.standin.shipments.depot import Depot
from adapters.otto.standin.shipments.desk import ShipmentDesk
from adapters.otto.standin.shipments.shipment import Origin


class Fulfilment:
    """
    books       what came of the seller's calls
    cursors     those of the lists; a higher `cursors.generation` forgets them
    depot       shipments
    receipts    receipts, which come by themselves
    reductions  price reductions
    parcels     parcels on their way back
    returns     what buyers announce, and what is decided about it
    """

    def __init__(self, shelf: Shelf, odd: Oddities, books: Books, *, reduction_delay: timedelta) -> None:
        self.odd = odd
        self.books = books
        self.cursors = Cursors()
        # The order matters: a receipt tells where the parcel left, so the shipment comes first.
        self.depot = Depot(shelf, odd, books)
        self.receipts = ReceiptBook(shelf, odd, self._origin_of)
        self.reductions = Reductions(shelf, books, self.receipts, reduction_delay)
        self.parcels = ReturnParcels(shelf)
        self.returns = Cases(shelf, books, self.depot, self.parcels, self.reductions.settle)
        shelf.watchers.append(self._note_cancellations)

    def areas(self) -> Sequence[Area]:
        odd, cursors, settle = self.odd, self.cursors, self.reductions.settle
        return (
            Shipments(ShipmentDesk(self.depot, odd, cursors)),
            ReturnShipments(ReturnShipmentDesk(self.parcels, cursors)),
            Returns(ReturnDesk(self.returns, odd)),
            Receipts(ReceiptDesk(self.receipts, odd, cursors, settle)),
            PriceReductions(PriceReductionDesk(self.reductions, odd)),
            Backstage(self.books, odd),
        )

    def _origin_of(self, item_id: str) -> Origin | None:
        return next((shipment.origin for shipment in self.depot.of_item(item_id)), None)

    def _note_cancellations(self, before: SalesOrder | None, after: SalesOrder) -> None:
        """Those of the seller that take effect. Orders that come cancelled are none of his."""
        states = {item.id: item.state for item in before.items} if before else {}
        for item in after.items:
            if item.state is State.CANCELLED_BY_PARTNER and states.get(item.id, item.state) is not item.state:
                self.books.cancellations.append(
                    Cancellation(after.changed_at, after.id, item.id, taken_effect=True)
                )
