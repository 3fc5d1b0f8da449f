"""Receipts as the stand-in keeps them. Cents, aware UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.otto.standin.orders.sales_order import Fee, Item, SalesOrder
from adapters.otto.standin.shipments.shipment import Origin


class Kind(StrEnum):
    """The types of the interface."""

    PURCHASE = "PURCHASE"
    REFUND = "REFUND"
    PARTIAL_REFUND = "PARTIAL_REFUND"


@dataclass(frozen=True, slots=True)
class Rebate:
    """A partial refund of one piece that was paid before."""

    item_id: str
    cents: int
    receipt: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of one article at one price. `rebates` come off: they were paid back already."""

    items: tuple[Item, ...]
    rebates: tuple[Rebate, ...] = ()

    @property
    def unit_cents(self) -> int:
        return self.items[0].price_cents

    @property
    def discount_cents(self) -> int:
        return sum(item.discount_cents for item in self.items)

    @property
    def cents(self) -> int:
        whole = self.unit_cents * len(self.items) - self.discount_cents
        return whole - sum(rebate.cents for rebate in self.rebates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """
    lines    of PURCHASE and REFUND
    rebated  of PARTIAL_REFUND: the piece and what is paid back of it
    fees     delivery costs
    linked   the purchase that a refund belongs to
    origin   where the parcel left, where that was told
    sent_at  only of PURCHASE
    """

    number: str
    kind: Kind
    created_at: datetime
    order: SalesOrder
    lines: tuple[Line, ...] = ()
    rebated: tuple[Item, int] | None = None
    fees: tuple[Fee, ...] = ()
    linked: "Receipt | None" = None
    origin: Origin | None = None
    sent_at: datetime | None = None

    @property
    def item_ids(self) -> frozenset[str]:
        return frozenset(item.id for line in self.lines for item in line.items)

    def cents_by_rate(self) -> dict[int, int]:
        """Gross sums by VAT rate in percent."""
        sums: dict[int, int] = {}
        for line in self.lines:
            rate = line.items[0].vat_rate
            sums[rate] = sums.get(rate, 0) + line.cents
        for fee in self.fees:
            sums[fee.vat_rate] = sums.get(fee.vat_rate, 0) + fee.cents
        if self.rebated is not None:
            item, cents = self.rebated
            sums[item.vat_rate] = cents
        return dict(sorted(sums.items(), reverse=True))

    @property
    def cents(self) -> int:
        return sum(self.cents_by_rate().values())


def lines_of(items: Iterable[Item], rebates: Iterable[Rebate] = ()) -> tuple[Line, ...]:
    """One line for each article and price; pieces that were partly paid back stand alone."""
    given = tuple(rebates)
    groups: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        alone = item.id if any(rebate.item_id == item.id for rebate in given) else ""
        groups.setdefault((item.sku, item.price_cents, item.discount_cents, alone), []).append(item)
    return tuple(
        Line(tuple(group), tuple(rebate for rebate in given if rebate.item_id == group[0].id))
        for group in groups.values()
    )


def tax_of(gross_cents: int, rate: int) -> int:
    """The VAT in a gross amount, rounded half up. `rate` in percent."""
    return (2 * gross_cents * rate + 100 + rate) // (2 * (100 + rate))
