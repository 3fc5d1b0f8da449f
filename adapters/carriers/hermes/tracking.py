"""Where parcels are, out of `GET /shipmentinfo`. Facts: NOTES.md, "tracking"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from adapters.carriers.hermes.events import state_of
from adapters.carriers.hermes.labels import text_of
from core.parcel import ParcelState, Tracking


def read_tracking(numbers: Iterable[str], body: Mapping[str, Any]) -> Mapping[str, Tracking]:
    """By the number that was asked for; what Hermes knows nothing about (e001 inside the answer) is left out.

    raises  KeyError, TypeError: not as agreed; call it inside `reading`
    """
    wanted = set(numbers)
    found = {}
    for entry in body["shipmentinfo"]:
        names = (text_of(entry, "shipmentID"), text_of(entry, "internationalShipmentID"))
        number = next((name for name in names if name in wanted), None)
        if number is not None and is_known(entry):
            found[number] = _tracking(number, _events(entry))
    return found


def is_known(entry: Mapping[str, Any]) -> bool:
    result = entry.get("result")
    code = text_of(result, "code") if isinstance(result, dict) else ""
    return not code.lower().startswith("e")


def began(entry: Mapping[str, Any]) -> date | None:
    """The day (UTC) of the first event; None where no event has a time."""
    moments = [at for event in _events(entry) if (at := _moment(event)) is not None]
    return min(moments).date() if moments else None


def _tracking(number: str, events: Sequence[Mapping[str, Any]]) -> Tracking:
    """The newest event that tells a state; without one, the newest event."""
    ordered = list(_newest_first(events))
    if not ordered:
        return Tracking(number, ParcelState.UNKNOWN)
    telling = next((event for event in ordered if state_of(text_of(event, "code")) is not None), ordered[0])
    code = text_of(telling, "code")
    return Tracking(
        number,
        state_of(code) or ParcelState.UNKNOWN,
        code,
        _words(telling.get("description")),
        _moment(telling),
    )


def _newest_first(events: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """By time; where one has none, as Hermes lists them, which is newest first."""
    moments = [_moment(event) for event in events]
    if any(moment is None for moment in moments):
        yield from events
        return
    dated = [(moment, event) for moment, event in zip(moments, events, strict=True) if moment is not None]
    for _, event in sorted(dated, key=lambda pair: pair[0], reverse=True):
        yield event


def _events(entry: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    listed = entry.get("status")
    return [event for event in listed if isinstance(event, dict)] if isinstance(listed, list) else []


def _words(value: Any) -> str:
    return "".join(c for c in value if c.isprintable()) if isinstance(value, str) else ""


def _moment(event: Mapping[str, Any]) -> datetime | None:
    """Aware UTC. A time without a zone says too little."""
    try:
        moment = datetime.fromisoformat(text_of(event, "timestamp"))
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
