"""The adapter reads what the stand-in shows, in all weathers, and asks only what the contract allows."""

from datetime import timedelta

import httpx
import pytest
import stamina

from adapters.otto.marketplace import Otto
from adapters.otto.order_reader import read_order
from adapters.otto.standin import DEMO_SECRET, State
from core.errors import AccessDenied, BrokenReply, Refused, Throttled, Unreachable
from core.orders import Order, PositionState
from ports import parse_json
from standins import Spell, Weather, transport
from standins.weather import Kind
from tests.contract.otto import OWN_APP, OttoBench
from tests.fakes.connections import connected
from tests.specs import SPECS, needs_specs


@pytest.fixture(autouse=True)
def _no_waiting() -> None:
    stamina.set_testing(True, attempts=1)


def test_every_order_is_read_once_over_all_pages() -> None:
    bench = OttoBench.with_orders(700)
    pages = bench.every_page()
    ids = [order.sales_order_id for page in pages for order in page.orders]
    shown = [order["salesOrderId"] for order in bench.standin.orders_now()]
    assert len(pages) == 3
    assert ids == shown
    assert not any(page.unreadable for page in pages)


def test_the_change_date_filter_is_used() -> None:
    bench = OttoBench.with_orders(50)
    bench.later(hours=1)
    changed = bench.standin.place_visible()
    page = bench.otto().orders.changed_orders(bench.clock.now() - timedelta(minutes=1), None)
    assert [order.sales_order_id for order in page.orders] == [changed]
    assert page.as_of == bench.clock.now().replace(microsecond=0)


def test_an_announced_order_has_no_address_and_a_paid_one_has() -> None:
    bench = OttoBench.with_orders(0)
    order_id = bench.standin.place_visible(payment="PREPAYMENT")
    announced = bench.every_page()[0].orders[0]
    assert announced.state is PositionState.ANNOUNCED
    assert announced.paid is False
    assert announced.delivery_address is None
    bench.standin.pay(order_id)
    processable = bench.every_page()[0].orders[0]
    assert processable.state is PositionState.PROCESSABLE
    assert processable.paid is True
    assert processable.delivery_address is not None
    assert processable.delivery_address.country == "DE"


def test_a_mixed_order_counts_by_its_lowest_position() -> None:
    bench = OttoBench.with_orders(0)
    order_id = bench.standin.place_visible(skus=["A", "B", "C"])
    first, second, _ = bench.standin.item_ids(order_id, State.PROCESSABLE)
    bench.standin.mark_sent(order_id, frozenset({first}))
    bench.standin.cancel_by_marketplace(order_id, frozenset({second}))
    order = bench.every_page()[0].orders[0]
    assert order.state is PositionState.PROCESSABLE
    assert {position.state for position in order.positions} == {
        PositionState.PROCESSABLE,
        PositionState.SENT,
        PositionState.CANCELLED_BY_MARKETPLACE,
    }


def test_a_poisoned_order_is_set_aside_and_the_others_are_read() -> None:
    bench = OttoBench.with_orders(5)
    body = bench.standin.orders_now()[0]
    bench.standin.inject({**body, "salesOrderId": "poisoned", "positionItems": [{"positionItemId": "1"}]})
    bench.standin.inject("no object at all")
    orders = bench.otto().orders
    # The contract would object to the poison.
    page = bench.otto(checked=False).orders.changed_orders(None, None)
    assert len(page.orders) == 5
    assert {unreadable.sales_order_id for unreadable in page.unreadable} == {"poisoned", None}
    poisoned = next(u for u in page.unreadable if u.sales_order_id)
    assert poisoned.reason.en == "positionItems[0].product is missing"
    assert orders.read_again(poisoned.raw) == poisoned


def test_a_path_before_the_address_leads_every_request() -> None:
    bench = OttoBench.with_orders(300)
    seen: list[str] = []

    class Prefixed(httpx.BaseTransport):
        inner = transport(bench.standin)

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request.url.path)
            bare = request.url.copy_with(raw_path=request.url.raw_path.removeprefix(b"/otto/eu"))
            body = request.read()
            return self.inner.handle_request(
                httpx.Request(request.method, bare, headers=request.headers, content=body)
            )

    connection = connected(
        Prefixed(), OWN_APP, {"client_secret": DEMO_SECRET}, bench.clock, base_url="https://otto.test/otto/eu"
    )
    orders = Otto(connection).orders
    first = orders.changed_orders(None, None)
    orders.changed_orders(None, first.next_page)
    assert seen == ["/otto/eu/v1/token", "/otto/eu/v4/orders", "/otto/eu/v4/orders"]


