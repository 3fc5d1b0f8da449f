"""A marketplace with weather: orders change while they are listed, and the network does what it likes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.errors import AccessDenied, BrokenReply, Refused, RemoteError, Throttled, Unreachable
from core.money import Money
from core.orders import (
    Charge,
    Order,
    Position,
    PositionItemId,
    PositionState,
    SalesOrderId,
    Sku,
    UnreadableOrder,
)
from core.text import Text
from ports.marketplace import OrderPage
from tests.fakes.clock import HandClock

SERVICE: Final = "bazaar"


class Weather(StrEnum):
    """What happens to one call."""

    FINE = "fine"
    NEVER_ARRIVED = "never arrived"
    ANSWER_LOST = "answer lost"
    THROTTLED = "throttled"
    BROKEN_REPLY = "broken reply"
    ACCESS_DENIED = "access denied"
    TOKEN_AGED_OUT = "the page token aged out"
    STALE_COPY = "answered from a stale copy"
    PAGES_OVERLAP = "the page begins with the end of the one before"
    LINK_STANDS_STILL = "the next link leads to the same page"
    LINK_GOES_BACK = "the next link leads to the first page"


class LastLink(StrEnum):
    """Where the next link of the last page leads."""

    NOWHERE = "nowhere"
    TO_AN_EMPTY_PAGE = "to an empty page"
    TO_ITSELF_WHEN_EMPTY = "to an empty page that leads to itself"
    TO_ITSELF = "to itself"
    TO_THE_FIRST = "to the first page"


class Flaw(StrEnum):
    """What keeps an order from being read; `NAMELESS` hides even its ids and its change time."""

    STRANGE_PRICE = "a price that is no figure"
    NAMELESS = "ids that are no text"


@dataclass(frozen=True, slots=True)
class Habits:
    """How this marketplace works, day in, day out.

    includes_since  whether a change at exactly `since` is listed
    tells_time      whether a page carries `as_of`
    lag             how long after a change it may become visible
    staleness       how old a stale copy is
    """

    page_size: int = 2
    includes_since: bool = True
    tells_time: bool = True
    last_link: LastLink = LastLink.NOWHERE
    lag: timedelta = timedelta(0)
    staleness: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Version:
    """An order from one change to the next. `changed_at` is there even where the order does not tell it."""

    order: Order
    changed_at: datetime
    visible_at: datetime
    flaw: Flaw | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: behind the order with this date and id; None is the beginning."""

    since: datetime | None
    behind: tuple[datetime, SalesOrderId] | None


