"""Independent return labels: what is asked of the Returns interface, and what it says. Nothing here sends.

Facts: NOTES.md, "returns".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.complaints import item_complaints, return_field
from adapters.carriers.dhl.countries import alpha2
from adapters.carriers.dhl.discretion import private_in
from adapters.carriers.dhl.documents import papers
from adapters.carriers.dhl.items import codes_of, doubt, text_of
from adapters.carriers.dhl.manifest import SERVICE
from adapters.carriers.dhl.options import return_options
from adapters.carriers.dhl.orders import LIMITS as SHIPMENT_LIMITS
from adapters.carriers.dhl.parties import demand_writable, returning
from adapters.carriers.dhl.tracking import tracking_page
from core.errors import InvalidValue, OutcomeUnknown, Refused
from core.limits import demand_fit
from core.parcel import DocumentRole, Label, LabelKind, LabelOrder
from core.text import Text
from ports import Response, json_of, reading, reading_outcome

Json = dict[str, Any]

#: The lengths of the vendor file. DHL stores 50 characters of the reference and prints 30.
LIMITS: Final = replace(
    SHIPMENT_LIMITS,
    lengths={**SHIPMENT_LIMITS.lengths, "email": 70},
    reference_min=1,
    reference_max=30,
)
_ORDER_NUMBER_MAX: Final = 50

#: PDF and QR code in one answer.
QUERY: Final[Mapping[str, str]] = {"labelType": "BOTH"}

_ROLES: Final = {"label": DocumentRole.RETURN_LABEL, "qrLabel": DocumentRole.QR}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where returns can go: configured in DHL's portal. `country` is where they start, alpha-2.

    The return address is the merchant's own; it is shown to tell receivers apart.
    """

    receiver_id: str
    country: str
    billing_number: str
    address: str


def body_of(order: LabelOrder, account: DhlAccount) -> Json:
    """The request for one return label.

    raises  InvalidValue: what DHL would not take, at its field
    """
    demand_fit(order, LIMITS)
    demand_writable("consumer", order.consumer)
    options = return_options(order.options)
    wish = options.get("forwardContact", account.forward_contact)
    contact = wish == "always" or (wish == "abroad" and order.consumer.country != "DE")
    body: Json = {
        "receiverId": options.get("receiverId", account.receiver_id),
        "customerReference": order.reference,
        "shipper": returning(order.consumer, contact=contact),
        "itemWeight": {"uom": "g", "value": order.weight_g},
    }
    if order.order_number:
        if len(order.order_number) > _ORDER_NUMBER_MAX or not order.order_number.isprintable():
            raise InvalidValue(
                Text(
                    en=f"order_number has at most {_ORDER_NUMBER_MAX} printable characters",
                    de=f"order_number hat höchstens {_ORDER_NUMBER_MAX} druckbare Zeichen",
                ),
                field="order_number",
            )
        body["shipmentReference"] = order.order_number
    if options.get("goGreenPlus"):
        body["services"] = {"goGreenPlus": True}
    return body


def read_bought(answer: Response, order: LabelOrder) -> Label:
    """What a 2xx to a purchase means.

    raises  Refused: DHL says no, and nothing was booked
            OutcomeUnknown: it cannot be told
    """
    with reading_outcome(SERVICE, answer):
        body = json_of(answer)
        if not isinstance(body, dict):
            raise TypeError("body")
    number, codes = text_of(body.get("shipmentNo")), codes_of(body)
    if number and all(200 <= code < 300 for code in codes):
        return _label(body, number, order)
    if not number and codes and all(400 <= code < 500 for code in codes):
        reasons = item_complaints(body, private_in(answer), return_field)
        raise Refused(SERVICE, reasons, status=answer.status_code)
    raise OutcomeUnknown(SERVICE, doubt(body, number, private_in(answer)), status=answer.status_code)


def _label(body: Mapping[str, Any], number: str, order: LabelOrder) -> Label:
    read = papers(body, _ROLES, frozenset(_ROLES))
    # `qrLink` is left out: whoever has the link has the label with the consumer's address. The code itself
    # is among the documents.
    international = text_of(body.get("internationalShipmentNo"))
    return Label(
        kind=LabelKind.RETURN,
        reference=order.reference,
        number=number,
        handle=number,
        documents=read.documents,
        notices=read.notices,
        tracking_url=tracking_page(number),
        carrier_ids={"internationalShipmentNo": international} if international else {},
    )


def read_receivers(answer: Response) -> Sequence[Receiver]:
    """raises  BrokenReply"""
    with reading(SERVICE):
        return tuple(_receiver(row) for row in json_of(answer))


def _receiver(row: Mapping[str, Any]) -> Receiver:
    receiver_id = row["receiverId"]
    if not isinstance(receiver_id, str) or not receiver_id:
        raise TypeError("receiverId")
    place = row.get("receiverAddress")
    parts = [place.get(name) for name in ("name1", "postalCode", "city")] if isinstance(place, dict) else []
    return Receiver(
        receiver_id,
        alpha2(str(row.get("shipperCountry", ""))) or "",
        text_of(row.get("billingNumber")) or "",
        " ".join(str(part) for part in parts if part),
    )
