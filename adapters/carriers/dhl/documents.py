"""The papers out of an answer, told by their content. Facts: NOTES.md, "documents"."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.errors import InvalidValue
from core.parcel import Document, DocumentRole, Notice
from core.text import Text

NO_DOCUMENT: Final = "no_document"


@dataclass(frozen=True, slots=True)
class Papers:
    """What could be read, and a notice for each paper that should be there and is not."""

    documents: tuple[Document, ...]
    notices: tuple[Notice, ...]


def papers(item: Mapping[str, Any], roles: Mapping[str, DocumentRole], wanted: frozenset[str]) -> Papers:
    """The documents of one shipment.

    roles   by DHL's name of the paper
    wanted  those that have to be there; the others may be absent, but not unreadable
    """
    documents = []
    notices = []
    for name, role in roles.items():
        if name not in wanted and item.get(name) is None:
            continue
        found = next(_readable(role, item.get(name)), None)
        if found is None:
            notices.append(Notice(NO_DOCUMENT, _MISSING[role]))
        else:
            documents.append(found)
    return Papers(tuple(documents), tuple(notices))


_MISSING: Final = {
    DocumentRole.LABEL: Text(
        en="DHL booked the label, but gave no readable file for it",
        de="DHL hat das Label gebucht, aber keine lesbare Datei dazu geliefert",
    ),
    DocumentRole.RETURN_LABEL: Text(
        en="DHL gave no readable file for the return label",
        de="DHL hat zum Retourenlabel keine lesbare Datei geliefert",
    ),
    DocumentRole.QR: Text(en="DHL gave no readable QR code", de="DHL hat keinen lesbaren QR-Code geliefert"),
    DocumentRole.CUSTOMS: Text(
        en="DHL gave no readable file for the customs paper",
        de="DHL hat zum Zollpapier keine lesbare Datei geliefert",
    ),
}


def _readable(role: DocumentRole, paper: Any) -> Iterator[Document]:
    """Neither the format that DHL names nor the field it stands in is believed. A `url` is not followed: it
    is an address that anybody could read, and `includeDocs=include` was asked for."""
    if not isinstance(paper, dict):
        return
    for name, decode in (("b64", _decoded), ("zpl2", _encoded)):
        text = paper.get(name)
        if not isinstance(text, str):
            continue
        try:
            yield Document.of(role, decode(text))
        except (InvalidValue, binascii.Error, ValueError):
            continue


def _decoded(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)


def _encoded(text: str) -> bytes:
    return text.encode()
