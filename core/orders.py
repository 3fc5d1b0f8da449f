"""Orders of a marketplace: what they are, and which version of one is the newer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.errors import InvalidValue
from core.money import Money
from core.people import Address
from core.text import Text

SalesOrderId = NewType("SalesOrderId", str)
PositionItemId = NewType("PositionItemId", str)
Sku = NewType("Sku", str)


class PositionState(StrEnum):
    """Where one piece stands. The partner is the seller, seen from the marketplace.

    ANNOUNCED reserves stock but may not be shipped; PROCESSABLE may; UNKNOWN is a word of the marketplace
    that this version does not know (kept in `Position.state_text`).
    """

    ANNOUNCED = "ANNOUNCED"
    PROCESSABLE = "PROCESSABLE"
    SENT = "SENT"
    RETURNED = "RETURNED"
    CANCELLED_BY_PARTNER = "CANCELLED_BY_PARTNER"
    CANCELLED_BY_MARKETPLACE = "CANCELLED_BY_MARKETPLACE"
    UNKNOWN = "UNKNOWN"

    @property
    def is_cancelled(self) -> bool:
        return self in _CANCELLED


_CANCELLED = frozenset({PositionState.CANCELLED_BY_PARTNER, PositionState.CANCELLED_BY_MARKETPLACE})
_RANK = (
    PositionState.ANNOUNCED,
    PositionState.PROCESSABLE,
    PositionState.SENT,
    PositionState.RETURNED,
    PositionState.UNKNOWN,
    PositionState.CANCELLED_BY_PARTNER,
    PositionState.CANCELLED_BY_MARKETPLACE,
)


@dataclass(frozen=True, slots=True)
class Position:
    """One piece of one article. Three of the same are three positions.

    `price` is the list price with VAT; `discount` and `reduced_price` exist only where the seller pays a
    discount. `vat_rate` is in hundredths of a percent (1900 is 19 %).
    """

    position_item_id: PositionItemId
    sku: Sku
    state: PositionState
    price: Money
    state_text: str | None = None
    title: str | None = None
    ean: str | None = None
    article_number: str | None = None
    vat_rate: int | None = None
    discount: Money | None = None
    reduced_price: Money | None = None
    cancellation_reason: str | None = None
    expected_delivery_at: datetime | None = None
    processable_at: datetime | None = None
    sent_at: datetime | None = None
    returned_at: datetime | None = None
    cancelled_at: datetime | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    return_accepted_by_marketplace: bool = False
    weee_pickup: bool = False

    def __post_init__(self) -> None:
        _demand_zone(
            self.expected_delivery_at, self.processable_at, self.sent_at, self.returned_at, self.cancelled_at
        )


@dataclass(frozen=True, slots=True)
class Charge:
    """A delivery fee or a discount of the whole checkout, and the positions it is spread over."""

    name: str
    amount: Money
    position_item_ids: tuple[PositionItemId, ...] = ()
    vat_rate: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One order as the marketplace shows it. Times are aware UTC.

    `sales_order_id` is the key; `order_number` is what the buyer sees and is no key.
    `changed_at` is the marketplace's own change time; None where it does not say.
    Addresses are absent while the order is announced.
    """

    sales_order_id: SalesOrderId
    order_number: str
    ordered_at: datetime
    positions: tuple[Position, ...]
    changed_at: datetime | None = None
    payment_method: str | None = None
    suspected_fraud: bool = False
    delivery_address: Address | None = None
    invoice_address: Address | None = None
    delivery_fees: tuple[Charge, ...] = ()
    discounts: tuple[Charge, ...] = ()

    def __post_init__(self) -> None:
        if not self.sales_order_id:
            raise InvalidValue(Text(en="the order has no id", de="der Auftrag hat keine Kennung"))
        _demand_zone(self.ordered_at, self.changed_at)
        ids = [position.position_item_id for position in self.positions]
        if len(set(ids)) != len(ids):
            raise InvalidValue(
                Text(
                    en="the same position stands twice in the order",
                    de="dieselbe Position steht zweimal im Auftrag",
                )
            )

    @property
    def state(self) -> PositionState:
        return state_of(position.state for position in self.positions)

    @property
    def paid(self) -> bool | None:
        """What the marketplace says of the payment; None where nothing follows (all cancelled)."""
        return paid_according_to(self.state)


@dataclass(frozen=True, slots=True)
class UnreadableOrder:
    """An order that came in but cannot be taken over, with the reason and all that was sent.

    `sales_order_id`, `order_number` and `changed_at` (as in `Order`) are given where at least they could be
    read. `raw` is JSON text.
    """

    reason: Text
    raw: str = field(repr=False)
    sales_order_id: SalesOrderId | None = None
    order_number: str | None = None
    changed_at: datetime | None = None

    def __post_init__(self) -> None:
        _demand_zone(self.changed_at)


def _demand_zone(*moments: datetime | None) -> None:
    for moment in moments:
        if moment is not None and moment.tzinfo is None:
            raise InvalidValue(Text(en="a time without a zone", de="eine Zeit ohne Zeitzone"))


def state_of(positions: Iterable[PositionState]) -> PositionState:
    """The order's state: the lowest among its live positions; cancelled only when none lives."""
    present = set(positions)
    return next((state for state in _RANK if state in present), PositionState.UNKNOWN)


def paid_according_to(state: PositionState) -> bool | None:
    """ANNOUNCED waits for the payment; from PROCESSABLE on the marketplace has it. Else it does not say."""
    if state is PositionState.ANNOUNCED:
        return False
    if state in {PositionState.PROCESSABLE, PositionState.SENT, PositionState.RETURNED}:
        return True
    return None


def supersedes(new: datetime | None, known: datetime | None) -> bool:
    """Whether a version changed at `new` may replace the stored one changed at `known`.

    An older version never does: a page read from a snapshot may be staler than what is stored. Without a
    change time there is nothing to compare, and the later reading counts.
    """
    return new is None or known is None or new >= known
