"""Labels and receipts as files: to be shown within a page, or to be kept."""

import re
from typing import Final

from starlette.responses import Response

from core.parcel import DocumentFormat

_TYPES: Final = {
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.PNG: "image/png",
    DocumentFormat.ZPL: "application/octet-stream",
}


def paper(data: bytes, form: DocumentFormat, name: str, *, download: bool = False) -> Response:
    """`name` without an ending; what browsers and disks dislike in it is left out."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "document"
    way = "attachment" if download or form is DocumentFormat.ZPL else "inline"
    headers = {"Content-Disposition": f'{way}; filename="{plain}.{form.value}"'}
    return Response(data, media_type=_TYPES[form], headers=headers)
