"""What DHL's backend says about a shipment whose form is right: contract, product, day, weight, address."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from adapters.carriers.dhl.standin.depot import (
    BILLING_NUMBERS,
    ENCLOSED_RETURN,
    PROFILE,
    WITHOUT_SERVICES,
)
from adapters.carriers.dhl.standin.errors import message

ERROR: Final = "Error"
WARNING: Final = "Warning"
_HEAVIEST_G: Final = 31_500

#: The customs union by DHL's codes; beyond it customs data are needed.
_UNION: Final = frozenset(
    {
        *("AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "EST", "ESP", "FIN", "FRA", "GRC", "HRV", "HUN"),
        *("IRL", "ITA", "LTU", "LUX", "LVA", "MCO", "MLT", "NLD", "POL", "PRT", "ROU", "SWE", "SVN", "SVK"),
    }
)
_DOMESTIC: Final = frozenset({"V01PAK", "V62KP", "V62WP"})
#: Streets that do not exist, as DHL's own samples call them.
_NOWHERE: Final = ("gibt-es-nicht", "existiert-nicht")

#: English and German, as Accept-Language wants them.
_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "profile": ("The user group profile is not known.", "Das Gruppenprofil ist nicht bekannt."),
    "billing": (
        "The billing number is not valid for you or for this product.",
        "Die Abrechnungsnummer ist für Sie oder dieses Produkt nicht gültig.",
    ),
    "past": ("The shipping date lies in the past.", "Das Sendungsdatum liegt in der Vergangenheit."),
    "heavy": ("The weight is too high.", "Das Gewicht ist zu hoch."),
    "country": (
        "The product is not available for the country of the consignee.",
        "Das Produkt ist für das Empfängerland nicht verfügbar.",
    ),
    "customs": ("Customs data are missing.", "Die Zolldaten fehlen."),
    "services": (
        "This billing number is not booked for services.",
        "Für diese Abrechnungsnummer sind keine Services gebucht.",
    ),
    "street": ("The street entered could not be found.", "Die angegebene Straße wurde nicht gefunden."),
}


def remarks(
    shipment: Mapping[str, Any], profile: str, today: date, language: str
) -> Iterator[Mapping[str, str]]:
    """Errors and warnings, as `validationMessages` shows them."""
    for place, key, state in _found(shipment, profile, today):
        yield message(place, _TEXTS[key][1 if language.lower().startswith("de") else 0], state)


def _found(shipment: Mapping[str, Any], profile: str, today: date) -> Iterator[tuple[str, str, str]]:
    product = shipment["product"]
    if profile != PROFILE:
        yield "profile", "profile", ERROR
    if BILLING_NUMBERS.get(shipment["billingNumber"]) != product:
        yield "billingNumber", "billing", ERROR
    if "shipDate" in shipment and date.fromisoformat(shipment["shipDate"]) < today:
        yield "shipDate", "past", ERROR
    weight = shipment["details"]["weight"]
    if float(weight["value"]) * (1000 if weight["uom"] == "kg" else 1) > _HEAVIEST_G:
        yield "dimension.weight", "heavy", ERROR
    country = shipment["consignee"].get("country", "DEU")
    if (country == "DEU") != (product in _DOMESTIC):
        yield "product", "country", ERROR
    if country not in _UNION and "customs" not in shipment:
        yield "customs", "customs", ERROR
    services = shipment.get("services", {})
    if services and shipment["billingNumber"] == WITHOUT_SERVICES:
        yield "services", "services", ERROR
    retoure = services.get("dhlRetoure")
    if retoure is not None and retoure["billingNumber"] != ENCLOSED_RETURN:
        yield "services.dhlRetoure.billingNumber", "billing", ERROR
    for party in ("shipper", "consignee"):
        if str(shipment[party].get("addressStreet", "")).lower().startswith(_NOWHERE):
            yield party, "street", WARNING
