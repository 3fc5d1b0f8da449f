"""Columns and commands in what the core says, in words for somebody who looks at a page."""

import re
from typing import Final

from app_center.web.words.columns import COLUMNS
from core.listing.cells import is_column
from core.text import Language, Text

_COMMAND: Final = re.compile(r" \(`[^`]*`\)")
#: A column at the beginning of a sentence or of a part of one.
_COLUMN: Final = re.compile(r"(^|[:;] )([a-z][a-z_0-9]*)(?=[ :])")


def label_of(column: str) -> Text | str:
    """How people call a column; an attribute by its name."""
    _, is_attribute, name = column.partition(":")
    if is_attribute:
        return name
    lead, _, number = column.rpartition("_")
    if lead == "bullet" and number.isdigit():
        return _numbered(COLUMNS["bullet"], number)
    part = column.split("_", 2)
    if part[0] == "contact" and len(part) == 3 and f"contact_{part[2]}" in COLUMNS:
        return _numbered(COLUMNS[f"contact_{part[2]}"], f"({part[1]})")
    return COLUMNS.get(column, column)


def _numbered(text: Text, number: str) -> Text:
    return Text(en=f"{text.en} {number}", de=f"{text.de} {number}")


def worded(text: Text) -> Text:
    """What is said of a column, with the name that people know it by."""
    return Text(en=_worded(text.en, "en"), de=_worded(text.de, "de"))


def _worded(sentence: str, language: Language) -> str:
    def name(found: re.Match[str]) -> str:
        label = label_of(found[2]) if is_column(found[2]) else found[2]
        return found[1] + (label.into(language) if isinstance(label, Text) else label)

    return _COLUMN.sub(name, sentence.replace("attribute:", ""))


def advice(action: Text) -> Text | None:
    """What helps, where a button does not say it already; without the names of commands."""
    plain = Text(en=_COMMAND.sub("", action.en), de=_COMMAND.sub("", action.de))
    return None if "`" in plain.en + plain.de else worded(plain)
