"""Labels for a marketplace's orders: under which reference, to whom, and the return number with them."""

from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from app_center.after_sale import number_for_parcel
from app_center.bootstrap import AppCenter
from app_center.labels import buy, carrier_kind, open_carrier, sender
from app_center.return_labels import consumer_of
from core.apps import AppKey, AppState
from core.dispatch import ReturnKey
from core.errors import AppError
from core.orders import Order
from core.parcel import DocumentFormat, LabelKind, LabelOrder, Reference
from core.purchases import Purchase, PurchaseState
from core.return_sources import NoSource, settings_of
from core.text import Text
from ports import Capability
from ports.hooks import CarrierKind, MarketplaceKind
from ports.memory import AccountMemory

#: The shortest reference that every carrier takes.
_SHORTEST: Final = 8


def reference_for(order: Order, count: int) -> Reference:
    """Ours, for the parcel of this order with this number, counted from 1."""
    number = order.order_number or order.sales_order_id[:20]
    return Reference(f"{number}-{count}".rjust(_SHORTEST, "0"))


def order_word(reference: Reference) -> str:
    """The number of the order that a reference of `reference_for` was made for."""
    return reference.rpartition("-")[0].lstrip("0") or reference


def labels_of(center: AppCenter, memory: AccountMemory, order: Order) -> list[Purchase]:
    """The shipment labels that were bought, or begun, for this order; those of all carriers, newest first."""
    found = []
    for key in center.registry.carriers:
        for purchase in memory.labels(AppKey(key)).all():
            head, _, count = purchase.reference.rpartition("-")
            mine = count.isdigit() and reference_for(order, int(count)) == purchase.reference
            if head and mine and purchase.kind is LabelKind.SHIPMENT:
                found.append(purchase)
    return sorted(found, key=lambda purchase: purchase.begun_at, reverse=True)


def next_reference(bought: list[Purchase], order: Order) -> Reference:
    """Of the next label: one that failed is asked for again under its own."""
    used = {purchase.reference for purchase in bought if purchase.state is not PurchaseState.FAILED}
    count = 1
    while reference_for(order, count) in used:
        count += 1
    return reference_for(order, count)


def shippers(center: AppCenter, memory: AccountMemory) -> list[CarrierKind]:
    """The active carrier apps of this account that make labels for the way out."""
    return [
        kind
        for key, kind in center.registry.carriers.items()
        if memory.apps.get(key).state is AppState.ACTIVE and Capability.SHIP in kind.info.capabilities
    ]


@dataclass(frozen=True, slots=True)
class Shipped:
    """A label, and what became of its return number; `way_back` None: the label was not bought."""

    purchase: Purchase
    way_back: ReturnKey | NoSource | None


def buy_for(
    center: AppCenter,
    memory: AccountMemory,
    market: MarketplaceKind,
    order: Order,
    carrier: str,
    reference: Reference,
    weight_g: int,
) -> Shipped:
    """Buy the label of one parcel of this order; the same reference again buys nothing.

    raises  as `app_center.labels.buy`
    """
    kind = carrier_kind(center, carrier)
    wanted = LabelOrder(
        kind=LabelKind.SHIPMENT,
        reference=reference,
        merchant=sender(memory, kind),
        consumer=consumer_of(order.delivery_address or order.invoice_address),
        weight_g=weight_g,
        on=center.clock.now().astimezone(UTC).date(),
        format=DocumentFormat.PDF,
        order_number=order.order_number or None,
    )
    purchase = buy(center, memory, kind, _with_email(center, memory, market, kind, wanted))
    if purchase.state is not PurchaseState.BOUGHT or purchase.label is None:
        return Shipped(purchase, None)
    try:
        made = number_for_parcel(center, memory, market, kind.manifest.key, purchase.label, order)
    except AppError as error:
        # The label is bought; the number is made anew when the parcel is reported.
        return Shipped(purchase, NoSource(error.text, _LATER))
    return Shipped(purchase, made)


_LATER: Final = Text(
    en="it is made when the parcel is reported", de="sie wird erstellt, wenn das Paket gemeldet wird"
)


def _with_email(
    center: AppCenter,
    memory: AccountMemory,
    market: MarketplaceKind,
    kind: CarrierKind,
    wanted: LabelOrder,
) -> LabelOrder:
    """With the seller's own e-mail address where the carrier needs one and the marketplace gave none."""
    fallback = settings_of(memory.apps.get(market.manifest.key).settings).fallback_email
    if wanted.consumer.email or not fallback:
        return wanted
    limits = open_carrier(center, memory, kind).limits(LabelKind.SHIPMENT, wanted.consumer.country)
    if "email" not in limits.required:
        return wanted
    return replace(wanted, consumer=replace(wanted.consumer, email=fallback))
