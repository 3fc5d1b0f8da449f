"""What the vendor's description allows in a request, and not less."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from adapters.carriers.hermes.standin.codes import Code, Refusal

Json = Mapping[str, Any]

_ADDRESS: Final = {
    "street": 50,
    "houseNumber": 5,
    "zipCode": 8,
    "town": 30,
    "countryCode": 2,
    "addressAddition": 50,
    "addressAddition2": 20,
    "addressAddition3": 20,
}
_NAME: Final = {"title": 20, "gender": 1, "firstname": 50, "middlename": 50, "lastname": 50}
_CONTACT: Final = {"phone": 20, "mobile": 20, "mail": 200}
_REFERENCES: Final = {"clientReference": 20, "clientReference2": 20}
_ALERT: Final = {"notificationType": 9, "notificationEmail": 70, "notificationNumber": 18}
_CLASSES: Final = ("XS", "S", "M", "L", "XL")
_PRODUCTS: Final = ("BAG", "BIKE", "LARGE_ITEM", "PARCEL")
_ALERTS: Final = ("SMS", "EMAIL", "EMAIL_SMS")
_WHOLE: Final = {
    "parcelHeight": (0, 2000),
    "parcelWidth": (0, 2000),
    "parcelDepth": (0, 2000),
    "parcelVolume": (0, 4500),
    "parcelWeight": (0, 9_999_999_999_999),
}
_HEAVIEST_G: Final = 31_500
SHIPMENT_ID: Final = re.compile(r"(?:H[0-9]{19}|[0-9]{14})\Z")
ORDER_ID: Final = re.compile(r"[0-9]{11}\Z")


def check_shipment(body: Json, *, needs_class: bool) -> None:
    """raises  Refusal"""
    _demand(
        body,
        ("receiverName", "receiverAddress", "parcel"),
        ("receiverName.lastname", *_needed("receiverAddress"), "parcel.parcelWeight"),
    )
    found = [
        *_parts(body, {"receiverAddress": _ADDRESS, "receiverName": _NAME, "receiverContact": _CONTACT}),
        *_parts(body, {"senderAddress": _ADDRESS, "senderName": _NAME}),
        *_texts("", body, _REFERENCES),
        *_parcel(body, least_g=1),
        *_services(body),
    ]
    _settle(body, found)
    if needs_class and "parcelClass" not in body["parcel"]:
        raise Refusal("e013")
    service = body.get("service") or {}
    if "parcelShopDeliveryService" in service and not (service.get("customerAlertService") or {}).get(
        "notificationEmail"
    ):
        raise Refusal("e108")


def check_return(body: Json) -> None:
    """Of the kind with addresses.

    raises  Refusal
    """
    _demand(body, ("senderName", "senderAddress"), ("senderName.lastname", *_needed("senderAddress")))
    found = [
        *_parts(body, {"senderAddress": _ADDRESS, "senderName": _NAME, "senderContact": _CONTACT}),
        *_parts(body, {"receiverAddress": _ADDRESS, "receiverName": _NAME}),
        *_texts("", body, _REFERENCES),
        *_parcel(body, least_g=0),
        *_label(body),
    ]
    if (body.get("service") or {}).get("flexReturnService") and "parcelWeight" not in (
        body.get("parcel") or {"parcelWeight": 1}
    ):
        raise Refusal(("e002", "parcel.parcelWeight"))
    _settle(body, found)


def check_pickup(body: Json) -> None:
    """raises  Refusal"""
    if not any(key in body for key in ("shipmentID", "shipmentOrderID")):
        _demand(body, ("pickupName", "pickupAddress"), ("pickupName.lastname", *_needed("pickupAddress")))
    _settle(body, [*_parts(body, {"pickupAddress": _ADDRESS, "pickupName": _NAME})])


def _needed(part: str) -> Sequence[str]:
    return tuple(f"{part}.{name}" for name in ("street", "zipCode", "town"))


def _demand(body: Json, parts: Sequence[str], fields: Sequence[str]) -> None:
    missing = [part for part in parts if not isinstance(body.get(part), dict)]
    missing += [
        field
        for field in fields
        if (split := field.split("."))[0] not in missing and body[split[0]].get(split[1]) in {None, ""}
    ]
    if missing:
        raise Refusal(("e002", ", ".join(missing)))


def _settle(body: Json, found: Sequence[str]) -> None:
    if wrong := [*found, *_foreign("", body)]:
        raise Refusal(("e001", ", ".join(dict.fromkeys(wrong))))
    codes: list[Code] = []
    for name in ("receiverAddress", "senderAddress"):
        address = body.get(name) or {}
        if len(address.get("street") or "") + len(address.get("houseNumber") or "") > 50:
            codes.append(("e071", ""))
    if ((body.get("parcel") or {}).get("parcelWeight") or 0) > _HEAVIEST_G:
        codes.append(("e067", ""))
    if codes:
        raise Refusal(*codes)


def _parts(body: Json, parts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for name, lengths in parts.items():
        part = body.get(name)
        if part is None:
            continue
        if not isinstance(part, dict):
            yield name
            continue
        yield from _texts(f"{name}.", part, lengths)
        if part.get("countryCode") == "DE" and len(str(part.get("zipCode"))) > 5:
            yield f"{name}.zipCode"


def _texts(before: str, part: Json, lengths: Mapping[str, int]) -> Iterator[str]:
    for name, most in lengths.items():
        value = part.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > most):
            yield f"{before}{name}"


def _parcel(body: Json, *, least_g: int) -> Iterator[str]:
    parcel = body.get("parcel")
    if parcel is None:
        return
    if not isinstance(parcel, dict):
        yield "parcel"
        return
    for name, (least, most) in _WHOLE.items():
        if name in parcel and not _whole(parcel[name], least_g if name == "parcelWeight" else least, most):
            yield f"parcel.{name}"
    if parcel.get("parcelClass", "M") not in _CLASSES:
        yield "parcel.parcelClass"
    if parcel.get("productType", "PARCEL") not in _PRODUCTS:
        yield "parcel.productType"


def _services(body: Json) -> Iterator[str]:
    service = body.get("service")
    if service is not None and not isinstance(service, dict):
        yield "service"
        return
    alert = (service or {}).get("customerAlertService")
    if alert is None:
        return
    if not isinstance(alert, dict) or alert.get("notificationType") not in _ALERTS:
        yield "service.customerAlertService.notificationType"
    elif not (alert.get("notificationEmail") or alert.get("notificationNumber")):
        yield "service.customerAlertService.notificationEmail"
    else:
        yield from _texts("service.customerAlertService.", alert, _ALERT)


def _label(body: Json) -> Iterator[str]:
    label = body.get("label") or {}
    days = label.get("qrCodeExpiresAfter")
    if days is not None and not _whole(days, 30, 120):
        yield "label.qrCodeExpiresAfter"
    hint = label.get("hint")
    if hint is not None and not (
        hint.get("type") in {"TEXT", "QRCODE"} and str(hint.get("text")).isascii() and len(hint["text"]) <= 50
    ):
        yield "label.hint"


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _foreign(place: str, value: object) -> Iterator[str]:
    """Where a text has a character outside the four blocks that are supported."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _foreign(f"{place}.{name}" if place else name, part)
    elif isinstance(value, list):
        for part in value:
            yield from _foreign(place, part)
    elif isinstance(value, str) and not all(map(_supported, value)):
        yield place


def _supported(character: str) -> bool:
    if character < "\x80":
        return "\x20" <= character <= "\x7e"
    if character < "\xa0" or character > "\u024f":
        return False
    return not unicodedata.category(character).startswith("S")
