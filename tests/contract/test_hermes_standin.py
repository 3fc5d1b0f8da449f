"""Hermes' stand-in by itself: the vendor's own requests are accepted, and what is not allowed is refused."""

import base64
import io
import json
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from adapters.carriers.hermes.carrier import Hermes
from adapters.carriers.hermes.standin import (
    DEMO_CLIENT,
    DEMO_CLIENT_SECRET,
    DEMO_PASSWORD,
    DEMO_USER,
    Contract,
    HermesStandin,
)
from core.parcel import DocumentFormat
from standins import serving, transport
from tests.contract.hermes import (
    ACCOUNT,
    BASE,
    CONSUMER,
    EXAMPLES,
    SECRETS,
    ByPath,
    HermesBench,
    example,
    order,
)
from tests.fakes.clock import HandClock
from tests.fakes.connections import connected
from tests.specs import needs_specs

PDF = "application/shippinglabel-pdf+json"
SHIPMENT_LABELS = f"{BASE}/shipmentorders/labels"
RETURN_LABELS = f"{BASE}/returnorders/labels"

MINIMAL: dict[str, Any] = {
    "receiverName": {"lastname": "Muster"},
    "receiverAddress": {
        "street": "Weg",
        "houseNumber": "1",
        "zipCode": "01067",
        "town": "Ort",
        "countryCode": "DE",
    },
    "parcel": {"parcelWeight": 1},
}


class Desk:
    """A client with a token, and the stand-in behind it."""

    def __init__(self, terms: Contract | None = None, *, checked: bool = False) -> None:
        self.clock = HandClock()
        self.standin = HermesStandin(clock=self.clock.now, contract=terms)
        inner = transport(self.standin)
        self.http = httpx.Client(
            transport=ByPath(inner) if checked else inner, base_url="https://hermes.test"
        )
        self.http.headers["authorization"] = f"Bearer {self.token().json()['access_token']}"

    def token(self, **changes: str) -> httpx.Response:
        form = {
            "grant_type": "password",
            "client_id": DEMO_CLIENT,
            "client_secret": DEMO_CLIENT_SECRET,
            "username": DEMO_USER,
            "password": DEMO_PASSWORD,
        }
        return self.http.post("/authorization-facade/oauth2/access_token", data={**form, **changes})

    def buy(self, path: str, body: Any, accept: str = PDF) -> httpx.Response:
        return self.http.post(path, json=body, headers={"accept": accept})


def _codes(answer: httpx.Response) -> list[str]:
    return [entry["code"] for entry in answer.json()["listOfResultCodes"]]


@needs_specs
def test_every_shipment_example_of_the_vendor_becomes_a_label() -> None:
    desk = Desk()
    first = desk.buy(SHIPMENT_LABELS, example("shipmentorders-minimal-request.json")).json()[
        "shipmentOrderID"
    ]
    files = sorted(EXAMPLES.glob("shipmentorders-*-request.json"))
    assert len(files) == 5
    for file in files:
        text = file.read_text("utf-8").replace("<shipmentOrderID>", first)
        answer = desk.buy(SHIPMENT_LABELS, json.loads(text))
        assert (answer.status_code, _codes(answer)) == (200, []), file.name
        assert DocumentFormat.of(base64.b64decode(answer.json()["labelImage"])) is DocumentFormat.PDF


@needs_specs
def test_every_return_example_of_the_vendor_becomes_a_label() -> None:
    desk = Desk()
    outbound = desk.standin.outbound()
    handle = desk.standin.book.seeded.order_id
    for name in ("address", "flexreturn", "by-shipmentid", "by-shipmentorderid"):
        body = example(f"returnorders-{name}-request.json")
        body |= {"shipmentID": outbound} if "shipmentID" in body else {}
        body |= {"shipmentOrderID": handle} if "shipmentOrderID" in body else {}
        answer = desk.buy(RETURN_LABELS, body)
        assert (answer.status_code, _codes(answer)) == (200, ["OK"]), name
    pickup = desk.buy(f"{BASE}/returnpickuporders", example("returnpickuporders-request.json"))
    assert pickup.json()["pickupOrderID"]


