"""One example for each trap that lies in wait for orders on their way in."""

from collections.abc import Callable, Iterator, MutableMapping
from datetime import timedelta
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from core.apps import AppKey
from core.checkpoint import OVERLAP
from core.errors import Conflict, Refused, Unreachable
from core.orders import Order, PositionState, SalesOrderId, UnreadableOrder
from ports.marketplace import OrderPage
from ports.memory import OrderBook
from sync.orders import Report, Terms, import_orders
from tests.fakes.clock import NOON, HandClock
from tests.fakes.marketplace import Flaw, Habits, LastLink, StormyMarketplace, Weather
from tests.fakes.memory import InMemoryMemory

APP: Final = AppKey("bazaar")
MINUTE: Final = timedelta(minutes=1)
LONG: Final = timedelta(days=3)


class Shop:
    """A seller with a marketplace, an order book and a clock that all agree."""

    def __init__(self, **habits: Any) -> None:
        self.clock = HandClock()
        self.market = StormyMarketplace(self.clock, Habits(**habits))
        self.memory = InMemoryMemory()
        account = self.memory.accounts.add("Anna's shop")
        mine = self.memory.of(account.id)
        self.book: OrderBook = mine.orders(APP)
        self.terms = Terms(mine.portal_accounts.find_or_add("Bazaar").id, paid_by_marketplace=True)
        self.heard: list[Report] = []

    def sell(self, pieces: int = 1, flaw: Flaw | None = None) -> SalesOrderId:
        """An order that nobody confuses with the one before."""
        self.clock.forward(MINUTE)
        return self.market.sell("1001", pieces=pieces, flaw=flaw)

    def pass_(self, *weather: Weather) -> Report:
        self.market.weather = list(weather)
        self.market.asked.clear()
        return import_orders(self.market, self.book, self.clock, self.terms, self.heard.append)

    def stored(self) -> dict[SalesOrderId | None, Order | None]:
        return {each.sales_order_id: each.order for each in self.book.orders()}

    def current(self) -> dict[SalesOrderId, Order]:
        return {key: version.order for key, version in self.market.visible().items()}


def _once(act: Callable[[], object]) -> Callable[[], None]:
    """Does it at the first call and nothing at later ones, those within the act included."""
    left = [act]

    def hook() -> None:
        if left:
            left.pop()()

    return hook


@pytest.fixture(autouse=True)
def events() -> Iterator[list[MutableMapping[str, Any]]]:
    with capture_logs() as logged:
        yield logged


def test_orders_come_in_with_their_portal_account_and_paid_state() -> None:
    shop = Shop()
    announced, paid = shop.sell(pieces=2), shop.sell()
    shop.market.turn(paid, PositionState.PROCESSABLE)

    assert shop.pass_() == Report(pages=1, new=2)

    assert shop.stored() == shop.current()
    states = {each.sales_order_id: (each.portal_account, each.paid) for each in shop.book.orders()}
    assert states == {
        announced: (shop.terms.portal_account, False),
        paid: (shop.terms.portal_account, True),
    }


def test_a_second_pass_changes_nothing() -> None:
    shop = Shop(page_size=1)
    shop.sell()
    shop.sell()
    shop.pass_()
    before = shop.book.checkpoint(), list(shop.book.orders())

    report = shop.pass_()

    assert (report.new, report.changed) == (0, 0)
    assert (shop.book.checkpoint(), list(shop.book.orders())) == before


def test_a_later_pass_asks_from_before_the_newest_change() -> None:
    shop = Shop()
    shop.sell()
    shop.pass_()
    newest = shop.clock.now()
    shop.clock.forward(LONG)

    shop.pass_()

    assert shop.market.asked == [(newest - OVERLAP, None)]


@pytest.mark.parametrize("includes_since", [True, False])
def test_two_changes_in_one_moment_are_both_seen(includes_since: bool) -> None:
    shop = Shop(includes_since=includes_since)
    shop.sell()
    shop.pass_()
    shop.market.sell("1002")

    assert shop.pass_().new == 1


def test_a_newer_change_on_the_first_page_does_not_hide_the_second() -> None:
    shop = Shop(page_size=1)
    old = shop.sell()
    shop.clock.forward(LONG)
    shop.sell()
    shop.clock.forward(LONG)
    shop.market.turn(old, PositionState.PROCESSABLE)

    with pytest.raises(Unreachable):
        shop.pass_(Weather.FINE, Weather.NEVER_ARRIVED)

    assert shop.book.checkpoint().settled is None
    shop.pass_()
    assert shop.stored() == shop.current()


