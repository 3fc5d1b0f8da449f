"""The reasons out of OTTO's refusals, in whichever of the five error shapes (NOTES.md, "errors")."""

from collections.abc import Iterator
from typing import Any, Final

from core.errors import Complaint
from ports import Response, json_of

_LONGEST: Final = 300


def complaints(answer: Response) -> tuple[Complaint, ...]:
    """The reasons in an error body; none where it is empty, plain text, HTML or anything else unknown.

    raises  ValueError and its like for bodies that are no JSON; `ports.send` takes that as "no reasons"
    """
    body = json_of(answer)
    return tuple(_read(body)) if isinstance(body, dict) else ()


def _read(body: dict[str, Any]) -> Iterator[Complaint]:
    entries = [
        entry
        for name in ("errors", "validationErrors")
        for entry in _listed(body.get(name))
        if isinstance(entry, dict)
    ]
    for entry in entries:
        words = [_clean(entry.get(name)) for name in ("title", "detail", "message")]
        text = ": ".join(word for word in words if word)
        field = next(
            (
                _clean(entry[name])
                for name in ("jsonPath", "jsonpath", "field", "logref", "logreg")
                if entry.get(name)
            ),
            None,
        )
        if text or field:
            yield Complaint(text or "not accepted", _clean(entry.get("code")), field)
    if not entries and (only := _clean(body.get("message")) or _clean(body.get("title"))):
        yield Complaint(only)


def _listed(value: Any) -> list[Any]:
    """The official document types single objects where the examples show arrays."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _clean(value: Any) -> str | None:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return "".join(c for c in str(value) if c.isprintable())[:_LONGEST].strip() or None
    return None
