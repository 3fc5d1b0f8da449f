"""What all papers of the workshop are printed with: one font, and one hand at a time."""

import threading
from pathlib import Path
from typing import Final

import reportlab  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]

FONT: Final = "StandInVera"
#: reportlab keeps one object per font for the whole process, and stand-ins answer on several threads.
PRESS: Final = threading.Lock()

# The standard fonts of PDF know Western Europe's letters only; this one comes with reportlab.
registerFont(TTFont(FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
