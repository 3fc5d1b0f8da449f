"""What the inside asks of the outside, and all that a plug-in imports.

`from ports import ...` these names, and from `core` the values they carry; nothing else is promised.
"""

from ports.activation import Activation, Desk
from ports.cancellations import CancellationDesk
from ports.carrier import (
    Capability,
    Carrier,
    CarrierInfo,
    Feature,
    FeatureCheck,
    NotOffered,
)
from ports.checked_activation import CheckedActivation
from ports.connection import Connection, Token, TokenShelf
from ports.dispatch import DispatchDesk
from ports.hooks import (
    API_VERSION,
    CarrierKind,
    Category,
    Manifest,
    MarketplaceKind,
    Rate,
    Rehearsal,
    hookimpl,
)
from ports.http import (
    Auth,
    BasicAuth,
    Client,
    Request,
    Response,
    Transport,
    json_of,
    parse_json,
    reading,
    reading_outcome,
    retry_after,
    send,
    server_time,
)
from ports.inventory import StoredClaim, Warehouse
from ports.listings import (
    Catalogue,
    DeliveryDesk,
    ListingDesk,
    ListingKind,
    Outcome,
    Progress,
    Result,
    Submission,
)
from ports.marketplace import Marketplace, OrderPage, OrderSource
from ports.plain_carrier import PlainCarrier
from ports.price_reductions import PriceReductionDesk
from ports.quantities import QuantityAnswer, QuantityBoard, QuantityPage
from ports.receipts import ReceiptDesk, ReceiptPage
from ports.returns import ReturnDesk, ReturnPage, ReturnParcelPage
from ports.sender import sender_fields, sender_of, sender_problems
from ports.switches import SwitchBoard, SwitchPage
from ports.system import Clock
from ports.tokens import Bearer, Tokens, oauth_error, oauth_token, token_of

__all__ = [
    "API_VERSION",
    "Activation",
    "Auth",
    "BasicAuth",
    "Bearer",
    "CancellationDesk",
    "Capability",
    "Carrier",
    "CarrierInfo",
    "CarrierKind",
    "Catalogue",
    "Category",
    "CheckedActivation",
    "Client",
    "Clock",
    "Connection",
    "DeliveryDesk",
    "Desk",
    "DispatchDesk",
    "Feature",
    "FeatureCheck",
    "ListingDesk",
    "ListingKind",
    "Manifest",
    "Marketplace",
    "MarketplaceKind",
    "NotOffered",
    "OrderPage",
    "OrderSource",
    "Outcome",
    "PlainCarrier",
    "PriceReductionDesk",
    "Progress",
    "QuantityAnswer",
    "QuantityBoard",
    "QuantityPage",
    "Rate",
    "ReceiptDesk",
    "ReceiptPage",
    "Rehearsal",
    "Request",
    "Response",
    "Result",
    "ReturnDesk",
    "ReturnPage",
    "ReturnParcelPage",
    "StoredClaim",
    "Submission",
    "SwitchBoard",
    "SwitchPage",
    "Token",
    "TokenShelf",
    "Tokens",
    "Transport",
    "Warehouse",
    "hookimpl",
    "json_of",
    "oauth_error",
    "oauth_token",
    "parse_json",
    "reading",
    "reading_outcome",
    "retry_after",
    "send",
    "sender_fields",
    "sender_of",
    "sender_problems",
    "server_time",
    "token_of",
]
