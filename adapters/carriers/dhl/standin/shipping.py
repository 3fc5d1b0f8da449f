"""Shipping v2: book, read and delete shipments, close the day, hand out labels by link."""

import base64
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.dhl.standin.depot import PROFILE, Depot, Shipment
from adapters.carriers.dhl.standin.errors import (
    Json,
    items_answer,
    schema_refusal,
    shipping_problem,
    status_of,
)
from adapters.carriers.dhl.standin.rules import ERROR, remarks
from adapters.carriers.dhl.standin.schema import findings
from core.parcel import LabelKind
from standins import as_json
from standins.labels import label_pdf, label_zpl

_MOST: Final = 30
_ROUTING_CODE: Final = "40327653113+99000943058020"
_RETURN_ROUTING_CODE: Final = "40327653113+99000933090010"
_PAPER: Final = "910-300-700"


class ShippingDesk:
    def __init__(self, depot: Depot, clock: Callable[[], datetime]) -> None:
        self._depot = depot
        self._clock = clock
        self._links: dict[str, bytes] = {}

    def create(self, request: Request) -> Response:
        """`POST /orders`"""
        body: Any = request.get_json(silent=True)
        wrong = list(findings(body))
        if wrong:
            return schema_refusal(wrong)
        validate = request.args.get("validate") == "true"
        items = [
            self._item(shipment, body["profile"], request, validate=validate)
            for shipment in body["shipments"]
        ]
        done = sum(item["sstatus"]["status"] == 200 for item in items)
        words = "validated OK. Details included." if validate else "successfully created."
        return items_answer(items, done, words)

    def _item(self, shipment: Mapping[str, Any], profile: str, request: Request, *, validate: bool) -> Json:
        today = self._clock().date()
        found = list(remarks(shipment, profile, today, request.headers.get("Accept-Language", "en-US")))
        strict = request.args.get("mustEncode") == "true" and (
            shipment["consignee"].get("country", "DEU") == "DEU"
        )
        refused = any(remark["validationState"] == ERROR for remark in found) or (found and strict)
        if validate:
            return _validated(found)
        if refused:
            return {"sstatus": status_of(400, "Bad Request"), "validationMessages": found}
        day = date.fromisoformat(shipment["shipDate"]) if "shipDate" in shipment else today
        booked = self._depot.announce(
            LabelKind.SHIPMENT,
            shipment.get("refNo", ""),
            day,
            shipment,
            enclosed="dhlRetoure" in shipment.get("services", {}),
        )
        item = self._shown(booked, request)
        return {**item, "validationMessages": found} if found else item

    def read(self, request: Request) -> Response:
        """`GET /orders`: only shipments that are open."""
        numbers = request.args.getlist("shipment")
        if not 1 <= len(numbers) <= _MOST:
            return schema_refusal([("shipment", "There have to be 1 to 30 shipment numbers.")])
        items = []
        for number in numbers:
            shipment = self._depot.get(number)
            if shipment is None or not self._depot.is_open(shipment):
                items.append(_unknown(number))
            else:
                items.append(self._shown(shipment, request))
        done = sum(item["sstatus"]["status"] == 200 for item in items)
        if len(items) == 1 and not done:
            return shipping_problem(404)
        return items_answer(items, done, "found.")

    def delete(self, request: Request) -> Response:
        """`DELETE /orders`: until the day is closed."""
        numbers = request.args.getlist("shipment")
        profile = request.args.get("profile")
        if profile is None or not 1 <= len(numbers) <= _MOST:
            return schema_refusal([("profile", "Parameter profile and 1 to 30 shipment numbers are needed.")])
        items = [self._deleted(number, profile) for number in numbers]
        done = sum(item["sstatus"]["status"] == 200 for item in items)
        return items_answer(items, done, "successfully canceled.")

    def _deleted(self, number: str, profile: str) -> Json:
        outcome = self._depot.cancel(number) if profile == PROFILE else "unknown"
        if outcome == "unknown":
            return _unknown(number)
        if outcome == "closed":
            status = status_of(400, "IllegalShipmentState", "The shipment is closed already.")
            return {"shipmentNo": number, "sstatus": status}
        return {"shipmentNo": number, "sstatus": status_of(200, "OK")}

    def close(self, request: Request) -> Response:
        """`POST /manifests`: close these shipments, or all."""
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("profile"), str):
            return schema_refusal([("profile", "Parameter profile is missing.")])
        if request.args.get("all") == "true":
            numbers = [parcel.number for parcel in self._depot.parcels() if self._depot.is_open(parcel)]
        else:
            numbers = [str(number) for number in body.get("shipmentNumbers", [])]
        closed = self._depot.close_day(numbers)
        items = [
            {"shipmentNo": number, "sstatus": status_of(200, "OK") if number in closed else _unknown_status()}
            for number in numbers
        ]
        status = status_of(207, "Multi-Status", f"{len(closed)} of {len(numbers)} shipments manifested.")
        return as_json({"status": status, "items": items}, 207)

    def label(self, request: Request) -> Response:
        """`GET /labels`: the link needs no login."""
        paper = self._links.get(request.args.get("token", ""))
        return shipping_problem(404) if paper is None else Response(paper, content_type="application/pdf")

    def _shown(self, shipment: Shipment, request: Request) -> Json:
        item: Json = {
            "shipmentNo": shipment.number,
            "routingCode": _ROUTING_CODE,
            "sstatus": status_of(200, "OK"),
        }
        if len(shipment.reference) >= 6:
            item["shipmentRefNo"] = shipment.reference
        numbers = [shipment.number]
        if shipment.return_number is not None:
            item["returnShipmentNo"] = shipment.return_number
            item["returnRoutingCode"] = _RETURN_ROUTING_CODE
            if request.args.get("combine", "true") == "true":
                numbers.append(shipment.return_number)
            else:
                merchant = shipment.request["services"]["dhlRetoure"].get("returnAddress", {})
                lines = ["DHL Retoure", *_lines(merchant), shipment.reference]
                item["returnLabel"] = self._paper(shipment.return_number, lines, request)
        lines = [*_lines(shipment.request["consignee"]), shipment.reference, *numbers[1:]]
        item["label"] = self._paper(shipment.number, lines, request)
        return item

    def _paper(self, number: str, lines: list[str], request: Request) -> Json:
        paper = request.args.get("printFormat", _PAPER)
        if request.args.get("docFormat") == "ZPL2":
            return {"zpl2": label_zpl(number, lines).decode(), "fileFormat": "ZPL2", "printFormat": paper}
        pdf = label_pdf(number, lines)
        if request.args.get("includeDocs") == "URL":
            token = secrets.token_urlsafe(24)
            self._links[token] = pdf
            link = f"{request.host_url.rstrip('/')}/parcel/de/shipping/v2/labels?token={token}"
            return {"url": link, "fileFormat": "PDF", "printFormat": paper}
        return {"b64": base64.b64encode(pdf).decode(), "fileFormat": "PDF", "printFormat": paper}


