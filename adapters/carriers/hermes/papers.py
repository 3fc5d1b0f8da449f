"""Which document is asked for, and the documents out of an answer. Facts: NOTES.md, "documents"."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapters.carriers.hermes.options import chosen, wants_qr
from core.errors import InvalidValue
from core.parcel import Document, DocumentFormat, DocumentRole, LabelKind, LabelOrder, Notice
from core.text import Text

PDF: Final = "application/shippinglabel-pdf+json"
QR: Final = "application/x-qrcode-png+json"
_ZPL: Final = "application/shippinglabel-zpl+json;dpi="
_DPI: Final = ("203", "300")

#: Where the documents stand in an answer. A return has its label under another name than a shipment.
_PLACES: Final = {
    LabelKind.SHIPMENT: (("labelImage", DocumentRole.LABEL), ("commInvoiceImage", DocumentRole.CUSTOMS)),
    LabelKind.RETURN: (("shippinglabel", DocumentRole.RETURN_LABEL), ("qrcode", DocumentRole.QR)),
}

MISSING: Final = Notice(
    "document_missing",
    Text(
        en="The label is bought, but came without a readable document. Hermes does not issue it again.",
        de="Das Label ist gekauft, aber ohne lesbares Dokument angekommen. Hermes stellt es nicht noch "
        "einmal aus.",
    ),
)


def accept_of(order: LabelOrder) -> str:
    """The media type to ask for; Hermes gives one document an order.

    raises  InvalidValue: not to be had for this label
    """
    dpi = chosen(order, "dpi", _DPI, _DPI[0])
    if order.kind is LabelKind.RETURN and wants_qr(order):
        if order.consumer.country != "DE":
            raise InvalidValue(
                Text(
                    en="format: a QR code is for returns from within Germany only",
                    de="format: einen QR-Code gibt es nur für Retouren aus Deutschland",
                ),
                field="format",
            )
        return QR
    if order.format is DocumentFormat.PNG:
        raise InvalidValue(
            Text(en="format: PDF or ZPL for shipments", de="format: PDF oder ZPL für Versandlabel"),
            field="format",
        )
    return f"{_ZPL}{dpi}" if order.format is DocumentFormat.ZPL else PDF


def documents_of(kind: LabelKind, body: Mapping[str, Any]) -> tuple[Document, ...]:
    """What can be read; the declared media type is not believed."""
    return tuple(_read(kind, body))


def _read(kind: LabelKind, body: Mapping[str, Any]) -> Iterator[Document]:
    for place, role in _PLACES[kind]:
        data = _decoded(body.get(place))
        if DocumentFormat.of(data) is not None:
            yield Document.of(role, data)


def _decoded(value: Any) -> bytes:
    if not isinstance(value, str):
        return b""
    # Some encoders break lines or leave out the padding, which is no damage.
    text = "".join(value.split())
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        # ZPL is text and may come as it is.
        plain = value.encode("utf-8", "replace")
        return plain if DocumentFormat.of(plain) is DocumentFormat.ZPL else b""
