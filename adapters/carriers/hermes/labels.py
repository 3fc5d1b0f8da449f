"""Orders as Hermes wants them, and labels out of its answers: pure, from `LabelOrder` to JSON and from JSON
to `Label`. Facts: NOTES.md, "shipments" and "returns"."""

import re
from collections.abc import Mapping
from typing import Any, Final

from adapters.carriers.hermes import options
from adapters.carriers.hermes.complaints import About, errors, notices, result_codes, verdict
from adapters.carriers.hermes.manifest import SERVICE
from adapters.carriers.hermes.papers import MISSING, documents_of
from adapters.carriers.hermes.parcels import parcel_of
from adapters.carriers.hermes.parties import (
    REFERENCE_MAX,
    address_of,
    contact_of,
    demand_characters,
    demand_sendable,
    foreign,
    name_of,
    parties_sent,
)
from adapters.carriers.hermes.terms import OUTBOUND, Terms
from core.errors import BrokenReply, InvalidValue, OutcomeUnknown
from core.parcel import Document, DocumentRole, Label, LabelKind, LabelOrder, Notice, Reference
from core.text import Text

_SHIPMENT_ID: Final = re.compile(r"(?:H[0-9]{19}|[0-9]{14})\Z")
_OUTBOUND_ORDER_ID: Final = re.compile(r"[0-9]{11}\Z")
_ORDER_ID: Final = re.compile(r"[0-9]{1,11}\Z")
_ALERT_EMAIL_MAX: Final = 70

#: Where the carrier's own handle of an order stands.
HANDLES: Final = {LabelKind.SHIPMENT: "shipmentOrderID", LabelKind.RETURN: "returnOrderID"}
_IDS: Final = ("shipmentID", "shipmentOrderID", "returnOrderID", "originShipmentID")


def shipment_request(order: LabelOrder, terms: Terms) -> Mapping[str, Any]:
    """The body of `POST /shipmentorders/labels`.

    raises  InvalidValue: something does not fit; `field` names it
    """
    options.demand_known(order, options.SHIPMENT)
    demand_sendable(order, terms)
    body: dict[str, Any] = {
        **_references(order),
        "receiverName": name_of(order.consumer),
        "receiverAddress": address_of("consumer", order.consumer),
        "parcel": parcel_of(order, terms.parcel_class),
    }
    if order.consumer.country != "DE" and (contact := contact_of("consumer", order.consumer)):
        body["receiverContact"] = contact
    if "merchant" in parties_sent(order, terms):
        body["senderName"] = name_of(order.merchant)
        body["senderAddress"] = address_of("merchant", order.merchant)
    if service := {**options.services(order), **_alert(order, terms)}:
        body["service"] = service
    return body


def return_request(order: LabelOrder, terms: Terms) -> Mapping[str, Any]:
    """The body of `POST /returnorders/labels`: one of Hermes' three.

    raises  InvalidValue: something does not fit; `field` names it
    """
    demand_sendable(order, terms)
    if terms.return_way == OUTBOUND:
        options.demand_known(order, options.RETURN_DOCUMENT)
        return _from_outbound(order.outbound or "")
    options.demand_known(order, options.RETURN)
    body: dict[str, Any] = {
        **_references(order),
        "senderName": name_of(order.consumer),
        "senderAddress": address_of("consumer", order.consumer),
        "parcel": parcel_of(order, ""),
    }
    if order.consumer.country != "DE" and (contact := contact_of("consumer", order.consumer)):
        body["senderContact"] = contact
    if "merchant" in parties_sent(order, terms):
        body["receiverName"] = name_of(order.merchant)
        body["receiverAddress"] = address_of("merchant", order.merchant)
    if label := _label(order):
        body["label"] = label
    if options.ticked(order, "flexReturnService"):
        body["service"] = {"flexReturnService": True}
    return body


def _from_outbound(outbound: str) -> Mapping[str, str]:
    if _SHIPMENT_ID.match(outbound):
        return {"shipmentID": outbound}
    if _OUTBOUND_ORDER_ID.match(outbound):
        return {"shipmentOrderID": outbound}
    raise InvalidValue(
        Text(
            en="outbound: Hermes makes this return from the number of a Hermes parcel: 14 digits, or H and "
            "19 digits",
            de="outbound: Hermes macht diese Retoure aus der Nummer einer Hermes-Sendung: 14 Ziffern, oder H "
            "und 19 Ziffern",
        ),
        field="outbound",
    )


def _references(order: LabelOrder) -> Mapping[str, str]:
    number = order.order_number
    if number and _order_number_fits(number):
        return {"clientReference": order.reference, "clientReference2": number}
    return {"clientReference": order.reference}


def _order_number_fits(number: str) -> bool:
    return len(number) <= REFERENCE_MAX and foreign(number) is None


