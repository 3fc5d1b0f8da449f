"""`/v1/availability/quantities`: lists by cursor, single figures, absolute figures in batches."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.availability.board import MOST, QuantityBoard, Shown
from adapters.otto.standin.availability.complaints import (
    UTF8,
    entry_error,
    mixed,
    no_integers,
    no_record,
    too_large,
)
from adapters.otto.standin.bodies import Json, Unreadable, array_of, fields_of, is_whole, text_of
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.record import Record, Write
from adapters.otto.standin.timestamps import written_in_micros
from standins import as_json

BATCH: Final = 200
_PATH: Final = "/v1/availability/quantities"


class Quantities:
    def __init__(self, board: QuantityBoard, odd: Oddities, record: Record) -> None:
        self.board = board
        self.assortment = board.assortment
        self.odd = odd
        self.record = record

    def listing(self, request: Request) -> Response:
        """`limit` and `page` are deprecated and still understood; a cursor goes before a page."""
        limit, page = number_of(request, "limit", BATCH, 1, BATCH), number_of(request, "page", 0, 0, 10**9)
        if limit is None or page is None:
            return no_integers(request.path)
        rows, more = self.board.page(request.args.get("cursor"), page * limit, limit)
        links = []
        if more:
            asked = {"cursor": rows[-1].sku} | ({"limit": limit} if "limit" in request.args else {})
            links.append({"rel": "next", "href": f"{_PATH}?{urlencode(asked)}"})
        variations = [self._row(shown, linked=True) for shown in rows]
        return as_json({"resources": {"variations": variations}, "links": links}, 200, UTF8)

    def single(self, _: Request, sku: str) -> Response:
        """Here the figure is a number, as the contract has it."""
        shown = self.board.find(sku)
        if shown is None:
            return no_record()
        return as_json(self._row(shown, linked=False) | {"quantity": shown.units}, 200, UTF8)

    def store(self, request: Request) -> Response:
        """200 without a body, 207 where a part is refused, 422 where all of it is, 413 beyond 200."""
        try:
            entries = array_of(request)
        except Unreadable as error:
            return self._nothing([(None, str(error))])
        if len(entries) > BATCH:
            self.record.blame(self.assortment.now(), "too many entries", "quantities")
            return too_large(_PATH)
        if not entries:
            return self._nothing([(None, "Error: [entries must not be empty]")])
        results, refused = self._stored(entries)
        if not refused:
            return Response(status=200)
        if not results:
            return self._nothing([problem for _, problem in refused])
        return mixed(
            [self._row(shown, linked=False) for shown in results],
            [_entry(sku, detail, "207") for _, (sku, detail) in refused],
        )

    def _stored(self, entries: Sequence[Any]) -> tuple[list[Shown], list[tuple[int, tuple[str | None, str]]]]:
        """What was taken, and the refused places with what is said about each."""
        results: list[Shown] = []
        refused: list[tuple[int, tuple[str | None, str]]] = []
        with self.assortment.lock:
            for place, entry in enumerate(map(fields_of, entries)):
                sku, problem = self._problem(entry)
                if problem is None:
                    results.append(self.board.store(str(sku), entry["quantity"]))
                else:
                    refused.append((place, (sku, problem)))
            self.record.note(
                Write(
                    self.assortment.now(),
                    "quantities",
                    tuple(
                        (text_of(entry.get("sku")), entry.get("quantity"))
                        for entry in map(fields_of, entries)
                    ),
                    frozenset(place for place, _ in refused),
                )
            )
        return results, refused

    def _problem(self, entry: Json) -> tuple[str | None, str | None]:
        """The sku as far as there is one, and what is wrong with the entry."""
        sku, quantity = text_of(entry.get("sku")) or None, entry.get("quantity")
        if sku is None:
            return None, "Error: [sku must not be empty] for SKU: null"
        if quantity is None:
            return sku, f"Error: [quantity must not be empty] for SKU: {sku}"
        if not is_whole(quantity) or not 0 <= quantity <= MOST:
            return sku, f"Invalid quantity. Quantity should be an absolute number for SKU: {sku}"
        if self.assortment.find(sku) is None:
            return sku, f"Error: SKU is unknown for SKU: {sku}"
        return sku, None

    def _nothing(self, problems: Sequence[tuple[str | None, str]]) -> Response:
        return as_json({"errors": [_entry(sku, detail, 422) for sku, detail in problems]}, 422, UTF8)

    def _row(self, shown: Shown, *, linked: bool) -> Json:
        row: Json = {
            "lastModified": written_in_micros(shown.changed_at),
            "quantity": str(shown.units) if self.odd.quantity_as_text else shown.units,
            "sku": shown.sku,
        }
        if linked:
            row["links"] = [{"rel": "self", "href": f"{_PATH}/{quote(shown.sku, safe='')}"}]
        return row


def _entry(sku: str | None, detail: str, code: str | int) -> Json:
    title = f"Error while processing request: {sku or 'null'}"
    return entry_error(_PATH, code, title, detail, "sku")
