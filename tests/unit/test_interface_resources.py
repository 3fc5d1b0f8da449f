"""What the interface shows of each resource, and what can be done with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from adapters.storage.memory import DatabaseAccountMemory
from core.apps import AppKey, AppState
from core.dispatch import CarrierCode, PositionRef, ReturnKey
from core.orders import Order, PositionItemId, SalesOrderId
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, Reference
from core.people import Address
from core.purchases import Purchase, PurchaseState
from core.returns import Return, ReturnStatus, ShownReturn
from ports.memory import AppRecord
from tests.fakes.clock import HandClock
from tests.interface_host import Host, House, a_house
from tests.order_desk import OTTO, Desk
from tests.orders import MINUTE, NOON, an_order

DHL: Final = AppKey("dhl")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_house(tmp_path, clock=HandClock()) as house:
        yield house


@pytest.fixture
def memory(house: House) -> DatabaseAccountMemory:
    memory = house.account("shop")
    memory.apps.write(AppRecord(OTTO, AppState.ACTIVE))
    return memory


@pytest.fixture
def desk(memory: DatabaseAccountMemory) -> Desk:
    return Desk(memory.orders(OTTO), memory, memory.portal_accounts.find_or_add("OTTO"))


@pytest.fixture
def host(house: House, memory: DatabaseAccountMemory) -> Host:
    return house.host(memory)


def ordered(number: int) -> Order:
    address = Address(last_name="Muster", city="Hamburg", country="DE")
    return an_order(f"order-{number}", ordered_at=NOON + number * MINUTE, delivery_address=address)


def test_the_account_and_its_apps(house: House, host: Host) -> None:
    house.account("other")
    (account,) = host.get("/accounts").json()["data"]
    assert account == {"id": host.account, "name": "shop"} == host.get(host.here).json()
    (app,) = host.get(f"{host.here}/apps").json()["data"]
    assert (app["app"], app["state"], app["reason"]) == ("otto", "active", None)


def test_articles_are_made_changed_and_read_page_by_page(host: Host) -> None:
    for sku in ("B", "A/1", "C"):
        said = {"title": f"Title of {sku}", "on_hand": 5, "buffer": 1}
        answer = host.put(f"{host.here}/articles/{sku}", said)
        assert (answer.status_code, answer.json()["stock"]["free"]) == (200, 4)
    assert [each["sku"] for each in host.all(f"{host.here}/articles")] == ["A/1", "B", "C"]
    assert host.put(f"{host.here}/articles/B", {"on_hand": 2}).json()["title"] == "Title of B"
    assert host.get(f"{host.here}/articles/nobody").status_code == 404


def test_pages_stay_right_while_things_are_added(host: Host) -> None:
    path = f"{host.here}/articles"
    for sku in ("B", "D", "F"):
        host.put(f"{path}/{sku}", {"on_hand": 1})
    first = host.get(path, limit=2).json()
    for sku in ("A", "C", "E"):
        host.put(f"{path}/{sku}", {"on_hand": 1})
    second = host.get(path, limit=2, cursor=first["next"]).json()
    assert [each["sku"] for each in (*first["data"], *second["data"])] == ["B", "D", "E", "F"]
    assert second["next"] is None


def test_stock_is_counted_all_at_once_and_what_changed_is_told(host: Host) -> None:
    for sku in ("A", "B"):
        host.put(f"{host.here}/articles/{sku}", {"on_hand": 1})
    (_, last) = host.all(f"{host.here}/stock", limit=1)
    answer = host.post(
        f"{host.here}/stock", {"counts": [{"sku": "A", "on_hand": 9}, {"sku": "B", "on_hand": 1}]}
    )
    assert answer.json()["changed"] >= 1
    changed = host.all(f"{host.here}/stock", since=last["revision"])
    assert {each["sku"]: each["on_hand"] for each in changed}["A"] == 9
    for wrong in ([{"sku": "A", "on_hand": 1}, {"sku": "X", "on_hand": 1}], [{"sku": "A", "on_hand": 1}] * 2):
        answer = host.post(f"{host.here}/stock", {"counts": wrong})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "counts.1.sku"
    assert host.get(f"{host.here}/articles/A").json()["stock"]["on_hand"] == 9


def test_orders_are_read_newest_first_also_while_more_come_in(host: Host, desk: Desk) -> None:
    desk.keep(*map(ordered, (1, 2, 3)))
    path = f"{host.here}/apps/otto/orders"
    first = host.get(path, limit=2).json()
    desk.keep(ordered(4))
    second = host.get(path, limit=2, cursor=first["next"]).json()
    found = [each["sales_order_id"] for each in (*first["data"], *second["data"])]
    assert found == ["order-3", "order-2", "order-1"]
    assert [each["sales_order_id"] for each in host.all(path, q="order-4")] == ["order-4"]
    assert host.all(path, state="SENT") == []
    order = host.get(f"{path}/order-1").json()
    assert order["ordered_at"] == "2026-03-01T12:01:00Z"
    assert order["positions"][0]["price"] == {"cents": 1999, "currency": "EUR"}
    assert order["delivery_address"]["last_name"] == "Muster"
    assert host.get(f"{path}/nobody").status_code == 404


def test_a_cursor_is_good_for_its_own_list_only(host: Host, desk: Desk) -> None:
    desk.keep(*map(ordered, (1, 2)))
    cursor = host.get(f"{host.here}/apps/otto/orders", limit=1).json()["next"]
    for path in ("/articles", "/stock", "/apps/otto/dispatches", "/apps/dhl/labels", "/apps/otto/returns"):
        for wrong in (cursor, "x", "", "e30", "bnVsbA"):
            answer = host.get(f"{host.here}{path}", cursor=wrong)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")


def test_an_order_is_cancelled(host: Host, desk: Desk) -> None:
    desk.keep(ordered(1))
    path = f"{host.here}/apps/otto/orders/order-1/cancellations"
    first = host.post(path, {})
    assert (first.status_code, first.json()["state"]) == (202, "ready")
    assert host.post(path, {}).json()["id"] == first.json()["id"]
    wrong = host.post(path, {"positions": ["nobody"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "positions")
    assert desk.account.work(OTTO).standing("dispatch") is not None


def test_a_dispatch_is_written_down_looked_at_and_taken_back(host: Host, desk: Desk) -> None:
    desk.keep(ordered(1), ordered(2))
    path = f"{host.here}/apps/otto/dispatches"
    parcels = [{"tracking_number": "00340", "return_number": "R1"}]
    made = host.post(path, {"orders": ["order-1"], "carrier": "DHL", "parcels": parcels})
    assert made.status_code == 201
    assert host.client.get(
        made.headers["Location"], headers={"Authorization": f"Bearer {host.key}"}
    ).json() == (made.json())
    assert made.json()["parcels"][0]["return_number"] == "R1"
    host.post(path, {"orders": ["order-2"], "carrier": "DHL", "parcels": [{"tracking_number": "00341"}]})
    assert [each["id"] for each in host.all(path, limit=1)] == [2, 1]
    assert host.post(f"{path}/1/withdrawal", {}).json()["state"] == "withdrawn"
    unknown = host.post(path, {"orders": ["x"], "carrier": "DHL", "parcels": [{}]})
    assert unknown.status_code == 422
    assert desk.account.work(OTTO).standing("dispatch") is not None


def test_labels_are_listed_and_handed_out(host: Host, memory: DatabaseAccountMemory) -> None:
    book = memory.labels(DHL)
    for reference in ("r-2", "r-1", "r-3"):
        paper = Document(DocumentRole.LABEL, DocumentFormat.PDF, b"%PDF-1")
        label = Label(LabelKind.SHIPMENT, Reference(reference), f"n-{reference}", "h", documents=(paper,))
        bought = Purchase(DHL, LabelKind.SHIPMENT, Reference(reference), PurchaseState.BOUGHT, "d", NOON)
        book.write(replace(bought, label=label))
    path = f"{host.here}/apps/dhl/labels"
    assert [each["reference"] for each in host.all(path)] == ["r-1", "r-2", "r-3"]
    one = host.get(f"{path}/shipment/r-1").json()
    assert (one["state"], one["number"]) == ("bought", "n-r-1")
    given = host.get(one["documents"][0]["path"].removeprefix("/api/v1"))
    assert (given.headers["content-type"], given.content) == ("application/pdf", b"%PDF-1")
    assert host.get(f"{path}/shipment/r-1/documents/1").status_code == 404


def test_a_label_that_cannot_be_bought_says_why_at_the_field(host: Host) -> None:
    told = {"kind": "shipment", "reference": "r", "name": "A", "street": "S", "postal_code": "1", "city": "C"}
    path = f"{host.here}/apps/dhl/labels"
    missing = host.post(path, told)
    assert missing.json()["errors"] == [{"field": "weight_g", "detail": "is required"}]
    sender = host.post(path, {**told, "weight_g": 1000})
    assert (sender.status_code, sender.json()["errors"][0]["field"]) == (422, "sender")


def test_returns_are_listed_and_their_decision_needs_a_working_app(
    host: Host, memory: DatabaseAccountMemory
) -> None:
    for number in (1, 2, 3):
        ref = PositionRef(SalesOrderId(f"order-{number}"), PositionItemId("p"))
        shown = ShownReturn(ref, ReturnStatus.ANNOUNCED, NOON, (ReturnKey(CarrierCode("DHL"), "R1"),))
        memory.returns(OTTO).write(Return(ref, shown))
    path = f"{host.here}/apps/otto/returns"
    found = host.all(path)
    assert [each["sales_order_id"] for each in found] == ["order-1", "order-2", "order-3"]
    assert found[0]["return_numbers"] == [{"carrier": "DHL", "number": "R1"}]
    memory.apps.write(replace(memory.apps.get(OTTO), state=AppState.PAUSED))
    position = {"sales_order_id": "order-1", "position_item_id": "p"}
    said = {"verdict": "accept", "condition": "A", "reason": "RETURN_RECEIVED", "positions": [position]}
    answer = host.post(f"{path}/decisions", said)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:otto-app:problem:app-not-active")


def test_listings_say_what_they_show_and_are_switched(host: Host, memory: DatabaseAccountMemory) -> None:
    for number in range(8):
        host.put(f"{host.here}/articles/A{number}", {"on_hand": 5})
    path, skus = f"{host.here}/apps/otto/listings", [f"A{number}" for number in range(8)]
    assert host.post(f"{path}/ticks", {"skus": skus, "ticked": True, "maximum": 2}).status_code == 202
    found = host.all(path, limit=3)
    assert [each["sku"] for each in found] == skus
    assert found[0]["quantity"]["maximum"] == 2
    assert host.post(f"{path}/switches", {"skus": skus[:1], "on": True}).status_code == 202
    assert memory.switches(OTTO).some([memory.warehouse.page(None, 1)[0].sku])
    asked = host.post(f"{path}/switches", {"skus": skus, "on": False})
    assert (asked.status_code, asked.json()["errors"][0]["field"]) == (422, "confirmed")
    assert host.post(f"{path}/switches", {"skus": skus, "on": False, "confirmed": True}).status_code == 202
