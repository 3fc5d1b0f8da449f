"""The receipt interface over HTTP."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.cursors import Cursors, StaleCursor
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.paging import number_of
from adapters.otto.standin.receipts.book import ReceiptBook
from adapters.otto.standin.receipts.paper import paper
from adapters.otto.standin.receipts.receipt import Kind, Receipt
from adapters.otto.standin.receipts.view import shown
from adapters.otto.standin.timestamps import written
from standins import as_json

_LIMIT: Final = 128


class _Wrong(ValueError):
    """A parameter that cannot be read."""


class ReceiptDesk:
    """`settle` lets take place what is due before anything is shown. Wrong parameters are answered with a
    bare 400: the document has no answer for them."""

    def __init__(
        self, book: ReceiptBook, odd: Oddities, cursors: Cursors, settle: Callable[[], None]
    ) -> None:
        self.book = book
        self.odd = odd
        self.cursors = cursors
        self.settle = settle

    def list(self, request: Request) -> Response:
        self.settle()
        limit = number_of(request, "limit", _LIMIT, 1, _LIMIT)
        try:
            rows = self._rows(request)
        except (_Wrong, StaleCursor):
            return Response(status=400)
        if limit is None:
            return Response(status=400)
        if not rows and self.odd.no_receipts_404:
            return Response(status=404)
        links = []
        if len(rows) > limit:
            query = {"limit": limit, "next": self._cursor(request, rows[limit - 1])}
            links.append({"rel": "next", "href": f"{request.path}?{urlencode(query)}"})
        return as_json({"resources": [shown(row) for row in rows[:limit]], "links": links})

    def single(self, _: Request, number: str) -> Response:
        self.settle()
        receipt = self.book.find(number)
        return Response(status=404) if receipt is None else as_json(shown(receipt))

    def pdf(self, _: Request, number: str) -> Response:
        self.settle()
        receipt = self.book.find(number)
        if receipt is None:
            return Response(status=404)
        return Response(paper(receipt), content_type="application/pdf")

    def _rows(self, request: Request) -> Sequence[Receipt]:
        """With a cursor everything else is ignored but the limit: it brings the filters along."""
        cursor = request.args.get("next")
        given = _filters(request) if cursor is None else self.cursors.read(cursor)
        rows = self.book.listed(
            frozenset(Kind(kind) for kind in given["types"]),
            order_id=given["order"],
            first=_day(given["from"]),
            last=_day(given["to"]),
        )
        if cursor is None:
            return rows
        last = (given["at"], given["number"])
        return [row for row in rows if _place(row) < last]

    def _cursor(self, request: Request, last: Receipt) -> str:
        cursor = request.args.get("next")
        given = _filters(request) if cursor is None else self.cursors.read(cursor)
        at, number = _place(last)
        return self.cursors.written(**{**given, "at": at, "number": number})


def _filters(request: Request) -> dict[str, Any]:
    types = [kind for kind in request.args.get("receiptTypes", "").split(",") if kind]
    if not set(types) <= set(Kind):
        raise _Wrong("receiptTypes")
    days = {name: request.args.get(name) for name in ("from", "to")}
    for day in days.values():
        _day(day)
    return {"types": types, "order": request.args.get("salesOrderId"), **days}


def _day(text: str | None) -> date | None:
    """raises  _Wrong"""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise _Wrong(text) from None


def _place(receipt: Receipt) -> tuple[str, str]:
    return written(receipt.created_at, "Z"), receipt.number
