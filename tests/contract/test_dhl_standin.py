"""DHL's stand-in by itself: what it takes and refuses, its rules, and its control addresses."""

import io
import subprocess
import sys
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from adapters.carriers.dhl.standin import DEMO_APP_KEY, DEMO_APP_SECRET, DEMO_PASSWORD, DEMO_USER, DhlStandin
from core.parcel import LabelKind
from standins import MovableClock, serving, transport

AUTH = "/parcel/de/account/auth/ropc/v1/token"
ORDERS = "/parcel/de/shipping/v2/orders"
RETURNS = "/parcel/de/shipping/returns/v1"
LOGIN = {
    "grant_type": "password",
    "username": DEMO_USER,
    "password": DEMO_PASSWORD,
    "client_id": DEMO_APP_KEY,
    "client_secret": DEMO_APP_SECRET,
}
PLACE = {"addressStreet": "Lagerweg 3", "postalCode": "53113", "city": "Bonn", "country": "DEU"}


class Desk:
    """A client of the stand-in that has logged in."""

    def __init__(self) -> None:
        self.clock = MovableClock()
        self.standin = DhlStandin(clock=self.clock)
        self.http = httpx.Client(transport=transport(self.standin), base_url="https://standin.test")
        token = self.http.post(AUTH, data=LOGIN).json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def order(self, *changes: dict[str, Any], **query: str) -> httpx.Response:
        """One shipment per change, or one as it is."""
        shipments = [{**shipment(), **change} for change in changes or ({},)]
        body = {"profile": "STANDARD_GRUPPENPROFIL", "shipments": shipments}
        return self.http.post(ORDERS, json=body, params=query)


def shipment() -> dict[str, Any]:
    return {
        "product": "V01PAK",
        "billingNumber": "33333333330102",
        "refNo": "AUFTRAG-0001",
        "shipper": {"name1": "Shop", **PLACE},
        "consignee": {"name1": "Maria", **PLACE},
        "details": {"weight": {"uom": "g", "value": 500}},
    }


def test_several_shipments_are_answered_one_by_one() -> None:
    desk = Desk()
    answer = desk.order({}, {"billingNumber": "33333333335301"}, {})
    assert answer.status_code == 207
    assert [item["sstatus"]["status"] for item in answer.json()["items"]] == [200, 400, 200]
    assert len(desk.standin.bought()) == 2


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"refNo": "kurz"}, "shipments[0].refNo"),
        ({"refNo": "x" * 36}, "shipments[0].refNo"),
        ({"product": "V99"}, "shipments[0].product"),
        ({"billingNumber": "123"}, "shipments[0].billingNumber"),
        ({"shipDate": "morgen"}, "shipments[0].shipDate"),
        ({"consignee": {"name1": "x" * 51, **PLACE}}, "shipments[0].consignee.name1"),
        ({"consignee": {"name1": "M", **PLACE, "country": "DE"}}, "shipments[0].consignee.country"),
        ({"consignee": {"name1": "M", **PLACE, "postalCode": "0 1 "}}, "shipments[0].consignee.postalCode"),
        ({"consignee": {**PLACE, "name": "M", "lockerID": 99, "postNumber": "123456"}}, "lockerID"),
        ({"consignee": {**PLACE, "name": "M", "lockerID": 101, "postNumber": "12"}}, "postNumber"),
        ({"shipper": None}, "shipments[0].shipper"),
        ({"details": {}}, "shipments[0].details.weight"),
        ({"details": {"weight": {"uom": "lb", "value": 1}}}, "shipments[0].details.weight.uom"),
        ({"details": {"weight": {"uom": "g", "value": 31501}}}, "shipments[0].details.weight.value"),
        (
            {"details": {"weight": {"uom": "g", "value": 1}, "dim": {"uom": "mm", "length": 1}}},
            "shipments[0].details.dim.width",
        ),
        ({"services": {"bulkyGoods": "true"}}, "shipments[0].services.bulkyGoods"),
        ({"services": {"endorsement": "BURN"}}, "shipments[0].services.endorsement"),
        ({"services": {"dhlRetoure": {}}}, "shipments[0].services.dhlRetoure.billingNumber"),
    ],
)
def test_what_breaks_the_schema_is_named_by_its_path(change: dict[str, Any], path: str) -> None:
    desk = Desk()
    answer = desk.order(change)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert any(item["propertyPath"].endswith(path) for item in answer.json()["items"])
    assert desk.standin.bought() == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"billingNumber": "33333333335301"}, "billingNumber"),
        ({"billingNumber": "44444444440101"}, "billingNumber"),
        ({"shipDate": "2026-01-11"}, "shipDate"),
        ({"details": {"weight": {"uom": "kg", "value": 35}}}, "dimension.weight"),
        ({"consignee": {"name1": "M", **PLACE, "country": "NLD"}}, "product"),
        (
            {
                "product": "V53WPAK",
                "billingNumber": "33333333335301",
                "consignee": {"name1": "M", **PLACE, "country": "GBR"},
            },
            "customs",
        ),
        ({"billingNumber": "33333333330101", "services": {"premium": True}}, "services"),
        (
            {"services": {"dhlRetoure": {"billingNumber": "33333333330102"}}},
            "services.dhlRetoure.billingNumber",
        ),
    ],
)
def test_what_breaks_the_contract_is_an_error_at_its_property(change: dict[str, Any], place: str) -> None:
    desk = Desk()
    for query in ({}, {"validate": "true"}):
        answer = desk.order(change, **query)
        assert answer.status_code == 400
        (item,) = answer.json()["items"]
        assert item["validationMessages"] == [
            {"property": place, "validationMessage": item["validationMessages"][0]["validationMessage"]}
            | {"validationState": "Error"}
        ]
    assert desk.standin.bought() == []


