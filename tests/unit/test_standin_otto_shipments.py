"""The stand-in of OTTO: what becomes of dispatch notices, beyond what the contract's document says."""

from contextlib import suppress
from typing import Any

import httpx
import pytest

from adapters.otto.standin import OttoStandin, State
from standins import MovableClock, Weather, serving
from tests.contract.otto_parcels import entry, parcel, ready


class Seller:
    """Reports parcels as they are given, in any weather."""

    def __init__(self) -> None:
        self.clock = MovableClock()
        self.standin = OttoStandin(clock=self.clock)

    @property
    def http(self) -> httpx.Client:
        """With a fresh token: they live for half an hour, and the clock moves by days."""
        return self.standin.client("shipments")

    def report(self, body: Any) -> httpx.Response:
        return self.http.post("/v1/shipments", json=body)

    def title(self, body: Any) -> str:
        return str(self.report(body).json()["errors"][0]["title"])


@pytest.fixture
def seller() -> Seller:
    return Seller()


def items_in(seller: Seller, state: State) -> tuple[str, str]:
    """An order and its item, in that state without a notice of ours."""
    standin = seller.standin
    payment = "PREPAYMENT" if state is State.ANNOUNCED else "PAYPAL"
    order_id = standin.place_visible(payment=payment, skus=["DECKE-XL"])
    if state is State.CANCELLED_BY_MARKETPLACE:
        standin.cancel_by_marketplace(order_id)
    if state in {State.SENT, State.RETURNED}:
        standin.mark_sent(order_id)
    if state is State.RETURNED:
        standin.mark_returned(order_id)
    (item,) = standin.item_ids(order_id, state)
    return order_id, item


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.CANCELLED_BY_MARKETPLACE])
def test_what_may_not_be_sent_is_answered_as_it_was_chosen(seller: Seller, state: State) -> None:
    order_id, item = items_in(seller, state)
    body = parcel(entry(order_id, item))
    refused = seller.report(body)
    assert (refused.status_code, seller.title(body)) == (400, "INSUFFICIENT_PERMISSION")
    seller.standin.odd.not_processable = "conflict"
    refused = seller.report(body)
    assert (refused.status_code, seller.title(body)) == (409, "POSITION_ITEM_NOT_PROCESSABLE")
    seller.standin.odd.not_processable = "accepted"
    assert seller.report(body).status_code == 201
    assert seller.standin.item_ids(order_id, state) == [item]


@pytest.mark.parametrize("state", [State.SENT, State.RETURNED])
def test_what_was_sent_by_hand_is_in_another_shipment(seller: Seller, state: State) -> None:
    order_id, item = items_in(seller, state)
    body = parcel(entry(order_id, item))
    assert seller.title(body) == "POSITION_ITEM_INCLUDED_IN_OTHER_SHIPMENT"
    seller.standin.odd.not_processable = "accepted"
    assert seller.report(body).status_code == 409
    (shipment,) = seller.standin.fulfilment.depot.of_item(item)
    path = f"/v1/shipments/carriers/DHL/trackingnumbers/{shipment.key.number}"
    assert seller.http.get(path).json()["positionItems"][0]["positionItemId"] == item
    assert not seller.standin.books.reports


def test_an_order_that_does_not_show_yet_cannot_be_sent(seller: Seller) -> None:
    order_id = seller.standin.place(payment="PAYPAL", skus=["DECKE-XL"])
    (item,) = seller.standin.item_ids(order_id)
    assert seller.title(parcel(entry(order_id, item))) == "INSUFFICIENT_PERMISSION"
    seller.clock.move(minutes=45)
    assert seller.report(parcel(entry(order_id, item))).status_code == 201


def test_a_return_number_rests_for_42_days(seller: Seller) -> None:
    order_id, (first, second, third) = ready(seller.standin, 3)
    assert seller.report(parcel(entry(order_id, first, "R1"), number="H1")).status_code == 201
    seller.clock.move(days=42, seconds=-1)
    again = parcel(entry(order_id, second, "R1"), number="H2")
    assert seller.title(again) == "DUPLICATE_RETURN_TRACKING_KEY"
    seller.clock.move(seconds=1)
    assert seller.report(again).status_code == 201
    once_more = parcel(entry(order_id, third, "R1"), number="H3")
    assert seller.title(once_more) == "DUPLICATE_RETURN_TRACKING_KEY"
    seller.standin.odd.reused_return_numbers = "accepted"
    assert seller.report(once_more).status_code == 201
    assert seller.standin.books.return_numbers() == {("DHL", "R1"): 3}


def test_positions_in_one_parcel_share_its_return_number(seller: Seller) -> None:
    order_id, (first, second, third) = ready(seller.standin, 3)
    body = parcel(entry(order_id, first, "R1"), entry(order_id, second, "R1"))
    shipment_id = seller.report(body).json()["shipmentId"]
    path = f"/v1/shipments/{shipment_id}/positionitems"
    assert seller.http.post(path, json=[entry(order_id, third, "R1")]).status_code == 200
    assert seller.standin.books.return_numbers() == {("DHL", "R1"): 1}
    assert seller.standin.books.times_reported() == {first: 1, second: 1, third: 1}
    assert seller.standin.books.shipments_of(third) == [shipment_id]


