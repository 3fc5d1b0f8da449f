"""The shop's orders.

    GET /orders?changed_since=2026-01-12T09:00:00Z&after=CURSOR
    -> {"orders": [...], "next": CURSOR or null, "now": "2026-01-12T09:00:00Z"}

By their last change, oldest first. A line has a number of pieces; here one piece is one position.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.errors import InvalidValue
from core.money import Money
from core.orders import Order, Position, PositionItemId, PositionState, SalesOrderId, Sku, UnreadableOrder
from core.people import Address
from core.text import Text
from ports import OrderPage, json_of, parse_json, reading
from webshop_market.calls import SERVICE, Calls

STATES = {
    "unpaid": PositionState.ANNOUNCED,
    "open": PositionState.PROCESSABLE,
    "sent": PositionState.SENT,
    "returned": PositionState.RETURNED,
    "cancelled": PositionState.CANCELLED_BY_MARKETPLACE,
}


class WebshopOrders:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def changed_orders(self, since: datetime | None, page: str | None) -> OrderPage:
        params = {"after": page} if page else {"changed_since": since.isoformat()} if since else {}
        answer = self._calls.get("/orders", **params)
        with reading(SERVICE):
            body = json_of(answer)
            entries = [read_order(entry) for entry in body["orders"]]
            return OrderPage(
                orders=tuple(entry for entry in entries if isinstance(entry, Order)),
                unreadable=tuple(entry for entry in entries if isinstance(entry, UnreadableOrder)),
                next_page=body["next"],
                as_of=moment(body["now"]),
            )

    def read_again(self, raw: str) -> Order | UnreadableOrder:
        return read_order(parse_json(raw))


def read_order(entry: Any) -> Order | UnreadableOrder:
    """One order that cannot be read does not spoil its page."""
    try:
        return Order(
            sales_order_id=SalesOrderId(entry["id"]),
            order_number=entry["number"],
            ordered_at=moment(entry["placed_at"]),
            changed_at=moment(entry["changed_at"]),
            payment_method=entry["payment"],
            positions=tuple(piece for line in entry["lines"] for piece in pieces(line)),
            delivery_address=address(entry["ship_to"]),
        )
    except (InvalidValue, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        kind = type(error).__name__
        reason = Text(en=f"not as agreed ({kind})", de=f"nicht wie vereinbart ({kind})")
        return UnreadableOrder(reason, raw=json.dumps(entry, default=str))


def pieces(line: Any) -> Iterator[Position]:
    for number in range(1, line["pieces"] + 1):
        yield Position(
            position_item_id=PositionItemId(f"{line['id']}-{number}"),
            sku=Sku(line["sku"]),
            state=STATES.get(line["status"], PositionState.UNKNOWN),
            state_text=None if line["status"] in STATES else line["status"],
            title=line["title"],
            price=Money.of(Decimal(line["unit_price"]), "EUR"),
            vat_rate=int(Decimal(line["vat"]) * 100),
        )


def address(entry: Any) -> Address:
    return Address(
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        street=entry["street"],
        house_number=entry["house_number"],
        postal_code=entry["postal_code"],
        city=entry["city"],
        country=entry["country"],
        email=entry.get("email"),
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
