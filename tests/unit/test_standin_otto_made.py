"""The stand-in of OTTO: generated orders, orders put in by hand, and moments in all their forms."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.otto.standin import Impossible, OttoStandin, State
from adapters.otto.standin.timestamps import understood, written, written_in_berlin
from standins import MovableClock

STATES = [state.value for state in State]


def quiet() -> tuple[OttoStandin, MovableClock]:
    clock = MovableClock()
    return OttoStandin(clock=clock), clock


def one(standin: OttoStandin, order_id: str) -> Any:
    with standin.client("orders") as client:
        return client.get(f"/v4/orders/{order_id}").json()


# The generator


def test_the_same_seed_gives_the_same_orders() -> None:
    first, second, third = (
        OttoStandin.with_orders(50, seed=seed, clock=MovableClock()).orders_now() for seed in (7, 7, 8)
    )
    assert first == second
    assert first != third


def test_generated_orders_are_many_kinds_and_add_up() -> None:
    standin = OttoStandin.with_orders(1500, seed=4, clock=MovableClock())
    orders = standin.orders_now()
    items = [item for order in orders for item in order["positionItems"]]
    assert len(orders) > 1400
    assert len({order["salesOrderId"] for order in orders}) == len(orders)
    assert len({order["orderNumber"] for order in orders}) == len(orders)
    assert len({item["positionItemId"] for item in items}) == len(items)
    assert {item["fulfillmentStatus"] for item in items} == set(STATES)
    assert any(len({item["fulfillmentStatus"] for item in order["positionItems"]}) > 1 for order in orders)
    assert sum("initialDiscounts" in order for order in orders) > 50
    for order in orders:
        assert len(order["orderNumber"]) == 10
        assert order["orderDate"] < order["lastModifiedDate"] <= written(standin.clock())
        present = {item["positionItemId"] for item in order["positionItems"]}
        for charge in (*order.get("initialDeliveryFees", ()), *order.get("initialDiscounts", ())):
            assert charge["positionItemIds"]
            assert set(charge["positionItemIds"]) <= present
        reduced = sum(
            cents(item["itemValueDiscount"]) for item in order["positionItems"] if "itemValueDiscount" in item
        )
        assert reduced == sum(cents(one["discountAmount"]) for one in order.get("initialDiscounts", ()))
        for item in order["positionItems"]:
            if "itemValueDiscount" in item:
                assert cents(item["itemValueReducedGrossPrice"]) == cents(
                    item["itemValueGrossPrice"]
                ) - cents(item["itemValueDiscount"])


def cents(amount: dict[str, Any]) -> int:
    return round(100 * float(amount["amount"]))


def test_no_generated_person_has_a_real_address_on_the_net() -> None:
    standin = OttoStandin.with_orders(200, seed=4, clock=MovableClock())
    mails = {
        order[name]["email"]
        for order in standin.orders_now()
        for name in ("deliveryAddress", "invoiceAddress")
        if "email" in order.get(name, {})
    }
    assert mails
    assert {mail.rpartition("@")[2] for mail in mails} == {"example.com", "customer.otto.market"}


# Moments

MOMENTS = st.integers(946_684_800 * 10**6, 4_102_358_400 * 10**6).map(
    lambda number: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=number)
)


@given(moment=MOMENTS, form=st.sampled_from(["+0000", "+02:00", "Z"]))
def test_every_form_is_the_same_moment_to_the_millisecond(moment: datetime, form: Any) -> None:
    expected = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert datetime.fromisoformat(written(moment, form)) == expected
    if form != "+0000":
        assert understood(written(moment, form)) == expected


@given(moment=MOMENTS)
def test_expected_deliveries_are_given_in_local_time(moment: datetime) -> None:
    try:
        berlin = ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        pytest.skip("no time zone data here")
    expected = moment.astimezone(berlin).isoformat(timespec="milliseconds")
    assert written_in_berlin(moment) == expected


# Put in by hand


@pytest.mark.parametrize(
    "poison",
    [
        {},
        [],
        None,
        17,
        "order",
        {"salesOrderId": None},
        {"salesOrderId": "x", "positionItems": None},
        {"salesOrderId": "x", "positionItems": 5, "orderDate": 12},
        {"salesOrderId": "x", "positionItems": [None, {"fulfillmentStatus": ["SENT"]}], "orderDate": "soon"},
        {"salesOrderId": "x", "positionItems": [{"fulfillmentStatus": "LOST_IN_SPACE"}], "new": {"a": 1}},
    ],
)
def test_any_json_can_be_put_in_and_comes_out_unchanged(poison: Any) -> None:
    standin, _ = quiet()
    before = standin.place_visible()
    key = standin.inject(poison)
    after = standin.place_visible()
    with standin.client("orders") as client:
        found = client.get("/v4/orders").json()["resources"]
        assert client.get(f"/v4/orders/{key}").json() == poison
    assert poison in found
    assert {before, after} <= {o["salesOrderId"] for o in found if isinstance(o, dict) and "payment" in o}
    with pytest.raises(Impossible):
        standin.change_something(key)


def test_raw_json_of_a_known_order_replaces_it() -> None:
    standin, _ = quiet()
    order_id = standin.place_visible()
    version = {**one(standin, order_id), "suspectedFraudCase": "perhaps"}
    assert standin.inject(version) == order_id
    assert standin.orders_now() == [version]


def test_two_nameless_orders_stay_two() -> None:
    standin, _ = quiet()
    assert standin.inject({"a": 1}) != standin.inject({"a": 2})
    assert len(standin.orders_now()) == 2


@pytest.mark.parametrize(("form", "end"), [("+0000", "+0000"), ("+02:00", "+02:00"), ("Z", "Z")])
def test_moments_may_be_written_in_other_ways(form: Any, end: str) -> None:
    standin, clock = quiet()
    order_id = standin.place_visible()
    standin.odd.time_form = form
    order = one(standin, order_id)
    assert order["lastModifiedDate"].endswith(end)
    assert datetime.fromisoformat(order["lastModifiedDate"]) == clock()


def test_a_change_may_show_late_with_its_own_date() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PREPAYMENT")
    clock.move(minutes=1)
    standin.odd.lag = timedelta(minutes=3)
    standin.pay(order_id)
    paid = written(clock())
    clock.move(minutes=1)
    standin.change_something(order_id)
    clock.move(minutes=1)
    assert one(standin, order_id)["lastModifiedDate"] == "2026-01-12T09:00:00.000+0000"
    clock.move(minutes=1)
    assert one(standin, order_id)["lastModifiedDate"] == paid
    clock.move(minutes=1)
    assert one(standin, order_id)["lastModifiedDate"] == "2026-01-12T09:02:00.000+0000"


def test_a_cancelled_order_may_hide_its_addresses() -> None:
    standin, _ = quiet()
    order_id = standin.place_visible(payment="PAYPAL")
    standin.cancel_by_marketplace(order_id)
    assert "deliveryAddress" in one(standin, order_id)
    standin.odd.hide_cancelled = True
    assert "deliveryAddress" not in one(standin, order_id)
