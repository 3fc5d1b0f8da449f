"""Whether an account's access data serve what they are meant for, found out without buying anything.

Facts: NOTES.md, "check".
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from adapters.carriers.gls import returns, shipments, tracking
from adapters.carriers.gls.account import Account, ReturnWay
from adapters.carriers.gls.calls import GlsCalls
from adapters.carriers.gls.manifest import SERVICE
from core.errors import AccessDenied, Refused
from core.parcel import DocumentFormat, LabelKind, LabelOrder, Party, Reference
from core.text import Text
from ports import Feature, FeatureCheck, json_of, reading

#: GLS's own head office, from its published imprint: a real address, and nobody's private one.
_HEAD_OFFICE: Final = Party(
    name="GLS Germany",
    street="GLS Germany-Straße",
    house_number="1-7",
    postal_code="36286",
    city="Neuenstein",
    country="DE",
)
_PLACE: Final[Mapping[str, str]] = {
    "CountryCode": _HEAD_OFFICE.country,
    "ZIPCode": _HEAD_OFFICE.postal_code,
}
#: Well-formed and nobody's.
_NO_ORDER: Final = "00000000-0000-4000-8000-000000000000"
#: A parcel that GLS keeps for tests, in production too.
_TEST_PARCEL: Final = "QAS_0000004"


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether it works: yes, no, or (None) it cannot be told. `field` is the answer that is to blame."""

    works: bool | None
    text: Text
    field: str | None = None


def feature_checks(calls: GlsCalls, account: Account, today: date) -> Sequence[FeatureCheck]:
    """raises  Throttled, Unreachable, BrokenReply"""
    try:
        shipping = prove_shipping(calls, account, today)
    except AccessDenied as error:
        return [FeatureCheck(feature, False, error.text) for feature in Feature]
    returning = prove_returns(calls, account)
    return [
        FeatureCheck(Feature.SHIP, shipping.works, shipping.text),
        FeatureCheck(Feature.RETURN, returning.works, returning.text),
    ]


def prove_shipping(calls: GlsCalls, account: Account, today: date) -> Proof:
    """A dry run of a whole shipment: the login gets through, and GLS knows the contact id.

    What GLS finds wrong with the shipment itself says nothing about the account.

    raises  AccessDenied: the login is not accepted, or has no right to ShipIT
            Throttled, Unreachable, BrokenReply
    """
    order = LabelOrder(
        kind=LabelKind.SHIPMENT,
        reference=Reference("connection-test"),
        merchant=_HEAD_OFFICE,
        consumer=_HEAD_OFFICE,
        weight_g=5_000,
        on=today,
    )
    body = {"Shipment": shipments.shipment_of(order, account)}
    try:
        answer = calls.ask(calls.shipit("shipments/validate", body))
    except Refused as error:
        if any(complaint.field == "contact_id" for complaint in error.complaints):
            return Proof(False, _CONTACT_UNKNOWN, "contact_id")
        return Proof(None, error.text)
    with reading(SERVICE):
        _demand_object(json_of(answer))
    return Proof(True, _SHIPPING_WORKS)


def prove_returns(calls: GlsCalls, account: Account) -> Proof:
    """raises  Throttled, Unreachable, BrokenReply"""
    try:
        match account.return_way:
            case ReturnWay.SHIPIT:
                return _prove_shop_return(calls, account)
            case ReturnWay.SHOP_RETURNS:
                return _prove_return_orders(calls)
            case ReturnWay.NONE:
                return Proof(False, _NO_RETURNS, "return_way")
    except AccessDenied:
        return Proof(False, _NO_RIGHT_TO_RETURNS, "return_way")


def prove_tracking(calls: GlsCalls) -> bool:
    """Whether the app has Track and Trace, asked with a parcel that GLS keeps for tests.

    raises  Throttled, Unreachable, BrokenReply
    """
    try:
        calls.ask(tracking.question([_TEST_PARCEL]))
    except AccessDenied:
        return False
    except Refused:
        return True  # it was let through to be refused
    return True


def _prove_shop_return(calls: GlsCalls, account: Account) -> Proof:
    """Whether ShopReturn stands among the services of this contact."""
    body = {"Source": _PLACE, "Destination": _PLACE, "ContactID": account.contact_id}
    try:
        answer = calls.ask(calls.shipit("shipments/allowedservices", body))
    except Refused as error:
        blamed = any(complaint.field == "contact_id" for complaint in error.complaints)
        return Proof(False, _CONTACT_UNKNOWN, "contact_id") if blamed else Proof(None, error.text)
    with reading(SERVICE):
        services = _services(json_of(answer))
    if not services:
        return Proof(None, _SERVICES_UNTOLD)
    if any("shopreturn" in name for name in services):
        return Proof(True, _SHOP_RETURN_BOOKED)
    return Proof(False, _SHOP_RETURN_MISSING, "return_way")


def _services(body: Any) -> list[str]:
    _demand_object(body)
    names = [entry.get("ServiceName") for entry in body.get("AllowedServices") or []]
    return [str(name).lower().replace("_", "") for name in names if name]


def _prove_return_orders(calls: GlsCalls) -> Proof:
    """Whether the app may use Shop Returns. No question carries the app id; the first return shows it."""
    with suppress(Refused):  # the order is unknown, as it should be; GLS let us ask
        calls.ask(returns.fetching(_NO_ORDER, DocumentFormat.PDF))
    return Proof(None, _RETURN_ORDERS_OPEN)


def _demand_object(body: Any) -> None:
    if not isinstance(body, dict):
        raise TypeError("an object")


_SHIPPING_WORKS: Final = Text(
    en="GLS accepts the login and the contact ID", de="GLS akzeptiert Anmeldung und Contact-ID"
)
_CONTACT_UNKNOWN: Final = Text(
    en="GLS does not know this contact ID, or this login may not use it",
    de="GLS kennt diese Contact-ID nicht, oder dieser Zugang darf sie nicht verwenden",
)
_NO_RETURNS: Final = Text(
    en="no return labels: the settings say so", de="keine Retourenlabels: so ist es eingestellt"
)
_NO_RIGHT_TO_RETURNS: Final = Text(
    en="this login has no right to return labels in this way; have it enabled in GLS's developer portal, or "
    "choose another way",
    de="dieser Zugang darf auf diesem Weg keine Retourenlabels erstellen; bitte im Entwicklerportal von GLS "
    "freischalten lassen oder einen anderen Weg wählen",
)
_SHOP_RETURN_BOOKED: Final = Text(
    en="the service ShopReturn is booked", de="der Service ShopReturn ist gebucht"
)
_SHOP_RETURN_MISSING: Final = Text(
    en="GLS does not list the service ShopReturn for this contact ID; ask GLS to book it",
    de="GLS führt den Service ShopReturn für diese Contact-ID nicht auf; bitte bei GLS buchen",
)
_SERVICES_UNTOLD: Final = Text(
    en="GLS names no services for this contact ID; the first return label will tell",
    de="GLS nennt für diese Contact-ID keine Services; es zeigt sich beim ersten Retourenlabel",
)
_RETURN_ORDERS_OPEN: Final = Text(
    en="Shop Returns is open to this login; whether the app ID is right shows with the first return label",
    de="Shop Returns steht diesem Zugang offen; ob die App-ID stimmt, zeigt das erste Retourenlabel",
)
