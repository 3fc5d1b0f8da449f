"""What the three updates of the product interface have in common: batches, order in time, the task."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.tasks import Complaint, Outcome
from adapters.otto.standin.assortment.variation import Variation
from adapters.otto.standin.bodies import Json, fields_of, text_of
from adapters.otto.standin.products import codes
from adapters.otto.standin.products.tasks_desk import TaskDesk
from adapters.otto.standin.record import Record, Write
from adapters.otto.standin.timestamps import understood
from standins import as_json

BATCH: Final = 500

#: Works on one entry at the moment given: what is wrong with it, or whether it changed anything.
Work = Callable[[int, Json, datetime], Sequence[Complaint] | bool]


def bad_request(path: str, detail: str) -> Response:
    """The batch as a whole is refused; nothing says in which words."""
    error = {"path": path, "title": "Bad Request", "code": "400", "detail": detail}
    return as_json({"errors": [error]}, 400)


class Updates:
    def __init__(self, assortment: Assortment, desk: TaskDesk, record: Record) -> None:
        self.assortment = assortment
        self.desk = desk
        self.record = record

    def take(
        self, request: Request, what: str, entries: Sequence[Any], work: Callable[[datetime], Work]
    ) -> Response:
        """202 and a task that works on the entries one by one, in their order.

        what  "products", "prices" or "active-status"
        work  is given the time of the update: the header's, else that of its arrival
        """
        now = self.assortment.now()
        if len(entries) > BATCH:
            self.record.blame(now, "too many entries", what)
            return bad_request(request.path, f"At most {BATCH} entries are allowed")
        batch = [fields_of(entry) for entry in entries]
        asked_at = understood(request.headers.get("X-Request-Timestamp", "")) or now
        work_one = work(asked_at)

        def run(at: datetime) -> Outcome:
            outcome = Outcome()
            for place, entry in enumerate(batch):
                sku = text_of(entry.get("sku"))
                answer = work_one(place, entry, at)
                if answer is True:
                    outcome.succeeded.append(sku)
                elif not answer:
                    outcome.unchanged.append(sku)
                else:
                    outcome.failed.append((sku, tuple(answer)))
            return outcome

        self.record.note(Write(now, what, tuple((text_of(entry.get("sku")), entry) for entry in batch)))
        return self.desk.accepted(self.assortment.start(request.path, len(batch), run))


def is_stale(variation: Variation, what: str, asked_at: datetime) -> bool:
    """Whether a newer update of this kind was taken before. Else this one is the newest from now on."""
    newest = variation.newest.get(what)
    if newest is not None and asked_at < newest:
        return True
    variation.newest[what] = asked_at
    return False


def unknown_sku(place: int) -> Sequence[Complaint]:
    return (codes.complaint("SKU_UNKNOWN", f"$[{place}].sku"),)
