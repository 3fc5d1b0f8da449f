"""What ShipIT demands of a shipment: first what a parser and a schema see, then GLS's own rules."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.carriers.gls.standin.refusals import Fault, Unreadable

PRODUCTS: Final = ("PARCEL", "EXPRESS", "FREIGHT", "PHARMA", "PHARMAPLUS")
FORMATS: Final = {"PDF": "pdf", "ZEBRA": "zpl", "PNG": "png"}
TEMPLATES: Final = re.compile(
    r"NONE|D_200|PF_\w+|T_[23]00_BF|ZPL_[23]00(_(TRACKID|REFNO)_(EAN_128|CODE_39))?"
)

_ADDRESS: Final = {
    "Name1": 40,
    "Name2": 40,
    "Name3": 40,
    "CountryCode": 2,
    "Province": 40,
    "ZIPCode": 10,
    "City": 40,
    "Street": 40,
    "StreetNumber": 40,
    "eMail": 80,
    "ContactPerson": 40,
    "FixedLinePhonenumber": 40,
    "MobilePhoneNumber": 40,
}
#: The generated vendor file's names beside those on the wire.
_SPELLINGS: Final = {"Zipcode": "ZIPCode", "Email": "eMail"}
_POSTAL_CODES: Final = {"DE": r"\d{5}", "AT": r"\d{4}", "BE": r"\d{4}", "CH": r"\d{4}", "DK": r"\d{4}"}
_INCOTERM_COUNTRIES: Final = frozenset({"CH", "GB", "LI", "NO"})
_HEAVIEST_KG: Final = 40


@dataclass(frozen=True, slots=True)
class Issue:
    """A rule that a well-formed shipment breaks."""

    rule: str
    location: str
    value: str
    reason: str


def address_of(shipment: Mapping[str, Any]) -> Mapping[str, Any]:
    given = (shipment.get("Consignee") or {}).get("Address") or {}
    return {_SPELLINGS.get(name, name): value for name, value in given.items()}


def demand_shipment(body: Mapping[str, Any], contacts: Mapping[str, frozenset[str]]) -> Mapping[str, Any]:
    """The well-formed Shipment.

    raises  Fault, Unreadable
    """
    shipment = body.get("Shipment")
    if not shipment:
        raise Fault.missing("Shipment")
    if not shipment.get("Product"):
        raise Fault.missing("Shipment.Product")
    if shipment["Product"] not in PRODUCTS:
        raise Unreadable(_enum("Product", shipment["Product"], PRODUCTS))
    _demand_address(address_of(shipment))
    contact = (shipment.get("Shipper") or {}).get("ContactID")
    if not contact:
        raise Fault.missing("Shipment.Shipper.ContactID")
    if contact not in contacts:
        reason = "Shipper does not exist or is not available for the user."
        raise Fault.invalid("Shipment.Shipper.ContactID", contact, reason)
    if not shipment.get("ShipmentUnit"):
        raise Fault.missing("Shipment.ShipmentUnit")
    for reference in shipment.get("ShipmentReference") or []:
        _demand_length("Shipment.ShipmentReference", reference, 80)
    for unit in shipment["ShipmentUnit"]:
        weight = unit.get("Weight")
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise Fault.missing("Shipment.ShipmentUnit.Weight")
        for reference in unit.get("ShipmentUnitReference") or []:
            _demand_length("Shipment.ShipmentUnit.ShipmentUnitReference", reference, 80)
        _demand_length("Shipment.ShipmentUnit.Note1", unit.get("Note1") or "", 50)
    _demand_length("Shipment.Middleware", shipment.get("Middleware") or "", 40)
    return shipment  # type: ignore[no-any-return]


def _demand_address(address: Mapping[str, Any]) -> None:
    path = "Shipment.Consignee.Address"
    if not address:
        raise Fault.missing(path)
    for name in ("Name1", "CountryCode", "City", "Street"):
        if not str(address.get(name) or "").strip():
            raise Fault.missing(f"{path}.{name}")
    for name, most in _ADDRESS.items():
        _demand_length(f"{path}.{name}", str(address.get(name) or ""), most)
    for name in address:
        if name not in _ADDRESS:
            raise Unreadable(f'Unrecognized field "{name}" (class Address), not marked as ignorable')


def _demand_length(path: str, value: str, most: int) -> None:
    if len(value) > most:
        raise Fault.invalid(path, value, f"Value is too long. Maximum is {most}")


def demand_printing(body: Mapping[str, Any]) -> str:
    """The form of the papers: pdf, zpl or png.

    raises  Fault, Unreadable
    """
    wanted = (body.get("PrintingOptions") or {}).get("ReturnLabels")
    if not wanted:
        raise Fault.missing("PrintingOptions.ReturnLabels")
    for name in ("TemplateSet", "LabelFormat"):
        if not wanted.get(name):
            raise Fault.missing(f"PrintingOptions.ReturnLabels.{name}")
    if not TEMPLATES.fullmatch(wanted["TemplateSet"]):
        raise Unreadable(_enum("TemplateSet", wanted["TemplateSet"], ("NONE", "ZPL_200", "ZPL_300")))
    if wanted["LabelFormat"] not in FORMATS:
        raise Unreadable(_enum("LabelFormat", wanted["LabelFormat"], tuple(FORMATS)))
    return FORMATS[wanted["LabelFormat"]]


def _enum(name: str, value: str, known: tuple[str, ...]) -> str:
    return f'Cannot deserialize value of type {name} from String "{value}": not one of {", ".join(known)}'


def services_of(shipment: Mapping[str, Any]) -> list[str]:
    """Names of the booked services, in order."""
    return [
        str(details.get("ServiceName"))
        for entry in shipment.get("Service") or []
        for details in entry.values()
        if isinstance(details, dict)
    ]


def issues_of(shipment: Mapping[str, Any], booked: frozenset[str]) -> Iterator[Issue]:
    """What GLS has against a well-formed shipment."""
    address = address_of(shipment)
    path = "Shipment.Consignee.Address"
    country, postal_code = address["CountryCode"], str(address.get("ZIPCode") or "")
    if not re.fullmatch(_POSTAL_CODES.get(country, r".*"), postal_code):
        yield Issue("ADDRESS_VALID_ZIPCODE", f"{path}.ZIPCode", postal_code, "The zip code is not valid.")
    if country in _INCOTERM_COUNTRIES and not shipment.get("IncotermCode"):
        reason = "An incoterm code is needed."
        yield Issue("SHIPMENT_VALID_INCOTERM_IF_NEEDED", "Shipment.IncotermCode", "", reason)
    for unit in shipment["ShipmentUnit"]:
        if not 0 < unit["Weight"] <= _HEAVIEST_KG:
            reason = (
                "No matching product available for shipper for the given input data (weight and addresses)."
            )
            yield Issue("ARTICLES_PRODUCT_WEIGHT", "Shipment.Product", str(unit["Weight"]), reason)
    services = services_of(shipment)
    if {"service_shopreturn", "service_pickandreturn"} <= set(services):
        reason = "The services exclude each other."
        yield Issue("ARTICLE_COMBINATIONS", "Shipment.Service", " ".join(services), reason)
    for name in services:
        if name not in booked:
            yield Issue("COMMON", "Shipment.Service", name, "The service is not available for the shipper.")
