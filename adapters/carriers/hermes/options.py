"""Hermes' own options of a label order, by Hermes' names. What is not known or not possible is refused, never
dropped. The list for sellers: NOTES.md, "options"."""

from collections.abc import Mapping
from typing import Final

from core.errors import InvalidValue
from core.parcel import DocumentFormat, LabelOrder
from core.text import Text

#: Services that are booked with a yes. NOTES.md, "options".
SERVICES: Final = frozenset(
    {
        "bulkGoodService",
        "compactParcelService",
        "excludeParcelShopAuthorization",
        "householdSignatureService",
        "lateInjectionService",
        "limitedQuantitiesService",
        "nextDayService",
        "redirectionProhibitedService",
        "signatureService",
        "tanService",
    }
)
PARCEL: Final = frozenset({"parcelClass", "parcelVolume", "productType"})
PRODUCTS: Final = ("BAG", "BIKE", "LARGE_ITEM", "PARCEL")
SHIPMENT: Final = SERVICES | PARCEL | {"customerAlertService", "dpi"}
#: Of a return from an address; one from the way out knows only how its document looks.
RETURN_DOCUMENT: Final = frozenset({"qr", "dpi"})
RETURN: Final = PARCEL | RETURN_DOCUMENT | {"flexReturnService", "hint", "qrCodeExpiresAfter"}


def demand_known(order: LabelOrder, known: frozenset[str]) -> None:
    """raises  InvalidValue: an option that Hermes does not have for this label"""
    for name in sorted(order.options):
        if name not in known:
            listed = ", ".join(sorted(known))
            raise _wrong(
                name,
                Text(
                    en=f"is no option here; there are: {listed}", de=f"gibt es hier nicht; es gibt: {listed}"
                ),
            )


def ticked(order: LabelOrder, name: str) -> bool:
    """raises  InvalidValue: neither "true" nor "false" """
    value = order.options.get(name, "false")
    if value not in {"true", "false"}:
        raise _wrong(name, Text(en="is true or false", de="ist true oder false"))
    return value == "true"


def chosen(order: LabelOrder, name: str, choices: tuple[str, ...], default: str = "") -> str:
    """raises  InvalidValue: none of the choices"""
    value = order.options.get(name, default)
    if value and value not in choices:
        listed = ", ".join(choices)
        raise _wrong(name, Text(en=f"is one of: {listed}", de=f"ist eines von: {listed}"))
    return value


def counted(order: LabelOrder, name: str, least: int, most: int) -> int | None:
    """raises  InvalidValue: no whole number from `least` to `most`"""
    value = order.options.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 7 and least <= int(value) <= most):
        raise _wrong(
            name,
            Text(
                en=f"is a whole number from {least} to {most}",
                de=f"ist eine ganze Zahl von {least} bis {most}",
            ),
        )
    return int(value)


def hint(order: LabelOrder) -> str:
    """A text that Hermes prints on the return label: ASCII, up to 50 characters.

    raises  InvalidValue
    """
    value = order.options.get("hint", "")
    if len(value) > 50 or not value.isascii() or (value and not value.isprintable()):
        raise _wrong(
            "hint",
            Text(
                en="is up to 50 characters without umlauts and control characters",
                de="hat bis zu 50 Zeichen ohne Umlaute und Steuerzeichen",
            ),
        )
    return value


def wants_qr(order: LabelOrder) -> bool:
    """raises  InvalidValue"""
    return ticked(order, "qr") or order.format is DocumentFormat.PNG


def services(order: LabelOrder) -> Mapping[str, bool]:
    """raises  InvalidValue"""
    return {name: True for name in sorted(SERVICES & order.options.keys()) if ticked(order, name)}


def _wrong(name: str, text: Text) -> InvalidValue:
    field = f"options.{name}"
    return InvalidValue(Text(en=f"{field} {text.en}", de=f"{field} {text.de}"), field=field)
