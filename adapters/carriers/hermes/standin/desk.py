"""Shipment and return orders: what is asked, what is made, what is answered."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from adapters.carriers.hermes.standin.book import GERMAN, Book, Leaves, Order
from adapters.carriers.hermes.standin.codes import Code, Refusal
from adapters.carriers.hermes.standin.papers import QR, printed
from adapters.carriers.hermes.standin.rules import (
    ORDER_ID,
    SHIPMENT_ID,
    check_return,
    check_shipment,
)
from core.parcel import LabelKind

Answer = tuple[dict[str, Any], list[Code]]

#: Days that can be asked for.
REACH: Final = 90
_FROM_OUTBOUND: Final = ("shipmentOrderID", "shipmentID")


class Desk:
    """Works on the book. Every method may raise `Refusal`."""

    def __init__(self, book: Book, now: Any) -> None:
        self._book = book
        self._now = now

    def create_shipment(self, body: Mapping[str, Any]) -> tuple[Order, list[Code]]:
        contract = self._book.contract
        if contract.deactivated:
            raise Refusal("e084")
        if not contract.shipments:
            raise Refusal("e053")
        check_shipment(body, needs_class=contract.needs_parcel_class)
        multipart = (body.get("service") or {}).get("multipartService") or {}
        parent = multipart.get("parentShipmentOrderID")
        if multipart.get("partNumber", 1) > 1 and parent not in self._book.orders:
            raise Refusal("e009")
        country = str(body["receiverAddress"].get("countryCode") or "DE")
        return self._book.create(LabelKind.SHIPMENT, body, country), _warnings(body)

    def create_return(self, body: Mapping[str, Any]) -> tuple[Order, list[Code]]:
        contract = self._book.contract
        if contract.deactivated:
            raise Refusal("e084")
        if not contract.returns:
            raise Refusal("e054")
        named = [key for key in _FROM_OUTBOUND if key in body]
        if not named:
            if "senderAddress" not in body:
                raise Refusal("e046")
            if not contract.address_returns:
                raise Refusal("e055")
            check_return(body)
            country = str(body["senderAddress"].get("countryCode") or "DE")
            return self._book.create(LabelKind.RETURN, body, country), []
        shape = ORDER_ID if named[0] == "shipmentOrderID" else SHIPMENT_ID
        if not shape.match(str(body[named[0]])):
            raise Refusal(("e001", named[0]))
        outbound = self._book.outbound_of({named[0]: body[named[0]]})
        ignored = ", ".join(sorted(set(body) - {named[0]}))
        order = self._book.create(LabelKind.RETURN, {}, outbound.country, outbound.number)
        return order, [("w100", ignored)] if ignored else []

    def issue(self, order: Order, media_type: str, beside: list[Code]) -> Answer:
        if order.kind is LabelKind.RETURN and media_type == QR and order.country != "DE":
            raise Refusal("e061")
        trouble = self._book.trouble()
        if trouble is not None:
            if trouble.leaves is Leaves.NOTHING:
                del self._book.orders[order.order_id]
            elif trouble.leaves is Leaves.LABEL:
                self._book.issue(order)
            raise Refusal(trouble.code, status=trouble.status)
        self._book.issue(order)
        handle = "shipmentOrderID" if order.kind is LabelKind.SHIPMENT else "returnOrderID"
        body = {"shipmentID": order.number, handle: order.order_id, **printed(order, media_type)}
        # Two public clients look for OK in the answer to a return; for shipments the list is empty.
        return body, beside or ([("OK", "")] if order.kind is LabelKind.RETURN else [])

    def known(self, kind: LabelKind, order_id: str) -> Order:
        order = self._book.orders.get(order_id)
        if order is None or order.kind is not kind:
            raise Refusal("e017")
        return order

    def listed(self, ids: list[str], state: str | None, first: str | None, last: str | None) -> Answer:
        """Shipment orders by id, or by days."""
        if ids:
            if any(len(order_id) > 11 for order_id in ids):
                raise Refusal(("e001", "shipmentOrderID"))
            orders = [self._book.orders[order_id] for order_id in ids if order_id in self._book.orders]
            strange = [order_id for order_id in ids if order_id not in self._book.orders]
            return _clients(orders), [("e042", ", ".join(strange))] if strange else []
        today = self._now().astimezone(GERMAN).date()
        beside: list[Code] = [] if first else [("i032", "")]
        begin = _day(first, "shipmentOrderStartDate") if first else today - timedelta(days=REACH)
        end = _day(last, "shipmentOrderEndDate") if last else today
        if begin > end or (today - begin).days > REACH:
            raise Refusal("e043")
        orders = list(self._book.between(begin, end, state))
        if len(orders) > self._book.contract.most_listed:
            raise Refusal(("e036", str(self._book.contract.most_listed)))
        return _clients(orders), beside

    def read_return(self, order_id: str) -> dict[str, Any]:
        order = self.known(LabelKind.RETURN, order_id)
        found = {
            "returnOrderID": order.order_id,
            "shipmentID": order.number,
            "originShipmentID": order.origin,
            "createDate": stamp(order.created),
            "actualOrderState": order.state,
            "clientReference": order.reference,
            "clientReference2": order.reference2,
            "carrier": {"id": "HERMES", "name": "Hermes"},
        }
        return {key: value for key, value in found.items() if value} | {"listOfResultCodes": []}


def stamp(moment: datetime) -> str:
    return moment.astimezone(GERMAN).isoformat(timespec="seconds")


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(("e001", name)) from None


def _warnings(body: Mapping[str, Any]) -> list[Code]:
    contact = body.get("receiverContact") or {}
    return [
        ("w031", str(contact[key]))
        for key in ("phone", "mobile")
        if contact.get(key) and sum(sign.isdigit() for sign in str(contact[key])) < 6
    ]


def _clients(orders: list[Order]) -> dict[str, Any]:
    rows = []
    for order in orders:
        row = {
            "shipmentID": order.number,
            "shipmentOrderID": order.order_id,
            "createDate": stamp(order.created),
            "actualOrderState": order.state,
            "clientReference": order.reference,
            "clientReference2": order.reference2,
        }
        rows.append({key: value for key, value in row.items() if value})
    if not rows:
        return {"listOfClients": []}
    senders = [{"senderID": "1", "listOfShipmentOrders": rows}]
    return {"listOfClients": [{"clientID": "1", "listOfSenders": senders}]}
