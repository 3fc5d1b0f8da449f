"""What a scanned or typed number belongs to: an order, a parcel, a label, a return."""

from collections.abc import Iterator
from dataclasses import dataclass

from app_center.bootstrap import AppCenter
from app_center.dispatch_desk import open_desk
from core.apps import AppKey
from core.dispatch import CarrierCode, Notice, TrackingKey
from core.errors import InvalidValue
from core.finding import words_of
from core.orders import Order, SalesOrderId
from core.parcel import LabelKind
from core.purchases import Purchase, PurchaseState
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory, OrderQuery
from sync.return_numbers import Line, ledger

_MOST = 20


@dataclass(frozen=True, slots=True)
class Scanned:
    """Everything that a number fits, the nearest first."""

    orders: tuple[tuple[MarketplaceKind, Order], ...] = ()
    notices: tuple[tuple[MarketplaceKind, Notice], ...] = ()
    labels: tuple[Purchase, ...] = ()
    returns: tuple[Line, ...] = ()


def scanned(center: AppCenter, memory: AccountMemory, number: str) -> Scanned:
    """Orders by their number or id, and those whose parcel this is; notices and labels by parcel number;
    the ledger by return number."""
    number = number.strip()
    if not number or not number.isprintable():
        return Scanned()
    markets = list(center.registry.marketplaces.values())
    notices = tuple((kind, notice) for kind in markets for notice in _notices(center, memory, kind, number))
    return Scanned(
        orders=tuple((kind, order) for kind in markets for order in _orders(memory, kind, number)),
        notices=notices,
        labels=tuple(_labels(center, memory, number)),
        returns=tuple(ledger(memory, number)),
    )


def _orders(memory: AccountMemory, kind: MarketplaceKind, number: str) -> list[Order]:
    book = memory.orders(kind.manifest.key)
    stored = book.get(SalesOrderId(number))
    if stored is not None and stored.order is not None:
        return [stored.order]
    found = book.find(OrderQuery(words=words_of(number)), limit=_MOST).orders if words_of(number) else ()
    orders = [each.order for each in found if each.order is not None]
    exact = [order for order in orders if order.order_number.casefold() == number.casefold()]
    return exact or orders


def _notices(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, number: str) -> list[Notice]:
    try:
        codes = [carrier.code for carrier in open_desk(center, memory, kind).carriers]
    except InvalidValue:
        codes = [CarrierCode(key.upper()) for key in center.registry.carriers]
    spelled = dict.fromkeys((number, number.upper()))
    keys = [TrackingKey(code, each) for code in codes for each in spelled]
    return list(memory.dispatches(kind.manifest.key).sharing((), keys))[::-1]


def _labels(center: AppCenter, memory: AccountMemory, number: str) -> Iterator[Purchase]:
    for carrier in center.registry.carriers:
        for purchase in memory.labels(AppKey(carrier)).all():
            number_of = purchase.label.number if purchase.label is not None else None
            is_bought = purchase.state is PurchaseState.BOUGHT and purchase.kind is LabelKind.SHIPMENT
            if is_bought and number_of == number:
                yield purchase
