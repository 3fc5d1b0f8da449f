"""OTTO's orders (Orders v4) into ours.

Only what makes an order usable is demanded: its id, its date, and of each position the id, the SKU, the state
and the price. Everything else may be missing, new or strange without harm. Facts: NOTES.md, "orders".
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, TypeVar

from core.errors import InvalidValue
from core.money import Money
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

T = TypeVar("T")
Json = Mapping[str, Any]

#: What no database takes: NUL, and halves of surrogate pairs that JSON can spell.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_ID_LENGTH: Final = 100
_TEXT_LENGTH: Final = 4000
_STATES: Final = {state.value: state for state in PositionState if state is not PositionState.UNKNOWN}


def read_order(body: object) -> Order | UnreadableOrder:
    """One order out of a list or a single answer. Raises nothing: what cannot be used comes back with why."""
    try:
        return _order(_object(body, "order"))
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
    positions = _list(body, "positionItems")
    if not positions:
        raise _wrong("positionItems", "is empty", "ist leer")
    payment = body.get("payment")
    return Order(
        sales_order_id=SalesOrderId(_id(body, "salesOrderId")),
        order_number=_optional_id(body, "orderNumber") or "",
        ordered_at=_moment(body.get("orderDate"), "orderDate"),
        changed_at=_optional_moment(body.get("lastModifiedDate")),
        positions=tuple(
            _position(_object(entry, f"positionItems[{at}]"), f"positionItems[{at}].")
            for at, entry in enumerate(positions)
        ),
        payment_method=_text(payment.get("paymentMethod")) if isinstance(payment, dict) else None,
        suspected_fraud=body.get("suspectedFraudCase") is True,
        delivery_address=_address(body.get("deliveryAddress")),
        invoice_address=_address(body.get("invoiceAddress")),
        delivery_fees=_charges(body.get("initialDeliveryFees"), "initialDeliveryFees", "deliveryFeeAmount"),
        discounts=_charges(body.get("initialDiscounts"), "initialDiscounts", "discountAmount"),
    )


def _position(item: Json, path: str) -> Position:
    product = _object(item.get("product"), f"{path}product")
    word = _id(item, "fulfillmentStatus", path)
    state = _STATES.get(word, PositionState.UNKNOWN)
    tracking = item.get("trackingInfo")
    tracking = tracking if isinstance(tracking, dict) else {}
    return Position(
        position_item_id=PositionItemId(_id(item, "positionItemId", path)),
        sku=Sku(_id(product, "sku", f"{path}product.")),
        state=state,
        state_text=word if state is PositionState.UNKNOWN else None,
        price=_money(item.get("itemValueGrossPrice"), f"{path}itemValueGrossPrice"),
        discount=_optional(_money, item.get("itemValueDiscount"), f"{path}itemValueDiscount"),
        reduced_price=_optional(
            _money, item.get("itemValueReducedGrossPrice"), f"{path}itemValueReducedGrossPrice"
        ),
        title=_text(product.get("productTitle")),
        ean=_text(product.get("ean")),
        article_number=_text(product.get("articleNumber")),
        vat_rate=_vat_rate(product.get("vatRate")),
        cancellation_reason=_text(item.get("cancellationReason")),
        expected_delivery_at=_optional_moment(item.get("expectedDeliveryDate")),
        processable_at=_optional_moment(item.get("processableDate")),
        sent_at=_optional_moment(item.get("sentDate")),
        returned_at=_optional_moment(item.get("returnedDate")),
        cancelled_at=_optional_moment(item.get("cancellationDate")),
        carrier=_text(tracking.get("carrier")),
        tracking_number=_text(tracking.get("trackingNumber")),
        return_accepted_by_marketplace=item.get("returnAcceptedByMarketplace") is True,
        weee_pickup=item.get("weeePickup") is True,
    )


def _address(value: object) -> Address | None:
    """Whatever is there of it: an address never keeps an order out."""
    if not isinstance(value, dict) or not value:
        return None
    country = _text(value.get("countryCode"))
    return Address(
        salutation=_text(value.get("salutation")),
        title=_text(value.get("title")),
        first_name=_text(value.get("firstName")),
        last_name=_text(value.get("lastName")),
        addition=_text(value.get("addition")),
        street=_text(value.get("street")),
        house_number=_text(value.get("houseNumber")),
        postal_code=_text(value.get("zipCode")),
        city=_text(value.get("city")),
        country=_alpha_2().get(country, country) if country else None,
        email=_text(value.get("email")),
        phone=_text(value.get("phoneNumber")),
    )


@cache
def _alpha_2() -> Mapping[str, str]:
    """ISO 3166-1: OTTO writes alpha-3."""
    import pycountry  # noqa: PLC0415 - reads its tables from disk, which `--help` need not wait for

    return {country.alpha_3: country.alpha_2 for country in pycountry.countries}


def _charges(value: object, path: str, amount: str) -> tuple[Charge, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(
        Charge(
            name=_text(entry.get("discountName")) or _text(entry.get("name")) or "",
            amount=_money(entry.get(amount), f"{path}[{at}].{amount}"),
            position_item_ids=tuple(
                PositionItemId(item) for item in entry.get("positionItemIds") or () if isinstance(item, str)
            ),
            vat_rate=_vat_rate(entry.get("vatRate")),
        )
        for at, entry in enumerate(value)
        if isinstance(entry, dict)
    )


def _money(value: object, path: str) -> Money:
    body = _object(value, path)
    figure, currency = body.get("amount"), body.get("currency")
    if isinstance(figure, str):
        try:
            figure = Decimal(figure.strip())
        except InvalidOperation:
            figure = None
    if isinstance(figure, bool) or not isinstance(figure, (int, Decimal)):
        raise _wrong(f"{path}.amount", "is no amount of money", "ist kein Geldbetrag")
    if not isinstance(currency, str):
        raise _wrong(f"{path}.currency", "is missing", "fehlt")
    try:
        return Money.of(Decimal(figure), currency)
    except InvalidValue as error:
        raise InvalidValue(
            Text(en=f"{path}: {error.text.en}", de=f"{path}: {error.text.de}"), field=path
        ) from None


def _vat_rate(value: object) -> int | None:
    """Hundredths of a percent; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return int(value * 100) if 0 <= value <= 100 else None


