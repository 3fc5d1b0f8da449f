"""One account at GLS, opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from adapters.carriers.gls import returns, shipments, tracking
from adapters.carriers.gls.account import Account, ReturnWay
from adapters.carriers.gls.calls import Call, open_calls
from adapters.carriers.gls.check import feature_checks
from adapters.carriers.gls.complaints import issues, plain_complaints, private_of
from adapters.carriers.gls.fit import demand, limits_of
from adapters.carriers.gls.manifest import SERVICE
from core.errors import BrokenReply, Complaint, OutcomeUnknown, Refused
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
from ports import (
    Capability,
    CarrierInfo,
    Connection,
    FeatureCheck,
    NotOffered,
    json_of,
    reading,
    reading_outcome,
)

_WHICH_ONE: Final = Text(
    en="GLS has a parcel with this reference and does not say whether it is this one; please look in GLS's "
    "portal",
    de="GLS hat ein Paket mit dieser Referenz und sagt nicht, ob es dieses ist; bitte im Portal von GLS "
    "nachsehen",
)
_NO_DRY_RUN: Final = Text(
    en="GLS checks return orders only by making them", de="GLS prüft Retouren nur, indem es sie anlegt"
)


class Gls:
    """A `Carrier`."""

    def __init__(self, connection: Connection) -> None:
        self._account = Account.of(connection.settings)
        self._calls = open_calls(connection, self._account)
        self._clock = connection.clock

    @property
    def info(self) -> CarrierInfo:
        return self._account.info

    def limits(self, kind: LabelKind, country: str) -> Limits:
        return limits_of(self._account, kind, country)

    def check(self) -> Sequence[FeatureCheck]:
        return feature_checks(self._calls, self._account, self._clock.now().date())

    def buy(self, order: LabelOrder) -> Label | NotOffered:
        if missing := self._missing(*Capability.to_buy(order)):
            return missing
        demand(self._account, order)
        if self._by_shop_returns(order.kind):
            label = self._bought(
                returns.creation(order, self._account), lambda body: returns.read_order(body, order)
            )
        else:
            body = shipments.creation(order, self._account)
            label = self._bought(
                self._calls.shipit("shipments", body, private=private_of(order)),
                lambda body: shipments.read_created(body, order.kind, order.reference),
            )
        raised = shipments.weight_notices(order.weight_g, self._account)
        return replace(label, notices=(*label.notices, *raised))

    def find(self, kind: LabelKind, reference: Reference, since: date) -> Label | NotOffered | None:
        if missing := self._missing(Capability.to_find(kind)):
            return missing
        question = shipments.search(reference, since, self._clock.now().date())
        answer = self._calls.ask(self._calls.shipit("tracking/parcels", question))
        with reading(SERVICE):
            parcels = shipments.found_parcels(json_of(answer), reference)
            known: dict[bool | None, list[Mapping[str, Any]]] = {True: [], False: [], None: []}
            for parcel in parcels:
                known[shipments.is_this(parcel, kind, reference)].append(parcel)
            if not known[True]:
                return NotOffered(Capability.to_find(kind), _WHICH_ONE) if known[None] else None
            newest = known[True][0]
            body = shipments.reprint(shipments.identifier(newest["TrackID"]), DocumentFormat.PDF)
        try:
            answer = self._calls.ask(self._calls.shipit("shipments/reprintparcel", body))
        except Refused:
            with reading(SERVICE):
                return shipments.read_found(newest, kind, reference)
        with reading(SERVICE):
            return shipments.read_created(json_of(answer), kind, reference)

    def fetch(self, kind: LabelKind, handle: str, wanted: DocumentFormat) -> Sequence[Document] | NotOffered:
        if missing := self._missing(Capability.to_fetch(kind)):
            return missing
        try:
            if kind is LabelKind.RETURN and returns.is_return_order(handle):
                answer = self._calls.ask(returns.fetching(handle, wanted))
                with reading(SERVICE):
                    return returns.read_documents(json_of(answer), handle)
            answer = self._calls.ask(
                self._calls.shipit("shipments/reprintparcel", shipments.reprint(handle, wanted))
            )
            with reading(SERVICE):
                return shipments.read_created(json_of(answer), kind, Reference(handle)).documents
        except Refused as error:
            if _means_unknown(error):
                return ()
            raise

    def cancel(self, kind: LabelKind, handle: str) -> Cancellation:
        by_shop_returns = kind is LabelKind.RETURN and returns.is_return_order(handle)
        if by_shop_returns or self._missing(Capability.to_cancel(kind)):
            return Cancellation.NOT_OFFERED
        try:
            answer = self._calls.once(self._calls.shipit(f"shipments/cancel/{quote(handle, safe='')}"))
        except Refused as error:
            if _means_unknown(error):
                return Cancellation.NOT_KNOWN
            raise
        with reading_outcome(SERVICE, answer):
            cancelled = shipments.read_cancellation(json_of(answer))
        if cancelled is None:
            raise Refused(SERVICE, (Complaint("the parcel was not cancelled", "ERROR", "handle"),))
        return cancelled

    def validate(self, order: LabelOrder) -> Sequence[Notice] | NotOffered:
        if missing := self._missing(Capability.VALIDATE, *Capability.to_buy(order)):
            return missing
        if self._by_shop_returns(order.kind):
            return NotOffered(Capability.VALIDATE, _NO_DRY_RUN)
        demand(self._account, order)
        body = {"Shipment": shipments.shipment_of(order, self._account)}
        try:
            answer = self._calls.ask(
                self._calls.shipit("shipments/validate", body, private=private_of(order))
            )
        except Refused as error:
            if not error.complaints:
                raise
            return [Notice(c.code or "REFUSED", c.text, c.field) for c in error.complaints]
        with reading(SERVICE):
            return issues(json_of(answer))

    def track(self, numbers: Sequence[str]) -> Mapping[str, Tracking] | NotOffered:
        if missing := self._missing(Capability.TRACK):
            return missing
        found: dict[str, Tracking] = {}
        for batch in tracking.batches(numbers):
            answer = self._calls.ask(tracking.question(batch))
            with reading(SERVICE):
                found |= tracking.read_trackings(json_of(answer), batch)
        return found

    def _bought(self, call: Call, read: Callable[[Any], Label]) -> Label:
        """The label for this call, which goes out once. A good status says nothing by itself.

        raises  Refused: a bad status, or reasons and no number; OutcomeUnknown: neither reasons nor number
        """
        answer = self._calls.once(call)
        try:
            with reading(SERVICE):
                return read(json_of(answer))
        except BrokenReply as error:
            unread = error.detail
        if reasons := plain_complaints(answer, call.private):
            raise Refused(SERVICE, reasons, status=answer.status_code)
        raise OutcomeUnknown(SERVICE, unread, status=answer.status_code)

    def _missing(self, *needed: Capability) -> NotOffered | None:
        missing = [capability for capability in needed if capability not in self._account.info.capabilities]
        return NotOffered(missing[0]) if missing else None

    def _by_shop_returns(self, kind: LabelKind) -> bool:
        return kind is LabelKind.RETURN and self._account.return_way is ReturnWay.SHOP_RETURNS


def _means_unknown(error: Refused) -> bool:
    """Whether GLS says that it knows no such parcel or return order."""
    return error.status == 404 or any(complaint.field == "handle" for complaint in error.complaints)
