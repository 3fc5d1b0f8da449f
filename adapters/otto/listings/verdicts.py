"""OTTO's marketplace status as a verdict."""

from datetime import datetime
from typing import Any, Final

from adapters.otto.listings.parts import list_of, moment_of, object_of, text_of
from core.errors import Complaint
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku

_STATES: Final = {
    "PENDING": VerdictState.PENDING,
    "ONLINE": VerdictState.ONLINE,
    "RESTRICTED": VerdictState.RESTRICTED,
    "REJECTED": VerdictState.REJECTED,
    "INACTIVE": VerdictState.INACTIVE,
}


def read_verdict(body: object) -> Verdict | None:
    """None where not even a SKU can be read."""
    entry = object_of(body)
    sku = text_of(entry.get("sku"))
    if not sku:
        return None
    return Verdict(
        sku=Sku(sku),
        state=_STATES.get(text_of(entry.get("status")), VerdictState.UNKNOWN),
        changed_at=moment_of(entry.get("lastModified")),
        errors=_complaints(entry.get("errors")),
        hints=_complaints(entry.get("information")),
        moin=text_of(entry.get("moin")),
        shop_url=_shop(entry.get("links")),
    )


def _complaints(value: object) -> tuple[Complaint, ...]:
    entries = [object_of(entry) for entry in list_of(value)]
    return tuple(complaint for entry in entries if (complaint := read_complaint(entry)) is not None)


def read_complaint(entry: dict[str, Any]) -> Complaint | None:
    """Of a verdict or of a task. `field` is OTTO's JSON path."""
    code, title = text_of(entry.get("code"))[:200], text_of(entry.get("title"))[:500]
    field = text_of(entry.get("jsonPath"))[:200]
    if not (code or title):
        return None
    return Complaint(title or code, code or None, field or None)


def _shop(links: object) -> str:
    for link in map(object_of, list_of(links)):
        if link.get("rel") == "shop":
            return text_of(link.get("href"))
    return ""


def changed_at(body: object) -> datetime | None:
    return moment_of(object_of(body).get("lastModified"))
