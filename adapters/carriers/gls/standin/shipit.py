"""ShipIT: creation, dry run, cancellation, reprint, search, allowed services."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.gls.standin.oddities import Oddities
from adapters.carriers.gls.standin.parcels import Depot, Parcel
from adapters.carriers.gls.standin.refusals import Fault, Unreadable
from adapters.carriers.gls.standin.rules import (
    FORMATS,
    PRODUCTS,
    address_of,
    demand_printing,
    demand_shipment,
    issues_of,
    services_of,
)
from core.parcel import LabelKind
from standins import as_json

MEDIA: Final = "application/glsVersion1+json"
_RETURNS: Final = frozenset({"service_shopreturn", "service_pickandreturn"})


class ShipIt:
    """Handlers take the request and what stands in its path; they raise Fault and Unreadable."""

    def __init__(self, depot: Depot, odd: Oddities) -> None:
        self._depot = depot
        self._odd = odd

    def create(self, request: Request) -> Response:
        body = _body(request)
        shipment = demand_shipment(body, self._depot.contacts)
        wanted = demand_printing(body)
        contact = shipment["Shipper"]["ContactID"]
        for issue in issues_of(shipment, self._depot.contacts[contact]):
            raise Fault.invalid(f"ShipmentRequestData.{issue.location}", issue.value, issue.reason)
        references = [str(reference) for reference in shipment.get("ShipmentReference") or []]
        kind = LabelKind.RETURN if _RETURNS & set(services_of(shipment)) else LabelKind.SHIPMENT
        parcels = [
            self._depot.make(kind, references, contact, _lines(shipment, references))
            for _ in shipment["ShipmentUnit"]
        ]
        return self._created(parcels, wanted, self._odd.created)

    def validate(self, request: Request) -> Response:
        shipment = demand_shipment(_body(request), self._depot.contacts)
        found = [
            {"Rule": issue.rule, "Location": issue.location, "Parameters": [issue.value]}
            for issue in issues_of(shipment, self._depot.contacts[shipment["Shipper"]["ContactID"]])
        ]
        return _answer({"Success": not found, "ValidationResult": {"Issues": found}})

    def allowed_services(self, request: Request) -> Response:
        body = _body(request)
        for name in ("Source", "Destination"):
            if not (body.get(name) or {}).get("CountryCode"):
                raise Fault.missing(f"{name}.CountryCode")
        booked = self._depot.contacts.get(body.get("ContactID", ""))
        if booked is None:
            reason = "Shipper does not exist or is not available for the user."
            raise Fault.invalid("ContactID", body.get("ContactID"), reason)
        services = [{"ServiceName": name} for name in sorted(booked)]
        return _answer({"AllowedServices": [{"ProductName": PRODUCTS[0]}, *services]})

    def cancel(self, _: Request, track_id: str) -> Response:
        parcel = next(self._depot.known_as(track_id=track_id), None)
        if parcel is None or parcel.order_id is not None:
            raise Fault.invalid("TrackID", track_id, "No parcel found.")
        name = "Result" if self._odd.vendor_spelling else "result"
        return _answer({"TrackID": track_id, name: self._depot.cancel(parcel)})

    def reprint(self, request: Request) -> Response:
        """Return orders are not ShipIT's; cancelled parcels are gone."""
        body = _body(request)
        wanted = demand_printing(body)
        names = {"TrackID": "track_id", "ParcelNumber": "number", "ShipmentReference": "reference"}
        given = {ours: str(body[theirs]) for theirs, ours in names.items() if body.get(theirs)}
        if not given:
            raise Fault.missing("TrackID")
        found = [p for p in self._depot.known_as(**given) if not p.is_cancelled and p.order_id is None]
        if not found:
            theirs = next(name for name, ours in names.items() if ours in given)
            raise Fault.invalid(theirs, body[theirs], "No parcel found.")
        return self._created(found, wanted, 200)

    def find(self, request: Request) -> Response:
        """A day without a time means its first moment, at the end of the range too."""
        body = _body(request)
        for name in ("DateFrom", "DateTo"):
            if not body.get(name):
                raise Fault.missing(name)
        begins, ends = _moment(body["DateFrom"]), _moment(body["DateTo"])
        names = {"TrackID": "track_id", "ParcelNumber": "number", "ShipmentReference": "reference"}
        given = {ours: str(body[theirs]) for theirs, ours in names.items() if body.get(theirs)}
        items = [
            {
                "TrackID": parcel.track_id,
                "ParcelNumber": self._number(parcel),
                "ShipmentReference": list(parcel.references),
                "InitialDate": parcel.made_at.isoformat(),
                "Status": parcel.status,
            }
            for parcel in self._depot.known_as(**given)
            if begins <= parcel.made_at <= ends and parcel.order_id is None
        ]
        return _answer({"UnitItems": items})

    def _created(self, parcels: Sequence[Parcel], wanted: str, status: int) -> Response:
        created = {
            "ShipmentReference": list(parcels[0].references),
            "ParcelData": [
                {"TrackID": parcel.track_id, "ParcelNumber": self._number(parcel)} for parcel in parcels
            ],
            "PrintData": self._print_data(parcels, wanted),
            "CustomerID": "2760000001",
            "PickupLocation": "DE 777",
        }
        return _answer({"CreatedShipment": created}, status)

    def _print_data(self, parcels: Sequence[Parcel], wanted: str) -> list[dict[str, Any]]:
        name = next(theirs for theirs, ours in FORMATS.items() if ours == wanted)
        papers = [base64.b64encode(parcel.paper(wanted)).decode() for parcel in parcels]
        match self._odd.print_data:
            case "none":
                return []
            case "garbage":
                return [{"Data": base64.b64encode(b"GIF89a").decode(), "LabelFormat": name}]
            case "together":
                return [{"Data": papers, "LabelFormat": name}]
            case _:
                spelled = [[paper] for paper in papers] if self._odd.vendor_spelling else papers
                return [{"Data": paper, "LabelFormat": name} for paper in spelled]

    def _number(self, parcel: Parcel) -> str | int:
        return int(parcel.number) if self._odd.figures else parcel.number


def _lines(shipment: Mapping[str, Any], references: Sequence[str]) -> list[str]:
    address = address_of(shipment)
    return [
        *(str(address[name]) for name in ("Name1", "Name2", "Name3") if address.get(name)),
        f"{address['Street']} {address.get('StreetNumber', '')}".strip(),
        f"{address['CountryCode']} {address.get('ZIPCode', '')} {address['City']}",
        *references,
    ]


def _body(request: Request) -> Mapping[str, Any]:
    if request.mimetype.lower() != MEDIA.lower():
        raise Unreadable("Unsupported Media Type")
    try:
        body = json.loads(request.get_data())
    except ValueError as error:
        raise Unreadable(f"Unexpected input: {type(error).__name__}") from None
    if not isinstance(body, dict):
        raise Unreadable("Cannot deserialize value: an object is expected")
    return body


def _answer(body: Mapping[str, Any], status: int = 200) -> Response:
    return as_json(body, status, MEDIA)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(
            f"Cannot deserialize value of type Date from String: {len(text)} characters"
        ) from None
    if len(text) == len("2026-01-01"):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
