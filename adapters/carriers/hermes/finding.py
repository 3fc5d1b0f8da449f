"""Looking up what a lost answer has left at Hermes. Facts: NOTES.md, "looking up"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from adapters.carriers.hermes.calls import HermesCalls, Query
from adapters.carriers.hermes.complaints import errors, result_codes, unusable, verdict
from adapters.carriers.hermes.labels import HANDLES, ids_of, text_of
from adapters.carriers.hermes.manifest import SERVICE
from adapters.carriers.hermes.tracking import began, is_known
from core.errors import BrokenReply, Refused
from core.parcel import Label, LabelKind, Notice, Reference
from core.text import Text
from ports import reading

#: Hermes lists orders of the last 90 days; the first of them may be cut already.
REACH: Final = timedelta(days=89)
#: Hermes' days are German ones, at most this far ahead of UTC.
_AHEAD: Final = timedelta(hours=2)
_TOO_MANY: Final = "e036"
_OPEN: Final = "CREATED"
_DEAD: Final = frozenset({"DELETED", "FAILED"})
#: Asked for one by one where a day's list is too long; what is dead is nobody's label.
_LIVE: Final = ("PLACED", "ARCHIVED", _OPEN)

FOUND_AGAIN: Final = Notice(
    "found_without_document",
    Text(
        en="The label is bought, its document was lost on the way. Hermes does not issue it again; for "
        "printing a new label is needed.",
        de="Das Label ist gekauft, sein Dokument ging unterwegs verloren. Hermes stellt es nicht noch einmal "
        "aus; zum Drucken ist ein neues Label nötig.",
    ),
)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both included."""

    first: date
    last: date

    @classmethod
    def since(cls, day: date, now: datetime) -> Self:
        """From the day before, as a day at Hermes may begin earlier, as far back as Hermes lists."""
        last = (now + _AHEAD).date()
        return cls(min(max(day - timedelta(days=1), last - REACH), last), last)

    def halves(self) -> tuple["Days", "Days"] | None:
        """None for a single day."""
        if self.first == self.last:
            return None
        middle = self.first + (self.last - self.first) // 2
        return Days(self.first, middle), Days(middle + timedelta(days=1), self.last)

    @property
    def query(self) -> Query:
        return (
            ("shipmentOrderStartDate", self.first.isoformat()),
            ("shipmentOrderEndDate", self.last.isoformat()),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """One shipment order out of the list. `number` is "" until Hermes has issued the label."""

    number: str
    order_id: str
    state: str
    created: str

    @property
    def is_dead(self) -> bool:
        return self.state in _DEAD

    @property
    def is_open(self) -> bool:
        """It has no label yet. A state that is not known is taken for one with a label."""
        return self.state == _OPEN


def orders_with(calls: HermesCalls, reference: Reference, days: Days) -> Sequence[Listed]:
    """The orders with this reference that are or can become a label: those with one first, newer ones first.

    raises  AccessDenied, Throttled, Unreachable
            BrokenReply: also where a day has more orders than Hermes lists
    """
    found = [listed for listed in _listed(calls, reference, days) if not listed.is_dead]
    return sorted(found, key=lambda listed: (not listed.is_open, listed.created), reverse=True)


def _listed(calls: HermesCalls, reference: Reference, days: Days) -> Iterator[Listed]:
    """Hermes refuses a list that is too long, so days are halved, and at last asked for state by state."""
    page = _page(calls, days.query)
    if page is not None:
        yield from _matching(page, reference)
    elif (halves := days.halves()) is not None:
        for half in halves:
            yield from _listed(calls, reference, half)
    else:
        for state in _LIVE:
            page = _page(calls, (*days.query, ("shipmentOrderState", state)))
            if page is None:
                raise BrokenReply(SERVICE, "a day has more shipment orders than are listed (e036)")
            yield from _matching(page, reference)


def _page(calls: HermesCalls, query: Query) -> Mapping[str, Any] | None:
    """None where there are too many."""
    try:
        body: Mapping[str, Any] = calls.read("/shipmentorders", query)
    except Refused as error:
        if any(complaint.code == _TOO_MANY for complaint in error.complaints):
            return None
        raise unusable(error, "the list of shipment orders") from None
    if found := errors(result_codes(body)):
        fault = verdict(found, buying=False)
        raise unusable(fault, "the list of shipment orders") if isinstance(fault, Refused) else fault
    return body


def _matching(page: Mapping[str, Any], reference: Reference) -> Iterator[Listed]:
    with reading(SERVICE):
        entries = [
            entry
            for client in page.get("listOfClients") or ()
            for sender in client.get("listOfSenders") or ()
            for entry in sender.get("listOfShipmentOrders") or ()
            if entry.get("clientReference") == reference
        ]
    for entry in entries:
        yield Listed(
            text_of(entry, "shipmentID"),
            text_of(entry, "shipmentOrderID"),
            text_of(entry, "actualOrderState").upper(),
            text_of(entry, "createDate"),
        )


def label_of(reference: Reference, listed: Listed) -> Label:
    """A label that is issued already, without its document.

    raises  BrokenReply: it has no number
    """
    if not listed.number:
        raise BrokenReply(SERVICE, "a shipment order with a label has no number")
    ids = {"shipmentID": listed.number, HANDLES[LabelKind.SHIPMENT]: listed.order_id}
    return Label(
        kind=LabelKind.SHIPMENT,
        reference=reference,
        number=listed.number,
        handle=listed.order_id or listed.number,
        notices=(FOUND_AGAIN,),
        carrier_ids={key: value for key, value in ids.items() if value},
    )


def tracked_returns(body: Mapping[str, Any], reference: Reference, since: date) -> Sequence[Label]:
    """What Hermes' tracking knows under our reference, without documents. It does not say which way a parcel
    goes: one of the way out may stand under the same reference.

    raises  KeyError, TypeError: not as agreed; call it inside `reading`
    """
    found = []
    for entry in body["shipmentinfo"]:
        number = text_of(entry, "shipmentID")
        first = began(entry)
        early = first is not None and first < since - timedelta(days=1)
        if number and is_known(entry) and entry.get("clientReference") == reference and not early:
            link = text_of(entry, "trackingLink")
            found.append(
                Label(
                    kind=LabelKind.RETURN,
                    reference=reference,
                    number=number,
                    handle=number,
                    notices=(FOUND_AGAIN,),
                    tracking_url=link if link.startswith("https://") else None,
                    carrier_ids=ids_of(entry),
                )
            )
    return found
