"""Returns and return shipments of OTTO's stand-in, held against the contract."""

from typing import Any

import pytest

from adapters.otto.standin import OttoStandin, State
from adapters.otto.standin.returns.case import (
    ACCEPTANCE_REASONS,
    CONDITIONS,
    MARKETPLACE_REASONS,
    REJECTION_REASONS,
)
from standins import MovableClock
from tests.contract.otto_parcels import bench, entry, parcel, place_official, ready, send
from tests.contract.otto_standin import Checked, contract, example
from tests.specs import needs_specs

pytestmark = needs_specs

RETURNS = "/v3/returns"
PARCELS = "/v1/return-shipments"
SCOPE = "returns"


def sent(checked: Checked, pieces: int = 1, number: str = "1") -> tuple[str, list[str]]:
    """An order that is in one parcel on its way: its id and its items'."""
    order_id, items = ready(checked.standin, pieces)
    body = parcel(*(entry(order_id, item, f"R{number}") for item in items), number=f"H{number}")
    assert send(checked, body).status_code == 201
    return order_id, items


def verdict(order_id: str, *items: str, reason: str | None = "RETURN_RECEIVED", condition: str = "A") -> Any:
    body = [
        {"positionItemId": item, "salesOrderId": order_id, "condition": condition, "reason": reason}
        for item in items
    ]
    return {"positionItems": body}


def decide(checked: Checked, word: str, body: Any) -> Any:
    headers = {**checked.bearer(SCOPE), "content-type": "application/json;charset=UTF-8"}
    return checked.http.post(f"{RETURNS}/{word}", headers=headers, json=body)


def listed(checked: Checked, status: str) -> list[Any]:
    rows = checked.get(f"{RETURNS}?status={status}&limit=50", SCOPE).json()["positionItems"]
    assert {row["status"] for row in rows} <= {status}
    return list(rows)


def state_of(standin: OttoStandin, order_id: str, item: str) -> State:
    return next(state for state in State if item in standin.item_ids(order_id, state))


def test_the_values_are_those_of_the_document() -> None:
    schemas = contract()._document["components"]["schemas"]
    accepted = schemas["AcceptedPositionItem__Returns-V3"]["properties"]
    rejected = schemas["RejectedPositionItem__Returns-V3"]["properties"]
    read = schemas["AcceptedStatusData__Returns-V3"]["properties"]
    assert set(accepted["reason"]["enum"]) == ACCEPTANCE_REASONS
    assert set(read["reason"]["enum"]) == ACCEPTANCE_REASONS | MARKETPLACE_REASONS
    assert set(rejected["reason"]["enum"]) == REJECTION_REASONS
    assert set(accepted["condition"]["enum"]) == CONDITIONS


def test_an_announcement_shows_with_the_numbers_of_the_shipment() -> None:
    checked, clock = bench()
    order_id, (first, second) = sent(checked, 2)
    clock.move(days=3)
    checked.standin.fulfilment.returns.announce(order_id, [first])
    (row,) = listed(checked, "ANNOUNCED")
    assert row == {
        "positionItemId": first,
        "salesOrderId": order_id,
        "status": "ANNOUNCED",
        "occurredTime": "2026-01-15T09:00:00.000Z",
        "details": {"returnTrackingKey": {"trackingNumbers": ["R1"], "carrier": "DHL"}},
    }
    assert state_of(checked.standin, order_id, second) is State.SENT


def test_a_piece_in_several_parcels_is_announced_under_all_their_numbers() -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    halves = [parcel(entry(order_id, item, f"R{n}"), number=f"H{n}") for n in (1, 2)]
    assert checked.post("/v1/multiparcel-shipments", "shipments", halves).status_code == 201
    checked.standin.fulfilment.returns.announce(order_id)
    (row,) = listed(checked, "ANNOUNCED")
    assert row["details"]["returnTrackingKey"]["trackingNumbers"] == ["R1", "R2"]
    parcels = checked.get(f"{PARCELS}?datefrom=2026-01-01T00:00:00Z", "shipments").json()["resources"]
    assert [one["trackingKey"]["trackingNumber"] for one in parcels] == ["R1", "R2"]


