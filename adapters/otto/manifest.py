"""What the OTTO app is, and the rights it works with."""

from dataclasses import dataclass
from typing import Final

from core.apps import AppKey
from core.text import Text
from ports import Category, Manifest, Rate

SERVICE: Final = "OTTO"

MANIFEST: Final = Manifest(
    key=AppKey("otto"),
    name="OTTO Market",
    summary=Text(
        en="Brings orders in, keeps quantities equal, reports dispatches and takes care of returns.",
        de="Holt Aufträge, gleicht Mengen ab, meldet Versand und kümmert sich um Retouren.",
    ),
    category=Category.MARKETPLACE,
    version="0.1.0",
    requires=">=1,<2",
    servers={"production": "https://api.otto.market", "sandbox": "https://sandbox.api.otto.market"},
    budget=(Rate(20, 1), Rate(1200, 60)),
    apart=("/token", "/accessToken"),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """A right at OTTO and the read that proves it without effect.

    probe     path and query; "{now}" stands for the present moment
    required  whether the app works without it
    """

    key: str
    name: Text
    probe: str
    required: bool = True


#: In the order in which they are proven. NOTES.md, "rights".
SCOPES: Final = (
    Scope("orders", Text(en="orders", de="Bestellungen"), "/v4/orders?limit=1"),
    Scope("products", Text(en="products", de="Produkte"), "/v5/products?limit=1"),
    Scope("availability", Text(en="quantities", de="Bestände"), "/v1/availability/quantities"),
    Scope("shipping-profiles", Text(en="shipping profiles", de="Versandprofile"), "/v1/shipping-profiles"),
    Scope("shipments", Text(en="shipments", de="Sendungen"), "/v1/shipments?datefrom={now}&limit=1"),
    Scope("returns", Text(en="returns", de="Retouren"), "/v3/returns?status=ANNOUNCED&limit=1"),
    Scope("receipts", Text(en="receipts", de="Belege"), "/v3/receipts?receiptTypes=PURCHASE&limit=1"),
    Scope(
        "price-reduction",
        Text(en="price reductions", de="Preisnachlässe"),
        "/v1/price-reductions?limit=1",
        required=False,
    ),
    Scope(
        "returns-warehouse-read",
        Text(en="return addresses", de="Retourenadressen"),
        "/v2/returns-warehouse/addresses?limit=1",
        required=False,
    ),
)
