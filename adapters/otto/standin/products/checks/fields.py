"""Checks of single fields that the parts of a variation have in common."""

import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from adapters.otto.standin.assortment.tasks import Complaint
from adapters.otto.standin.products.codes import complaint

Complaints = Iterator[Complaint]


def text(value: Any, path: str, most: int | None = None) -> Complaints:
    """A text that has to be there: not blank, and not longer than `most` characters."""
    if value is None or value == "":
        yield complaint("MANDATORY_FIELD_MISSING", path)
    elif not isinstance(value, str):
        yield complaint("INVALID_TYPE", path)
    elif not value.strip():
        yield complaint("MANDATORY_FIELD_MISSING", path)
    elif most is not None and len(value) > most:
        yield complaint("VALUE_TOO_LONG", path)


def optional_text(value: Any, path: str, most: int | None = None) -> Complaints:
    if value is not None and value != "":
        yield from text(value, path, most)


def optional_flag(value: Any, path: str) -> Complaints:
    if value is not None and not isinstance(value, bool):
        yield complaint("INVALID_TYPE", path)


def optional_moment(value: Any, path: str) -> Complaints:
    if value is not None and moment(value) is None:
        yield complaint("INVALID_DATE", path)


def moment(value: Any) -> datetime | None:
    """ISO 8601 with an offset, with or without its colon; else None."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def is_one_of(value: Any, known: Collection[str]) -> bool:
    return isinstance(value, str) and value in known


def has_control_characters(value: str) -> bool:
    return any(unicodedata.category(char) == "Cc" for char in value)


def is_url(value: Any) -> bool:
    """http or https, with a host and without blanks."""
    if not isinstance(value, str) or any(char.isspace() for char in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
