"""Labels as a carrier would print them: a PDF and ZPL with a barcode that can be scanned, a QR code as PNG.

Equal input gives equal bytes, so that a label fetched again can be compared with the first one.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image
from reportlab.graphics.barcode.code128 import Code128  # type: ignore[import-untyped]
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A6  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from standins.press import FONT, PRESS

_MARGIN: Final = 8 * mm
_BAR_HEIGHT: Final = 25 * mm
#: Code 128 in units of its narrowest bar: eleven for each character, and start, checksum and stop.
_OVERHEAD_UNITS: Final = 35
_QR_MODULE_PX: Final = 6
_QR_QUIET: Final = 4


def label_pdf(number: str, lines: Sequence[str]) -> bytes:
    """One A6 page: the number as a Code 128 barcode and in text, below it the lines, one below the other.

    `number` is ASCII. A line that is too wide is set smaller, never broken. What the font has no sign for
    (emoji) is left blank.
    """
    with PRESS:
        return _printed(number, tuple(lines))


@lru_cache(maxsize=256)
def _printed(number: str, lines: tuple[str, ...]) -> bytes:
    page_width, page_height = A6
    width = page_width - 2 * _MARGIN
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=A6, invariant=1, pageCompression=1)
    canvas.setTitle("Label")
    barcode = Code128(
        number,
        barWidth=min(0.5 * mm, width / (11 * len(number) + _OVERHEAD_UNITS)),
        barHeight=_BAR_HEIGHT,
        quiet=False,
    )
    y = page_height - _MARGIN - _BAR_HEIGHT
    barcode.drawOn(canvas, _MARGIN, y)
    y -= 6 * mm
    for text, size in ((number, 14.0), *((line, 11.0) for line in lines)):
        fitting = min(size, size * width / max(stringWidth(text, FONT, size), 1.0))
        canvas.setFont(FONT, fitting)
        canvas.drawString(_MARGIN, y, text)
        y -= 6 * mm
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


def label_zpl(number: str, lines: Sequence[str]) -> bytes:
    """One label of 4 by 6 inches at 203 dots per inch, in UTF-8; `number` as Code 128 with its text below."""
    parts = ["^XA^CI28^PW812^LL1218", f"^FO40,40^BY2^BCN,200,Y,N,N^FH_^FD{_zpl(number)}^FS"]
    parts += [f"^FO40,{320 + 50 * row}^A0N,34,30^FH_^FD{_zpl(line)}^FS" for row, line in enumerate(lines)]
    return "\n".join((*parts, "^XZ\n")).encode()


def _zpl(text: str) -> str:
    """Field data in which no character is a command: `^`, `~` and what cannot be printed as hex bytes."""
    return "".join(
        "".join(f"_{byte:02X}" for byte in char.encode()) if char in "^~_" or not char.isprintable() else char
        for char in text
    )


def qr_png(text: str) -> bytes:
    """The QR code of `text`, black on white with its quiet zone, as PNG."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    side = count + 2 * _QR_QUIET
    picture = Image.new("1", (side, side), 1)
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                picture.putpixel((column + _QR_QUIET, row + _QR_QUIET), 0)
    paper = io.BytesIO()
    picture.resize((side * _QR_MODULE_PX, side * _QR_MODULE_PX), Image.Resampling.NEAREST).save(paper, "PNG")
    return paper.getvalue()
