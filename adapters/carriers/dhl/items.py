"""One shipment in an answer of DHL: its numbers and its status."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.carriers.dhl.complaints import status_title
from adapters.carriers.dhl.manifest import SERVICE
from core.errors import Complaint
from core.parcel import Notice
from ports import Response, json_of, reading

#: What the status says of a shipment that is booked. It is no HTTP status: 204 and 206 are failures.
BOOKED: Final = frozenset({200, 201})


def only_item(answer: Response) -> dict[str, Any]:
    """raises  BrokenReply: there is not exactly one; one shipment is asked for at a time"""
    with reading(SERVICE):
        (item,) = json_of(answer)["items"]
        if not isinstance(item, dict):
            raise TypeError("items")
        return item


def codes_of(item: Mapping[str, Any]) -> frozenset[int]:
    """Older answers write statusCode, newer ones status, some both. Empty where there is neither."""
    status = item.get("sstatus")
    holder = status if isinstance(status, dict) else {}
    found = (holder.get("status"), holder.get("statusCode"))
    return frozenset(code for code in found if isinstance(code, int) and not isinstance(code, bool))


def doubt(item: Mapping[str, Any], number: str | None, private: frozenset[str]) -> str:
    """Why nobody can tell, with the number by which a person finds the shipment in DHL's portal. Findings
    are left out: they may repeat an address."""
    about = f"shipment {number}" if number else "no shipment number"
    return f"{about}, {status_title(item, private) or 'no status'}"


def notices_of(complaints: tuple[Complaint, ...]) -> tuple[Notice, ...]:
    return tuple(Notice(reason.code or "", reason.text, reason.field) for reason in complaints)


def text_of(value: Any) -> str | None:
    """DHL prints numbers of shipments as numbers here and there; they are texts."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).strip() or None
    return None