def test_links_and_combined_papers() -> None:
    desk = Desk()
    retoure = {"services": {"dhlRetoure": {"billingNumber": "33333333330701"}}}
    (item,) = desk.order(retoure, includeDocs="URL").json()["items"]
    assert "returnLabel" not in item, "combined"
    link = httpx.URL(item["label"]["url"])
    paper = desk.http.get(link.raw_path.decode(), headers={"Authorization": ""})
    page = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert item["shipmentNo"] in page
    assert item["returnShipmentNo"] in page
    assert desk.http.get("/parcel/de/shipping/v2/labels", params={"token": "guess"}).status_code == 404


def test_numbers_are_unique_and_carry_a_check_digit() -> None:
    from stdnum import ean

    desk = Desk()
    numbers = [desk.order().json()["items"][0]["shipmentNo"] for _ in range(30)]
    assert len(set(numbers)) == 30
    assert all(len(number) == 20 and ean.calc_check_digit(number[2:-1]) == number[-1] for number in numbers)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 201),
        ({"addressHouse": None}, 400),
        ({"addressHouse": "12345678901"}, 400),
        ({"postalCode": "1 "}, 400),
        ({"name1": ""}, 400),
        ({"email": "x" * 71}, 400),
    ],
)
def test_a_return_needs_a_whole_address(change: dict[str, Any], status: int) -> None:
    shipper = {
        "name1": "M",
        "addressStreet": "Weg",
        "addressHouse": "1",
        "postalCode": "53113",
        "city": "Bonn",
    }
    body = {"receiverId": "deu", "shipper": {**shipper, **change}}
    answer = Desk().http.post(f"{RETURNS}/orders", json=body)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("label_type", "papers"),
    [("BOTH", {"label", "qrLabel"}), ("SHIPMENT_LABEL", {"label"}), ("QR_LABEL", {"qrLabel"})],
)
def test_the_label_type_says_which_papers_come(label_type: str, papers: set[str]) -> None:
    shipper = {
        "name1": "M",
        "addressStreet": "Weg",
        "addressHouse": "1",
        "postalCode": "53113",
        "city": "Bonn",
    }
    body = {"receiverId": "deu", "shipper": shipper}
    answer = Desk().http.post(f"{RETURNS}/orders", json=body, params={"labelType": label_type}).json()
    assert {"label", "qrLabel"} & set(answer) == papers