@needs_specs
def test_the_tokens_follow_the_vendors_examples() -> None:
    desk = Desk(checked=True)
    given = desk.token().json()
    assert given.keys() == example("auth-token-response-200.json").keys()
    refreshed = desk.token(grant_type="refresh_token", refresh_token=given["refresh_token"])
    assert refreshed.json()["expires_in"] == "3600"
    for changes, status, name in (
        ({"grant_type": "refresh_token", "refresh_token": "?"}, 400, "auth-token-response-400.json"),
        ({"client_secret": "?"}, 401, "auth-token-response-401.json"),
        ({"password": "?"}, 400, "auth-token-response-400.json"),
    ):
        refused = desk.token(**changes)
        assert refused.status_code == status
        assert refused.json()["error"] == example(name)["error"]


@needs_specs
def test_every_answer_meets_the_vendors_description() -> None:
    desk = Desk(checked=True)
    made = desk.buy(f"{BASE}/shipmentorders", MINIMAL, "application/json").json()["shipmentOrderID"]
    late = f"{BASE}/shipmentorders/{made}/labels"
    assert desk.http.post(late, headers={"accept": PDF}).json()["shipmentID"]
    assert _codes(desk.http.post(late, headers={"accept": PDF})) == ["e018"]
    returned = desk.buy(f"{BASE}/returnorders", {"shipmentID": desk.standin.outbound()}, "application/json")
    handle = returned.json()["returnOrderID"]
    assert desk.http.get(f"{BASE}/returnorders/{handle}").json()["actualOrderState"] == "CREATED"
    answer = desk.http.post(
        f"{BASE}/returnorders/{handle}/labels", headers={"accept": "application/x-qrcode-png+json"}
    )
    assert DocumentFormat.of(base64.b64decode(answer.json()["qrcode"])) is DocumentFormat.PNG
    assert desk.http.get(f"{BASE}/returnorders/{handle}").json()["originShipmentID"]
    assert _codes(desk.http.get(f"{BASE}/returnorders/99")) == ["e017"]
    assert _codes(desk.http.get(f"{BASE}/shipmentorders")) == ["i032"]
    assert _codes(desk.http.get(f"{BASE}/shipmentorders", params={"shipmentOrderID": "0" * 11})) == ["e042"]
    long_ago = {"shipmentOrderStartDate": "2025-01-01"}
    assert _codes(desk.http.get(f"{BASE}/shipmentorders", params=long_ago)) == ["e043"]
    desk.http.headers["authorization"] = "Bearer unknown"
    refused = desk.http.get(f"{BASE}/returnorders/{handle}")
    assert refused.json()["error"] == example("api-401-access-denied.json")["error"]


@pytest.mark.parametrize(
    ("part", "changes", "code"),
    [
        ("receiverName", {"lastname": ""}, "e002"),
        ("receiverAddress", {"town": None}, "e002"),
        ("receiverName", {"lastname": "X" * 51}, "e001"),
        ("receiverName", {"lastname": "Zoë 🎁"}, "e001"),
        ("receiverName", {"lastname": "Zoe\u0308"}, "e001"),
        ("receiverName", {"lastname": "1 €"}, "e001"),
        ("receiverName", {"lastname": "a\x7fb"}, "e001"),
        ("receiverName", {"lastname": "±1"}, "e001"),
        ("receiverAddress", {"houseNumber": "123456"}, "e001"),
        ("receiverAddress", {"zipCode": "010670"}, "e001"),
        ("receiverAddress", {"town": "O" * 31}, "e001"),
        ("receiverAddress", {"street": "S" * 48, "houseNumber": "123"}, "e071"),
        ("parcel", {"parcelWeight": 31_501}, "e067"),
        ("parcel", {"parcelWeight": "5"}, "e001"),
        ("parcel", {"parcelClass": "XXL"}, "e001"),
        ("parcel", {"parcelDepth": 2001}, "e001"),
    ],
)
def test_what_the_description_does_not_allow_is_refused(
    part: str, changes: dict[str, Any], code: str
) -> None:
    desk = Desk()
    body = {**MINIMAL, part: {**MINIMAL[part], **changes}}
    answer = desk.buy(SHIPMENT_LABELS, body)
    assert (answer.status_code, _codes(answer)) == (400, [code])
    assert desk.standin.bought() == []


