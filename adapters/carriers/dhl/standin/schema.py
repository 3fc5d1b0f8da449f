"""The schema check of Shipping: types, lengths and patterns, before anything is looked up."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from adapters.carriers.dhl.standin.depot import BILLING_NUMBERS

Finding = tuple[str, str]

_PRODUCTS: Final = frozenset(BILLING_NUMBERS.values()) | {"V62WP"}
_BILLING_NUMBER: Final = re.compile(r"\w{10}\d{2}\w{2}")
_POSTAL_CODE: Final = re.compile(r"[0-9A-Za-z]+([ -]?[0-9A-Za-z]+)*")
_COUNTRY: Final = re.compile(r"[A-Z]{3}")
_POST_NUMBER: Final = re.compile(r"[0-9]{6,10}")
_COUNTRY_TEXT: Final = (
    "Parameter country must be a valid country code consisting of three characters according to ISO 3166-1 "
    "alpha-3."
)

#: Texts by name: shortest, longest, required.
_Texts = Mapping[str, tuple[int, int, bool]]
_ADDRESS: Final[_Texts] = {
    "name1": (1, 50, True),
    "name2": (1, 50, False),
    "name3": (1, 50, False),
    "addressStreet": (1, 50, True),
    "addressHouse": (1, 10, False),
    "postalCode": (3, 10, False),
    "city": (1, 40, True),
    "state": (1, 20, False),
    "additionalAddressInformation1": (1, 60, False),
    "additionalAddressInformation2": (1, 60, False),
    "dispatchingInformation": (1, 35, False),
    "contactName": (3, 80, False),
    "email": (3, 80, False),
    "phone": (1, 20, False),
}
_LOCKER: Final[_Texts] = {
    "name": (1, 50, True),
    "postNumber": (6, 10, True),
    "postalCode": (3, 10, True),
    "city": (0, 40, True),
}
_OUTLET: Final[_Texts] = {
    "name": (1, 50, True),
    "postNumber": (3, 10, False),
    "email": (3, 80, False),
    "postalCode": (3, 10, True),
    "city": (0, 80, True),
}
_SERVICE_TEXTS: Final[_Texts] = {
    "preferredNeighbour": (0, 100, False),
    "preferredLocation": (0, 100, False),
}
_SERVICE_FLAGS: Final = (
    *("namedPersonOnly", "signedForByRecipient", "noNeighbourDelivery", "bulkyGoods", "premium"),
    *("closestDropPoint", "goGreenPlus", "postalDeliveryDutyPaid"),
)
_SERVICE_WORDS: Final = {"visualCheckOfAge": {"A16", "A18"}, "endorsement": {"RETURN", "ABANDON"}}


def findings(body: Any) -> Iterator[Finding]:
    """What is wrong with the request for shipments, by path."""
    if not isinstance(body, dict):
        yield "", "The request body is no JSON object."
        return
    yield from _text("profile", body.get("profile"), 0, 35, required=True)
    shipments = body.get("shipments")
    if not isinstance(shipments, list) or not 1 <= len(shipments) <= 30:
        yield "shipments", "There have to be 1 to 30 shipments."
        return
    for place, shipment in enumerate(shipments):
        path = f"shipments[{place}]"
        if isinstance(shipment, dict):
            yield from _shipment(path, shipment)
        else:
            yield path, "A shipment is an object."


def _shipment(path: str, shipment: Mapping[str, Any]) -> Iterator[Finding]:
    if shipment.get("product") not in _PRODUCTS:
        yield f"{path}.product", "Parameter product is none of the known products."
    billing = shipment.get("billingNumber")
    if not isinstance(billing, str) or not _BILLING_NUMBER.fullmatch(billing):
        yield f"{path}.billingNumber", "Parameter billingNumber has to have 14 characters."
    yield from _text(f"{path}.refNo", shipment.get("refNo"), 8, 35)
    yield from _text(f"{path}.costCenter", shipment.get("costCenter"), 0, 50)
    if "shipDate" in shipment and _day(shipment["shipDate"]) is None:
        yield f"{path}.shipDate", "Parameter shipDate has to be a date, yyyy-mm-dd."
    shipper = shipment.get("shipper")
    if not (isinstance(shipper, dict) and "shipperRef" in shipper):
        yield from _address(f"{path}.shipper", shipper)
    yield from _consignee(f"{path}.consignee", shipment.get("consignee"))
    yield from _details(f"{path}.details", shipment.get("details"))
    if "services" in shipment:
        yield from _services(f"{path}.services", shipment["services"])


def _consignee(path: str, consignee: Any) -> Iterator[Finding]:
    if isinstance(consignee, dict) and "lockerID" in consignee:
        yield from _texts(path, consignee, _LOCKER)
        yield from _number(f"{path}.lockerID", consignee["lockerID"], 100, 999)
        if not _POST_NUMBER.fullmatch(str(consignee.get("postNumber"))):
            yield f"{path}.postNumber", "Parameter postNumber has to be 6 to 10 digits."
    elif isinstance(consignee, dict) and "retailID" in consignee:
        yield from _texts(path, consignee, _OUTLET)
        yield from _number(f"{path}.retailID", consignee["retailID"], 401, 999)
    elif isinstance(consignee, dict) and "poBoxID" in consignee:
        yield from _texts(path, consignee, {"name1": (1, 50, True), "city": (0, 80, True)})
    else:
        yield from _address(path, consignee)


def _address(path: str, address: Any) -> Iterator[Finding]:
    if not isinstance(address, dict):
        yield path, "An address is missing."
        return
    yield from _texts(path, address, _ADDRESS)
    country = address.get("country")
    if not isinstance(country, str) or not _COUNTRY.fullmatch(country):
        yield f"{path}.country", _COUNTRY_TEXT
    code = address.get("postalCode")
    if isinstance(code, str) and not _POSTAL_CODE.fullmatch(code):
        yield f"{path}.postalCode", "Parameter postalCode has characters that no postal code has."


def _details(path: str, details: Any) -> Iterator[Finding]:
    weight = details.get("weight") if isinstance(details, dict) else None
    if not isinstance(weight, dict):
        yield f"{path}.weight", "The weight is missing."
        return
    if weight.get("uom") not in {"g", "kg"}:
        yield f"{path}.weight.uom", "Parameter uom has to be g or kg."
    yield from _number(f"{path}.weight.value", weight.get("value"), 0, 31_500)
    size = details.get("dim")
    if size is None:
        return
    if not isinstance(size, dict) or size.get("uom") not in {"mm", "cm"}:
        yield f"{path}.dim.uom", "Parameter uom has to be mm or cm."
        return
    for name in ("length", "width", "height"):
        if not isinstance(size.get(name), int):
            yield f"{path}.dim.{name}", f"Parameter {name} is missing; all three are needed."


def _services(path: str, services: Any) -> Iterator[Finding]:
    if not isinstance(services, dict):
        yield path, "Services are an object."
        return
    yield from _texts(path, services, _SERVICE_TEXTS)
    for name in _SERVICE_FLAGS:
        if name in services and not isinstance(services[name], bool):
            yield f"{path}.{name}", f"Parameter {name} has to be true or false."
    for name, words in _SERVICE_WORDS.items():
        if name in services and services[name] not in words:
            yield f"{path}.{name}", f"Parameter {name} has to be one of {', '.join(sorted(words))}."
    if "preferredDay" in services and _day(services["preferredDay"]) is None:
        yield f"{path}.preferredDay", "Parameter preferredDay has to be a date, yyyy-mm-dd."
    if "dhlRetoure" in services:
        yield from _retoure(f"{path}.dhlRetoure", services["dhlRetoure"])


def _retoure(path: str, retoure: Any) -> Iterator[Finding]:
    if not isinstance(retoure, dict):
        yield path, "The return is an object."
        return
    billing = retoure.get("billingNumber")
    if not isinstance(billing, str) or not _BILLING_NUMBER.fullmatch(billing):
        yield f"{path}.billingNumber", "Parameter billingNumber has to have 14 characters."
    yield from _text(f"{path}.refNo", retoure.get("refNo"), 6, 50)
    if "returnAddress" in retoure:
        yield from _address(f"{path}.returnAddress", retoure["returnAddress"])


def _texts(path: str, holder: Mapping[str, Any], known: _Texts) -> Iterator[Finding]:
    for name, (shortest, longest, required) in known.items():
        yield from _text(f"{path}.{name}", holder.get(name), shortest, longest, required=required)


def _text(path: str, value: Any, shortest: int, longest: int, *, required: bool = False) -> Iterator[Finding]:
    name = path.rpartition(".")[2]
    if value is None:
        if required:
            yield path, f"Parameter {name} is missing."
    elif not isinstance(value, str):
        yield path, f"Parameter {name} has to be a text."
    elif not shortest <= len(value) <= longest:
        yield path, f"Parameter {name} has to have {shortest} to {longest} characters."


def _number(path: str, value: Any, least: int, most: int) -> Iterator[Finding]:
    """DHL's own samples write some of them as texts, and DHL takes them."""
    try:
        fits = not isinstance(value, bool) and least <= float(value) <= most
    except (TypeError, ValueError):
        fits = False
    if not fits:
        yield path, f"Parameter {path.rpartition('.')[2]} has to be a number from {least} to {most}."


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
