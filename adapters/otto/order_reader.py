"""OTTO's orders (Orders v4) into ours.

Only what makes an order usable is demanded: its id, its date, and of each position the id, the SKU, the state
and the price. Everything else may be missing, new or strange without harm. Facts: NOTES.md, "orders".
"""

import json
from decimal import Decimal
from typing import Final

from adapters.otto.fields import (
    Json,
    alpha_2_codes,
    identity,
    listed,
    mapping,
    moment,
    money,
    optional,
    optional_identity,
    optional_moment,
    text,
    wrong,
)
from core.errors import InvalidValue
from core.orders import (
    Charge,
    Order,
    Position,
    PositionItemId,
    PositionState,
    SalesOrderId,
    Sku,
    UnreadableOrder,
)
from core.people import Address
from core.text import Text
from ports import parse_json

_STATES: Final = {state.value: state for state in PositionState if state is not PositionState.UNKNOWN}


def read_order(body: object) -> Order | UnreadableOrder:
    """One order out of a list or a single answer. Raises nothing: what cannot be used comes back with why."""
    try:
        return _order(mapping(body, "order"))
    except InvalidValue as error:
        return _unreadable(body, error)


def read_again(raw: str) -> Order | UnreadableOrder:
    """The same from the JSON text of an order that was set aside."""
    try:
        return read_order(parse_json(raw))
    except (ValueError, RecursionError):
        return UnreadableOrder(
            Text(en="what was kept of it is no JSON", de="das Aufbewahrte ist kein JSON"), raw
        )


def _order(body: Json) -> Order:
    positions = listed(body, "positionItems")
    if not positions:
        raise wrong("positionItems", "is empty", "ist leer")
    payment = body.get("payment")
    return Order(
        sales_order_id=SalesOrderId(identity(body, "salesOrderId")),
        order_number=optional_identity(body, "orderNumber") or "",
        ordered_at=moment(body.get("orderDate"), "orderDate"),
        changed_at=optional_moment(body.get("lastModifiedDate")),
        positions=tuple(
            _position(mapping(entry, f"positionItems[{at}]"), f"positionItems[{at}].")
            for at, entry in enumerate(positions)
        ),
        payment_method=text(payment.get("paymentMethod")) if isinstance(payment, dict) else None,
        suspected_fraud=body.get("suspectedFraudCase") is True,
        delivery_address=_address(body.get("deliveryAddress")),
        invoice_address=_address(body.get("invoiceAddress")),
        delivery_fees=_charges(body.get("initialDeliveryFees"), "initialDeliveryFees", "deliveryFeeAmount"),
        discounts=_charges(body.get("initialDiscounts"), "initialDiscounts", "discountAmount"),
    )


def _position(item: Json, path: str) -> Position:
    product = mapping(item.get("product"), f"{path}product")
    word = identity(item, "fulfillmentStatus", path)
    state = _STATES.get(word, PositionState.UNKNOWN)
    tracking = item.get("trackingInfo")
    tracking = tracking if isinstance(tracking, dict) else {}
    return Position(
        position_item_id=PositionItemId(identity(item, "positionItemId", path)),
        sku=Sku(identity(product, "sku", f"{path}product.")),
        state=state,
        state_text=word if state is PositionState.UNKNOWN else None,
        price=money(item.get("itemValueGrossPrice"), f"{path}itemValueGrossPrice"),
        discount=optional(money, item.get("itemValueDiscount"), f"{path}itemValueDiscount"),
        reduced_price=optional(
            money, item.get("itemValueReducedGrossPrice"), f"{path}itemValueReducedGrossPrice"
        ),
        title=text(product.get("productTitle")),
        ean=text(product.get("ean")),
        article_number=text(product.get("articleNumber")),
        vat_rate=_vat_rate(product.get("vatRate")),
        cancellation_reason=text(item.get("cancellationReason")),
        expected_delivery_at=optional_moment(item.get("expectedDeliveryDate")),
        processable_at=optional_moment(item.get("processableDate")),
        sent_at=optional_moment(item.get("sentDate")),
        returned_at=optional_moment(item.get("returnedDate")),
        cancelled_at=optional_moment(item.get("cancellationDate")),
        carrier=text(tracking.get("carrier")),
        tracking_number=text(tracking.get("trackingNumber")),
        return_accepted_by_marketplace=item.get("returnAcceptedByMarketplace") is True,
        weee_pickup=item.get("weeePickup") is True,
    )


def _address(value: object) -> Address | None:
    """Whatever is there of it: an address never keeps an order out."""
    if not isinstance(value, dict) or not value:
        return None
    country = text(value.get("countryCode"))
    return Address(
        salutation=text(value.get("salutation")),
        title=text(value.get("title")),
        first_name=text(value.get("firstName")),
        last_name=text(value.get("lastName")),
        addition=text(value.get("addition")),
        street=text(value.get("street")),
        house_number=text(value.get("houseNumber")),
        postal_code=text(value.get("zipCode")),
        city=text(value.get("city")),
        country=alpha_2_codes().get(country, country) if country else None,
        email=text(value.get("email")),
        phone=text(value.get("phoneNumber")),
    )


def _charges(value: object, path: str, amount: str) -> tuple[Charge, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(
        Charge(
            name=text(entry.get("discountName")) or text(entry.get("name")) or "",
            amount=money(entry.get(amount), f"{path}[{at}].{amount}"),
            position_item_ids=tuple(
                PositionItemId(item) for item in entry.get("positionItemIds") or () if isinstance(item, str)
            ),
            vat_rate=_vat_rate(entry.get("vatRate")),
        )
        for at, entry in enumerate(value)
        if isinstance(entry, dict)
    )


def _vat_rate(value: object) -> int | None:
    """Hundredths of a percent; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return int(value * 100) if 0 <= value <= 100 else None


def _unreadable(body: object, error: InvalidValue) -> UnreadableOrder:
    """Kept as JSON in plain ASCII, which holds what no database would take."""
    known = body if isinstance(body, dict) else {}
    ids = {}
    for name in ("salesOrderId", "orderNumber"):
        try:
            ids[name] = optional_identity(known, name)
        except InvalidValue:
            ids[name] = None
    sales_order_id = ids["salesOrderId"]
    return UnreadableOrder(
        reason=error.text,
        raw=json.dumps(body, default=str),
        sales_order_id=SalesOrderId(sales_order_id) if sales_order_id else None,
        order_number=ids["orderNumber"],
        changed_at=optional_moment(known.get("lastModifiedDate")),
    )
