"""The shipment interface of OTTO's stand-in, held against the contract."""

from copy import deepcopy
from typing import Any

import httpx
import pytest
import yaml

from adapters.otto.standin import State
from adapters.otto.standin.shipments.carriers import CARRIERS, PARCEL_CARRIERS, RETURN_CARRIERS
from standins import transport
from tests.contract.otto_parcels import bench, entry, parcel, place_for, ready, send
from tests.contract.otto_standin import OTTO, Checked, contract, example
from tests.specs import needs_specs

pytestmark = needs_specs

SHIPMENTS = "/v1/shipments"
MULTIPARCEL = "/v1/multiparcel-shipments"
REQUESTS = (
    "shipment_create_parcel_request.json",
    "shipment_create_forwarder_request.json",
    "shipment_create_forwarder_no_tracking_request.json",
)


def read(checked: Checked, path: str) -> Any:
    return checked.get(path, "shipments")


def states(checked: Checked, order_id: str) -> set[State]:
    return {State(item["fulfillmentStatus"]) for item in order(checked, order_id)["positionItems"]}


def order(checked: Checked, order_id: str) -> Any:
    return checked.get(f"/v4/orders/{order_id}").json()


def titles(answer: Any) -> list[tuple[str, str | None]]:
    return [(error["title"], error.get("jsonPath")) for error in answer.json()["errors"]]


def test_every_carrier_of_the_document_is_taken_and_no_other() -> None:
    spec = yaml.safe_load((OTTO / "openapi.yaml").read_text("utf-8"))["components"]["schemas"]
    assert set(spec["Carrier__Shipments-V1"]["enum"]) == CARRIERS
    assert set(spec["Carrier__Shipments-V1"]["x-parcel-carriers"]) == PARCEL_CARRIERS
    assert set(spec["ReturnCarrier__Shipments-V1"]["enum"]) == RETURN_CARRIERS
    checked, _ = bench()
    for code in sorted(CARRIERS):
        order_id, (item,) = ready(checked.standin)
        body = parcel(entry(order_id, item, f"R{code}"), number=f"N{code}", carrier=code)
        assert send(checked, body).status_code == 201


@pytest.mark.parametrize("name", REQUESTS)
def test_the_official_requests_are_accepted_and_come_back(name: str) -> None:
    checked, _ = bench()
    body = place_for(checked.standin, name)
    answer = send(checked, body)
    assert answer.status_code == 201
    shipment_id = answer.json()["shipmentId"]
    found = read(checked, f"{SHIPMENTS}/{shipment_id}").json()
    assert {name: found[name] for name in body} == body
    assert found["states"] == [{"state": "SENT", "occurredOn": "2026-01-12T09:00:00.000Z"}]
    assert states(checked, body["positionItems"][0]["salesOrderId"]) == {State.SENT}


def test_the_official_multiparcel_request_is_accepted() -> None:
    checked, _ = bench()
    body = place_for(checked.standin, "shipment_multiparcel_request.json")
    answer = checked.post(MULTIPARCEL, "shipments", body)
    assert answer.status_code == 201
    assert set(answer.json()) == set(example("shipment_multiparcel_response_201.json"))
    for one in body:
        key = one["trackingKey"]
        path = f"{SHIPMENTS}/carriers/{key['carrier']}/trackingnumbers/{key['trackingNumber']}"
        found = read(checked, path).json()
        assert {name: found[name] for name in one} == one
    assert states(checked, body[0]["positionItems"][0]["salesOrderId"]) == {State.SENT}
    assert checked.standin.books.times_reported() == {body[0]["positionItems"][0]["positionItemId"]: 1}


def test_the_official_correction_is_accepted() -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    added = place_for(checked.standin, "shipment_add_items_request.json")
    first = entry(order_id, item)
    first["returnAddressCarrierId"] = added[0]["returnAddressCarrierId"]
    shipment_id = send(checked, parcel(first)).json()["shipmentId"]
    answer = checked.post(f"{SHIPMENTS}/{shipment_id}/positionitems", "shipments", added)
    assert (answer.status_code, answer.content) == (200, b"")
    items = read(checked, f"{SHIPMENTS}/{shipment_id}").json()["positionItems"]
    assert items == [first, *added]
    assert states(checked, added[0]["salesOrderId"]) == {State.SENT}


