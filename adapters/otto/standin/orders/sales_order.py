"""Orders as the stand-in keeps them: with everything, also what OTTO would not show yet. Cents, aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where one position item stands; the words of the interface."""

    ANNOUNCED = "ANNOUNCED"
    PROCESSABLE = "PROCESSABLE"
    SENT = "SENT"
    RETURNED = "RETURNED"
    CANCELLED_BY_PARTNER = "CANCELLED_BY_PARTNER"
    CANCELLED_BY_MARKETPLACE = "CANCELLED_BY_MARKETPLACE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece. `vat_rate` in percent; `dimensions` are (type, display name, value)."""

    id: str
    state: State
    sku: str
    title: str
    article_number: str
    ean: str | None
    vat_rate: int
    price_cents: int
    expected_at: datetime
    discount_cents: int = 0
    forwarder: bool = False
    weee_pickup: bool = False
    deal: tuple[str, str] | None = None
    dimensions: tuple[tuple[str, str, str], ...] = ()
    processable_at: datetime | None = None
    sent_at: datetime | None = None
    returned_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancellation_reason: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    accepted_by_marketplace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    salutation: str
    first_name: str
    last_name: str
    street: str
    house_number: str
    zip_code: str
    city: str
    country: str = "DEU"
    title: str | None = None
    addition: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    name: str
    cents: int
    item_ids: tuple[str, ...]
    vat_rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    id: str
    title: str
    cents: int
    item_ids: tuple[str, ...]
    vat_rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrder:
    """`delivery` holds the real phone and e-mail, `invoice` the relay address, whether shown or not."""

    id: str
    number: str
    ordered_at: datetime
    lifecycle_at: datetime
    changed_at: datetime
    payment: str
    items: tuple[Item, ...]
    delivery: Address
    invoice: Address
    fees: tuple[Fee, ...] = ()
    discounts: tuple[Discount, ...] = ()
    fraud: bool = False

    @property
    def states(self) -> frozenset[str]:
        return frozenset(item.state.value for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawOrder:
    """Any JSON that is to be shown as it is. `ordered_at` and `changed_at` only place it in the lists."""

    id: str
    number: str | None
    ordered_at: datetime
    changed_at: datetime
    body: Any

    @property
    def states(self) -> frozenset[str]:
        items = self.body.get("positionItems") if isinstance(self.body, dict) else None
        if not isinstance(items, list):
            return frozenset()
        found = (item.get("fulfillmentStatus") for item in items if isinstance(item, dict))
        return frozenset(state for state in found if isinstance(state, str))


Kept = SalesOrder | RawOrder
