"""One account at DHL, opened."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from adapters.carriers.dhl import orders, returns, tracking
from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.calls import open_calls
from adapters.carriers.dhl.check import dry_run, feature_checks
from adapters.carriers.dhl.complaints import returns_complaints, shipping_complaints
from adapters.carriers.dhl.manifest import RETURNS, SERVICE, SHIPPING
from adapters.carriers.dhl.tokens import ACCESS
from core.errors import AccessDenied, Complaint, InvalidValue, Refused
from core.limits import Limits
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
    Reference,
    Tracking,
)
from core.text import Text
from ports import Capability, CarrierInfo, Connection, FeatureCheck, NotOffered


class Dhl:
    """A `Carrier`."""

    def __init__(self, connection: Connection) -> None:
        self._account = DhlAccount.of(connection.settings)
        self._calls = open_calls(connection)
        self._tokens = connection.tokens
        self._clock = connection.clock
        self._info = self._account.info

    @property
    def info(self) -> CarrierInfo:
        return self._info

    def limits(self, kind: LabelKind, country: str) -> Limits:  # noqa: ARG002 - DHL's are the same everywhere
        return orders.LIMITS if kind is LabelKind.SHIPMENT else returns.LIMITS

    def check(self) -> Sequence[FeatureCheck]:
        # A token that is still good would hide that the password is not.
        self._tokens.drop(ACCESS)
        return feature_checks(self._calls, self._account, self._clock.now())

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        if (missing := self._not_offered(Capability.to_buy(order))) is not None:
            return missing
        self._demand_served(order)
        if order.kind is LabelKind.RETURN:
            return self._buy_return(order)
        query, body = orders.query_of(order, self._account), orders.body_of(order, self._account)
        answer = self._calls.write("POST", f"{SHIPPING}/orders", query, body, shipping_complaints)
        return orders.read_bought(answer, order)

    def _buy_return(self, order: LabelOrder) -> Label:
        body = returns.body_of(order, self._account)
        try:
            answer = self._calls.write("POST", f"{RETURNS}/orders", returns.QUERY, body, returns_complaints)
        except AccessDenied as error:
            if error.status != 403:
                raise
            # The access is good, this return is not allowed: shipments go on meanwhile.
            raise Refused(SERVICE, _NO_RETURNS, status=403) from None
        return returns.read_bought(answer, order)

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:  # noqa: ARG002
        return NotOffered(Capability.to_find(kind), _NO_SEARCH)

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:
        if (missing := self._not_offered([Capability.to_fetch(kind)])) is not None:
            return missing
        if wanted not in self._info.formats[kind]:
            raise _wrong_format(wanted)
        query = {"shipment": handle, **orders.document_query(wanted)}
        answer = self._calls.read(f"{SHIPPING}/orders", query, shipping_complaints, accept={400, 404})
        return orders.read_documents(answer)

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        if self._not_offered([Capability.to_cancel(kind)]) is not None:
            return Cancellation.NOT_OFFERED
        query = {"profile": self._account.profile, "shipment": handle}
        answer = self._calls.write(
            "DELETE", f"{SHIPPING}/orders", query, None, shipping_complaints, accept={400}
        )
        return orders.read_cancelled(answer)

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        needed = Capability.to_buy(order) if order.kind is LabelKind.SHIPMENT else ()
        if (missing := self._not_offered([Capability.VALIDATE, *needed])) is not None:
            return missing
        if order.kind is LabelKind.RETURN:
            return NotOffered(Capability.VALIDATE, _NO_DRY_RETURN)
        self._demand_served(order)
        return dry_run(self._calls, self._account, order)

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        if (missing := self._not_offered([Capability.TRACK])) is not None:
            return missing
        found = {}
        for number in numbers:
            try:
                answer = self._calls.track(tracking.query_of(number))
            except AccessDenied as error:
                raise AccessDenied(SERVICE, _NO_TRACKING, status=error.status) from None
            if (read := tracking.read_tracking(answer, number)) is not None:
                found[number] = read
        return found

    def _not_offered(self, needed: Sequence[Capability]) -> NotOffered | None:
        for capability in needed:
            if capability not in self._info.capabilities:
                return NotOffered(capability, _WHY_NOT.get(capability))
        return None

    def _demand_served(self, order: LabelOrder) -> None:
        """raises  InvalidValue: a format or a country that this account does not serve"""
        if order.format not in self._info.formats[order.kind]:
            raise _wrong_format(order.format)
        countries = self._info.countries[order.kind]
        if "receiverId" in order.options and order.kind is LabelKind.RETURN:
            return  # whoever names the receiver knows where it takes parcels from
        if countries is not None and order.consumer.country not in countries:
            known = ", ".join(sorted(countries))
            raise InvalidValue(
                Text(
                    en=f"with these settings DHL serves consumers in: {known}",
                    de=f"mit diesen Einstellungen bedient DHL Empfänger in: {known}",
                ),
                field="consumer.country",
            )


def _wrong_format(wanted: DocumentFormat) -> InvalidValue:
    return InvalidValue(
        Text(en=f"DHL gives no {wanted.value} here", de=f"DHL liefert hier kein {wanted.value}"),
        field="format",
    )


_NO_SEARCH: Final = Text(
    en="DHL cannot be asked for a reference; look in DHL's portal",
    de="DHL lässt sich nicht nach einer Referenz fragen; bitte im DHL-Portal nachsehen",
)
_NO_DRY_RETURN: Final = Text(
    en="DHL has no dry run for returns", de="DHL bietet für Retouren keinen Probelauf"
)
_NO_SHIPPING: Final = Text(
    en="no billing number for shipments is set", de="keine Abrechnungsnummer für den Versand eingetragen"
)
_WHY_NOT: Final = {
    Capability.SHIP: _NO_SHIPPING,
    Capability.CANCEL_SHIPMENT: _NO_SHIPPING,
    Capability.FETCH_SHIPMENT: _NO_SHIPPING,
    Capability.VALIDATE: _NO_SHIPPING,
    Capability.ENCLOSED_RETURN: Text(
        en="no billing number for enclosed returns is set",
        de="keine Abrechnungsnummer für beigelegte Retouren eingetragen",
    ),
    Capability.RETURN: Text(en="no return receiver is set", de="kein Retourenempfänger eingetragen"),
    Capability.RETURN_OUTBOUND: Text(
        en="DHL makes no return from the parcel of the way out; order it without one",
        de="DHL erstellt keine Retoure aus der Hinsendung; bitte ohne sie bestellen",
    ),
    Capability.FETCH_RETURN: Text(
        en="DHL hands a return label out only once", de="DHL gibt ein Retourenlabel nur einmal aus"
    ),
    Capability.TRACK: Text(
        en="tracking is switched off, or the API key has no right to it",
        de="die Sendungsverfolgung ist abgeschaltet, oder dem API-Key fehlt das Recht dazu",
    ),
}
_NO_RETURNS: Final = (
    Complaint(
        "DHL erlaubt diese Retoure nicht: Recht „Retoure“ des Portal-Benutzers und Retourenempfänger prüfen",
        "Forbidden",
        "receiver_id",
    ),
)
_NO_TRACKING: Final = Text(
    en="the API key has no right to DHL's tracking (Shipment Tracking - Unified); add it to the app in DHL's "
    "developer portal, or switch tracking off",
    de="dem API-Key fehlt das Recht zur DHL-Sendungsverfolgung (Shipment Tracking - Unified); bitte im "
    "Entwicklerportal zur App hinzufügen oder die Sendungsverfolgung abschalten",
)
