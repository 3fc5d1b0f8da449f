"""Quantities that OTTO shows (Availability v1). Facts: NOTES.md, "quantities"."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.otto.calls import OttoCalls
from adapters.otto.complaints import complaints
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.errors import BrokenReply, Complaint
from core.orders import Sku
from core.stock import ShowQuantity
from ports import QuantityAnswer, QuantityPage, Response, json_of, reading

PATH: Final = "/v1/availability/quantities"
RIGHT: Final = "availability"
BATCH: Final = 200
HIGHEST: Final = 999_999_999


class OttoQuantities:
    """A `QuantityBoard`. The page token is the query of OTTO's next link."""

    batch = BATCH
    highest = HIGHEST

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def shown(self, page: str | None) -> QuantityPage:
        answer = self._calls.read(f"{PATH}?{page}" if page else PATH, right=RIGHT)
        with reading(SERVICE):
            body = json_of(answer)
            rows = body["resources"]["variations"]
            return QuantityPage(dict(map(_row, rows)), next_query(body.get("links")))

    def show(self, changes: Sequence[ShowQuantity]) -> QuantityAnswer:
        body = [{"sku": sku, "quantity": pieces} for sku, pieces in changes]
        answer = self._calls.write("POST", PATH, body, right=RIGHT, accept={422})
        sent = frozenset(sku for sku, _ in changes)
        match answer.status_code:
            case 200:
                return QuantityAnswer(sent)
            case 207 | 422:
                return _mixed(answer, changes)
            case status:
                raise BrokenReply(SERVICE, f"status {status} for quantities", status=status)


def _mixed(answer: Response, changes: Sequence[ShowQuantity]) -> QuantityAnswer:
    """Refused is what was sent and does not stand among the results with the figure that was sent. Entries of
    `errors` name their SKU in words only, and their `logref` names a field."""
    with reading(SERVICE):
        body = json_of(answer)
        results = dict(map(_row, body.get("results") or []))
        stored = frozenset(sku for sku, pieces in changes if results.get(sku) == pieces)
        reasons = complaints(answer)
    left = [sku for sku, _ in changes if sku not in stored]
    return QuantityAnswer(stored, {sku: _about(sku, left, reasons) for sku in left})


def _about(sku: Sku, left: Sequence[Sku], reasons: tuple[Complaint, ...]) -> tuple[Complaint, ...]:
    """The complaints whose words end with this SKU; with only one SKU left, all of them."""
    named = tuple(each for each in reasons if each.text.endswith(f": {sku}"))
    return named or (reasons if len(left) == 1 else ())


def _row(row: Mapping[str, Any]) -> tuple[Sku, int]:
    """The figure is a number or digits in a text."""
    sku, quantity = row["sku"], row["quantity"]
    if not isinstance(sku, str) or isinstance(quantity, bool):
        raise TypeError("quantity")
    return Sku(sku), int(quantity)