@dataclass
class StormyMarketplace:
    """An `OrderSource`. `weather` is used up call by call; when none is left, it is fine.

    Filtered by change date, sorted by order date: a changed order keeps its place in the list.
    """

    clock: HandClock
    habits: Habits = field(default_factory=Habits)
    weather: list[Weather] = field(default_factory=list)
    before_call: Callable[[], None] = lambda: None
    after_call: Callable[[], None] = lambda: None
    history: dict[SalesOrderId, list[Version]] = field(default_factory=dict)
    understood: set[Flaw] = field(default_factory=set)
    asked: list[tuple[datetime | None, str | None]] = field(default_factory=list)
    _places: dict[str, _Place] = field(default_factory=dict)
    _generation: int = 0

    # What people do

    def sell(
        self,
        number: str,
        *,
        pieces: int = 1,
        waited: timedelta = timedelta(0),
        tells_change: bool = True,
        late: bool = False,
        flaw: Flaw | None = None,
    ) -> SalesOrderId:
        """A buyer orders; `waited` after the order date it comes into being for the seller."""
        sales_order_id = SalesOrderId(f"so-{len(self.history) + 1}")
        now = self.clock.now()
        positions = tuple(
            Position(
                PositionItemId(f"{sales_order_id}-{piece}"),
                Sku(f"SKU-{piece}"),
                PositionState.ANNOUNCED,
                Money(1999, "EUR"),
            )
            for piece in range(1, pieces + 1)
        )
        order = Order(
            sales_order_id, number, now - waited, positions, changed_at=now if tells_change else None
        )
        self.history[sales_order_id] = []
        self._add(order, flaw, late)
        return sales_order_id

    def turn(
        self,
        sales_order_id: SalesOrderId,
        state: PositionState,
        *,
        piece: int | None = None,
        late: bool = False,
        flaw: Flaw | None = None,
    ) -> None:
        """One piece (counted from 0), or all, are now paid, sent, returned, cancelled ..."""
        order = self.history[sales_order_id][-1].order
        positions = tuple(
            replace(position, state=state) if piece in {None, at} else position
            for at, position in enumerate(order.positions)
        )
        told = None if order.changed_at is None else self.clock.now()
        self._add(replace(order, positions=positions, changed_at=told), flaw, late)

    def _add(self, order: Order, flaw: Flaw | None, late: bool) -> None:
        now, versions = self.clock.now(), self.history[order.sales_order_id]
        visible_at = now + self.habits.lag if late else now
        # The fee makes every version differ from every other, whatever became of the positions.
        fee = Charge("shipping", Money(len(versions), "EUR"))
        versions.append(Version(replace(order, delivery_fees=(fee,)), now, visible_at, flaw))

    def age_tokens(self) -> None:
        """No page token given out so far is honoured any more."""
        self._generation += 1

    # What is there to see

    def visible(self, at: datetime | None = None) -> dict[SalesOrderId, Version]:
        """The version of each order that shows at a moment (now)."""
        moment = at or self.clock.now()
        shown = ((key, [v for v in vs if v.visible_at <= moment]) for key, vs in self.history.items())
        return {key: versions[-1] for key, versions in shown if versions}

    def version_of(self, order: Order) -> int:
        """Its place in the history; raises ValueError where it was never like that."""
        return [version.order for version in self.history[order.sales_order_id]].index(order)

    def version_in(self, raw: str) -> tuple[SalesOrderId, int]:
        told = json.loads(raw)
        return SalesOrderId(told["id"]), told["version"]

    # What the inside asks

    def changed_orders(self, since: datetime | None, page: str | None) -> OrderPage:
        self.before_call()
        answer = self._answer(since, page)
        self.after_call()
        return answer

    def _answer(self, since: datetime | None, page: str | None) -> OrderPage:
        self.asked.append((since, page))
        weather = self.weather.pop(0) if self.weather else Weather.FINE
        if weather in _FAILURES:
            raise _FAILURES[weather]()
        if page is None:
            place = _Place(since, None)
        elif page not in self._places or weather is Weather.TOKEN_AGED_OUT:
            raise Refused(SERVICE, status=400)
        elif not page.startswith(f"{self._generation}:"):
            raise Refused(SERVICE, status=410)
        else:
            place = self._places[page]
        return self._page(place, weather)

    def _page(self, place: _Place, weather: Weather) -> OrderPage:
        now = self.clock.now()
        seen = self.visible(now - self.habits.staleness if weather is Weather.STALE_COPY else now)
        listed = sorted(
            (version for version in seen.values() if self._is_after(version.changed_at, place.since)),
            key=_sort_key,
        )
        first = sum(
            1 for version in listed if place.behind is not None and _sort_key(version) <= place.behind
        )
        end = first + self.habits.page_size
        if weather is Weather.PAGES_OVERLAP:
            first = max(0, first - 1)
        entries = [self._read(version) for version in listed[first:end]]
        following = self._following(place, listed[first:end], end < len(listed))
        if weather is Weather.LINK_STANDS_STILL:
            following = self._token(place)
        if weather is Weather.LINK_GOES_BACK:
            following = self._token(_Place(place.since, None))
        return OrderPage(
            orders=tuple(entry for entry in entries if isinstance(entry, Order)),
            unreadable=tuple(entry for entry in entries if isinstance(entry, UnreadableOrder)),
            next_page=following,
            as_of=now if self.habits.tells_time else None,
        )

    def _is_after(self, changed_at: datetime, since: datetime | None) -> bool:
        return since is None or changed_at > since or (self.habits.includes_since and changed_at == since)

    def _following(self, place: _Place, shown: Sequence[Version], more: bool) -> str | None:
        behind = _Place(place.since, _sort_key(shown[-1])) if shown else place
        if more:
            return self._token(behind)
        match self.habits.last_link:
            case LastLink.TO_AN_EMPTY_PAGE:
                return self._token(behind) if shown else None
            case LastLink.TO_ITSELF_WHEN_EMPTY:
                return self._token(behind)
            case LastLink.TO_ITSELF:
                return self._token(place)
            case LastLink.TO_THE_FIRST:
                return self._token(_Place(place.since, None))
            case LastLink.NOWHERE:
                return None

    def _token(self, place: _Place) -> str:
        """The same place has the same token, until they age."""
        known = (t for t, p in self._places.items() if p == place and t.startswith(f"{self._generation}:"))
        token = next(known, None) or f"{self._generation}:{len(self._places) + 1}"
        self._places[token] = place
        return token

    def read_again(self, raw: str) -> Order | UnreadableOrder:
        sales_order_id, number = self.version_in(raw)
        return self._read(self.history[sales_order_id][number])

    def _read(self, version: Version) -> Order | UnreadableOrder:
        order, flaw = version.order, version.flaw
        if flaw is None or flaw in self.understood:
            return order
        raw = json.dumps({"id": order.sales_order_id, "version": self.version_of(order)})
        reason = Text(en=flaw.value, de=f"unlesbar: {flaw.name}")
        if flaw is Flaw.NAMELESS:
            return UnreadableOrder(reason, raw)
        return UnreadableOrder(reason, raw, order.sales_order_id, order.order_number, order.changed_at)


def _sort_key(version: Version) -> tuple[datetime, SalesOrderId]:
    return version.order.ordered_at, version.order.sales_order_id


_FAILURES: Final[dict[Weather, Callable[[], RemoteError]]] = {
    Weather.NEVER_ARRIVED: lambda: Unreachable(SERVICE, "connect error"),
    Weather.ANSWER_LOST: lambda: Unreachable(SERVICE, "read timeout"),
    Weather.THROTTLED: lambda: Throttled(SERVICE, 30, status=429),
    Weather.BROKEN_REPLY: lambda: BrokenReply(SERVICE, "'resources' is missing"),
    Weather.ACCESS_DENIED: lambda: AccessDenied(SERVICE, status=401),
}
