"""What the Hermes app is, and what Hermes can do at most."""

from types import MappingProxyType
from typing import Final

from core.apps import AppKey
from core.parcel import DocumentFormat, LabelKind
from core.text import Text
from ports import Capability, CarrierInfo, Category, Manifest

SERVICE: Final = "Hermes"

#: Token and interface live on two hosts; the paths say which, so that both may also be one address.
MANIFEST: Final = Manifest(
    key=AppKey("hermes"),
    name="Hermes",
    summary=Text(
        en="Shipment labels, return labels with PDF or QR code, and tracking with Hermes Germany.",
        de="Versandlabel, Retourenlabel als PDF oder QR-Code und Sendungsverfolgung mit Hermes.",
    ),
    category=Category.CARRIER,
    version="0.1.0",
    requires=">=1,<2",
    servers={
        "production": "https://de-api.hermesworld.com",
        "production_auth": "https://authme.myhermes.de",
        "sandbox": "https://de-api-int.hermesworld.com",
        "sandbox_auth": "https://authme-int.myhermes.de",
    },
)

#: Hermes asks for a telling one, to help whoever writes to its support. NOTES.md, "access".
USER_AGENT: Final = f"otto-app/{MANIFEST.version} (app-center; Hermes app)"

#: Beyond the customs union a parcel needs a customs declaration, which a label order does not have. Which of
#: these Hermes serves for an account, Hermes says (e005). NOTES.md, "abroad".
COUNTRIES: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)

#: `Carrier.info` narrows the returns and what can be looked up by the account's settings. There is no cancel,
#: no dry run, and no second copy of a document. NOTES.md, "what is not offered".
INFO: Final = CarrierInfo(
    capabilities=frozenset(
        {
            Capability.SHIP,
            Capability.RETURN,
            Capability.RETURN_OUTBOUND,
            Capability.FIND_SHIPMENT,
            Capability.FIND_RETURN,
            Capability.TRACK,
        }
    ),
    formats=MappingProxyType(
        {
            LabelKind.SHIPMENT: frozenset({DocumentFormat.PDF, DocumentFormat.ZPL}),
            LabelKind.RETURN: frozenset({DocumentFormat.PDF, DocumentFormat.ZPL, DocumentFormat.PNG}),
        }
    ),
    countries=MappingProxyType(dict.fromkeys(LabelKind, COUNTRIES)),
    tracking_batch=100,
)
