"""Documents out of answers: base64 becomes a paper, or a notice that there is none."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import Any, Final

from core.errors import InvalidValue
from core.parcel import Document, DocumentRole, Notice
from core.text import Text

NO_PAPER: Final = Notice(
    "NO_DOCUMENT",
    Text(
        en="the label is bought, but GLS sent no document; fetch it again",
        de="das Label ist gekauft, aber GLS hat kein Dokument geschickt; bitte erneut abrufen",
    ),
)
UNREADABLE: Final = Notice(
    "UNREADABLE_DOCUMENT",
    Text(
        en="GLS sent a document that is neither PDF nor ZPL nor PNG",
        de="GLS hat ein Dokument geschickt, das weder PDF noch ZPL noch PNG ist",
    ),
)


def papers(role: DocumentRole, encoded: Iterable[Any]) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    """The readable ones, and what is to be said about the others."""
    found: list[Document] = []
    notices: list[Notice] = []
    for data in encoded:
        try:
            document = Document.of(role, _decoded(data))
        except (InvalidValue, TypeError, ValueError, binascii.Error):
            notices.append(UNREADABLE)
        else:
            found.append(document)
    if not found and not notices:
        notices.append(NO_PAPER)
    return tuple(found), tuple(notices)


def printed(entries: Any) -> Iterator[Any]:
    """All data in ShipIT's PrintData: a text each in the samples, a list of texts in the vendor's file."""
    for entry in entries if isinstance(entries, list) else []:
        data = entry.get("Data") if isinstance(entry, dict) else None
        yield from (data if isinstance(data, list) else [data] if data else [])


def _decoded(data: Any) -> bytes:
    """raises  TypeError, ValueError: no base64"""
    if not isinstance(data, str):
        raise TypeError("data")
    return base64.b64decode("".join(data.split()), validate=True)
