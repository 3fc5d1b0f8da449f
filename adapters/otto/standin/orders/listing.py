"""`GET /v4/orders`: its parameters, its opaque cursor, its pages."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.sales_order import Kept, State
from adapters.otto.standin.orders.shelf import Key, Shelf, key_of
from adapters.otto.standin.timestamps import understood

DEFAULT_LIMIT: Final = 128
MAX_LIMIT: Final = 256

#: What may not be there beside an item of the named state, for the order to count as that state.
_LOWER: Final[Mapping[str, frozenset[str]]] = {
    "ANNOUNCED": frozenset(),
    "PROCESSABLE": frozenset({"ANNOUNCED"}),
    "SENT": frozenset({"ANNOUNCED", "PROCESSABLE"}),
    "RETURNED": frozenset({"ANNOUNCED", "PROCESSABLE", "SENT"}),
    "CANCELLED_BY_PARTNER": frozenset(),
    "CANCELLED_BY_MARKETPLACE": frozenset(),
}
_TIMES: Final = {
    "fromDate": "changed_from",
    "fromOrderDate": "ordered_after",
    "toOrderDate": "ordered_before",
}


class BadRequest(ValueError):
    """The server would answer 400."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a list is asked for. `after` is the place of the last order of the page before."""

    changed_from: datetime | None = None
    ordered_after: datetime | None = None
    ordered_before: datetime | None = None
    states: frozenset[str] = field(default_factory=frozenset)
    at_least_one: bool = False
    newest_first: bool = False
    after: Key | None = None

    def wants(self, order: Kept, *, exclusive: bool) -> bool:
        """Whether the filters let the order through; `exclusive` is about `changed_from` alone."""
        if self.changed_from is not None and (
            order.changed_at < self.changed_from or (exclusive and order.changed_at == self.changed_from)
        ):
            return False
        if self.ordered_after is not None and order.ordered_at <= self.ordered_after:
            return False
        if self.ordered_before is not None and order.ordered_at >= self.ordered_before:
            return False
        return not self.states or self._ranks(order.states)

    def _ranks(self, present: frozenset[str]) -> bool:
        return any(
            state in present and (self.at_least_one or not (present & _LOWER[state])) for state in self.states
        )


def limit_of(given: str | None) -> int:
    """raises  BadRequest"""
    if given is None:
        return DEFAULT_LIMIT
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given) <= MAX_LIMIT:
        raise BadRequest("limit")
    return int(given)


def query_of(single: Mapping[str, str], states: Sequence[str]) -> Query:
    """The query of a first page. Unknown parameters are ignored, wrong values are not.

    raises  BadRequest
    """
    times: dict[str, Any] = {}
    for name, attribute in _TIMES.items():
        if name in single:
            times[attribute] = understood(single[name])
            if times[attribute] is None:
                raise BadRequest(name)
    if not set(states) <= set(State):
        raise BadRequest("fulfillmentStatus")
    if single.get("mode", "AT_LEAST_ONE") != "AT_LEAST_ONE":
        raise BadRequest("mode")
    if single.get("orderDirection", "ASC") not in {"ASC", "DESC"}:
        raise BadRequest("orderDirection")
    # The column names are not published; only the documented order, by order date, can be had.
    if single.get("orderColumnType", "ORDER_DATE") != "ORDER_DATE":
        raise BadRequest("orderColumnType")
    return Query(
        **times,
        states=frozenset(states),
        at_least_one="mode" in single,
        newest_first=single.get("orderDirection") == "DESC",
    )


def cursor_for(query: Query, last: Key, generation: int) -> str:
    """The filters and the place, opaque. A cursor of another generation is no longer honoured."""
    parts: dict[str, Any] = {"ff": last[0], "pif": last[1], "g": generation}
    for name, attribute in _TIMES.items():
        moment = getattr(query, attribute)
        if moment is not None:
            parts[name] = moment.isoformat()
    if query.states:
        parts["st"] = sorted(query.states)
    parts |= {"m": query.at_least_one, "d": query.newest_first}
    text = json.dumps(parts, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def query_from(cursor: str, generation: int) -> Query:
    """raises  BadRequest: no cursor of ours, or one that is no longer honoured"""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if parts["g"] != generation:
            raise BadRequest("nextcursor")
        return Query(
            **{
                attribute: datetime.fromisoformat(parts[name])
                for name, attribute in _TIMES.items()
                if name in parts
            },
            states=frozenset(parts.get("st", ())),
            at_least_one=parts["m"],
            newest_first=parts["d"],
            after=(int(parts["ff"]), str(parts["pif"])),
        )
    except (binascii.Error, KeyError, TypeError, ValueError):
        raise BadRequest("nextcursor") from None


@dataclass(frozen=True, slots=True)
class Page:
    """Orders as they are kept, and the cursor of the following page; None on the last one."""

    orders: tuple[Kept, ...]
    cursor: str | None


def page(shelf: Shelf, query: Query, limit: int, odd: Oddities, generation: int) -> Page:
    """One page of what shows now."""
    with shelf.lock:
        found: list[Kept] = []
        room = limit
        if odd.duplicates and query.after is not None:
            before = shelf.find(query.after[1])
            found = [] if before is None else [before]
            room = max(1, limit - 1)
        more = False
        fresh: list[Kept] = []
        for order in shelf.walk(query.after, newest_first=query.newest_first):
            if query.wants(order, exclusive=odd.from_date_exclusive):
                if len(fresh) == room:
                    more = True
                    break
                fresh.append(order)
    last = fresh[-1] if fresh else None
    if last is None or not (more or (odd.empty_last_page and len(fresh) == room)):
        return Page((*found, *fresh), None)
    return Page((*found, *fresh), cursor_for(query, key_of(last), generation))


def next_link(cursor: str, limit: int, base: str = "") -> str:
    """The link as OTTO writes it: relative, with the cursor and the limit only."""
    return f"{base}/v4/orders?{urlencode({'nextcursor': cursor, 'limit': limit})}"
