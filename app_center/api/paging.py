"""Pages that stay right while things are added: a page begins after the last one seen, not at a number."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from core.errors import InvalidValue
from core.text import Text

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

Cursor = Annotated[
    str | None,
    Query(max_length=2000, description="`next` of the page before; opaque. Without it: the first page."),
]
Limit = Annotated[int, Query(ge=1, le=200, description="The most entries of a page.")]
USUAL: Final = 50

_WRONG: Final = Text(en="this is no cursor of this list", de="das ist kein Cursor dieser Liste")


class Page(BaseModel, Generic[M]):
    """`next` is the cursor of the next page; null at the end."""

    data: list[M]
    next: str | None


def cursor_of(name: str, *place: str | int) -> str:
    """`name` is the list's: its cursors are good for no other."""
    return base64.urlsafe_b64encode(json.dumps([name, *place]).encode()).decode().rstrip("=")


def place_of(name: str, cursor: str | None, *types: type) -> list[str | int] | None:
    """What `cursor_of` was given; None for the first page.

    raises  InvalidValue (field `cursor`)
    """
    if cursor is None:
        return None
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise InvalidValue(_WRONG, field="cursor") from None
    fits = (
        isinstance(place, list)
        and place[:1] == [name]
        and [type(part) for part in place[1:]] == list(types)
        and all("\0" not in part and part.isprintable() for part in place[1:] if isinstance(part, str))
        and all(abs(part) < 2**53 for part in place[1:] if isinstance(part, int))
    )
    if not fits:
        raise InvalidValue(_WRONG, field="cursor")
    found: list[str | int] = place[1:]
    return found


def page(
    things: Sequence[T], limit: int, show: Callable[[T], M], cursor: Callable[[T], str]
) -> tuple[list[M], str | None]:
    """Of `limit + 1` things that were asked for."""
    shown = things[:limit]
    return [show(each) for each in shown], cursor(shown[-1]) if len(things) > limit else None