def test_acceptance_returns_the_piece_and_pays_once() -> None:
    checked, clock = bench()
    order_id, (first, second) = sent(checked, 2)
    checked.standin.fulfilment.returns.announce(order_id)
    clock.move(days=2)
    answer = decide(checked, "acceptance", verdict(order_id, first))
    assert (answer.status_code, answer.json()) == (200, {})
    assert state_of(checked.standin, order_id, first) is State.RETURNED
    assert state_of(checked.standin, order_id, second) is State.SENT
    (row,) = listed(checked, "ACCEPTED")
    assert row["details"] == {"condition": "A", "reason": "RETURN_RECEIVED"}
    assert [row["positionItemId"] for row in listed(checked, "ANNOUNCED")] == [second]
    again = decide(checked, "acceptance", verdict(order_id, first, second))
    assert again.status_code == 207
    assert [row["positionItemId"] for row in again.json()["results"]] == [second]
    assert checked.standin.books.times_accepted() == {first: 1, second: 1}


def official_mix(name: str, *ids: str) -> Any:
    """The official errors, each with the id of one of our items."""
    errors = example(name)["errors"]
    for error, item in zip(errors, ids, strict=True):
        for field in ("title", "detail"):
            error[field] = error[field].replace("942e2a36-9112-444e-92e3-3bc3cd93011", item)
            head, _, tail = error[field].rpartition("positionItemId")
            if name.startswith("returns_reject"):
                error[field] = f"{head}{item}{tail}"
    return errors


@pytest.mark.parametrize(
    ("word", "reason", "name"),
    [
        ("acceptance", "RETURN_RECEIVED", "returns_accept_207.json"),
        ("rejection", "WRONG_ITEM", "returns_reject_207.json"),
    ],
)
def test_each_piece_is_answered_in_the_official_words(word: str, reason: str, name: str) -> None:
    checked, _ = bench()
    good, (item,) = sent(checked, number="1")
    other, (accepted,) = sent(checked, number="2")
    decide(checked, "acceptance", verdict(other, accepted))
    waiting, (unsent,) = ready(checked.standin)
    body = {
        "positionItems": [
            *verdict(good, item, reason=reason)["positionItems"],
            *verdict(waiting, unsent, reason=reason)["positionItems"],
            *verdict(good, unsent, reason=reason)["positionItems"],
            *verdict(other, accepted, reason=reason)["positionItems"],
        ]
    }
    answer = decide(checked, word, body)
    assert answer.status_code == 207
    assert answer.json()["results"] == [body["positionItems"][0]]
    assert answer.json()["errors"] == official_mix(name, unsent, unsent, accepted)


@pytest.mark.parametrize(
    ("word", "name"),
    [("acceptance", "returns_accept_request.json"), ("rejection", "returns_reject_request.json")],
)
def test_the_official_requests_are_accepted(word: str, name: str) -> None:
    checked, _ = bench()
    body = example(name)
    (one,) = body["positionItems"]
    place_official(checked.standin, one["salesOrderId"], one["positionItemId"])
    # The id in the example is no uuid, so no notice can be about it.
    checked.standin.mark_sent(one["salesOrderId"])
    answer = decide(checked, word, body)
    assert (answer.status_code, answer.json()) == (200, {})
    (row,) = checked.get(RETURNS, SCOPE).json()["positionItems"]
    assert row["details"] == {"condition": one["condition"], "reason": one["reason"]}


def test_a_rejection_may_turn_into_an_acceptance_but_not_back() -> None:
    checked, _ = bench()
    order_id, (item,) = sent(checked)
    assert decide(checked, "rejection", verdict(order_id, item, reason="ITEM_DAMAGED")).status_code == 200
    assert state_of(checked.standin, order_id, item) is State.SENT
    assert [row["details"] for row in listed(checked, "REJECTED")] == [
        {"condition": "A", "reason": "ITEM_DAMAGED"}
    ]
    assert decide(checked, "acceptance", verdict(order_id, item)).status_code == 200
    assert decide(checked, "rejection", verdict(order_id, item, reason="ITEM_DAMAGED")).status_code == 207
    assert listed(checked, "REJECTED") == []
    assert state_of(checked.standin, order_id, item) is State.RETURNED