def _validated(found: list[Mapping[str, str]]) -> Json:
    """A dry run calls warnings a no as well."""
    if not found:
        status = status_of(200, "ok", "The Webservice call ran successfully.")
    elif any(remark["validationState"] == ERROR for remark in found):
        status = status_of(400, "Within the shipment there was at least one hard validation error.")
    else:
        status = status_of(400, "Within the shipment there was at least one weak validation error.")
    return {"sstatus": status, "validationMessages": found}


def _lines(address: Mapping[str, Any]) -> list[str]:
    keys = ("name", "name1", "name2", "name3", "additionalAddressInformation1")
    lines = [str(address[key]) for key in keys if address.get(key)]
    if "lockerID" in address:
        lines.append(f"Packstation {address['lockerID']}, {address['postNumber']}")
    elif "retailID" in address:
        lines.append(f"Postfiliale {address['retailID']}")
    else:
        lines.append(f"{address.get('addressStreet', '')} {address.get('addressHouse', '')}".strip())
    city = f"{address.get('postalCode', '')} {address.get('city', '')}".strip()
    return [*lines, city, str(address.get("country", ""))]


def _unknown(number: str) -> Json:
    return {"shipmentNo": number, "sstatus": _unknown_status()}


def _unknown_status() -> Json:
    return status_of(204, "UnknownShipmentNumber", "Unknown shipment number.")
