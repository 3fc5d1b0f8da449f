"""Track and Trace v1: where parcels are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from adapters.carriers.gls.calls import Call
from core.parcel import ParcelState, Tracking

PATH: Final = "/track-and-trace-v1/tracking/simple/trackids"
#: More in one call is a 400.
BATCH: Final = 10

STATES: Final = {
    "PLANNEDPICKUP": ParcelState.ANNOUNCED,
    "INPICKUP": ParcelState.ANNOUNCED,
    "PREADVICE": ParcelState.ANNOUNCED,
    "NOTPICKEDUP": ParcelState.PROBLEM,
    "INTRANSIT": ParcelState.ON_THE_WAY,
    "INWAREHOUSE": ParcelState.ON_THE_WAY,
    "INDELIVERY": ParcelState.OUT_FOR_DELIVERY,
    "DELIVEREDPS": ParcelState.PICKUP,
    "DELIVERED": ParcelState.DELIVERED,
    "NOTDELIVERED": ParcelState.PROBLEM,
    "CANCELED": ParcelState.CANCELLED,
}
_FINAL: Final = "FINAL"
_NUMBER: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NOT_FOUND: Final = "E_404"
_DELIVERED: Final = "DELIVD."
_IN_PARCELSHOP: Final = "DELIVD.PARCELSHOP"


def batches(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    """Every number once, as many together as GLS takes; what cannot be a number is not asked for."""
    asked = [number for number in dict.fromkeys(numbers) if _NUMBER.fullmatch(number)]
    yield from (asked[at : at + BATCH] for at in range(0, len(asked), BATCH))


def question(numbers: Sequence[str]) -> Call:
    return Call("GET", f"{PATH}/{quote(','.join(numbers), safe=',')}", headers={"Accept-Language": "DE"})


def read_trackings(body: Any, numbers: Sequence[str]) -> Mapping[str, Tracking]:
    """By the number that was asked for. One that several parcels answer to is the parcel of that number, else
    the one that moved last."""
    found: dict[str, Tracking] = {}
    rank: dict[str, tuple[bool, str]] = {}
    for parcel in body["parcels"]:
        number = str(parcel.get("requested") or parcel.get("unitno"))
        if number not in numbers or str(parcel.get("errorCode") or "").startswith(_NOT_FOUND):
            continue
        standing = (str(parcel.get("unitno")) == number, str(parcel.get("statusDateTime") or ""))
        if number not in found or standing > rank[number]:
            found[number], rank[number] = _tracking(number, parcel), standing
    return found


def _tracking(number: str, parcel: Mapping[str, Any]) -> Tracking:
    error = parcel.get("errorCode")
    if error:
        return Tracking(number, ParcelState.UNKNOWN, str(error), str(parcel.get("errorMessage") or ""))
    code = str(parcel.get("status") or "")
    events = [event for event in parcel.get("events") or [] if isinstance(event, dict)]
    latest = max(events, key=lambda event: str(event.get("eventDateTime") or ""), default={})
    return Tracking(
        number,
        _state(code, events),
        code,
        str(latest.get("description") or ""),
        _moment(parcel.get("statusDateTime") or latest.get("eventDateTime")),
    )


def _state(code: str, events: Sequence[Mapping[str, Any]]) -> ParcelState:
    """FINAL only says that nothing more will come: delivered if a delivery to the recipient came before."""
    if code == _FINAL:
        codes = {str(event.get("code") or "") for event in events}
        delivered = any(name.startswith(_DELIVERED) and name != _IN_PARCELSHOP for name in codes)
        return ParcelState.DELIVERED if delivered else ParcelState.UNKNOWN
    return STATES.get(code, ParcelState.UNKNOWN)


def _moment(value: object) -> datetime | None:
    """Aware UTC; None where GLS names no time or no zone."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None
