"""Shipments: what is asked of the Shipping interface, and what its answers say. Nothing here sends.

Facts: NOTES.md, "shipments", "errors" and "cancel and fetch".
"""

from collections.abc import Mapping
from typing import Any, Final

from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.complaints import item_complaints, status_title
from adapters.carriers.dhl.discretion import private_in
from adapters.carriers.dhl.documents import papers
from adapters.carriers.dhl.items import BOOKED, codes_of, doubt, notices_of, only_item, text_of
from adapters.carriers.dhl.manifest import SERVICE
from adapters.carriers.dhl.options import ShipmentOptions, shipment_options
from adapters.carriers.dhl.parties import consignee, demand_writable, return_address, shipper
from adapters.carriers.dhl.tracking import tracking_page
from core.errors import BrokenReply, OutcomeUnknown, Refused
from core.limits import Limits, demand_fit
from core.parcel import (
    Cancellation,
    Document,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    LabelOrder,
    Notice,
)
from core.text import Text
from ports import Response, reading, reading_outcome

Json = dict[str, Any]

#: The lengths of the vendor file. `reference` is refNo: a shorter one than 8 characters DHL does not take.
LIMITS: Final = Limits(
    lengths={
        "name": 50,
        "company": 50,
        "addition": 50,
        "street": 50,
        "house_number": 10,
        "postal_code": 10,
        "city": 40,
        "email": 80,
        "phone": 20,
    },
    reference_min=8,
    reference_max=35,
    heaviest_g=31_500,
)

_DOC_FORMAT: Final = {DocumentFormat.PDF: "PDF", DocumentFormat.ZPL: "ZPL2"}
_ROLES: Final = {
    "label": DocumentRole.LABEL,
    "returnLabel": DocumentRole.RETURN_LABEL,
    "customsDoc": DocumentRole.CUSTOMS,
    "codLabel": DocumentRole.LABEL,
}
_UNKNOWN_NUMBER: Final = "unknownshipmentnumber"
_UNKNOWN_CODES: Final = frozenset({204, 2000})
_BACKEND_ERROR: Final = 206


def document_query(wanted: DocumentFormat) -> Mapping[str, str]:
    """How documents shall come: inside the answer, label and return label apart."""
    return {"includeDocs": "include", "docFormat": _DOC_FORMAT[wanted], "combine": "false"}


def query_of(order: LabelOrder, account: DhlAccount, *, validate: bool = False) -> Mapping[str, str]:
    """raises  InvalidValue"""
    options = shipment_options(order.options)
    must_encode = options.query.get("mustEncode", account.must_encode)
    paper = {"printFormat": account.print_format} if account.print_format else {}
    paper |= {name: str(value) for name, value in options.query.items() if name != "mustEncode"}
    return {
        **document_query(order.format),
        **paper,
        "mustEncode": "true" if must_encode else "false",
        **({"validate": "true"} if validate else {}),
    }


def body_of(order: LabelOrder, account: DhlAccount) -> Json:
    """The request for one shipment.

    raises  InvalidValue: what DHL would not take, at its field
    """
    demand_fit(order, LIMITS)
    demand_writable("consumer", order.consumer)
    demand_writable("merchant", order.merchant)
    options = shipment_options(order.options)
    product = options.shipment.get("product") or (
        account.product if order.consumer.country == "DE" else account.product_international
    )
    shipment: Json = {
        "product": product,
        "billingNumber": options.shipment.get("billingNumber") or account.billing_number_for(product),
        "refNo": order.reference,
        "shipDate": order.on.isoformat(),
        "shipper": shipper(order.merchant),
        "consignee": consignee(order.consumer, contact=_forwards_contact(order, account, options)),
        "details": _details(order),
    }
    if "costCenter" in options.shipment:
        shipment["costCenter"] = options.shipment["costCenter"]
    services = dict(options.services)
    if order.enclosed_return:
        services["dhlRetoure"] = {
            "billingNumber": account.return_billing_number,
            "refNo": order.reference,
            "returnAddress": return_address(order.merchant),
        }
    if services:
        shipment["services"] = services
    return {"profile": account.profile, "shipments": [shipment]}


def _forwards_contact(order: LabelOrder, account: DhlAccount, options: ShipmentOptions) -> bool:
    wish = options.forward_contact or account.forward_contact
    return wish == "always" or (wish == "abroad" and order.consumer.country != "DE")