def test_an_order_shows_that_it_was_sent_and_in_which_parcel() -> None:
    checked, clock = bench()
    order_id, (first, second) = ready(checked.standin, 2)
    clock.move(minutes=3)
    assert send(checked, parcel(entry(order_id, first))).status_code == 201
    shown = order(checked, order_id)
    assert shown["lastModifiedDate"] == "2026-01-12T09:03:00.000+0000"
    sent, left = shown["positionItems"]
    assert sent["fulfillmentStatus"] == "SENT"
    assert sent["trackingInfo"] == {"carrier": "HERMES", "trackingNumber": "H1"}
    assert left["positionItemId"] == second
    assert left["fulfillmentStatus"] == "PROCESSABLE"


def test_a_forwarder_may_do_without_number_and_way_back() -> None:
    checked, _ = bench()
    order_id, (first, second) = ready(checked.standin, 2)
    for item in (first, second):
        body = parcel(entry(order_id, item, None), number=None, carrier="OTHER_FORWARDER")
        assert send(checked, body).status_code == 201
    assert order(checked, order_id)["positionItems"][0]["trackingInfo"] == {"carrier": "OTHER_FORWARDER"}
    checked.standin.odd.forwarder_needs_number = True
    refused = checked.wrong("POST", SHIPMENTS, "shipments", body)
    assert titles(refused) == [("PROPERTY_IS_MANDATORY", "trackingKey.trackingNumber")]


def test_items_of_several_orders_go_in_one_parcel() -> None:
    checked, _ = bench()
    (one, (first,)), (two, (second,)) = ready(checked.standin), ready(checked.standin)
    assert send(checked, parcel(entry(one, first), entry(two, second))).status_code == 201
    assert states(checked, one) | states(checked, two) == {State.SENT}


def test_a_tracking_key_is_taken_once() -> None:
    checked, _ = bench()
    order_id, (first, second) = ready(checked.standin, 2)
    assert send(checked, parcel(entry(order_id, first))).status_code == 201
    again = send(checked, parcel(entry(order_id, second, "R2")))
    assert again.status_code == 409
    assert again.json() == example("shipment_error_409_duplicate_tracking_key.json")
    other_carrier = parcel(entry(order_id, second, "R2"), carrier="GLS")
    assert send(checked, other_carrier).status_code == 201


def test_a_position_is_taken_once() -> None:
    checked, _ = bench()
    order_id, (first, second) = ready(checked.standin, 2)
    shipment_id = send(checked, parcel(entry(order_id, first))).json()["shipmentId"]
    answer = send(checked, parcel(entry(order_id, first, "R2"), entry(order_id, second, "R2"), number="H2"))
    assert answer.status_code == 409
    assert titles(answer) == [("POSITION_ITEM_INCLUDED_IN_OTHER_SHIPMENT", None)]
    path = f"{SHIPMENTS}/{shipment_id}/positionitems"
    added = checked.post(path, "shipments", [entry(order_id, first)])
    official = example("shipment_add_items_error_409.json")
    official["errors"][0]["path"] = path.removeprefix("/v1")
    assert (added.status_code, added.json()) == (409, official)
    # Nothing of a refused notice has happened.
    assert states(checked, order_id) == {State.SENT, State.PROCESSABLE}
    assert read(checked, f"{SHIPMENTS}/carriers/HERMES/trackingnumbers/H2").status_code == 404
    assert checked.standin.books.times_reported() == {first: 1}


