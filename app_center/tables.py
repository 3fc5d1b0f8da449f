"""Tables that people bring: files in UTF-8 or as spreadsheets in Germany write them."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from core.errors import InvalidValue
from core.text import Text

_PIECE: Final = 1 << 16


@contextmanager
def lines_of(file: Path) -> Iterator[TextIO]:
    """The lines of a text file, however large.

    raises  InvalidValue (field `file`): it cannot be opened or read
    """
    try:
        encoding = "utf-8-sig" if _is_utf8(file) else "cp1252"
        with file.open(encoding=encoding, errors="replace", newline="") as lines:
            yield lines
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InvalidValue(
            Text(
                en=f"the file {file.name} cannot be read: {why}",
                de=f"die Datei {file.name} ist nicht lesbar: {why}",
            ),
            field="file",
        ) from None


def decoded(data: bytes) -> str:
    """The text of a file that was uploaded whole."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _is_utf8(file: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as source:
        try:
            while piece := source.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
