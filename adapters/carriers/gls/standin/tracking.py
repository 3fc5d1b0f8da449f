"""Track and Trace v1, with the parcels that GLS keeps for tests."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.gls.standin.parcels import Depot, Parcel
from adapters.carriers.gls.standin.refusals import problem
from standins import as_json

STATUSES: Final = (
    "PLANNEDPICKUP",
    "INPICKUP",
    "NOTPICKEDUP",
    "PREADVICE",
    "INTRANSIT",
    "INDELIVERY",
    "DELIVEREDPS",
    "DELIVERED",
    "INWAREHOUSE",
    "NOTDELIVERED",
    "CANCELED",
    "FINAL",
)
_MOST: Final = 10
_TEST_PARCELS: Final = {f"QAS_{place:07d}": status for place, status in enumerate(STATUSES, 1)}


class TrackAndTrace:
    def __init__(self, depot: Depot) -> None:
        self._depot = depot

    def trackids(self, request: Request, numbers: str) -> Response:
        asked = numbers.split(",")
        if len(asked) > _MOST:
            detail = f"Provided references of size '{len(asked)}' is more than allowed limit of {_MOST}"
            return problem(400, "Bad Request", detail, request.path)
        return as_json({"parcels": [entry for number in asked for entry in self._entries(number)]})

    def _entries(self, number: str) -> Iterator[dict[str, Any]]:
        if number in _TEST_PARCELS:
            moment = self._depot.clock()
            yield _entry(number, number, _TEST_PARCELS[number], [("INTIAL.NORMAL", moment)])
            return
        found = [*self._depot.known_as(number=number), *self._depot.known_as(track_id=number)]
        for parcel in found:
            yield _parcel(number, parcel)
        if not found:
            yield {"requested": number, "errorCode": "E_404_01", "errorMessage": "Resource Not Found"}


def _parcel(requested: str, parcel: Parcel) -> dict[str, Any]:
    return _entry(requested, parcel.number, parcel.status, parcel.events)


def _entry(requested: str, number: str, status: str, events: list[tuple[str, datetime]]) -> dict[str, Any]:
    return {
        "requested": requested,
        "unitno": number,
        "status": status,
        "statusDateTime": _time(events[-1][1]),
        "events": [
            {
                "code": code,
                "city": "",
                "postalCode": "",
                "country": "DE",
                "description": f"Event {code}",
                "eventDateTime": _time(moment),
            }
            for code, moment in reversed(events)
        ],
    }


def _time(moment: datetime) -> str:
    """GLS writes the zone without a colon."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S%z")