def _moment(value: object, path: str) -> datetime:
    """Aware UTC from `2021-03-31T09:45:52.313+0000` as well as from `...+02:00`; without a zone it is UTC.

    source  NOTES.md, "times"
    """
    if value is None:
        raise _wrong(path, "is missing", "fehlt")
    try:
        moment = datetime.fromisoformat(value)  # type: ignore[arg-type]
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(path, "is no point in time", "ist kein Zeitpunkt") from None


def _optional_moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        return _moment(value, "")
    except InvalidValue:
        return None


def _optional(read: Callable[[object, str], T], value: object, path: str) -> T | None:
    return None if value is None else read(value, path)


def _text(value: object) -> str | None:
    """A text that may be shown and stored; blank is absent; figures are taken as they are written."""
    if value is None or isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    text = value if isinstance(value, str) else str(value)
    # Nearly every text is printable, which is told faster than by the search.
    if not text.isprintable() and _UNSTORABLE.search(text):
        text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text[:_TEXT_LENGTH] if text.strip() else None


def _id(body: Json, name: str, path: str = "") -> str:
    value = _optional_id(body, name, path)
    if value is None:
        raise _wrong(path + name, "is missing", "fehlt")
    return value


def _optional_id(body: Json, name: str, path: str = "") -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if (
        not isinstance(value, str)
        or len(value) > _ID_LENGTH
        or (not value.isprintable() and _UNSTORABLE.search(value))
    ):
        raise _wrong(path + name, "is no usable text", "ist kein brauchbarer Text")
    return value


def _list(body: Json, name: str) -> list[Any]:
    value = body.get(name)
    if value is None:
        raise _wrong(name, "is missing", "fehlt")
    if not isinstance(value, list):
        raise _wrong(name, "is no list", "ist keine Liste")
    return value


def _object(value: object, path: str) -> Json:
    if value is None:
        raise _wrong(path, "is missing", "fehlt")
    if not isinstance(value, dict):
        raise _wrong(path, "is not of the agreed form", "hat nicht die vereinbarte Form")
    return value


def _wrong(path: str, en: str, de: str) -> InvalidValue:
    return InvalidValue(Text(en=f"{path} {en}", de=f"{path} {de}"), field=path)


def _unreadable(body: object, error: InvalidValue) -> UnreadableOrder:
    """Kept as JSON in plain ASCII, which holds what no database would take."""
    known = body if isinstance(body, dict) else {}
    ids = {}
    for name in ("salesOrderId", "orderNumber"):
        try:
            ids[name] = _optional_id(known, name)
        except InvalidValue:
            ids[name] = None
    sales_order_id = ids["salesOrderId"]
    return UnreadableOrder(
        reason=error.text,
        raw=json.dumps(body, default=str),
        sales_order_id=SalesOrderId(sales_order_id) if sales_order_id else None,
        order_number=ids["orderNumber"],
        changed_at=_optional_moment(known.get("lastModifiedDate")),
    )