def test_what_the_description_allows_is_not_refused() -> None:
    desk = Desk()
    name = {"firstname": "+$^~<=>|`", "lastname": "Łukasz Ǆ Çelik ȸ"}
    assert _codes(desk.buy(SHIPMENT_LABELS, {**MINIMAL, "receiverName": name, "unknown": 1})) == []


@pytest.mark.parametrize(
    ("terms", "body", "code"),
    [
        (Contract(deactivated=True), {}, "e084"),
        (Contract(returns=False), {}, "e054"),
        (Contract(), {}, "e046"),
        (Contract(), {"shipmentID": "H1"}, "e001"),
        (Contract(), {"shipmentID": "H" + "9" * 19}, "e050"),
        (Contract(address_returns=False), {"senderAddress": {}, "senderName": {}}, "e055"),
    ],
)
def test_a_return_that_the_contract_does_not_allow_is_refused(
    terms: Contract, body: dict[str, Any], code: str
) -> None:
    assert _codes(Desk(terms).buy(RETURN_LABELS, body)) == [code]


def test_a_return_from_a_parcel_ignores_the_rest_and_says_so() -> None:
    desk = Desk()
    body = {"shipmentID": desk.standin.outbound(), "clientReference": "A-1"}
    assert _codes(desk.buy(RETURN_LABELS, body)) == ["w100"]


def test_a_parcel_that_went_abroad_cannot_be_returned() -> None:
    desk = Desk()
    abroad = {**MINIMAL, "receiverAddress": {**MINIMAL["receiverAddress"], "countryCode": "AT"}}
    number = desk.buy(SHIPMENT_LABELS, abroad).json()["shipmentID"]
    assert _codes(desk.buy(RETURN_LABELS, {"shipmentID": number})) == ["e049"]


def test_terms_and_troubles_can_be_set_from_outside() -> None:
    desk = Desk()
    controls = "https://hermes.test/_standin"
    assert desk.http.post(f"{controls}/contract", json={"shipments": False}).json()["shipments"] is False
    assert _codes(desk.buy(SHIPMENT_LABELS, MINIMAL)) == ["e053"]
    desk.http.post(f"{controls}/contract", json={"shipments": True})
    desk.http.post(f"{controls}/trouble", json={"code": "e058", "leaves": "label"})
    assert _codes(desk.buy(SHIPMENT_LABELS, MINIMAL)) == ["e058"]
    assert len(desk.http.get(f"{controls}/labels").json()) == 1
    assert desk.http.post(f"{controls}/contract", json={"free": True}).status_code == 400


def test_token_and_interface_work_at_one_address_over_a_socket() -> None:
    bench = HermesBench.of()
    with serving(bench.standin) as address, httpx.HTTPTransport() as wire:
        connection = connected(wire, ACCOUNT, SECRETS, bench.clock, base_url=address)
        label = Hermes(connection).buy(order())
    assert bench.standin.bought()[0][2] == getattr(label, "number", None)


def test_a_printed_label_shows_number_and_address() -> None:
    bench = HermesBench.of()
    label = bench.bought()
    text = PdfReader(io.BytesIO(label.documents[0].data)).pages[0].extract_text()
    assert label.number in text
    assert CONSUMER.name in text
    assert "01067 Dresden" in text