def _alert(order: LabelOrder, terms: Terms) -> Mapping[str, Any]:
    """Hermes' mail to the consumer: demanded by the option, or wished for by the settings."""
    demanded = options.ticked(order, "customerAlertService")
    wished = terms.customer_alert and "customerAlertService" not in order.options
    email = order.consumer.email
    if not demanded and not (wished and email):
        return {}
    if not email or len(email) > _ALERT_EMAIL_MAX:
        raise InvalidValue(
            Text(
                en=f"consumer.email: customerAlertService needs one of up to {_ALERT_EMAIL_MAX} characters",
                de=f"consumer.email: customerAlertService braucht eine mit bis zu {_ALERT_EMAIL_MAX} Zeichen",
            ),
            field="consumer.email",
        )
    demand_characters("consumer.email", email)
    return {"customerAlertService": {"notificationType": "EMAIL", "notificationEmail": email}}


def _label(order: LabelOrder) -> Mapping[str, Any]:
    label: dict[str, Any] = {}
    if text := options.hint(order):
        label["hint"] = {"type": "TEXT", "text": text}
    days = options.counted(order, "qrCodeExpiresAfter", 30, 120)
    if days is not None:
        if not options.wants_qr(order):
            raise InvalidValue(
                Text(
                    en="options.qrCodeExpiresAfter goes with a QR code only",
                    de="options.qrCodeExpiresAfter gibt es nur mit QR-Code",
                ),
                field="options.qrCodeExpiresAfter",
            )
        label["qrCodeExpiresAfter"] = days
    return label


def read_label(order: LabelOrder, body: Mapping[str, Any], about: About) -> Label:
    """The label in the answer to what bought it.

    A number means bought, whatever else is wrong; no number and an error means not bought.

    raises  Refused, AccessDenied, Throttled, Unreachable: nothing was bought
            OutcomeUnknown
    """
    codes = result_codes(body, about)
    found = errors(codes)
    number = text_of(body, "shipmentID")
    documents = documents_of(order.kind, body)
    paper = any(document.role is not DocumentRole.CUSTOMS for document in documents)
    if not number and found and not text_of(body, HANDLES[order.kind]):
        raise verdict(found, buying=True)
    if not number:
        raise OutcomeUnknown(SERVICE, "no number in the answer")
    if found and not paper:
        raise OutcomeUnknown(SERVICE, "a number without a document, and an error beside it")
    beside = notices(codes) if paper else (*notices(codes), MISSING)
    return _label_of(order, number, body, documents, (*beside, *_left_out(order)))


def read_issued(reference: Reference, number: str, order_id: str, body: Mapping[str, Any]) -> Label:
    """The label of an order that had none, out of the answer to asking for it. `number` is the order's own.

    raises  Refused, AccessDenied, Unreachable: as Hermes' errors say
            BrokenReply: no number
    """
    codes = result_codes(body)
    documents = documents_of(LabelKind.SHIPMENT, body)
    if (found := errors(codes)) and not documents:
        raise verdict(found, buying=False)
    number = text_of(body, "shipmentID") or number
    if not number:
        raise BrokenReply(SERVICE, "a label without a number")
    return Label(
        kind=LabelKind.SHIPMENT,
        reference=reference,
        number=number,
        handle=order_id,
        documents=documents,
        notices=notices(codes) if documents else (*notices(codes), MISSING),
        carrier_ids={"shipmentID": number, "shipmentOrderID": order_id},
    )


def _label_of(
    order: LabelOrder,
    number: str,
    body: Mapping[str, Any],
    documents: tuple[Document, ...],
    beside: tuple[Notice, ...],
) -> Label:
    ids = ids_of(body)
    if order.kind is LabelKind.RETURN and order.outbound and _SHIPMENT_ID.match(order.outbound):
        ids = {"originShipmentID": order.outbound, **ids}
    return Label(
        kind=order.kind,
        reference=order.reference,
        number=number,
        handle=ids.get(HANDLES[order.kind], number),
        documents=documents,
        notices=beside,
        carrier_ids=ids,
    )


def _left_out(order: LabelOrder) -> tuple[Notice, ...]:
    """The order number is a second reference only; one that does not fit is no reason against the label."""
    if not order.order_number or order.outbound or _order_number_fits(order.order_number):
        return ()
    return (
        Notice(
            "order_number_left_out",
            Text(
                en=f"The order number is not on the label: {REFERENCE_MAX} characters without symbols fit.",
                de="Die Auftragsnummer steht nicht auf dem Label: "
                f"{REFERENCE_MAX} Zeichen ohne Symbole passen.",
            ),
            "order_number",
        ),
    )


def is_order_id(value: str) -> bool:
    """Whether it may stand in a path."""
    return _ORDER_ID.match(value) is not None


def ids_of(body: Mapping[str, Any]) -> Mapping[str, str]:
    return {key: value for key in _IDS if (value := text_of(body, key))}


def text_of(body: Mapping[str, Any], key: str) -> str:
    """The text under a key; "" where there is none. Numbers of parcels are text, whatever they look like."""
    value = body.get(key)
    return value.strip() if isinstance(value, str) and value.isprintable() else ""
