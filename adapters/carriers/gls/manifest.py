"""What the GLS app is, and what GLS can do at most."""

from typing import Final

from core.apps import AppKey
from core.parcel import DocumentFormat, LabelKind
from core.text import Text
from ports import Capability, CarrierInfo, Category, Manifest

SERVICE: Final = "GLS"

#: The server of the classic generation: a host per customer, all of them below this domain.
CLASSIC: Final = "classic"
CLASSIC_DOMAIN: Final = "gls-group.eu"

MANIFEST: Final = Manifest(
    key=AppKey("gls"),
    name="GLS",
    summary=Text(
        en="Shipment labels, return labels and tracking with GLS.",
        de="Versandlabels, Retourenlabels und Sendungsverfolgung mit GLS.",
    ),
    category=Category.CARRIER,
    version="0.1.0",
    requires=">=1,<2",
    servers={
        "production": "https://api.gls-group.net",
        "sandbox": "https://api-sandbox.gls-group.net",
        CLASSIC: f"https://{{classic_host}}.{CLASSIC_DOMAIN}",
    },
)

_FORMATS: Final = frozenset({DocumentFormat.PDF, DocumentFormat.ZPL, DocumentFormat.PNG})

#: For everybody; `Account.info` has what is left of it for one account.
INFO: Final = CarrierInfo(
    capabilities=frozenset(
        {
            Capability.SHIP,
            Capability.RETURN,
            Capability.CANCEL_SHIPMENT,
            Capability.CANCEL_RETURN,
            Capability.FIND_SHIPMENT,
            Capability.FIND_RETURN,
            Capability.FETCH_SHIPMENT,
            Capability.FETCH_RETURN,
            Capability.VALIDATE,
            Capability.TRACK,
        }
    ),
    formats={LabelKind.SHIPMENT: _FORMATS, LabelKind.RETURN: _FORMATS},
    countries={LabelKind.SHIPMENT: None, LabelKind.RETURN: None},
    tracking_batch=10,
)
