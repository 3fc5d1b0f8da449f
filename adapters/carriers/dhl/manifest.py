"""What the DHL app is and what DHL can do for everybody. Facts: NOTES.md, "environments" and "products"."""

from collections.abc import Mapping
from typing import Final

from core.apps import AppKey
from core.parcel import DocumentFormat, LabelKind
from core.text import Text
from ports import Capability, CarrierInfo, Category, Manifest

SERVICE: Final = "DHL"

MANIFEST: Final = Manifest(
    key=AppKey("dhl"),
    name="DHL",
    summary=Text(
        en="Labels, enclosed and independent return labels and tracking with DHL Parcel Germany.",
        de="Versandlabel, beigelegte und unabhängige Retourenlabel und Sendungsverfolgung mit DHL Paket.",
    ),
    category=Category.CARRIER,
    version="0.1.0",
    requires=">=1,<2",
    servers={"production": "https://api-eu.dhl.com", "sandbox": "https://api-sandbox.dhl.com"},
)

#: The base paths of the interfaces; all of them live on the same server.
AUTH: Final = "/parcel/de/account/auth/ropc/v1"
SHIPPING: Final = "/parcel/de/shipping/v2"
RETURNS: Final = "/parcel/de/shipping/returns/v1"
TRACKING: Final = "/track"

#: The customs union: what goes beyond it needs a customs declaration, and a label order has none.
CUSTOMS_UNION: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
#: The countries that returns may start in, out of the vendor file, where no customs declaration is needed.
RETURN_COUNTRIES: Final = CUSTOMS_UNION - {"MC"}

#: Digits 11 and 12 of a billing number, by product; what DHL books a product on.
PROCEDURES: Final[Mapping[str, str]] = {
    "V01PAK": "01",
    "V53WPAK": "53",
    "V54EPAK": "54",
    "V62KP": "62",
    "V66WPI": "66",
}
#: The same for both kinds of return.
RETURN_PROCEDURE: Final = "07"

INFO: Final = CarrierInfo(
    capabilities=frozenset(
        {
            Capability.SHIP,
            Capability.RETURN,
            Capability.ENCLOSED_RETURN,
            Capability.CANCEL_SHIPMENT,
            Capability.FETCH_SHIPMENT,
            Capability.VALIDATE,
            Capability.TRACK,
        }
    ),
    formats={
        LabelKind.SHIPMENT: frozenset({DocumentFormat.PDF, DocumentFormat.ZPL}),
        LabelKind.RETURN: frozenset({DocumentFormat.PDF, DocumentFormat.PNG}),
    },
    countries={LabelKind.SHIPMENT: CUSTOMS_UNION, LabelKind.RETURN: RETURN_COUNTRIES},
    tracking_batch=1,
)