def test_the_parcels_of_one_position_are_taken_together_or_not_at_all() -> None:
    checked, _ = bench()
    order_id, (first, second) = ready(checked.standin, 2)
    assert send(checked, parcel(entry(order_id, first))).status_code == 201
    halves = [parcel(entry(order_id, second, f"R{n}"), number=f"H{n}") for n in (2, 1)]
    answer = checked.post(MULTIPARCEL, "shipments", halves)
    assert (answer.status_code, titles(answer)) == (409, [("DUPLICATE_TRACKING_KEY", None)])
    assert answer.json()["errors"][0]["path"] == "/multiparcel-shipments[1].shipments"
    assert states(checked, order_id) == {State.SENT, State.PROCESSABLE}
    halves[1]["trackingKey"]["trackingNumber"] = "H3"
    halves[1]["positionItems"][0]["returnTrackingKey"]["trackingNumber"] = "R2"
    answer = checked.post(MULTIPARCEL, "shipments", halves)
    assert titles(answer) == [
        (
            "DUPLICATE_RETURN_TRACKING_KEY",
            "shipments[1].positionItems[0].returnTrackingKey.trackingNumber",
        )
    ]
    halves[1]["positionItems"][0]["returnTrackingKey"]["trackingNumber"] = "R3"
    assert checked.post(MULTIPARCEL, "shipments", halves).status_code == 201
    assert states(checked, order_id) == {State.SENT}


def without(body: Any, *path: Any) -> Any:
    body = deepcopy(body)
    holder = body
    for part in path[:-1]:
        holder = holder[part]
    del holder[path[-1]]
    return body


@pytest.mark.parametrize(
    ("path", "json_path"),
    [
        (("trackingKey",), "trackingKey"),
        (("trackingKey", "carrier"), "trackingKey.carrier"),
        (("trackingKey", "trackingNumber"), "trackingKey.trackingNumber"),
        (("shipDate",), "shipDate"),
        (("shipFromAddress",), "shipFromAddress"),
        (("shipFromAddress", "zipCode"), "shipFromAddress.zipCode"),
        (("positionItems",), "positionItems"),
        (("positionItems", 0), "positionItems"),
        (("positionItems", 0, "salesOrderId"), "positionItems[0].salesOrderId"),
        (("positionItems", 0, "returnTrackingKey"), "positionItems[0].returnTrackingKey"),
        (
            ("positionItems", 0, "returnTrackingKey", "trackingNumber"),
            "positionItems[0].returnTrackingKey.trackingNumber",
        ),
    ],
)
def test_what_is_missing_is_named(path: tuple[Any, ...], json_path: str) -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    body = without(parcel(entry(order_id, item)), *path)
    answer = checked.wrong("POST", SHIPMENTS, "shipments", body)
    assert answer.status_code == 400
    expected = example("shipment_error_400_property_mandatory.json")
    expected["errors"][0]["jsonPath"] = json_path
    assert answer.json() == expected
    halves = [parcel(entry(order_id, item, f"R{n}"), number=f"H{n}") for n in (1, 2)]
    halves[0] = without(halves[0], *path)
    answer = checked.wrong("POST", MULTIPARCEL, "shipments", halves)
    expected = example("shipment_multiparcel_error_400_property_mandatory.json")
    expected["errors"][0]["jsonPath"] = f"shipments[0].{json_path}"
    assert answer.json() == expected
    assert states(checked, order_id) == {State.PROCESSABLE}


@pytest.mark.parametrize(
    ("path", "value", "json_path"),
    [
        (("trackingKey", "carrier"), "MOON", "trackingKey.carrier"),
        (("shipDate",), "yesterday", "shipDate"),
        (("shipFromAddress", "countryCode"), "DE", "shipFromAddress.countryCode"),
        (("shipFromAddress", "city"), "D" * 61, "shipFromAddress.city"),
        (("shipFromAddress", "zipCode"), "0" * 11, "shipFromAddress.zipCode"),
        (("positionItems", 0, "positionItemId"), "first", "positionItems[0].positionItemId"),
        (
            ("positionItems", 0, "returnTrackingKey", "carrier"),
            "DPD",
            "positionItems[0].returnTrackingKey.carrier",
        ),
    ],
)
def test_what_is_wrong_is_named(path: tuple[Any, ...], value: str, json_path: str) -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    body = parcel(entry(order_id, item))
    holder: Any = body
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = value
    answer = checked.wrong("POST", SHIPMENTS, "shipments", body)
    assert (answer.status_code, titles(answer)) == (400, [("PROPERTY_IS_INVALID", json_path)])


def test_what_is_no_document_is_refused() -> None:
    checked, _ = bench()
    headers = {**checked.bearer("shipments"), "content-type": "application/json"}
    with httpx.Client(transport=transport(checked.standin), base_url="http://otto.test") as client:
        for path in (SHIPMENTS, MULTIPARCEL):
            answer = client.post(path, headers=headers, content=b"[1")
            contract().check_response(answer.request, answer)
            assert answer.status_code == 400


