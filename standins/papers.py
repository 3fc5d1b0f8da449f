"""Papers to read, one A4 page each. Equal input gives equal bytes."""

import io
from collections.abc import Sequence
from typing import Final

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from standins.press import FONT, PRESS

_MARGIN: Final = 20 * mm
_TITLE_SIZE: Final = 16.0
_SIZE: Final = 10.0

#: The left and the right end of a line.
Row = tuple[str, str]


def page_pdf(title: str, rows: Sequence[Row]) -> bytes:
    """The title, and below it the rows. More rows than the page has room for are set closer, never left out;
    what is too wide is set smaller."""
    with PRESS:
        page_width, page_height = A4
        width = page_width - 2 * _MARGIN
        paper = io.BytesIO()
        canvas = Canvas(paper, pagesize=A4, invariant=1, pageCompression=1)
        canvas.setTitle(title)
        y = page_height - _MARGIN - _TITLE_SIZE
        canvas.setFont(FONT, _TITLE_SIZE)
        canvas.drawString(_MARGIN, y, title)
        step = min(6 * mm, (y - _MARGIN) / max(1, len(rows) + 1))
        y -= step
        for left, right in rows:
            y -= step
            both = stringWidth(left, FONT, _SIZE) + stringWidth(right, FONT, _SIZE) + 4 * mm
            canvas.setFont(FONT, min(_SIZE, step, _SIZE * width / both))
            canvas.drawString(_MARGIN, y, left)
            canvas.drawRightString(page_width - _MARGIN, y, right)
        canvas.showPage()
        canvas.save()
        return paper.getvalue()