def test_otto_decides_by_itself() -> None:
    checked, _ = bench()
    order_id, (first, second) = sent(checked, 2)
    returns = checked.standin.fulfilment.returns
    returns.accept_by_marketplace(order_id, [first], "FAST_REFUND")
    returns.misdirect(order_id, [second])
    (row,) = listed(checked, "ACCEPTED")
    assert row["details"] == {"reason": "FAST_REFUND"}
    (row,) = listed(checked, "MISDIRECTED")
    order = checked.get(f"/v4/orders/{order_id}").json()
    assert row["details"].keys() == {"orderNumber", "ottoWarehouseID"}
    assert row["details"]["orderNumber"] == order["orderNumber"]
    assert order["positionItems"][0]["returnAcceptedByMarketplace"] is True
    assert not checked.standin.books.times_accepted()
    answer = decide(checked, "acceptance", verdict(order_id, first))
    assert "Already Accepted" in answer.json()["errors"][0]["detail"]


def test_the_newest_change_comes_first_page_by_page() -> None:
    checked, clock = bench()
    expected: list[Any] = []
    for place in range(5):
        order_id, (item,) = sent(checked, number=str(place))
        checked.standin.fulfilment.returns.announce(order_id)
        expected.insert(0, item)
        if place % 2:
            clock.move(minutes=1)
    link: str | None = f"{RETURNS}?status=announced&limit=2"
    pages = []
    while link is not None:
        body = checked.wrong("GET", link, SCOPE).json()
        pages.append([row["positionItemId"] for row in body["positionItems"]])
        link = next((link["href"] for link in body["links"]), None)
    assert pages == [expected[:2], expected[2:4], expected[4:]]
    order_id, item = checked.standin.shelf.ids()[0], expected[-1]
    clock.move(minutes=1)
    decide(checked, "rejection", verdict(order_id, item, reason="EXCHANGE"))
    rows = checked.get(f"{RETURNS}?limit=50", SCOPE).json()["positionItems"]
    assert rows[0]["positionItemId"] == item


@pytest.mark.parametrize(
    ("word", "body", "status"),
    [
        ("acceptance", {"positionItems": []}, 422),
        ("acceptance", {}, 422),
        ("acceptance", verdict("o", "i", reason="WRONG_ITEM"), 422),
        ("acceptance", verdict("o", "i", condition="F"), 422),
        ("rejection", verdict("o", "i", reason=None), 422),
        ("rejection", verdict("o", "i", reason="RETURN_RECEIVED"), 422),
        ("rejection", verdict("o", *map(str, range(201)), reason="EXCHANGE"), 413),
    ],
)
def test_bodies_that_break_the_document_change_nothing(word: str, body: Any, status: int) -> None:
    checked, _ = bench()
    assert checked.wrong("POST", f"{RETURNS}/{word}", SCOPE, body).status_code == status
    assert checked.get(RETURNS, SCOPE).json()["positionItems"] == []


def test_verdicts_of_which_none_is_taken_may_be_a_422() -> None:
    checked, _ = bench()
    order_id, (item,) = ready(checked.standin)
    assert decide(checked, "acceptance", verdict(order_id, item)).status_code == 207
    checked.standin.odd.failed_returns_422 = True
    answer = decide(checked, "acceptance", verdict(order_id, item))
    assert (answer.status_code, "results" in answer.json()) == (422, False)


def test_two_hundred_verdicts_go_in_one_call() -> None:
    checked, _ = bench()
    order_id, items = sent(checked, 200)
    assert decide(checked, "acceptance", verdict(order_id, *items)).json() == {}
    assert len(checked.standin.item_ids(order_id, State.RETURNED)) == 200