def test_a_change_on_a_page_already_read_is_seen_by_the_next_pass() -> None:
    shop = Shop(page_size=1)
    first, second = shop.sell(), shop.sell()

    def both_change() -> None:
        for order in (first, second):
            shop.clock.forward(LONG)
            shop.market.turn(order, PositionState.PROCESSABLE)

    shop.market.after_call = _once(both_change)
    shop.pass_()
    assert shop.stored() != shop.current()

    shop.pass_()

    assert shop.stored() == shop.current()


def test_an_interrupted_listing_goes_on_at_the_page_that_is_missing() -> None:
    shop = Shop(page_size=1)
    for _ in range(3):
        shop.sell()
    with pytest.raises(Unreachable):
        shop.pass_(Weather.FINE, Weather.ANSWER_LOST)
    under_way = shop.book.checkpoint().listing
    assert under_way is not None
    assert under_way.page is not None

    report = shop.pass_()

    assert report == Report(pages=2, new=2)
    assert shop.market.asked[0] == (None, under_way.page)
    assert shop.stored() == shop.current()


def test_an_aged_token_restarts_the_listing_from_the_same_date(
    events: list[MutableMapping[str, Any]],
) -> None:
    shop = Shop(page_size=1)
    shop.sell()
    shop.pass_()
    settled = shop.clock.now()
    for _ in range(3):
        shop.sell()
    with pytest.raises(Unreachable):
        shop.pass_(Weather.FINE, Weather.ANSWER_LOST)
    shop.clock.forward(LONG)
    shop.market.age_tokens()

    shop.pass_()

    assert shop.market.asked[1] == (settled - OVERLAP, None)
    assert shop.stored() == shop.current()
    assert "orders.listing_restarted" in [event["event"] for event in events]


def test_a_token_refused_in_mid_listing_ends_the_pass_and_the_next_begins_anew() -> None:
    shop = Shop(page_size=1)
    for _ in range(3):
        shop.sell()

    with pytest.raises(Refused):
        shop.pass_(Weather.FINE, Weather.TOKEN_AGED_OUT)

    assert len(shop.stored()) == 1
    shop.market.age_tokens()
    shop.pass_()
    assert shop.stored() == shop.current()


def test_a_refused_first_page_is_not_asked_for_again() -> None:
    class Refuser(StormyMarketplace):
        def changed_orders(self, since: object, page: str | None) -> OrderPage:
            self.asked.append((None, page))
            raise Refused("bazaar", status=400)

    shop = Shop()
    shop.market = Refuser(shop.clock)
    with pytest.raises(Refused):
        shop.pass_()
    assert len(shop.market.asked) == 1


@pytest.mark.parametrize("weather", [Weather.LINK_STANDS_STILL, Weather.LINK_GOES_BACK])
def test_a_link_that_leads_back_settles_nothing(
    weather: Weather, events: list[MutableMapping[str, Any]]
) -> None:
    """Pages behind it may never have been read."""
    shop = Shop(page_size=1)
    for _ in range(3):
        shop.sell()

    shop.pass_(Weather.FINE, weather, weather, weather)

    assert len(shop.stored()) < 3
    checkpoint = shop.book.checkpoint()
    assert (checkpoint.settled, checkpoint.listing) == (None, None)
    assert "orders.link_repeated" in [event["event"] for event in events]
    shop.pass_()
    assert shop.stored() == shop.current()


@pytest.mark.parametrize("last_link", LastLink)
def test_every_kind_of_last_page_ends_a_pass(last_link: LastLink) -> None:
    shop = Shop(page_size=2, last_link=last_link)
    for _ in range(4):
        shop.sell()
    for _ in range(2):
        shop.pass_()
        assert shop.stored() == shop.current()
        assert shop.book.checkpoint().listing is None
        assert len(shop.market.asked) <= 4


@pytest.mark.parametrize("last_link", [LastLink.TO_AN_EMPTY_PAGE, LastLink.TO_ITSELF_WHEN_EMPTY])
def test_an_empty_page_is_a_last_page(last_link: LastLink) -> None:
    shop = Shop(last_link=last_link)
    shop.sell()
    shop.pass_()
    assert shop.book.checkpoint().settled == shop.clock.now()


def test_pages_that_overlap_double_nothing() -> None:
    shop = Shop(page_size=1)
    for _ in range(3):
        shop.sell()

    report = shop.pass_(*[Weather.PAGES_OVERLAP] * 5)

    assert report.new == 3
    assert len(list(shop.book.orders())) == 3


def test_orders_with_the_same_number_stay_apart() -> None:
    shop = Shop()
    one, two = shop.sell(), shop.sell()
    shop.pass_()
    assert {each.order_number for each in shop.book.orders()} == {"1001"}
    assert set(shop.stored()) == {one, two}