def test_absolute_links_lead_nowhere_else() -> None:
    bench = OttoBench.with_orders(600)
    bench.standin.odd.absolute_links = True
    pages = bench.every_page(checked=False)
    assert [len(page.orders) for page in pages] == [256, 256, len(bench.standin.orders_now()) - 512]
    assert not any("://" in (page.next_page or "") for page in pages)


def test_a_last_page_that_links_to_itself_is_the_last() -> None:
    bench = OttoBench.with_orders(300)
    orders = bench.otto().orders
    second = orders.changed_orders(None, None).next_page
    bench.standin.odd.repeat_next_link = True
    assert orders.changed_orders(None, second).next_page is None


def test_a_full_page_that_links_to_itself_says_so() -> None:
    bench = OttoBench.with_orders(600)
    orders = bench.otto().orders
    second = orders.changed_orders(None, None).next_page
    bench.standin.odd.repeat_next_link = True
    assert orders.changed_orders(None, second).next_page == second


def test_a_token_is_reused_until_shortly_before_its_end_and_over_processes() -> None:
    bench = OttoBench.with_orders(1)
    for _ in range(3):
        bench.every_page()
    assert _token_calls(bench) == 1
    bench.later(minutes=28)
    bench.every_page()
    assert _token_calls(bench) == 1
    bench.later(minutes=1, seconds=30)
    bench.every_page()
    assert _token_calls(bench) == 2


def _token_calls(bench: OttoBench) -> int:
    return len(bench.standin.ledger.entries("POST", "/v1/token"))


def test_a_revoked_token_is_renewed_once() -> None:
    bench = OttoBench.with_orders(3)
    bench.every_page()
    bench.standin.office.revoke_tokens()
    assert len(bench.every_page()[0].orders) == 3
    assert _token_calls(bench) == 2


def test_a_rotated_secret_denies_access() -> None:
    bench = OttoBench.with_orders(1)
    bench.standin.office.rotate_secret()
    with pytest.raises(AccessDenied, match="client id and client secret"):
        bench.every_page()


def test_a_right_that_was_taken_away_is_named() -> None:
    bench = OttoBench.with_orders(1)
    bench.every_page()
    bench.standin.office.own_scopes(["products"])
    bench.tokens.kept.clear()
    with pytest.raises(AccessDenied):
        bench.every_page()


def test_an_unknown_cursor_is_refused_with_the_reasons() -> None:
    bench = OttoBench.with_orders(1)
    with pytest.raises(Refused) as caught:
        bench.otto().orders.changed_orders(None, "nextcursor=nonsense&limit=5")
    assert caught.value.status == 400
    assert caught.value.complaints[0].text.startswith("Bad Request")


@pytest.mark.parametrize(
    ("spell", "error"),
    [
        (Spell(Kind.RESET_BEFORE), Unreachable),
        (Spell(Kind.RESET_BEFORE, refused=True), Unreachable),
        (Spell(Kind.ANSWER_LOST), Unreachable),
        (Spell(Kind.HTML_502), Unreachable),
        (Spell(Kind.STORM_429, retry_after="seconds", seconds=2), Throttled),
        (Spell(Kind.STORM_429, retry_after="date", seconds=2), Throttled),
        (Spell(Kind.STORM_429, html=True), Throttled),
        (Spell(Kind.TRUNCATED, cut="json"), BrokenReply),
        (Spell(Kind.TRUNCATED, cut="length"), (BrokenReply, Unreachable)),
    ],
)
def test_bad_weather_becomes_the_right_error(
    spell: Spell, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    bench = OttoBench.with_orders(3)
    bench.every_page()
    bench.standin.weather = Weather.listed(spell)
    with pytest.raises(error):
        bench.otto(checked=False).orders.changed_orders(None, None)


def test_retries_get_through_a_mixed_storm() -> None:
    stamina.set_testing(True, attempts=8)
    bench = OttoBench.with_orders(300)
    bench.standin.weather = Weather("rough", rate=0.4, seed=5, delay=0)
    pages = bench.every_page(checked=False)
    ids = [order.sales_order_id for page in pages for order in page.orders]
    assert ids == [order["salesOrderId"] for order in bench.standin.orders_now()]


@needs_specs
def test_every_example_of_an_order_is_read() -> None:
    folder = SPECS / "otto" / "examples"
    bodies = [parse_json(path.read_text("utf-8")) for path in sorted(folder.glob("order_*.json"))]
    bodies += parse_json((folder / "orders_list_page.json").read_text("utf-8"))["resources"]
    assert len(bodies) >= 8
    for body in bodies:
        order = read_order(body)
        assert isinstance(order, Order)
        assert len(order.positions) == len(body["positionItems"])
        for position, item in zip(order.positions, body["positionItems"], strict=True):
            assert position.state.value == item["fulfillmentStatus"]
            assert position.price.cents == item["itemValueGrossPrice"]["amount"] * 100