def test_return_shipments_are_announced_move_and_vanish() -> None:
    checked, clock = bench()
    order_id, (first, second) = sent(checked, 2)
    returns = checked.standin.fulfilment.returns
    returns.announce(order_id)
    (one,) = checked.get(f"{PARCELS}?datefrom=2026-01-12T09:00:00Z", "shipments").json()["resources"]
    assert one["trackingKey"] == {"carrier": "DHL", "trackingNumber": "R1"}
    assert one["returnPositionItems"] == [
        {"salesOrderId": order_id, "salesOrderPositionItemId": item} for item in (first, second)
    ]
    returns.take_back(order_id, [second])
    clock.move(days=1)
    moved = {"carrier": "DHL", "number": "R1", "state": "ON_THE_WAY"}
    checked.standin.controls()["POST /_standin/return-shipments"](moved)
    since = f"{PARCELS}?datefrom=2026-01-13T09:00:00Z"
    (one,) = checked.get(since, "shipments").json()["resources"]
    assert [piece["salesOrderPositionItemId"] for piece in one["returnPositionItems"]] == [first]
    assert [step["state"] for step in one["states"]] == ["ANNOUNCED", "ON_THE_WAY"]
    assert one["states"][1]["statusText"] == "Retoure am PaketShop abgegeben"
    by_key = checked.get(f"{PARCELS}/carriers/DHL/trackingnumbers/R1", "shipments").json()
    assert checked.get(f"{PARCELS}/{one['returnShipmentId']}", "shipments").json() == by_key == one
    returns.take_back(order_id)
    assert checked.get(since, "shipments").json()["resources"] == []
    assert listed(checked, "ANNOUNCED") == []


def test_return_shipments_refuse_in_the_official_words() -> None:
    checked, _ = bench()
    answer = checked.get(f"{PARCELS}/1010699308155", "shipments")
    assert (answer.status_code, answer.json()) == (404, example("return_shipment_error_404.json"))
    assert checked.get(f"{PARCELS}/carriers/GLS/trackingnumbers/1", "shipments").status_code == 404
    answer = checked.wrong("GET", f"{PARCELS}/carriers/MOON/trackingnumbers/1", "shipments")
    official = example("return_shipment_error_400.json")
    official["errors"][0] |= {
        "detail": "Parameter carrier is invalid.",
        "path": "/return-shipments/carriers/MOON/trackingnumbers/1",
    }
    assert (answer.status_code, answer.json()) == (400, official)


def test_return_shipments_come_in_pages() -> None:
    checked, clock = bench()
    for place in range(5):
        order_id, _ = sent(checked, number=str(place))
        checked.standin.fulfilment.returns.announce(order_id)
        clock.move(minutes=1)
    link: str | None = f"{PARCELS}?datefrom=2026-01-12T09:00:00.000Z&limit=2"
    found = []
    while link is not None:
        body = checked.get(link, "shipments").json()
        found += [one["trackingKey"]["trackingNumber"] for one in body["resources"]]
        link = next((link["href"] for link in body["links"]), None)
    assert found == ["R0", "R1", "R2", "R3", "R4"]


def test_returns_ask_for_their_own_scope() -> None:
    checked, _ = bench()
    order_id, (item,) = sent(checked)
    for word, reason in (("acceptance", "RETURN_RECEIVED"), ("rejection", "EXCHANGE")):
        body = verdict(order_id, item, reason=reason)
        answer = checked.wrong("POST", f"{RETURNS}/{word}", "orders shipments", body)
        assert answer.status_code == 403
    assert state_of(checked.standin, order_id, item) is State.SENT


def test_generated_orders_that_came_back_are_among_the_returns() -> None:
    clock = MovableClock()
    checked = Checked(OttoStandin.with_orders(120, seed=4, clock=clock))
    rows: list[Any] = []
    link: str | None = f"{RETURNS}?limit=50"
    while link is not None:
        body = checked.get(link, SCOPE).json()
        rows += body["positionItems"]
        link = next((link["href"] for link in body["links"]), None)
    returned = {
        item["positionItemId"]
        for order in checked.standin.orders_now()
        for item in order["positionItems"]
        if item["fulfillmentStatus"] == "RETURNED"
    }
    assert {row["positionItemId"] for row in rows} == returned
    assert [row["occurredTime"] for row in rows] == sorted(
        (row["occurredTime"] for row in rows), reverse=True
    )
    assert returned