def test_positions_of_somebody_else_are_refused_by_their_places() -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    stranger = "11111111-2222-4333-8444-555555555555"
    answer = send(checked, parcel(entry(order_id, stranger)))
    assert answer.status_code == 400
    assert answer.json() == example("shipment_error_400_insufficient_permission.json")
    mixed = parcel(entry(order_id, item), entry(stranger, item))
    mixed["positionItems"][1]["positionItemId"] = stranger
    assert titles(send(checked, mixed)) == [("INSUFFICIENT_PERMISSION", "positionItems[1].positionItemId")]
    halves = [parcel(entry(order_id, stranger, f"R{n}"), number=f"H{n}") for n in (1, 2)]
    answer = checked.post(MULTIPARCEL, "shipments", halves)
    assert answer.json() == example("shipment_multiparcel_error_400_insufficient_permission.json")
    shipment_id = send(checked, parcel(entry(order_id, item))).json()["shipmentId"]
    answer = checked.post(
        f"{SHIPMENTS}/{shipment_id}/positionitems", "shipments", [entry(order_id, stranger)]
    )
    assert answer.json() == example("shipment_add_items_error_400.json")


def test_shipments_that_are_not_there_are_404_in_the_official_words() -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    single = read(checked, f"{SHIPMENTS}/1010699308155")
    assert (single.status_code, single.json()) == (404, example("shipment_error_404.json"))
    path = f"{SHIPMENTS}/carriers/DHL/trackingnumbers/003404342680306931225"
    by_key = read(checked, path)
    assert by_key.json() == example("shipment_error_404_by_tracking_number.json")
    for place in (f"{SHIPMENTS}/1010699308155", path):
        added = checked.post(f"{place}/positionitems", "shipments", [entry(order_id, item)])
        assert (added.status_code, titles(added)) == (404, [("RESOURCE_NOT_FOUND", None)])


def test_the_list_has_pages_and_begins_at_a_date() -> None:
    checked, clock = bench()
    numbers = []
    for place in range(5):
        order_id, (item,) = ready(checked.standin)
        send(checked, parcel(entry(order_id, item, f"R{place}"), number=f"H{place}"))
        numbers.append(f"H{place}")
        clock.move(days=1)
    link: str | None = f"{SHIPMENTS}?datefrom=2026-01-12&limit=2"
    pages = []
    while link is not None:
        body = read(checked, link).json()
        pages.append([row["trackingKey"]["trackingNumber"] for row in body["resources"]])
        assert all("positionItems" not in row for row in body["resources"])
        link = next((link["href"] for link in body["links"]), None)
    assert pages == [numbers[:2], numbers[2:4], numbers[4:]]
    later = read(checked, f"{SHIPMENTS}?datefrom=2026-01-14T09:00:00.000%2B00:00").json()["resources"]
    assert [row["trackingKey"]["trackingNumber"] for row in later] == numbers[2:]


def test_a_parcel_moves_on() -> None:
    checked, clock = bench()
    order_id, (item,) = ready(checked.standin)
    send(checked, parcel(entry(order_id, item)))
    moved = {"carrier": "HERMES", "number": "H1", "state": "DELIVERED"}
    clock.move(days=1)
    assert checked.standin.controls()["POST /_standin/shipments"](moved)
    (row,) = read(checked, f"{SHIPMENTS}?datefrom=2026-01-01").json()["resources"]
    assert [state["state"] for state in row["states"]] == ["SENT", "DELIVERED"]
    assert row["states"][1]["occurredOn"] == "2026-01-13T09:00:00.000Z"


def test_reporting_asks_for_its_scope() -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    halves = [parcel(entry(order_id, item, f"R{n}"), number=f"H{n}") for n in (1, 2)]
    for path, body in ((SHIPMENTS, halves[0]), (MULTIPARCEL, halves)):
        assert checked.post(path, "orders", body).status_code == 403
        assert checked.http.post(path, headers={"authorization": "Bearer x"}, json=body).status_code == 401
    assert states(checked, order_id) == {State.PROCESSABLE}
