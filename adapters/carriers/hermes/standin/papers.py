"""The document that an Accept header asks for."""

import base64
from typing import Any, Final

from adapters.carriers.hermes.standin.book import Order
from adapters.carriers.hermes.standin.codes import Refusal
from core.parcel import LabelKind
from standins.labels import label_pdf, label_zpl, qr_png

PDF: Final = "application/shippinglabel-pdf+json"
ZPL: Final = "application/shippinglabel-zpl+json"
QR: Final = "application/x-qrcode-png+json"
_ANY: Final = frozenset({"", "*/*", "application/json", "application/*"})


def wanted(accept: str, kind: LabelKind) -> str:
    """The media type; PDF where none is named.

    raises  Refusal: none that is made here
    """
    name, *parameters = (part.strip() for part in accept.split(";"))
    if name in _ANY:
        return PDF
    if name == ZPL and any(p in {"dpi=203", "dpi=300"} for p in parameters):
        return ZPL
    if name == PDF or (name == QR and kind is LabelKind.RETURN):
        return name
    raise Refusal(("e001", "Accept"), status=406)


def printed(order: Order, media_type: str) -> dict[str, Any]:
    """The part of the answer that holds the document. Returns have other words for it than shipments."""
    if media_type == QR:
        return {"qrcode": _encoded(qr_png(order.number)), "labelMediatype": "image/png"}
    lines = _lines(order)
    place = "labelImage" if order.kind is LabelKind.SHIPMENT else "shippinglabel"
    if media_type == ZPL:
        return {place: _encoded(label_zpl(order.number, lines)), "labelMediatype": "text/zpl"}
    return {place: _encoded(label_pdf(order.number, lines)), "labelMediatype": "application/pdf"}


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _lines(order: Order) -> list[str]:
    role = "receiver" if order.kind is LabelKind.SHIPMENT or order.origin else "sender"
    name, address = order.body.get(f"{role}Name") or {}, order.body.get(f"{role}Address") or {}
    rows = (
        [name.get("firstname"), name.get("lastname")],
        [address.get("addressAddition")],
        [address.get("street"), address.get("houseNumber")],
        [address.get("countryCode"), address.get("zipCode"), address.get("town")],
        [order.reference],
    )
    texts = (" ".join(str(part) for part in row if part) for row in rows)
    return ["Hermes (Stand-in)", *(text for text in texts if text)]
