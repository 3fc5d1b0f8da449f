"""Forms with several values of one name, and with files."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

Several = Mapping[str, Sequence[str]]


async def _several(request: Request) -> Several:
    """All values of each field, in the order of the form; its token and files left out."""
    form = await request.form()
    found: dict[str, list[str]] = {}
    for key, value in form.multi_items():
        if isinstance(value, str) and key != "form_token":
            found.setdefault(key, []).append(value)
    return found


async def _upload(request: Request) -> AsyncIterator[UploadFile | None]:
    """The file of the field `file`, open while the request lasts; None where none was chosen."""
    form = await request.form()
    given = form.get("file")
    try:
        yield given if isinstance(given, UploadFile) and given.filename else None
    finally:
        await form.close()


AllFields = Annotated[Several, Depends(_several)]
Upload = Annotated[UploadFile | None, Depends(_upload)]


def last(fields: Several, name: str) -> str:
    """The last value of this name; empty where there is none."""
    values = fields.get(name, ())
    return values[-1] if values else ""


def whole(text: str) -> int | None:
    """A whole number as people type it; None where it is none."""
    digits = text.strip()
    plain = digits.removeprefix("-")
    return int(digits) if plain.isascii() and plain.isdigit() and len(plain) <= 12 else None
