"""Shop Returns v3: return orders of consumers, with a label or a QR code for the ParcelShop."""

import re
from typing import Any, Final
from urllib.parse import quote

from adapters.carriers.gls.account import Account
from adapters.carriers.gls.calls import Call
from adapters.carriers.gls.complaints import private_of
from adapters.carriers.gls.options import read_options
from adapters.carriers.gls.papers import papers
from adapters.carriers.gls.shipments import announced_g, identifier, kilograms
from core.errors import InvalidValue
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, LabelOrder, Party, Reference
from core.text import Text

BASE: Final = "/order-management/shop-returns/v3"
#: GLS demands a reason; callers need not have one.
_REASON: Final = "Retoure"

#: Where ParcelShops print a label from a QR code.
QR_COUNTRIES: Final = frozenset({"AT", "BE", "DE", "DK", "LU"})

LABEL: Final = "label"
QR: Final = "parcelshop-qrcode"
_CONTENT: Final = {LABEL: "label", QR: "parcelShopQrCode"}
_ROLE: Final = {LABEL: DocumentRole.RETURN_LABEL, QR: DocumentRole.QR}
_ORDER_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def creation(order: LabelOrder, account: Account) -> Call:
    """The call that orders the return; what it answers, `read_order` reads.

    raises  InvalidValue: an option that does not fit
    """
    options = read_options(order.options, order.kind, shop_returns=True)
    body: dict[str, Any] = {
        "originalOrderReference": order.reference,
        "returnReason": order.reason or _REASON,
        "sender": _sender(order.consumer),
        "parcel": {"weight": kilograms(announced_g(order.weight_g, account))},
    }
    wishes: dict[str, Any] = {}
    if "language" in options:
        wishes["languageCode"] = options["language"]
    if "label_layout" in options:
        wishes["label"] = {"layout": options["label_layout"]}
    if wishes:
        body["options"] = wishes
    document = _document(order)
    if document == QR and order.consumer.country not in QR_COUNTRIES:
        raise InvalidValue(
            Text(
                en=f"GLS has no QR code for parcels from {order.consumer.country}",
                de=f"GLS hat keinen QR-Code für Pakete aus {order.consumer.country}",
            ),
            field="options.document",
        )
    return Call(
        "POST",
        f"{BASE}/{quote(account.app_id, safe='')}/return-orders/{document}",
        body,
        params={"labelFormat": order.format.value} if document == LABEL else {},
        private=private_of(order),
    )


def _document(order: LabelOrder) -> str:
    return QR if order.options.get("document") == "qr" else LABEL


def _sender(party: Party) -> dict[str, Any]:
    """The consumer. There is no field for an addition, so it follows the house number."""
    sender: dict[str, Any] = {
        "personName": party.name,
        "companyName": party.company,
        "email": party.email,
        "address": {
            "street": ", ".join(part for part in (party.street_line, party.addition) if part),
            "city": party.city,
            "zipCode": party.postal_code,
            "countryCode": party.country,
        },
    }
    return {key: value for key, value in sender.items() if value}


def read_order(body: Any, order: LabelOrder) -> Label:
    """raises  KeyError, TypeError, ValueError and their like: no number or no id; call it in `reading`"""
    document = _document(order)
    order_id = identifier(body["returnOrderId"])
    references = body["references"]
    number = identifier(references["parcelId"])
    found, notices = papers(_ROLE[document], _content(body, document))
    carrier_ids = {"return_order_id": order_id, "parcel_number": number}
    if references.get("trackId"):
        carrier_ids["track_id"] = identifier(references["trackId"])
    return Label(
        kind=LabelKind.RETURN,
        reference=Reference(order.reference),
        number=number,
        handle=order_id if document == LABEL else f"{order_id}/{QR}",
        documents=found,
        notices=notices,
        carrier_ids=carrier_ids,
    )


def _content(body: Any, document: str) -> list[Any]:
    part = body.get(_CONTENT[document])
    content = part.get("content") if isinstance(part, dict) else None
    return [content] if content else []


def is_return_order(handle: str) -> bool:
    """Whether a handle is of Shop Returns: an id alone, or with the kind of its document."""
    return _ORDER_ID.fullmatch(handle.partition("/")[0]) is not None


def fetching(handle: str, wanted: DocumentFormat) -> Call:
    order_id, _, document = handle.partition("/")
    path = f"{BASE}/return-orders/{quote(order_id, safe='')}/{QR if document == QR else LABEL}"
    return Call("GET", path, params={"labelFormat": wanted.value})


def read_documents(body: Any, handle: str) -> tuple[Document, ...]:
    document = QR if handle.endswith(f"/{QR}") else LABEL
    return papers(_ROLE[document], _content(body, document))[0]
