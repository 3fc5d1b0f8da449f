"""`/v1/availability/product-delivery-information`: links skus to shipping profiles."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.availability.complaints import UTF8, entry_error, mixed, too_large
from adapters.otto.standin.availability.deliveries import Deliveries, Delivery
from adapters.otto.standin.bodies import Json, Unreadable, array_of, fields_of, text_of
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.record import Record, Write
from standins import as_json

BATCH: Final = 200
_PATH: Final = "/v1/availability/product-delivery-information"
_TIME: Final = re.compile(r"([1-9]|[1-9][0-9]|DEFAULT)\Z")


class DeliveryInformation:
    def __init__(self, deliveries: Deliveries, record: Record) -> None:
        self.deliveries = deliveries
        self.assortment = deliveries.assortment
        self.record = record

    def listing(self, request: Request) -> Response:
        """`links` is one object, not a list; an empty one on the last page."""
        limit = number_of(request, "limit", BATCH, 1, BATCH) or BATCH
        rows, more = self.deliveries.page(_opened(request.args.get("cursor")), limit)
        links = {"href": f"{_PATH}?cursor={_closed(rows[-1].sku)}", "rel": "next"} if more else {}
        return as_json({"results": list(map(_row, rows)), "links": links}, 200, UTF8)

    def single(self, _: Request, sku: str) -> Response:
        found = self.deliveries.find(sku)
        if found is None:
            detail = f"Product delivery information not found for {sku}"
            error = {"path": _PATH, "title": "Not Found", "code": 404, "detail": detail, "logref": "sku"}
            return as_json(error, 404)
        return as_json(_row(found), 200, UTF8)

    def store(self, request: Request) -> Response:
        """202; 207 where a part is refused; 400 where all of it is or a sku comes twice; 413 beyond 200."""
        try:
            entries = [fields_of(entry) for entry in array_of(request)]
        except Unreadable as error:
            return _refused([_error("400", str(error), "body")])
        if len(entries) > BATCH:
            self.record.blame(self.assortment.now(), "too many entries", "delivery")
            return too_large(_PATH)
        if problems := _problems_of_batch(entries):
            return _refused(problems)
        stored, refused = self._stored(entries)
        if not stored:
            return _refused([problem for _, problem in refused])
        if refused:
            return mixed(list(map(_row, stored)), [problem for _, problem in refused])
        return as_json({"message": "OK"}, 202, UTF8)

    def _stored(self, entries: Sequence[Json]) -> tuple[Sequence[Delivery], Sequence[tuple[int, Json]]]:
        stored: list[Delivery] = []
        refused: list[tuple[int, Json]] = []
        with self.assortment.lock:
            for place, entry in enumerate(entries):
                problem = self._problem(entry)
                if problem is not None:
                    refused.append((place, problem))
                    continue
                delivery = Delivery(entry["sku"], entry["shippingProfileId"], entry["processingTime"])
                self.deliveries.link(delivery)
                stored.append(delivery)
            self.record.note(
                Write(
                    self.assortment.now(),
                    "delivery",
                    tuple(
                        (
                            text_of(entry.get("sku")),
                            (entry.get("shippingProfileId"), entry.get("processingTime")),
                        )
                        for entry in entries
                    ),
                    frozenset(place for place, _ in refused),
                )
            )
        return stored, refused

    def _problem(self, entry: Json) -> Json | None:
        for field in ("sku", "shippingProfileId", "processingTime"):
            if not text_of(entry.get(field)):
                return _error("400", f"Error {field}: {field} must not be empty", field)
        if not _TIME.match(entry["processingTime"]):
            detail = f"Error processingTime: {entry['processingTime']} is invalid"
            return _error("400", detail, "processingTime")
        if self.deliveries.profiles.find(entry["shippingProfileId"]) is None:
            detail = f"Error shippingProfileId: {entry['shippingProfileId']} is unknown"
            return _error("404", detail, "shippingProfileId")
        if self.assortment.find(entry["sku"]) is None:
            return _error("404", f"Error sku: {entry['sku']} is unknown", "sku")
        return None


def _problems_of_batch(entries: Sequence[Json]) -> Sequence[Json]:
    """What refuses the batch as a whole."""
    if not entries:
        return [_error("400", "Error: entries must not be empty", "body")]
    counted = Counter(text_of(entry.get("sku")) for entry in entries)
    twice = [sku for sku, times in counted.items() if sku and times > 1]
    return [_error("400", f"Error sku: {sku} is duplicated", "sku") for sku in twice]


def _row(delivery: Delivery) -> Json:
    return {
        "shippingProfileId": delivery.profile_id,
        "processingTime": delivery.processing_time,
        "sku": delivery.sku,
    }


def _error(code: str, detail: str, logref: str) -> Json:
    return entry_error(_PATH, code, "Validation Failure", detail, logref)


def _refused(errors: Sequence[Json]) -> Response:
    return as_json({"errors": list(errors)}, 400)


def _closed(sku: str) -> str:
    return base64.urlsafe_b64encode(sku.encode()).decode()


def _opened(cursor: str | None) -> str | None:
    """What is no cursor of ours begins at the beginning."""
    try:
        return None if cursor is None else base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None
