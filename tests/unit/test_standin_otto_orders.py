"""The stand-in of OTTO: what an order shows when, and what can happen to it."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.otto.standin import Impossible, OttoStandin, State
from adapters.otto.standin.timestamps import written
from standins import MovableClock


def quiet() -> tuple[OttoStandin, MovableClock]:
    clock = MovableClock()
    return OttoStandin(clock=clock), clock


def one(standin: OttoStandin, order_id: str) -> Any:
    with standin.client("orders") as client:
        return client.get(f"/v4/orders/{order_id}").json()


# What shows when


def test_an_order_shows_45_minutes_after_the_purchase() -> None:
    standin, clock = quiet()
    order_id = standin.place(payment="PAYPAL")
    clock.move(minutes=44, seconds=59)
    with standin.client("orders") as client:
        assert client.get("/v4/orders").json()["resources"] == []
        assert client.get(f"/v4/orders/{order_id}").status_code == 404
        clock.move(seconds=1)
        (order,) = client.get("/v4/orders").json()["resources"]
    assert order["orderDate"] == "2026-01-12T09:00:00.000+0000"
    assert order["lastModifiedDate"] == "2026-01-12T09:45:00.000+0000"
    assert order["orderLifecycleInformation"] == {"lifecycleChangeDate": "2026-01-12T09:45:00.000+0000"}
    assert {item["processableDate"] for item in order["positionItems"]} == {"2026-01-12T09:45:00.000+0000"}


def test_a_purchase_taken_back_within_the_hold_was_never_there() -> None:
    standin, clock = quiet()
    standin.cancel_by_customer(standin.place())
    clock.move(minutes=60)
    assert standin.orders_now() == []
    assert standin.shelf.ids() == []


def test_what_happens_within_the_hold_shows_with_its_end() -> None:
    standin, clock = quiet()
    order_id = standin.place(payment="PREPAYMENT")
    clock.move(minutes=5)
    standin.pay(order_id)
    assert standin.orders_now() == []
    clock.move(minutes=40)
    (order,) = standin.orders_now()
    assert order["lastModifiedDate"] == "2026-01-12T09:45:00.000+0000"
    assert {item["fulfillmentStatus"] for item in order["positionItems"]} == {"PROCESSABLE"}


def test_an_announced_order_keeps_addresses_and_dates_back() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PREPAYMENT", skus=["SHIRT-M-BLA", "SHIRT-M-BLA"])
    order = one(standin, order_id)
    assert {item["fulfillmentStatus"] for item in order["positionItems"]} == {"ANNOUNCED"}
    assert order.keys().isdisjoint({"deliveryAddress", "invoiceAddress"})
    for item in order["positionItems"]:
        assert item.keys().isdisjoint({"expectedDeliveryDate", "processableDate"})
        assert item["product"]["sku"] == "SHIRT-M-BLA"
    clock.move(minutes=1)
    standin.pay(order_id, standin.item_ids(order_id)[:1])
    order = one(standin, order_id)
    assert [item["fulfillmentStatus"] for item in order["positionItems"]] == ["PROCESSABLE", "ANNOUNCED"]
    assert order.keys() >= {"deliveryAddress", "invoiceAddress"}
    assert "expectedDeliveryDate" in order["positionItems"][0]
    assert "expectedDeliveryDate" not in order["positionItems"][1]


def test_the_buyers_own_contact_shows_for_freight_only() -> None:
    standin, _ = quiet()
    parcel = one(standin, standin.place_visible(payment="PAYPAL", skus=["DECKE-XL"]))
    freight = one(standin, standin.place_visible(payment="PAYPAL", skus=["DECKE-XL", "SOFA-L"]))
    assert parcel["deliveryAddress"].keys().isdisjoint({"email", "phoneNumber"})
    assert freight["deliveryAddress"]["email"].endswith("@example.com")
    assert freight["deliveryAddress"]["phoneNumber"]
    for order in (parcel, freight):
        assert "phoneNumber" not in order["invoiceAddress"]
        assert order["invoiceAddress"].get("email", "@customer.otto.market").endswith("@customer.otto.market")


def test_an_order_is_found_by_id_and_by_number() -> None:
    standin, _ = quiet()
    order = one(standin, standin.place_visible())
    assert one(standin, order["orderNumber"]) == order
    with standin.client("orders") as client:
        assert client.get("/v4/orders/nothing").status_code == 404


# Actions


def test_every_change_moves_the_change_date() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PREPAYMENT", skus=["DECKE-XL"])
    actions: tuple[Callable[[], None], ...] = (
        lambda: standin.change_something(order_id),
        lambda: standin.pay(order_id),
        lambda: standin.mark_sent(order_id, carrier="GLS", number="123"),
        lambda: standin.change_something(order_id),
        lambda: standin.mark_returned(order_id, by_marketplace=True),
    )
    for action in actions:
        moment = clock.move(minutes=1)
        action()
        assert one(standin, order_id)["lastModifiedDate"] == written(moment)
    (item,) = one(standin, order_id)["positionItems"]
    assert item["fulfillmentStatus"] == "RETURNED"
    assert item["trackingInfo"] == {"carrier": "GLS", "trackingNumber": "123"}
    assert item["processableDate"] < item["sentDate"] < item["returnedDate"]
    assert item["returnAcceptedByMarketplace"] is True


def test_a_change_of_an_announced_order_moves_nothing_but_its_date() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PREPAYMENT")
    before = one(standin, order_id)
    clock.move(minutes=1)
    standin.change_something(order_id)
    after = one(standin, order_id)
    assert after.pop("lastModifiedDate") > before.pop("lastModifiedDate")
    assert after == before


@pytest.mark.parametrize("who", ["marketplace", "customer"])
def test_cancellations_from_outside_name_their_reason(who: str) -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PREPAYMENT", skus=["DECKE-XL"])
    clock.move(minutes=1)
    if who == "marketplace":
        standin.cancel_by_marketplace(order_id)
    else:
        standin.cancel_by_customer(order_id)
    (item,) = one(standin, order_id)["positionItems"]
    assert item["fulfillmentStatus"] == "CANCELLED_BY_MARKETPLACE"
    reasons = {"marketplace": "PAYMENT_ABORTED", "customer": "CANCELLED_ON_CUSTOMER_WISH"}
    assert item["cancellationReason"] == reasons[who]
    assert item["cancellationDate"] == "2026-01-12T09:01:00.000+0000"
    assert "deliveryAddress" not in one(standin, order_id)


def test_a_move_that_does_not_fit_changes_nothing() -> None:
    standin, _ = quiet()
    order_id = standin.place_visible(payment="PAYPAL", skus=["DECKE-XL", "DECKE-XL"])
    first = standin.item_ids(order_id)[:1]
    standin.mark_sent(order_id, first)
    before = one(standin, order_id)
    moves: tuple[Callable[[], None], ...] = (
        lambda: standin.pay(order_id),
        lambda: standin.mark_sent(order_id, first),
        lambda: standin.cancel_by_marketplace(order_id, first),
        lambda: standin.mark_returned(order_id, ["nothing"]),
        lambda: standin.pay("nothing"),
    )
    for move in moves:
        with pytest.raises(Impossible):
            move()
    assert one(standin, order_id) == before


# The partner cancels


def test_a_cancellation_takes_effect_later() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PAYPAL", skus=["DECKE-XL", "TEE-500"])
    sent = standin.item_ids(order_id)[0]
    standin.mark_sent(order_id, [sent])
    with standin.client("orders") as client:
        answer = client.post(f"/v4/orders/{order_id}/cancellation")
        assert (answer.status_code, answer.content) == (202, b"")
        assert standin.item_ids(order_id, State.CANCELLED_BY_PARTNER) == []
        clock.move(seconds=7)
        items = one(standin, order_id)["positionItems"]
        assert [item["fulfillmentStatus"] for item in items] == ["SENT", "CANCELLED_BY_PARTNER"]
        assert items[1]["cancellationReason"] == "CANCELLED_ON_PARTNER_WISH"
        assert one(standin, order_id)["lastModifiedDate"] == "2026-01-12T09:00:05.000+0000"
        again = client.post(f"/v4/orders/{order_id}/cancellation")
    assert again.status_code == 409
    assert "needs to be [PROCESSABLE]" in again.json()["errors"][0]["detail"]


def test_what_was_sent_meanwhile_is_not_cancelled() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PAYPAL", skus=["DECKE-XL", "TEE-500"])
    first, second = standin.item_ids(order_id)
    with standin.client("orders") as client:
        client.post(f"/v4/orders/{order_id}/cancellation")
    clock.move(seconds=1)
    standin.mark_sent(order_id, [first])
    clock.move(seconds=10)
    assert standin.item_ids(order_id, State.SENT) == [first]
    assert standin.item_ids(order_id, State.CANCELLED_BY_PARTNER) == [second]


def test_items_are_cancelled_all_or_none_and_twice_does_no_harm() -> None:
    standin, clock = quiet()
    order_id = standin.place_visible(payment="PAYPAL", skus=["DECKE-XL"] * 3)
    first, second, third = standin.item_ids(order_id)
    standin.mark_sent(order_id, [third])
    path = f"/v4/orders/{order_id}/positionItems"
    with standin.client("orders") as client:
        refused = client.post(f"{path}/{first},{third}/cancellation")
        assert refused.status_code == 409
        assert f"[{third}]" in refused.json()["errors"][0]["detail"]
        clock.move(seconds=10)
        assert standin.item_ids(order_id, State.CANCELLED_BY_PARTNER) == []
        for wanted in (first, f"{first},{second}", f"{first},{second}"):
            assert client.post(f"{path}/{wanted}/cancellation").status_code == 202
            clock.move(seconds=10)
        assert standin.item_ids(order_id, State.CANCELLED_BY_PARTNER) == [first, second]
        assert client.post(f"{path}/nothing/cancellation").status_code == 404
        assert client.post(f"{path}/{first},/cancellation").status_code == 400
        assert client.post(f"/v4/orders/nothing/positionItems/{first}/cancellation").status_code == 404


def test_an_announced_or_unseen_order_cannot_be_cancelled_by_the_partner() -> None:
    standin, _ = quiet()
    announced = standin.place_visible(payment="PREPAYMENT")
    hidden = standin.place(payment="PAYPAL")
    with standin.client("orders") as client:
        assert client.post(f"/v4/orders/{announced}/cancellation").status_code == 409
        assert client.post(f"/v4/orders/{hidden}/cancellation").status_code == 404


# The sandbox


def test_the_sandbox_makes_its_eight_scenarios() -> None:
    standin, _ = quiet()
    with standin.client("orders") as client:
        assert client.post("/v4/orders/testorders").status_code == 200
        orders = client.get("/v4/orders").json()["resources"]
        states = [{item["fulfillmentStatus"] for item in order["positionItems"]} for order in orders]
        assert sorted(map(sorted, states)) == sorted(
            [["PROCESSABLE"]] * 6 + [["ANNOUNCED"], ["CANCELLED_BY_MARKETPLACE"]]
        )
        client.post("/v4/orders/testorders/scenario5")
        new = [order for order in client.get("/v4/orders").json()["resources"] if order not in orders]
        assert [item["weeePickup"] for item in new[0]["positionItems"]] == [True]
        assert client.post("/v4/orders/testorders/scenario9").status_code == 404
        assert client.get("/v4/orders/testorders").status_code == 404
    assert any("initialDiscounts" in order for order in orders)
    assert any("email" in order.get("deliveryAddress", {}) for order in orders)


def test_production_has_no_test_orders() -> None:
    with OttoStandin(sandbox=False).client("orders") as client:
        answer = client.post("/v4/orders/testorders")
    assert (answer.status_code, answer.json()) == (404, {"message": "no Route matched with those values"})