def _details(order: LabelOrder) -> Json:
    details: Json = {"weight": {"uom": "g", "value": order.weight_g}}
    if order.size is not None:
        details["dim"] = {
            "uom": "mm",
            "length": order.size.length_mm,
            "width": order.size.width_mm,
            "height": order.size.height_mm,
        }
    return details


def read_bought(answer: Response, order: LabelOrder) -> Label:
    """What a 2xx to a purchase means. It may hold a refusal, and a number may come without its paper.

    raises  Refused: DHL says no, and nothing was booked
            OutcomeUnknown: it cannot be told
    """
    with reading_outcome(SERVICE, answer):
        item = only_item(answer)
    number, codes, private = text_of(item.get("shipmentNo")), codes_of(item), private_in(answer)
    if number and codes and codes <= BOOKED:
        return _label(item, number, order, private)
    refused = bool(codes) and all(400 <= code < 500 for code in codes)
    if not number and (refused or (not codes and "propertyPath" in item)):
        raise Refused(SERVICE, item_complaints(item, private), status=answer.status_code)
    raise OutcomeUnknown(SERVICE, doubt(item, number, private), status=answer.status_code)


def _label(item: Mapping[str, Any], number: str, order: LabelOrder, private: frozenset[str]) -> Label:
    """Without the routing codes: they spell out the consumer's street and house number."""
    wanted = {"label", "returnLabel"} if order.enclosed_return else {"label"}
    read = papers(item, _ROLES, frozenset(wanted))
    return_number = text_of(item.get("returnShipmentNo"))
    notices = [*notices_of(item_complaints({**item, "sstatus": None}, private)), *read.notices]
    if order.enclosed_return and return_number is None:
        notices.append(Notice("no_return_number", _NO_RETURN_NUMBER, "enclosed_return"))
    return Label(
        kind=LabelKind.SHIPMENT,
        reference=order.reference,
        number=number,
        handle=number,
        documents=read.documents,
        return_number=return_number,
        notices=tuple(notices),
        tracking_url=tracking_page(number),
    )


def read_validation(answer: Response) -> tuple[Notice, ...]:
    """raises  BrokenReply"""
    with reading(SERVICE):
        item = only_item(answer)
        codes = codes_of(item)
        accepted = bool(codes) and codes <= BOOKED
        return notices_of(
            item_complaints({**item, "sstatus": None} if accepted else item, private_in(answer))
        )


def findings(refusal: Refused) -> tuple[Notice, ...]:
    """The same out of a refusal: a dry run says no with 400, also where a purchase would only warn."""
    return notices_of(refusal.complaints)


def read_documents(answer: Response) -> tuple[Document, ...]:
    """Empty where the shipment is not open (any more).

    raises  BrokenReply
    """
    if not answer.is_success:
        return ()
    with reading(SERVICE):
        item = only_item(answer)
        codes = codes_of(item)
        if not codes or not codes <= BOOKED:
            return ()
        return papers(item, _ROLES, frozenset()).documents


def read_cancelled(answer: Response) -> Cancellation:
    """Of a 2xx or 400. DHL documents one reason for keeping a shipment that it knows: the day is closed.

    raises  Refused: the request itself was not understood
            OutcomeUnknown: it cannot be told
    """
    try:
        item = only_item(answer)
    except BrokenReply as error:
        if answer.is_success:
            raise OutcomeUnknown(SERVICE, error.detail, status=answer.status_code) from None
        raise Refused(SERVICE, status=answer.status_code) from None
    codes = codes_of(item)
    private = private_in(answer)
    if codes and codes <= BOOKED:
        return Cancellation.DONE
    if status_title(item, private).lower() == _UNKNOWN_NUMBER or codes & _UNKNOWN_CODES:
        return Cancellation.NOT_KNOWN
    if "propertyPath" in item or item.get("validationMessages"):
        raise Refused(SERVICE, item_complaints(item, private), status=answer.status_code)
    if not codes or any(code == _BACKEND_ERROR or 500 <= code < 600 for code in codes):
        raise OutcomeUnknown(SERVICE, doubt(item, None, private), status=answer.status_code)
    return Cancellation.TOO_LATE


_NO_RETURN_NUMBER: Final = Text(
    en="DHL named no number for the enclosed return",
    de="DHL hat zur beigelegten Retoure keine Nummer genannt",
)
