"""Orders of a marketplace, and their cancellation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app_center.api.caller import Caller, Calling
from app_center.api.paging import USUAL, Cursor, Limit, Page, cursor_of, place_of
from app_center.api.problems import missing
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import Amount, AppPath, Identity, IdPath, Moment, Told
from app_center.foreman import wake
from core.apps import PortalAccountId
from core.cancellations import Cancellation, CancelState
from core.errors import InvalidValue
from core.finding import words_of
from core.orders import Order, Position, PositionItemId, PositionState, SalesOrderId
from core.people import Address
from ports.memory import OrderCursor, OrderQuery, StoredOrder
from sync.cancellations import record

router = APIRouter(
    prefix="/accounts/{account}/apps/{app}/orders", tags=["orders"], route_class=InterfaceRoute
)

ORDERS = "orders"


class AddressView(BaseModel):
    """Personal data. Every part may be missing: marketplaces hold addresses back."""

    salutation: str | None
    title: str | None
    first_name: str | None
    last_name: str | None
    addition: str | None
    street: str | None
    house_number: str | None
    postal_code: str | None
    city: str | None
    country: str | None
    email: str | None
    phone: str | None


class PositionView(BaseModel):
    """One piece."""

    position_item_id: str
    sku: str
    ean: str | None
    title: str | None
    state: PositionState
    price: Amount
    reduced_price: Amount | None
    vat_rate: int | None
    carrier: str | None
    tracking_number: str | None
    sent_at: Moment | None
    returned_at: Moment | None
    cancelled_at: Moment | None


class OrderView(BaseModel):
    """`paid`: by the marketplace's word; null: the host's own rule. `problem`: why its newest version could
    not be taken over."""

    sales_order_id: str
    order_number: str
    app: str
    portal_account: str | None
    state: PositionState
    paid: bool | None
    ordered_at: Moment
    changed_at: Moment | None
    payment_method: str | None
    suspected_fraud: bool
    positions: list[PositionView]
    delivery_address: AddressView | None
    invoice_address: AddressView | None
    problem: str | None


class CancellationTold(Told):
    """No positions: the whole order."""

    positions: Annotated[list[Identity], Field(default_factory=list, max_length=500)]


class CancellationView(BaseModel):
    """`state`: ready and asking are on their way, asked waits for the marketplace to carry it out."""

    id: int
    sales_order_id: str
    positions: list[str]
    state: CancelState
    reason: str | None


@router.get("")
def orders(
    caller: Calling,
    app: AppPath,
    cursor: Cursor = None,
    limit: Limit = USUAL,
    state: Annotated[list[PositionState] | None, Query(max_length=10)] = None,
    q: Annotated[
        str | None,
        Query(max_length=200, description="Beginnings of words: number, SKU, name."),
    ] = None,
) -> Page[OrderView]:
    """By order date, newest first."""
    kind = caller.marketplace(app)
    words = words_of(q or "")
    query = OrderQuery(frozenset(state or ()), words)
    found = caller.memory.orders(kind.manifest.key).find(query, after=_after(cursor), limit=limit)
    names = {each.id: each.name for each in caller.memory.portal_accounts.all()}
    data = [_order(caller, app, stored, stored.order, names) for stored in found.orders if stored.order]
    following = found.following
    if following is None:
        return Page(data=data, next=None)
    return Page(data=data, next=cursor_of(ORDERS, following.ordered_at.isoformat(), following.sales_order_id))


def _after(cursor: str | None) -> OrderCursor | None:
    place = place_of(ORDERS, cursor, str, str)
    if place is None:
        return None
    try:
        moment = datetime.fromisoformat(str(place[0]))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        place_of(ORDERS, "", str)  # raises: no cursor of ours has no moment
        raise AssertionError
    return OrderCursor(moment, SalesOrderId(str(place[1])))


@router.get("/{order}")
def order(caller: Calling, app: AppPath, order: IdPath) -> OrderView:
    kind = caller.marketplace(app)
    stored = caller.memory.orders(kind.manifest.key).get(SalesOrderId(order))
    if stored is None or stored.order is None:
        raise missing()
    names = {each.id: each.name for each in caller.memory.portal_accounts.all()}
    return _order(caller, app, stored, stored.order, names)


@router.post("/{order}/cancellations", status_code=202)
def cancel(caller: Calling, app: AppPath, order: IdPath, told: CancellationTold) -> CancellationView:
    """Cancel the order or positions of it. It is sent at once; the same again is the same."""
    kind = caller.marketplace(app)
    key = kind.manifest.key
    stored = caller.memory.orders(key).get(SalesOrderId(order))
    if stored is None or stored.order is None:
        raise missing()
    only = tuple(dict.fromkeys(PositionItemId(each) for each in told.positions))
    try:
        wish = record(caller.memory, key, stored.order.sales_order_id, only, caller.center.clock)
    except InvalidValue as error:
        raise InvalidValue(error.text, field="positions") from None
    wake(caller.center, caller.memory, kind, "dispatch", "cancellation")
    return _cancellation(caller, wish)


def _cancellation(caller: Caller, wish: Cancellation) -> CancellationView:
    return CancellationView(
        id=wish.id,
        sales_order_id=wish.sales_order_id,
        positions=list(wish.positions),
        state=wish.state,
        reason=caller.say(wish.reason),
    )


def _order(
    caller: Caller, app: str, stored: StoredOrder, order: Order, names: Mapping[PortalAccountId, str]
) -> OrderView:
    return OrderView(
        sales_order_id=order.sales_order_id,
        order_number=order.order_number,
        app=app,
        portal_account=names.get(stored.portal_account) if stored.portal_account else None,
        state=order.state,
        paid=stored.paid,
        ordered_at=order.ordered_at,
        changed_at=order.changed_at,
        payment_method=order.payment_method,
        suspected_fraud=order.suspected_fraud,
        positions=list(map(_position, order.positions)),
        delivery_address=_address(order.delivery_address),
        invoice_address=_address(order.invoice_address),
        problem=caller.say(stored.problem),
    )


def _position(position: Position) -> PositionView:
    return PositionView(
        position_item_id=position.position_item_id,
        sku=position.sku,
        ean=position.ean,
        title=position.title,
        state=position.state,
        price=Amount.of(position.price),
        reduced_price=Amount.maybe(position.reduced_price),
        vat_rate=position.vat_rate,
        carrier=position.carrier,
        tracking_number=position.tracking_number,
        sent_at=position.sent_at,
        returned_at=position.returned_at,
        cancelled_at=position.cancelled_at,
    )


def _address(address: Address | None) -> AddressView | None:
    if address is None:
        return None
    return AddressView(**{name: getattr(address, name) for name in AddressView.model_fields})
