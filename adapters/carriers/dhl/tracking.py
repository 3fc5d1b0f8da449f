"""Where a parcel is, out of DHL's unified tracking. Facts: NOTES.md, "tracking"."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.carriers.dhl.manifest import SERVICE
from core.parcel import ParcelState, Tracking
from ports import Response, json_of, reading

_SERVICE: Final = "parcel-de"
_ZONE: Final = "Europe/Berlin"

_STATES: Final[Mapping[str, ParcelState]] = {
    "pre-transit": ParcelState.ANNOUNCED,
    "transit": ParcelState.ON_THE_WAY,
    "delivered": ParcelState.DELIVERED,
    "failure": ParcelState.PROBLEM,
    "unknown": ParcelState.UNKNOWN,
}
_PAGE: Final = "https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode="


def tracking_page(number: str) -> str | None:
    """DHL's public page for a parcel."""
    return _PAGE + number if number.isascii() and number.isalnum() else None


def query_of(number: str) -> Mapping[str, str]:
    return {"trackingNumber": number, "service": _SERVICE, "language": "de"}


def read_tracking(answer: Response, number: str) -> Tracking | None:
    """None where DHL does not know the number (yet), or only as one of another division.

    raises  BrokenReply
    """
    if not answer.is_success:
        return None
    with reading(SERVICE):
        shipment = _ours(json_of(answer)["shipments"])
        if shipment is None:
            return None
        status = shipment["status"]
        code = _text(status.get("statusCode"))
        return Tracking(
            number,
            _STATES.get(code.lower(), ParcelState.UNKNOWN),
            code,
            _text(status.get("status")) or _text(status.get("description")),
            _moment(status.get("timestamp")),
        )


def _ours(shipments: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Numbers are ambiguous between DHL's divisions, even where one is named in the question."""
    ours = [shipment for shipment in shipments if shipment.get("service", _SERVICE) == _SERVICE]
    return ours[0] if ours else None


def _moment(value: Any) -> datetime | None:
    """Aware UTC. Without a zone, as is usual, it is taken as Germany's time (NOTES.md, "tracking")."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(_ZONE))
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, ZoneInfoNotFoundError):
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
