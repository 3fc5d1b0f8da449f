"""The seller's switches at OTTO (Products v5, active status). Facts: NOTES.md, "active status"."""

from collections.abc import Mapping
from typing import Final

from adapters.otto.calls import OttoCalls
from adapters.otto.listings.desk import RIGHT, OttoListings, submission
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.orders import Sku
from ports import Clock, Progress, Submission, SwitchPage, json_of, reading

PATH: Final = "/v5/products/active-status"
BATCH: Final = 500
CALLS_A_DAY: Final = 3600
_PAGE: Final = 100


class OttoSwitches:
    """A `SwitchBoard`. The page token is the query of OTTO's next link."""

    batch = BATCH
    calls_a_day = CALLS_A_DAY

    def __init__(self, calls: OttoCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock

    def turn(self, switches: Mapping[Sku, bool]) -> Submission:
        body = {"status": [{"sku": sku, "active": on} for sku, on in switches.items()]}
        answer = self._calls.write("POST", PATH, body, right=RIGHT)
        return submission(answer, self._clock.now())

    def progress(self, task: str) -> Progress | None:
        return OttoListings(self._calls).progress(task)

    def switches(self, page: str | None) -> SwitchPage:
        query = page or f"limit={_PAGE}&page=0"
        answer = self._calls.read(f"{PATH}?{query}", RIGHT)
        with reading(SERVICE):
            body = json_of(answer)
            rows = {Sku(row["sku"]): row["active"] is True for row in body["status"]}
            following = next_query(body.get("links"))
            return SwitchPage(rows, None if following == query else following)
