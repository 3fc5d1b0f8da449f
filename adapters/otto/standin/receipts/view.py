"""What OTTO shows of a receipt: a pure function to JSON."""

from typing import Any, Final

from adapters.otto.standin.orders.sales_order import Address, Discount, Fee, Item, SalesOrder
from adapters.otto.standin.receipts.receipt import Kind, Line, Receipt, tax_of
from adapters.otto.standin.timestamps import written

Json = dict[str, Any]

SELLER: Final = {
    "partnerName": "Musterhandel GmbH",
    "street": "Lagerweg 7",
    "zipCode": "21035",
    "city": "Hamburg",
    "countryCode": "DEU",
    "vatId": "DE999999999",
    "representedBy": "Erika Mustermann",
    "registerCourt": "Amtsgericht Hamburg",
    "commercialRegisterNumber": "HRB 999999",
}


def shown(receipt: Receipt) -> Json:
    order = receipt.order
    body: Json = {
        "receiptType": receipt.kind.value,
        "isRealReceipt": True,
        "isDeemedSupplierModel": False,
        "receiptNumber": receipt.number,
        "creationDate": written(receipt.created_at, "Z"),
        "salesOrderId": order.id,
        "orderNumber": order.number,
        "orderDate": written(order.ordered_at, "Z"),
        "payment": {"paymentProvider": "OTTOPAYMENTS", "paymentMethod": order.payment},
        "partner": dict(SELLER),
        "customer": {"invoiceAddress": _address(order.invoice)},
        "lineItems": _line_items(receipt),
        "totals": [_price(cents, rate) for rate, cents in receipt.cents_by_rate().items()],
        "amountDue": amount(receipt.cents),
    }
    if receipt.kind is Kind.PURCHASE:
        body |= _purchase(receipt)
    if receipt.kind is Kind.REFUND:
        alone = "DELIVERY_FEE_REFUND_AFTER_FULL_REFUND"
        body["refundType"] = "RETURN" if receipt.lines else alone
    if receipt.kind is Kind.PARTIAL_REFUND:
        body["partialRefundType"] = "REFUND_COMPLAINT_ITEM"
    if receipt.linked is not None:
        body["linkedReceiptNumber"] = receipt.linked.number
        body["linkedCreationDate"] = written(receipt.linked.created_at, "Z")
    return body


def _purchase(receipt: Receipt) -> Json:
    body: Json = {
        "deliveryAddress": _address(receipt.order.delivery),
        "totalsGrossAmount": amount(receipt.cents),
    }
    if receipt.sent_at is not None:
        body["shipmentDate"] = written(receipt.sent_at, "Z")
    if receipt.origin is not None:
        origin = {"zipCode": receipt.origin.zip_code, "countryCode": receipt.origin.country}
        body["shipment"] = {"shipFromAddress": origin}
    return body


def _line_items(receipt: Receipt) -> Json:
    positions = [_item_position(line, place, receipt) for place, line in enumerate(receipt.lines, start=1)]
    costs = [_delivery_cost(fee, place) for place, fee in enumerate(receipt.fees, start=len(positions) + 1)]
    return {
        "itemPositions": positions,
        "itemPartialRefundPositions": [] if receipt.rebated is None else [_rebated(*receipt.rebated)],
        "servicePositions": [],
        "servicePartialRefundPositions": [],
        "deliveryCosts": costs,
        "deliveryFeePartialRefundPositions": [],
    }


def _item_position(line: Line, number: int, receipt: Receipt) -> Json:
    item, rate = line.items[0], line.items[0].vat_rate
    ids = [piece.id for piece in line.items]
    body: Json = {
        "lineNumber": number,
        **_article(item),
        "positionItemIds": ids,
        "quantity": len(ids),
        "unitPrice": _price(line.unit_cents, rate),
        "positionSum": _price(line.cents, rate),
        "priceModifications": _modifications(line, number, receipt.order),
    }
    if receipt.kind is Kind.PURCHASE:
        to_pay = _price(line.unit_cents - item.discount_cents, rate)
        body["priceToPayPerPositionItems"] = [{"positionItemIds": ids, "priceToPay": to_pay}]
    return body


def _modifications(line: Line, number: int, order: SalesOrder) -> list[Json]:
    rate = line.items[0].vat_rate
    found: list[Json] = []
    if line.discount_cents:
        discount = _discount_on(line.items[0], order)
        details = {"description": "Rabatt"}
        if discount is not None:
            details = {"description": discount.title, "id": discount.id, "type": "PARTNER_DISCOUNT"}
        found.append(_modification("PARTNER_DISCOUNT", details, line.discount_cents, rate, number))
    for rebate in line.rebates:
        details = {
            "description": "Preisnachlass Reklamation Artikel",
            "linkedReceiptNumber": rebate.receipt,
            "linkedReceiptCreationDate": written(rebate.created_at, "Z"),
            "linkedPositionItemId": rebate.item_id,
        }
        found.append(_modification("REFUND_COMPLAINT_ITEM", details, rebate.cents, rate, number))
    return found


def _discount_on(item: Item, order: SalesOrder) -> Discount | None:
    return next((discount for discount in order.discounts if item.id in discount.item_ids), None)


def _modification(kind: str, details: Json, cents: int, rate: int, number: int) -> Json:
    return {
        "lineNumber": number,
        "priceModificationType": kind,
        "details": details,
        "priceModificationAmount": _price(cents, rate),
    }


def _rebated(item: Item, cents: int) -> Json:
    return {
        "lineNumber": 1,
        **_article(item),
        "positionItemIds": [item.id],
        "partialRefundAmount": _price(cents, item.vat_rate),
    }


def _article(item: Item) -> Json:
    body: Json = {"sku": item.sku, "articleNumber": item.article_number, "productTitle": item.title}
    if item.dimensions:
        body["variationAttributes"] = ", ".join(value for _, _, value in item.dimensions)
    return body


def _delivery_cost(fee: Fee, number: int) -> Json:
    price = _price(fee.cents, fee.vat_rate)
    return {
        "lineNumber": number,
        "deliveryCostType": fee.name,
        "unitPrice": price,
        "positionSum": price,
        "priceModifications": [],
    }


def _price(cents: int, rate: int) -> Json:
    tax = tax_of(cents, rate)
    return {
        "taxType": "VAT",
        "taxRate": f"{rate}.0",
        "gross": amount(cents),
        "net": amount(cents - tax),
        "tax": amount(tax),
    }


def amount(cents: int) -> Json:
    """JSON knows no cents; the quotient prints exactly as the two decimals that OTTO sends."""
    return {"amount": cents / 100, "currency": "EUR"}


def _address(address: Address) -> Json:
    body = {
        "firstName": address.first_name,
        "lastName": address.last_name,
        "street": address.street,
        "houseNumber": address.house_number,
        "addition": address.addition,
        "zipCode": address.zip_code,
        "city": address.city,
        "countryCode": address.country,
    }
    return {name: value for name, value in body.items() if value is not None}