def test_a_stale_copy_does_not_take_an_order_back() -> None:
    shop = Shop(staleness=5 * MINUTE)
    order = shop.sell()
    shop.clock.forward(5 * MINUTE)
    shop.market.turn(order, PositionState.PROCESSABLE)
    shop.pass_()

    report = shop.pass_(Weather.STALE_COPY)

    assert (report.changed, report.unchanged) == (0, 1)
    assert shop.stored() == shop.current()


def test_an_order_without_a_change_time_follows_the_latest_reading() -> None:
    shop = Shop()
    order = shop.market.sell("1001", tells_change=False)
    shop.pass_()
    shop.market.turn(order, PositionState.CANCELLED_BY_MARKETPLACE)

    assert shop.pass_().changed == 1

    assert shop.stored() == shop.current()
    assert shop.book.checkpoint().settled is None


def test_an_unreadable_order_is_set_aside_and_stops_no_other(
    events: list[MutableMapping[str, Any]],
) -> None:
    shop = Shop(page_size=3)
    good, bad, good_too = shop.sell(), shop.sell(flaw=Flaw.STRANGE_PRICE), shop.sell()

    report = shop.pass_()

    assert (report.new, report.set_aside) == (2, 1)
    problems = {each.sales_order_id: each.problem for each in shop.book.orders()}
    assert problems.keys() == {good, bad, good_too}
    assert [key for key, problem in problems.items() if problem] == [bad]
    set_aside = [event for event in events if event["event"] == "order.set_aside"]
    assert [event["sales_order_id"] for event in set_aside] == [bad]


def test_an_unreadable_version_leaves_the_order_that_was_there() -> None:
    shop = Shop()
    order = shop.sell()
    shop.pass_()
    readable = shop.stored()
    shop.clock.forward(MINUTE)
    shop.market.turn(order, PositionState.PROCESSABLE, flaw=Flaw.STRANGE_PRICE)
    shop.pass_()
    assert shop.stored() == readable
    assert [each.problem is None for each in shop.book.orders()] == [False]

    shop.clock.forward(MINUTE)
    shop.market.turn(order, PositionState.SENT)
    shop.pass_()

    assert shop.stored() == shop.current()
    assert [each.problem for each in shop.book.orders()] == [None]
    assert shop.book.set_aside() == []


@pytest.mark.parametrize("flaw", Flaw)
def test_a_set_aside_order_is_released_by_a_reader_that_understands_it(flaw: Flaw) -> None:
    shop = Shop()
    shop.sell(flaw=flaw)
    shop.pass_()
    shop.clock.forward(LONG)
    shop.sell()
    shop.pass_()
    shop.clock.forward(LONG)
    shop.market.understood.add(flaw)

    assert shop.pass_().released == 1

    assert shop.stored() == shop.current()
    assert shop.book.set_aside() == []
    assert shop.pass_().released == 0


def test_a_slow_second_look_does_not_undo_what_another_pass_stored() -> None:
    """The version that was set aside may be outdated by the time that it can be read."""
    shop = Shop()
    order = shop.market.sell("1001", tells_change=False, flaw=Flaw.STRANGE_PRICE)
    shop.pass_()
    shop.market.understood.add(Flaw.STRANGE_PRICE)

    class SlowReader(StormyMarketplace):
        def read_again(self, raw: str) -> Order | UnreadableOrder:
            shop.clock.forward(MINUTE)
            shop.market.turn(order, PositionState.PROCESSABLE)
            shop.clock.forward(LONG)
            shop.sell()
            shop.pass_()
            return shop.market.read_again(raw)

    with pytest.raises(Conflict):
        import_orders(SlowReader(shop.clock), shop.book, shop.clock, shop.terms)

    assert shop.stored() == shop.current()


def test_of_two_passes_at_the_same_page_one_gives_way() -> None:
    shop = Shop(page_size=1)
    shop.sell()
    shop.sell()
    shop.market.after_call = _once(shop.pass_)

    with pytest.raises(Conflict):
        shop.pass_()

    assert shop.stored() == shop.current()


def test_every_page_is_reported_once_it_is_stored() -> None:
    shop = Shop(page_size=1)
    for _ in range(3):
        shop.sell()
    with pytest.raises(Unreachable):
        shop.pass_(Weather.FINE, Weather.FINE, Weather.NEVER_ARRIVED)
    assert shop.heard == [Report(pages=1, new=1), Report(pages=2, new=2)]
    assert shop.heard[-1].counts() == {
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "set_aside": 0,
        "released": 0,
    }


def test_a_listing_of_nothing_settles_nothing() -> None:
    shop = Shop()
    assert shop.pass_() == Report(pages=1)
    assert shop.book.checkpoint().settled is None
    assert shop.clock.now() == NOON
