"""What OTTO shows of an order: a pure function from what is kept to JSON."""

from typing import Any

from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.sales_order import (
    Address,
    Discount,
    Fee,
    Item,
    Kept,
    RawOrder,
    SalesOrder,
    State,
)
from adapters.otto.standin.timestamps import written, written_in_berlin

_CANCELLED = frozenset({State.CANCELLED_BY_PARTNER, State.CANCELLED_BY_MARKETPLACE})

Json = dict[str, Any]


def shown(order: Kept, odd: Oddities, base: str = "") -> Any:
    """The order as JSON. `base` goes before links where they are absolute.

    Addresses, expected delivery and processable date stay hidden while an item is announced; the buyer's own
    phone and e-mail show only with an item that a forwarder delivers.
    """
    if isinstance(order, RawOrder):
        return order.body
    body: Json = {
        "salesOrderId": order.id,
        "orderNumber": order.number,
        "orderDate": written(order.ordered_at, odd.time_form),
        "lastModifiedDate": written(order.changed_at, odd.time_form),
        "positionItems": [_item(item, odd) for item in order.items],
        "orderLifecycleInformation": {"lifecycleChangeDate": written(order.lifecycle_at, odd.time_form)},
        "payment": {"paymentMethod": order.payment},
    }
    if order.fees:
        body["initialDeliveryFees"] = [_fee(fee) for fee in order.fees]
    if order.discounts:
        body["initialDiscounts"] = [_discount(discount) for discount in order.discounts]
    if _addresses_are_shown(order, odd):
        freight = any(item.forwarder and item.processable_at is not None for item in order.items)
        body["deliveryAddress"] = _address(order.delivery, with_contact=freight)
        body["invoiceAddress"] = _address(order.invoice, with_contact=True)
    if order.fraud:
        body["suspectedFraudCase"] = True
    body["links"] = [{"rel": "self", "href": f"{base}/v4/orders/{order.id}"}]
    return body


def _addresses_are_shown(order: SalesOrder, odd: Oddities) -> bool:
    if odd.hide_cancelled and all(item.state in _CANCELLED for item in order.items):
        return False
    return any(item.processable_at is not None for item in order.items)


def _item(item: Item, odd: Oddities) -> Json:
    body: Json = {"positionItemId": item.id, "fulfillmentStatus": item.state.value}
    if item.deal is not None:
        body["dealId"], body["dealName"] = item.deal
    if item.processable_at is not None:
        body["expectedDeliveryDate"] = written_in_berlin(item.expected_at)
    body["itemValueGrossPrice"] = _amount(item.price_cents)
    if item.discount_cents:
        body["itemValueDiscount"] = _amount(item.discount_cents)
        body["itemValueReducedGrossPrice"] = _amount(item.price_cents - item.discount_cents)
    body["product"] = _product(item)
    for name, moment in (
        ("processableDate", item.processable_at),
        ("sentDate", item.sent_at),
        ("returnedDate", item.returned_at),
        ("cancellationDate", item.cancelled_at),
    ):
        if moment is not None:
            body[name] = written(moment, odd.time_form)
    if item.cancellation_reason is not None:
        body["cancellationReason"] = item.cancellation_reason
    if item.carrier is not None:
        body["trackingInfo"] = {"carrier": item.carrier}
        if item.tracking_number is not None:
            body["trackingInfo"]["trackingNumber"] = item.tracking_number
    if item.returned_at is not None:
        body["returnAcceptedByMarketplace"] = item.accepted_by_marketplace
    body["weeePickup"] = item.weee_pickup
    return body


def _product(item: Item) -> Json:
    body: Json = {
        "sku": item.sku,
        "productTitle": item.title,
        "articleNumber": item.article_number,
        "vatRate": item.vat_rate,
    }
    if item.ean is not None:
        body["ean"] = item.ean
    if item.dimensions:
        body["dimensions"] = [
            {"type": kind, "displayName": name, "value": value} for kind, name, value in item.dimensions
        ]
    return body


def _amount(cents: int) -> Json:
    # JSON knows no cents; the quotient prints exactly as the two decimals that OTTO sends.
    return {"amount": cents / 100, "currency": "EUR"}


def _fee(fee: Fee) -> Json:
    return {
        "name": fee.name,
        "deliveryFeeAmount": _amount(fee.cents),
        "positionItemIds": list(fee.item_ids),
        "vatRate": fee.vat_rate,
    }


def _discount(discount: Discount) -> Json:
    return {
        "name": "DISCOUNT",
        "discountId": discount.id,
        "discountName": discount.title,
        "discountAmount": _amount(discount.cents),
        "positionItemIds": list(discount.item_ids),
        "vatRate": discount.vat_rate,
    }


def _address(address: Address, *, with_contact: bool) -> Json:
    body = {
        "salutation": address.salutation,
        "title": address.title,
        "firstName": address.first_name,
        "lastName": address.last_name,
        "addition": address.addition,
        "street": address.street,
        "houseNumber": address.house_number,
        "zipCode": address.zip_code,
        "city": address.city,
        "countryCode": address.country,
    }
    if with_contact:
        body |= {"phoneNumber": address.phone, "email": address.email}
    return {name: value for name, value in body.items() if value is not None}