def test_one_parcel_has_one_return_address(seller: Seller) -> None:
    order_id, (first, second) = ready(seller.standin, 2)
    entries = [entry(order_id, item) for item in (first, second)]
    entries[1]["returnAddressCarrierId"] = "7423afd2-e7ab-4bae-ac30-048b7c0346c1"
    assert seller.title(parcel(*entries)) == "PROPERTY_IS_INVALID"
    shipment_id = seller.report(parcel(entries[0])).json()["shipmentId"]
    path = f"/v1/shipments/{shipment_id}/positionitems"
    assert seller.http.post(path, json=[entries[1]]).status_code == 400


def test_one_position_stands_once_in_a_parcel(seller: Seller) -> None:
    order_id, (item,) = ready(seller.standin)
    assert seller.title(parcel(entry(order_id, item), entry(order_id, item))) == "PROPERTY_IS_INVALID"


def test_a_lost_answer_has_happened_and_can_be_looked_up(seller: Seller) -> None:
    order_id, (item,) = ready(seller.standin)
    seller.standin.weather = Weather.listed("answer_lost")
    with pytest.raises(httpx.ReadError):
        seller.report(parcel(entry(order_id, item)))
    assert seller.report(parcel(entry(order_id, item))).status_code == 409
    found = seller.http.get("/v1/shipments/carriers/HERMES/trackingnumbers/H1").json()
    assert found["positionItems"][0]["positionItemId"] == item
    assert seller.standin.books.times_reported() == {item: 1}


def test_what_never_arrived_has_not_happened(seller: Seller) -> None:
    order_id, (item,) = ready(seller.standin)
    for weather in ("reset_before", "html_502", "storm_429"):
        seller.standin.weather = Weather.listed(weather)
        with suppress(httpx.TransportError):
            assert seller.report(parcel(entry(order_id, item))).status_code in {429, 502}
    assert not seller.standin.books.reports
    assert seller.report(parcel(entry(order_id, item))).status_code == 201


def test_a_cancellation_in_between_wins_or_loses(seller: Seller) -> None:
    order_id, (first, second) = ready(seller.standin, 2)
    with seller.standin.client("orders") as orders:
        assert orders.post(f"/v4/orders/{order_id}/cancellation").status_code == 202
    assert seller.report(parcel(entry(order_id, first))).status_code == 201
    seller.clock.move(seconds=5)
    assert seller.title(parcel(entry(order_id, second, "R2"), number="H2")) == "INSUFFICIENT_PERMISSION"
    assert seller.standin.item_ids(order_id, State.SENT) == [first]
    assert seller.standin.item_ids(order_id, State.CANCELLED_BY_PARTNER) == [second]
    assert seller.standin.books.cancelled(taken_effect=False) == {first: 1, second: 1}
    assert seller.standin.books.cancelled() == {second: 1}


def test_an_accepted_cancellation_may_come_to_nothing(seller: Seller) -> None:
    order_id, (item,) = ready(seller.standin)
    seller.standin.odd.cancellations_fizzle = True
    with seller.standin.client("orders") as orders:
        assert orders.post(f"/v4/orders/{order_id}/cancellation").status_code == 202
    seller.clock.move(days=1)
    assert seller.standin.item_ids(order_id, State.PROCESSABLE) == [item]
    assert seller.standin.books.cancelled(taken_effect=False) == {item: 1}
    assert not seller.standin.books.cancelled()


def test_cursors_are_forgotten(seller: Seller) -> None:
    for place in range(3):
        order_id, (item,) = ready(seller.standin)
        seller.report(parcel(entry(order_id, item, f"R{place}"), number=f"H{place}"))
    body = seller.http.get("/v1/shipments?datefrom=2026-01-01&limit=2").json()
    (link,) = body["links"]
    assert len(seller.http.get(link["href"]).json()["resources"]) == 1
    seller.standin.forget_cursors()
    assert seller.http.get(link["href"]).status_code == 400


@pytest.mark.parametrize("query", ["", "datefrom=soon", "datefrom=2026-01-01&limit=101"])
def test_a_list_with_wrong_parameters_is_refused(seller: Seller, query: str) -> None:
    answer = seller.http.get(f"/v1/shipments?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["title"]) == (400, "BAD_REQUEST")


def test_controls_over_http_show_and_move_what_is_on_its_way(seller: Seller) -> None:
    order_id, (item,) = ready(seller.standin)
    seller.report(parcel(entry(order_id, item)))
    with serving(seller.standin) as base, httpx.Client(base_url=base) as client:
        moved = client.post(
            "/_standin/shipments", json={"carrier": "HERMES", "number": "H1", "state": "ON_THE_WAY"}
        )
        assert moved.status_code == 200
        unknown = client.post("/_standin/shipments", json={"shipment": "1", "state": "DELIVERED"})
        assert (unknown.status_code, unknown.json()) == (400, {"error": "there is no such shipment"})
        books = client.get("/_standin/books").json()
        odd = client.post("/_standin/oddities", json={"not_processable": "accepted", "lag": 90}).json()
        assert client.post("/_standin/oddities", json={"no_such": 1}).status_code == 400
    assert [(report["item"], report["number"], report["return_number"]) for report in books["reports"]] == [
        (item, "H1", "577546565072")
    ]
    assert (odd["not_processable"], odd["lag"]) == ("accepted", 90.0)
    assert seller.standin.odd.not_processable == "accepted"
    assert seller.standin.odd.lag.total_seconds() == 90
