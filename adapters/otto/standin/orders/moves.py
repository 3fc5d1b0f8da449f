"""What can happen to an order, as pure functions. A move that cannot be made says so; nothing is guessed."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.otto.standin.orders.sales_order import Item, SalesOrder, State

#: Position item ids; None means all that the move fits.
Chosen = Collection[str] | None


class Impossible(ValueError):
    """The order or an item is not in a state for this move."""


def pay(order: SalesOrder, chosen: Chosen, at: datetime) -> SalesOrder:
    """ANNOUNCED -> PROCESSABLE."""

    def paid(item: Item) -> Item:
        return replace(item, state=State.PROCESSABLE, processable_at=at)

    return _moved(order, chosen, at, {State.ANNOUNCED}, paid)


def cancel_by_marketplace(order: SalesOrder, chosen: Chosen, at: datetime, reason: str) -> SalesOrder:
    """ANNOUNCED or PROCESSABLE -> CANCELLED_BY_MARKETPLACE. A buyer's cancellation is one of these too."""

    def cancelled(item: Item) -> Item:
        return replace(
            item, state=State.CANCELLED_BY_MARKETPLACE, cancelled_at=at, cancellation_reason=reason
        )

    return _moved(order, chosen, at, {State.ANNOUNCED, State.PROCESSABLE}, cancelled)


def cancel_by_partner(order: SalesOrder, chosen: Chosen, at: datetime) -> SalesOrder:
    """PROCESSABLE -> CANCELLED_BY_PARTNER."""

    def cancelled(item: Item) -> Item:
        return replace(
            item,
            state=State.CANCELLED_BY_PARTNER,
            cancelled_at=at,
            cancellation_reason="CANCELLED_ON_PARTNER_WISH",
        )

    return _moved(order, chosen, at, {State.PROCESSABLE}, cancelled)


def send(order: SalesOrder, chosen: Chosen, at: datetime, carrier: str, number: str | None) -> SalesOrder:
    """PROCESSABLE -> SENT. A forwarder may do without a number."""

    def sent(item: Item) -> Item:
        return replace(item, state=State.SENT, sent_at=at, carrier=carrier, tracking_number=number)

    return _moved(order, chosen, at, {State.PROCESSABLE}, sent)


def give_back(order: SalesOrder, chosen: Chosen, at: datetime, *, by_marketplace: bool) -> SalesOrder:
    """SENT -> RETURNED."""

    def returned(item: Item) -> Item:
        return replace(item, state=State.RETURNED, returned_at=at, accepted_by_marketplace=by_marketplace)

    return _moved(order, chosen, at, {State.SENT}, returned)


def delay_delivery(order: SalesOrder, chosen: Chosen, at: datetime) -> SalesOrder:
    """A change without a new state: delivery is expected a day later. Announced items do not even show it."""

    def delayed(item: Item) -> Item:
        return replace(item, expected_at=item.expected_at + timedelta(days=1))

    return replace(_moved(order, chosen, at, set(State), delayed), lifecycle_at=order.lifecycle_at)


def _moved(
    order: SalesOrder,
    chosen: Chosen,
    at: datetime,
    allowed: set[State],
    move: Callable[[Item], Item],
) -> SalesOrder:
    if chosen is None:
        ids = {item.id for item in order.items if item.state in allowed}
    else:
        ids = set(chosen)
        if unknown := ids - {item.id for item in order.items}:
            raise Impossible(f"order {order.id} has no position item {min(unknown)}")
        for item in order.items:
            if item.id in ids and item.state not in allowed:
                raise Impossible(f"position item {item.id} is {item.state}")
    if not ids:
        raise Impossible(f"order {order.id} has no item that is {' or '.join(sorted(allowed))}")
    items = tuple(move(item) if item.id in ids else item for item in order.items)
    return replace(order, items=items, changed_at=at, lifecycle_at=at)
