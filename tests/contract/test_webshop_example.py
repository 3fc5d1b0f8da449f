"""The example marketplace in front of its own stand-in, call by call."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from core.activation import Activate, Ask, Wait
from core.errors import AccessDenied, BrokenReply, OutcomeUnknown, Refused, Unreachable
from core.orders import Order, PositionState, Sku, UnreadableOrder
from core.stock import ShowQuantity
from ports import Connection
from tests.architecture.house import THIRD_PARTY, modules, violations
from tests.fakes.clock import HandClock
from tests.fakes.connections import connected
from tests.specs import ROOT
from webshop_market.activation import WebshopActivation
from webshop_market.marketplace import Webshop
from webshop_market.orders import read_order
from webshop_market.standin import KEY, Shop, ShopServer, SoldOut

EXAMPLE = ROOT / "examples" / "webshop-market"


class Bench:
    def __init__(self) -> None:
        self.clock = HandClock()
        self.shop = Shop.with_articles("A", "B", clock=self.clock.now)
        self.server = ShopServer(self.shop)
        self.shop.set_stock("A", 500)

    def connection(self, transport: httpx.BaseTransport | None = None, key: str = KEY) -> Connection:
        way = transport or httpx.WSGITransport(app=self.server)
        return connected(way, {}, {"api_key": key}, self.clock)

    def webshop(self, transport: httpx.BaseTransport | None = None, key: str = KEY) -> Webshop:
        return Webshop(self.connection(transport, key))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def listing(webshop: Webshop, since: datetime | None = None) -> Iterator[Order]:
    page = webshop.orders.changed_orders(since, None)
    yield from page.orders
    while page.next_page is not None:
        page = webshop.orders.changed_orders(since, page.next_page)
        yield from page.orders


def test_every_piece_is_a_position_and_every_page_is_read(bench: Bench) -> None:
    ids = [bench.shop.buy("A", 1 + number % 2) for number in range(230)]
    orders = list(listing(bench.webshop()))
    assert [order.sales_order_id for order in orders] == ids
    assert [len(order.positions) for order in orders[:2]] == [1, 2]
    position = orders[0].positions[0]
    assert (position.sku, position.price.cents, position.vat_rate) == ("A", 1995, 1900)
    assert bench.webshop().orders.changed_orders(None, None).as_of == bench.clock.now()


def test_a_listing_begins_at_a_moment_and_keeps_to_it_over_its_pages(bench: Bench) -> None:
    bench.shop.buy("A")
    moment = bench.clock.now()
    bench.clock.forward(bench.clock.now() - datetime(2000, 1, 1, tzinfo=UTC))
    later = [bench.shop.buy("A") for _ in range(150)]
    found = list(listing(bench.webshop(), bench.clock.now()))
    assert [order.sales_order_id for order in found] == later
    assert len(list(listing(bench.webshop(), moment))) == 151


@pytest.mark.parametrize(
    ("status", "state", "text"),
    [
        ("unpaid", PositionState.ANNOUNCED, None),
        ("open", PositionState.PROCESSABLE, None),
        ("sent", PositionState.SENT, None),
        ("returned", PositionState.RETURNED, None),
        ("cancelled", PositionState.CANCELLED_BY_MARKETPLACE, None),
        ("on fire", PositionState.UNKNOWN, "on fire"),
    ],
)
def test_states_are_translated_and_unknown_ones_kept(
    bench: Bench, status: str, state: PositionState, text: str | None
) -> None:
    bench.shop.change(bench.shop.buy("A"), status)
    (order,) = listing(bench.webshop())
    assert (order.positions[0].state, order.positions[0].state_text) == (state, text)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"placed_at": "yesterday"},
        {"lines": [{}]},
        {"lines": None},
        {"ship_to": {}},
        {"number": ...},
    ],
)
def test_an_order_that_cannot_be_read_is_handed_on_as_it_came(bench: Bench, change: dict[str, Any]) -> None:
    order_id = bench.shop.buy("A")
    entry = {**bench.shop.shown(bench.shop.orders[order_id]), **change}
    entry = {key: value for key, value in entry.items() if value is not ...}
    found = read_order(entry)
    assert isinstance(found, UnreadableOrder)
    again = bench.webshop().orders.read_again(found.raw)
    assert isinstance(again, UnreadableOrder)


def test_levels_are_shown_and_read_back_page_by_page(bench: Bench) -> None:
    many = Shop.with_articles(*(f"S{number:03d}" for number in range(130)))
    bench.server.shop = many
    quantities = bench.webshop().quantities
    changes = [ShowQuantity(Sku(f"S{number:03d}"), number) for number in range(130)]
    for start in range(0, 130, quantities.batch):
        answer = quantities.show(changes[start : start + quantities.batch])
        assert (len(answer.acknowledged), answer.refused) == (min(50, 130 - start), {})
    first = quantities.shown(None)
    rest = quantities.shown(first.next_page)
    assert (len(first.shown), rest.next_page) == (100, None)
    assert {**first.shown, **rest.shown} == dict(changes)
    with pytest.raises(Refused):
        quantities.show(changes[:51])


def test_each_refused_level_has_its_reason(bench: Bench) -> None:
    changes = [ShowQuantity(Sku("A"), 3), ShowQuantity(Sku("X"), 3), ShowQuantity(Sku("B"), 100_000)]
    answer = bench.webshop().quantities.show(changes)
    assert answer.acknowledged == {"A"}
    assert {sku: reasons[0].code for sku, reasons in answer.refused.items()} == {
        "X": "unknown_sku",
        "B": "wrong_level",
    }


def test_a_wrong_key_ends_every_call_and_the_activation_says_so(bench: Bench) -> None:
    with pytest.raises(AccessDenied):
        bench.webshop(key="wrong").quantities.shown(None)
    desk: Any = Desk(bench.connection(key="wrong"))
    step = WebshopActivation().advance({"api_key": "x"}, desk)
    assert isinstance(step, Ask)
    assert list(step.problems) == ["api_key"]
    assert isinstance(WebshopActivation().advance({}, desk), Ask)
    right: Any = Desk(bench.connection())
    assert isinstance(WebshopActivation().advance({"api_key": "x"}, right), Activate)
    away: Any = Desk(bench.connection(httpx.MockTransport(lambda _: httpx.Response(503))))
    assert isinstance(WebshopActivation().advance({"api_key": "x"}, away), Wait)


class Desk:
    """A desk that can only connect."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def connect(self, answers: object) -> Connection:
        return self._connection


def lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("reset", request=request)


def test_a_lost_answer_to_a_write_is_an_unknown_outcome(bench: Bench) -> None:
    webshop = bench.webshop(httpx.MockTransport(lost))
    with pytest.raises(OutcomeUnknown):
        webshop.quantities.show([ShowQuantity(Sku("A"), 1)])
    with pytest.raises(Unreachable):
        webshop.quantities.shown(None)


@pytest.mark.parametrize("body", [[], {}, {"stock": 1, "next": None}, {"accepted": 1}, "no"])
def test_odd_answers_are_broken_replies(bench: Bench, body: Any) -> None:
    webshop = bench.webshop(httpx.MockTransport(lambda _: httpx.Response(200, json=body)))
    for call in (
        lambda: webshop.quantities.shown(None),
        lambda: webshop.quantities.show([ShowQuantity(Sku("A"), 1)]),
        lambda: webshop.orders.changed_orders(None, None),
    ):
        with pytest.raises(BrokenReply):
            call()


def test_the_shop_sells_what_it_has_and_no_more(bench: Bench) -> None:
    bench.shop.set_stock("A", 2)
    bench.shop.buy("A", 2)
    for sku, pieces in (("A", 1), ("nothing", 1), ("A", 0)):
        with pytest.raises(SoldOut):
            bench.shop.buy(sku, pieces)
    assert [(sale.pieces, sale.shown) for sale in bench.shop.sales] == [(2, 2)]


def test_what_it_has_no_part_for_is_none(bench: Bench) -> None:
    webshop = bench.webshop()
    for part in ("dispatch", "cancellations", "returns", "receipts", "price_reductions", "switches"):
        assert getattr(webshop, part) is None


def test_it_imports_nothing_but_what_it_may() -> None:
    for name, path in modules(EXAMPLE):
        if ".standin" not in name:
            found = violations(name, path.read_text(), THIRD_PARTY)
            assert [line for line in found if "webshop_market." not in line.partition(" imports ")[2]] == []


def test_its_stand_in_shares_no_line_with_it() -> None:
    for path in (EXAMPLE / "webshop_market" / "standin").glob("*.py"):
        imported = [line for line in path.read_text().splitlines() if line.startswith(("from ", "import "))]
        assert not [
            line
            for line in imported
            if line.startswith(("from core", "from ports"))
            or ("webshop_market" in line and "webshop_market.standin" not in line)
        ]
