"""One account at Hermes, opened."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from adapters.carriers.hermes import parties
from adapters.carriers.hermes.calls import HermesCalls, open_calls
from adapters.carriers.hermes.complaints import ISSUED, About
from adapters.carriers.hermes.finding import REACH, Days, Listed, label_of, orders_with, tracked_returns
from adapters.carriers.hermes.labels import (
    HANDLES,
    is_order_id,
    read_issued,
    read_label,
    return_request,
    shipment_request,
    text_of,
)
from adapters.carriers.hermes.manifest import SERVICE
from adapters.carriers.hermes.papers import PDF, accept_of
from adapters.carriers.hermes.probing import feature_checks
from adapters.carriers.hermes.terms import Terms
from adapters.carriers.hermes.tracking import read_tracking
from core.errors import BrokenReply, OutcomeUnknown, Refused, RemoteError, Unreachable
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
from ports import Capability, CarrierInfo, Connection, FeatureCheck, NotOffered, reading

_BOOKS: Final = {LabelKind.SHIPMENT: "/shipmentorders/labels", LabelKind.RETURN: "/returnorders/labels"}

_ABSENT: Final = {
    Capability.RETURN: Text(
        en="this account makes returns from the parcel of the way out only; its number is needed",
        de="dieser Account macht Retouren nur aus der Hinsendung; deren Nummer wird gebraucht",
    ),
    Capability.RETURN_OUTBOUND: Text(
        en="this account makes returns from the consumer's address, not from the parcel of the way out",
        de="dieser Account macht Retouren aus der Adresse des Kunden, nicht aus der Hinsendung",
    ),
    Capability.ENCLOSED_RETURN: Text(
        en="Hermes has no return label that is bought together with a shipment label",
        de="Hermes kennt kein Retourenlabel, das zusammen mit dem Versandlabel gekauft wird",
    ),
    Capability.FIND_RETURN: Text(
        en="Hermes does not list returns, and its tracking does not know this one, which proves nothing; "
        "please look in the Hermes portal before buying again",
        de="Hermes listet keine Retouren auf, und die Sendungsverfolgung kennt diese nicht, was nichts "
        "beweist; bitte vor einem neuen Kauf im Hermes-Portal nachsehen",
    ),
    Capability.FIND_SHIPMENT: Text(
        en="Hermes lists the orders of the last 90 days, and this one may be older",
        de="Hermes listet die Aufträge der letzten 90 Tage auf, und dieser kann älter sein",
    ),
    Capability.FETCH_SHIPMENT: Text(
        en="Hermes issues a label once and never again", de="Hermes stellt ein Label nur ein einziges Mal aus"
    ),
    Capability.VALIDATE: Text(en="Hermes has no dry run", de="Hermes kennt keine Probe ohne Kauf"),
}
_ABSENT[Capability.FETCH_RETURN] = _ABSENT[Capability.FETCH_SHIPMENT]


def _not_offered(capability: Capability) -> NotOffered:
    return NotOffered(capability, _ABSENT.get(capability))


class Hermes:
    """A `Carrier`."""

    def __init__(self, connection: Connection) -> None:
        self._terms = Terms.of(connection.settings)
        self._calls: HermesCalls = open_calls(connection)
        self._clock = connection.clock
        self._info = self._terms.info

    @property
    def info(self) -> CarrierInfo:
        return self._info

    def limits(self, kind: LabelKind, country: str) -> Limits:
        return parties.limits(kind, country, self._terms)

    def check(self) -> Sequence[FeatureCheck]:
        return feature_checks(self._calls, self._terms)

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        """One call makes the order and its label (NOTES.md, "one call or two").

        raises  Throttled: also for a return whose parcel of the way out is not through Hermes' books (e048)
        """
        absent = [need for need in Capability.to_buy(order) if need not in self._info.capabilities]
        if absent:
            return _not_offered(absent[0])
        body = (
            shipment_request(order, self._terms)
            if order.kind is LabelKind.SHIPMENT
            else return_request(order, self._terms)
        )
        about = About(order.kind, parties.personal(order))
        answer = self._calls.buy(_BOOKS[order.kind], body, accept_of(order), about)
        return read_label(order, self._whole(order, answer), about)

    def _whole(self, order: LabelOrder, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """A return order whose number is not in the answer tells it when it is read by its own id."""
        order_id = text_of(answer, HANDLES[order.kind])
        if order.kind is LabelKind.SHIPMENT or text_of(answer, "shipmentID") or not is_order_id(order_id):
            return answer
        try:
            read = self._calls.read(f"/returnorders/{order_id}")
        except RemoteError:
            raise OutcomeUnknown(SERVICE, f"return order {order_id} without a number") from None
        ids = {key: text_of(read, key) for key in ("shipmentID", "originShipmentID")}
        return {**answer, **ids}

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        """A shipment order that has no label yet gets it now: it is the one that a lost answer was about.

        NotOffered also where Hermes cannot tell: a return that the tracking does not show, or a time before
        what Hermes lists.
        """
        if kind is LabelKind.RETURN:
            return self._find_return(reference, since)
        now = self._clock.now()
        for listed in orders_with(self._calls, reference, Days.since(since, now)):
            label = self._label(reference, listed)
            if label is not None:
                return label
        return _not_offered(Capability.FIND_SHIPMENT) if since < now.date() - REACH else None

    def _label(self, reference: Reference, listed: Listed) -> Label | None:
        """None where no label can come of it."""
        if not listed.is_open:
            return label_of(reference, listed)
        if not is_order_id(listed.order_id):
            raise BrokenReply(SERVICE, "a shipment order without an id")
        try:
            answer = self._calls.issue(listed.order_id, PDF)
            return read_issued(reference, listed.number, listed.order_id, answer)
        except Refused as error:
            if all(complaint.code != ISSUED for complaint in error.complaints):
                return None
        if not listed.number:
            raise Unreachable(SERVICE, "the label was issued a moment ago and has to be looked up again")
        return label_of(reference, listed)

    def _find_return(self, reference: Reference, since: date) -> Label | NotOffered:
        if Capability.FIND_RETURN in self._info.capabilities:
            query = (("clientID", self._terms.client_id_tracking), ("clientReference", reference))
            body = self._calls.track(query)
            with reading(SERVICE):
                tracked = tracked_returns(body, reference, since)
            if tracked:
                days = Days.since(since, self._clock.now())
                outbound = {listed.number for listed in orders_with(self._calls, reference, days)}
                for label in tracked:
                    if label.number not in outbound:
                        return label
        return _not_offered(Capability.FIND_RETURN)

    def fetch(
        self,
        kind: LabelKind,
        handle: str,  # noqa: ARG002 - as the port has it
        wanted: DocumentFormat,  # noqa: ARG002
    ) -> Sequence[Document] | NotOffered:
        return _not_offered(Capability.to_fetch(kind))

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:  # noqa: ARG002 - as the port has it
        return Cancellation.NOT_OFFERED

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:  # noqa: ARG002
        return _not_offered(Capability.VALIDATE)

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        wanted = list(dict.fromkeys(number for number in numbers if number))
        found: dict[str, Tracking] = {}
        for start in range(0, len(wanted), self._info.tracking_batch):
            batch = wanted[start : start + self._info.tracking_batch]
            body = self._calls.track([("shipmentID", number) for number in batch])
            with reading(SERVICE):
                found |= read_tracking(batch, body)
        return found
