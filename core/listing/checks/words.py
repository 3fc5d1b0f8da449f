"""Findings that several areas make."""

import re
from collections.abc import Iterator

from core.listing.finding import Finding
from core.listing.rules import Range
from core.text import Text


def missing(column: str, *, why: Text | None = None) -> Finding:
    return Finding(
        column,
        why or Text(en="is empty and must not be", de="ist leer und darf es nicht sein"),
        Text(en="fill it in", de="bitte ausfüllen"),
    )


def length(column: str, text: str, limits: Range | None) -> Iterator[Finding]:
    """A text that is there and has too few or too many characters."""
    if limits is None or not text or len(text) in limits:
        return
    yield Finding(
        column,
        Text(
            en=f"has {len(text)} characters; {limits.least} to {limits.most} are allowed",
            de=f"hat {len(text)} Zeichen; erlaubt sind {limits.least} bis {limits.most}",
        ),
        Text(en="shorten it", de="bitte kürzen")
        if len(text) > limits.most
        else Text(en="write more", de="bitte mehr schreiben"),
    )


def figure(column: str, value: int | None, limits: Range) -> Iterator[Finding]:
    """A figure that is there and lies outside."""
    if value is None or value in limits:
        return
    yield Finding(
        column,
        Text(
            en=f"{value} is not between {limits.least} and {limits.most}",
            de=f"{value} liegt nicht zwischen {limits.least} und {limits.most}",
        ),
        Text(en="choose another figure", de="bitte eine andere Zahl wählen"),
    )


def is_clean(text: str) -> bool:
    """Without control characters and without halves of characters."""
    return text.isprintable()


def is_text(text: str) -> bool:
    """The same, but lines may end."""
    return all(line.isprintable() for line in re.split(r"[\n\r\t]", text))
