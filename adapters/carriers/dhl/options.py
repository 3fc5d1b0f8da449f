"""`LabelOrder.options` by DHL's own names, and where each goes. The list for people: NOTES.md, "options"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from adapters.carriers.dhl.manifest import PROCEDURES
from core.errors import InvalidValue
from core.text import Text

Read = Callable[[str], Any]

PRINT_FORMATS: Final = (
    "A4",
    "910-300-600",
    "910-300-610",
    "910-300-700",
    "910-300-700-oz",
    "910-300-710",
    "910-300-300",
    "910-300-300-oz",
    "910-300-400",
    "910-300-410",
    "100x70mm",
)
FORWARD_CONTACT: Final = ("never", "abroad", "always")


class _Wrong(Exception):
    """What the value should have been."""

    def __init__(self, en: str, de: str) -> None:
        super().__init__(en)
        self.text = Text(en=en, de=de)


def _flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise _Wrong("true or false", "true oder false")
    return value == "true"


def _one_of(*values: str) -> Read:
    def read(value: str) -> str:
        if value not in values:
            raise _Wrong(f"one of: {', '.join(values)}", f"eines von: {', '.join(values)}")
        return value

    return read


def _text(longest: int) -> Read:
    def read(value: str) -> str:
        if not 1 <= len(value) <= longest or not value.isprintable():
            raise _Wrong(f"a text of 1 to {longest} characters", f"ein Text von 1 bis {longest} Zeichen")
        return value

    return read


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise _Wrong("a date, as 2026-03-01", "ein Datum, als 2026-03-01") from None


def _billing_number(value: str) -> str:
    if not re.fullmatch(r"[0-9]{12}[0-9A-Za-z]{2}", value):
        raise _Wrong("a billing number of 14 characters", "eine Abrechnungsnummer mit 14 Stellen")
    return value


#: What an option of a shipment is: a query parameter, a field of the shipment, a service, or our own switch.
_QUERY: Final[Mapping[str, Read]] = {
    "mustEncode": _flag,
    "printFormat": _one_of(*PRINT_FORMATS),
    "retourePrintFormat": _one_of(*PRINT_FORMATS),
}
_SHIPMENT: Final[Mapping[str, Read]] = {
    "product": _one_of(*PROCEDURES),
    "billingNumber": _billing_number,
    "costCenter": _text(50),
}
_SERVICES: Final[Mapping[str, Read]] = {
    "preferredNeighbour": _text(100),
    "preferredLocation": _text(100),
    "preferredDay": _day,
    "visualCheckOfAge": _one_of("A16", "A18"),
    "namedPersonOnly": _flag,
    "signedForByRecipient": _flag,
    "noNeighbourDelivery": _flag,
    "bulkyGoods": _flag,
    "endorsement": _one_of("RETURN", "ABANDON"),
    "premium": _flag,
    "closestDropPoint": _flag,
    "parcelOutletRouting": _text(80),
    "goGreenPlus": _flag,
    "postalDeliveryDutyPaid": _flag,
}
_OWN: Final[Mapping[str, Read]] = {"forwardContact": _one_of(*FORWARD_CONTACT)}

#: Of a return.
_RETURN: Final[Mapping[str, Read]] = {"receiverId": _text(50), "goGreenPlus": _flag, **_OWN}

SHIPMENT_OPTIONS: Final = frozenset({*_QUERY, *_SHIPMENT, *_SERVICES, *_OWN})
RETURN_OPTIONS: Final = frozenset(_RETURN)


@dataclass(frozen=True, slots=True)
class ShipmentOptions:
    """The options of one shipment, read and sorted."""

    query: Mapping[str, Any] = field(default_factory=dict)
    shipment: Mapping[str, Any] = field(default_factory=dict)
    services: Mapping[str, Any] = field(default_factory=dict)
    forward_contact: str | None = None


def shipment_options(given: Mapping[str, str]) -> ShipmentOptions:
    """raises  InvalidValue (field "options.NAME"): unknown, or a value that DHL does not know"""
    _demand_known(given, SHIPMENT_OPTIONS)
    return ShipmentOptions(
        query=_read(given, _QUERY),
        shipment=_read(given, _SHIPMENT),
        # A service that is not wanted is left out: DHL means the same by both.
        services={name: value for name, value in _read(given, _SERVICES).items() if value is not False},
        forward_contact=_read(given, _OWN).get("forwardContact"),
    )


def return_options(given: Mapping[str, str]) -> Mapping[str, Any]:
    """raises  InvalidValue (field "options.NAME"): unknown, or a value that DHL does not know"""
    _demand_known(given, RETURN_OPTIONS)
    return _read(given, _RETURN)


def _demand_known(given: Mapping[str, str], known: frozenset[str]) -> None:
    for name in given:
        if name not in known:
            names = ", ".join(sorted(known))
            raise InvalidValue(
                Text(
                    en=f"DHL has no option {name!r}; known are: {names}",
                    de=f"DHL hat keine Option „{name}“; bekannt sind: {names}",
                ),
                field=f"options.{name}",
            )


def _read(given: Mapping[str, str], known: Mapping[str, Read]) -> dict[str, Any]:
    values = {}
    for name, read in known.items():
        if name in given:
            try:
                values[name] = read(given[name])
            except _Wrong as wrong:
                raise InvalidValue(
                    Text(
                        en=f"option {name}: expected is {wrong.text.en}",
                        de=f"Option {name}: erwartet wird {wrong.text.de}",
                    ),
                    field=f"options.{name}",
                ) from None
    return values
