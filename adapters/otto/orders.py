"""OTTO's orders by change date (Orders v4). Facts: NOTES.md, "orders" and "paging"."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from adapters.otto.calls import OttoCalls
from adapters.otto.manifest import SERVICE
from adapters.otto.order_reader import read_again, read_order
from core.orders import Order, UnreadableOrder
from ports import OrderPage, json_of, reading, server_time

PATH: Final = "/v4/orders"
#: The most that OTTO gives in one page.
PAGE: Final = 256
_LONGEST_LINK: Final = 8000


class OttoOrders:
    """An `OrderSource`. The page token is the query of OTTO's next link."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def changed_orders(self, since: datetime | None, page: str | None) -> OrderPage:
        query = page or _first(since)
        answer = self._calls.read(f"{PATH}?{query}", right="orders")
        with reading(SERVICE):
            body = json_of(answer)
            entries = [read_order(entry) for entry in _resources(body)]
            following = next_query(body.get("links"))
            if following == query and len(entries) < _size(query):
                following = None  # a last page that links to itself; a full one would hide what follows
            return OrderPage(
                orders=tuple(entry for entry in entries if isinstance(entry, Order)),
                unreadable=tuple(entry for entry in entries if isinstance(entry, UnreadableOrder)),
                next_page=following,
                as_of=server_time(answer),
            )

    def read_again(self, raw: str) -> Order | UnreadableOrder:
        return read_again(raw)


def _first(since: datetime | None) -> str:
    if since is None:
        return f"limit={PAGE}"
    moment = since.astimezone(UTC).replace(microsecond=0).isoformat()
    return f"fromDate={quote(moment, safe='')}&limit={PAGE}"


def _size(query: str) -> int:
    """How many orders a full page for this query has."""
    limit = parse_qs(query).get("limit", [""])[0]
    return int(limit) if limit.isdecimal() else PAGE


def _resources(body: Mapping[str, Any]) -> list[Any]:
    """The list of orders. The contract requires no name at all, so an empty page may leave it out; a body
    with neither orders nor links is something else."""
    entries = body["resources"] if "links" not in body else body.get("resources") or []
    if not isinstance(entries, list):
        raise TypeError("resources")
    return entries


def next_query(links: object) -> str | None:
    """The query of the link called `next`, None without one. OTTO sends an array here, one object elsewhere.

    Only the query is used, on our own path: a link cannot lead anywhere else.
    """
    for link in links if isinstance(links, list) else [links]:
        if isinstance(link, dict) and link.get("rel") == "next" and link.get("href"):
            query = urlsplit(link["href"]).query
            if not query or len(query) > _LONGEST_LINK or not query.isprintable():
                raise ValueError("the next link has no usable query")
            return query
    return None
