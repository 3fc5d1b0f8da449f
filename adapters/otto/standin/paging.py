"""The products' way of paging: numbered pages from 0, links to the neighbours that exist."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from standins import as_json

Row = TypeVar("Row")


def number_of(request: Request, name: str, default: int, low: int, high: int) -> int | None:
    """The parameter; None where it is no number in its range."""
    given = request.args.get(name)
    if given is None:
        return default
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) and low <= int(given) <= high else None


def paged(
    request: Request,
    envelope: str,
    rows: Sequence[Row],
    most: int,
    shown: Callable[[Row], Any] = lambda row: row,
) -> Response:
    """One page of `rows`, 100 where no limit is asked for. 400 for parameters out of range."""
    page, limit = number_of(request, "page", 0, 0, 10**9), number_of(request, "limit", 100, 1, most)
    if page is None or limit is None:
        return Response(status=400)
    numbers = {"self": page}
    if page > 0:
        numbers["prev"] = page - 1
    if (page + 1) * limit < len(rows):
        numbers["next"] = page + 1
    links = [
        {"rel": rel, "href": f"{request.path}?{_query(request, number, limit)}"}
        for rel, number in numbers.items()
    ]
    chosen = [shown(row) for row in rows[page * limit : (page + 1) * limit]]
    return as_json({envelope: chosen, "links": links})


def _query(request: Request, page: int, limit: int) -> str:
    """The filters go on from page to page."""
    filters = [pair for pair in request.args.items(multi=True) if pair[0] not in {"page", "limit"}]
    return urlencode([*filters, ("page", page), ("limit", limit)])