def test_unknown_receivers_and_missing_customs_data_are_unprocessable() -> None:
    desk = Desk()
    shipper = {
        "name1": "M",
        "addressStreet": "Weg",
        "addressHouse": "1",
        "postalCode": "3344",
        "city": "Bern",
    }
    for receiver in ("nobody", "che"):
        answer = desk.http.post(f"{RETURNS}/orders", json={"receiverId": receiver, "shipper": shipper})
        assert answer.status_code == 422
    rows = desk.http.get(f"{RETURNS}/locations", params={"receiverId": "aut"}).json()
    assert [row["receiverId"] for row in rows] == ["aut"]


def test_nobody_comes_in_without_a_token_that_is_still_good() -> None:
    desk = Desk()
    assert desk.http.get(f"{RETURNS}/locations").status_code == 200
    desk.clock.move(minutes=30)
    assert desk.http.get(f"{RETURNS}/locations").status_code == 401
    assert desk.http.get(ORDERS, headers={"Authorization": "Basic eDp5"}).status_code == 401
    assert desk.http.get("/parcel/de/shipping/v2/").status_code == 200, "the version needs no login"
    assert desk.http.get("/parcel/de/nothing").status_code == 404


def test_the_controls_close_the_day_scan_parcels_and_change_the_access() -> None:
    desk = Desk()
    number = desk.order().json()["items"][0]["shipmentNo"]
    assert desk.http.get("/_standin/shipments").json() == [["shipment", "AUFTRAG-0001", number]]
    assert desk.http.post("/_standin/scan", json={"number": number, "state": "transit"}).status_code == 200
    assert desk.http.post("/_standin/scan", json={"number": number, "state": "lost"}).status_code == 400
    assert desk.http.post("/_standin/close-day", json={}).json() == [number]
    deleted = desk.http.delete(ORDERS, params={"profile": "STANDARD_GRUPPENPROFIL", "shipment": number})
    assert deleted.json()["items"][0]["sstatus"]["title"] == "IllegalShipmentState"

    desk.http.post("/_standin/access", json={"may_return": False, "may_track": False})
    assert desk.http.get(f"{RETURNS}/locations").status_code == 403
    tracked = desk.http.get(
        "/track/shipments", params={"trackingNumber": number}, headers={"DHL-API-Key": DEMO_APP_KEY}
    )
    assert tracked.status_code == 401
    desk.http.post("/_standin/access", json={"changed_days_ago": 91})
    assert desk.http.post(AUTH, data=LOGIN).status_code == 401
    desk.http.post("/_standin/access", json={"revoke_tokens": True, "may_return": True})
    assert desk.http.get(f"{RETURNS}/locations").status_code == 401


def test_the_day_is_closed_by_the_manifest_call_too() -> None:
    desk = Desk()
    for _ in range(2):
        desk.order()
    numbers = [number for _, _, number in desk.standin.bought()]
    body = {"profile": "STANDARD_GRUPPENPROFIL", "shipmentNumbers": numbers[:1]}
    assert desk.http.post("/parcel/de/shipping/v2/manifests", json=body).status_code == 207
    assert [desk.standin.depot.is_open(parcel) for parcel in desk.standin.depot.parcels()] == [False, True]
    everything = desk.http.post(
        "/parcel/de/shipping/v2/manifests", params={"all": "true"}, json={"profile": "STANDARD_GRUPPENPROFIL"}
    )
    assert [item["shipmentNo"] for item in everything.json()["items"]] == numbers[1:]
    assert {kind for kind, _, _ in desk.standin.bought()} == {LabelKind.SHIPMENT}


def test_it_answers_behind_a_real_socket() -> None:
    with serving(DhlStandin()) as address, httpx.Client(base_url=address) as http:
        token = http.post(AUTH, data=LOGIN).json()["access_token"]
        answer = http.get(f"{RETURNS}/locations", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200


def test_the_command_says_where_it_is_and_how_to_log_in() -> None:
    code = "from adapters.carriers.dhl.standin import main; main(0, 'fine', 1)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(3)]
        finally:
            process.terminate()
    assert lines[0].startswith("DHL stand-in: http://127.0.0.1:")
    assert DEMO_APP_KEY in lines[1]
    assert DEMO_USER in lines[2]
