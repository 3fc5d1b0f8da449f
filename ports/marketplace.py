"""What the inside asks of a marketplace. No word here belongs to one marketplace alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.orders import Order, UnreadableOrder
from ports.cancellations import CancellationDesk
from ports.dispatch import DispatchDesk
from ports.listings import Catalogue, DeliveryDesk, ListingDesk
from ports.price_reductions import PriceReductionDesk
from ports.quantities import QuantityBoard
from ports.receipts import ReceiptDesk
from ports.returns import ReturnDesk
from ports.switches import SwitchBoard


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of orders.

    next_page  the token of the following page, opaque; None on the last one
    as_of      the marketplace's clock when it answered, aware UTC; None where it does not tell
    """

    orders: tuple[Order, ...]
    unreadable: tuple[UnreadableOrder, ...] = ()
    next_page: str | None = None
    as_of: datetime | None = None


class OrderSource(Protocol):
    """The orders of one account at a marketplace."""

    def changed_orders(self, since: datetime | None, page: str | None) -> OrderPage:
        """Orders changed at or after `since` (None: all), in all states.

        `page` is None for the first page, else the token of the page before; with a token `since` is not
        looked at. An order may stand on several pages and may change while they are read. Reading is free
        of effects and may be repeated. One order that cannot be read does not spoil its page.

        raises  Refused: among others, a token that is no longer honoured
                AccessDenied, Throttled, Unreachable, BrokenReply
        """
        ...

    def read_again(self, raw: str) -> Order | UnreadableOrder:
        """What today's reader makes of an order that was set aside. Sends nothing, raises nothing."""
        ...


class Marketplace(Protocol):
    """One account at one marketplace, opened. Opening it has sent nothing.

    Whoever subclasses it offers orders, and None of what he leaves out.
    """

    @property
    def orders(self) -> OrderSource: ...

    @property
    def listings(self) -> ListingDesk | None:
        return None

    @property
    def catalogue(self) -> Catalogue | None:
        return None

    @property
    def delivery(self) -> DeliveryDesk | None:
        return None

    @property
    def dispatch(self) -> DispatchDesk | None:
        return None

    @property
    def cancellations(self) -> CancellationDesk | None:
        return None

    @property
    def returns(self) -> ReturnDesk | None:
        return None

    @property
    def receipts(self) -> ReceiptDesk | None:
        return None

    @property
    def price_reductions(self) -> PriceReductionDesk | None:
        return None

    @property
    def quantities(self) -> QuantityBoard | None:
        return None

    @property
    def switches(self) -> SwitchBoard | None:
        return None
