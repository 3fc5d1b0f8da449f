"""Every body that GLS has published: answers are read by the adapter, requests are taken by the stand-in."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from adapters.carriers.gls import complaints, returns, shipments, tracking
from adapters.carriers.gls.standin import DEMO_APP, DEMO_CLIENT, DEMO_SECRET, GlsStandin
from core.errors import AccessDenied, Refused, Throttled
from core.parcel import Cancellation, LabelKind, ParcelState, Reference
from ports import parse_json, send
from standins import transport
from tests.contract.gls import CLASSIC, EXAMPLES, PORTAL, GlsBench, order
from tests.fakes.clock import HandClock
from tests.specs import needs_specs

pytestmark = needs_specs

SHIPIT = "/shipit-farm/v1/backend/rs"
RETURNS = "/order-management/shop-returns/v3"
#: The older Web API, which this adapter does not speak.
LEGACY = "legacy-webapi-"

#: Example, path, status it is meant to have.
REQUESTS = {
    "shipit-shipments-de-request.json": (f"{SHIPIT}/shipments", 200),
    "shipit-shipments-flexdelivery-request.json": (f"{SHIPIT}/shipments", 200),
    "shipit-shipments-pickandreturn-request.json": (f"{SHIPIT}/shipments", 200),
    "shipit-shipments-shopreturn-request.json": (f"{SHIPIT}/shipments", 200),
    "shipit-validate-connection-test-request.json": (f"{SHIPIT}/shipments/validate", 400),
    "shipit-reprint-by-reference-request.json": (f"{SHIPIT}/shipments/reprintparcel", 200),
    "shipit-find-parcels-request.json": (f"{SHIPIT}/tracking/parcels", 200),
    "shop-returns-v3-create-request.json": (f"{RETURNS}/{DEMO_APP}/return-orders/label", 201),
    "shop-returns-v3-create-full-request.json": (f"{RETURNS}/{DEMO_APP}/return-orders/label", 201),
}
READ = {
    "auth-token-request.json",
    "auth-token-response-200.json",
    "auth-token-response-400.json",
    "shipit-cancel-response-scanned.json",
    "shipit-cancel-response.json",
    "shipit-error-400-headers.json",
    "shipit-shipments-de-response.json",
    "shipit-shipments-multi-response.json",
    "shipit-validate-response-issues.json",
    "shop-returns-v3-create-response-201.json",
    "shop-returns-v3-error-400.json",
    "shop-returns-v3-label-response-201.json",
    "shop-returns-v3-qrcode-response-201.json",
    "track-and-trace-response-200-reference.json",
    "track-and-trace-response-200-with-errors.json",
    "track-and-trace-response-429.json",
}


def example(name: str) -> Any:
    return parse_json((EXAMPLES / name).read_text("utf-8"))


def answer_with(name: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=(EXAMPLES / name).read_bytes())


def test_every_example_is_used() -> None:
    there = {path.name for path in EXAMPLES.glob("*.json") if not path.name.startswith(LEGACY)}
    assert there == READ | REQUESTS.keys()


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_the_stand_in_takes_every_request_as_gls_does(name: str) -> None:
    clock = HandClock(HandClock().now().replace(month=5, day=10))
    standin = GlsStandin(clock=clock.now)
    booked = frozenset({"service_shopreturn", "service_pickandreturn", "service_flexdelivery"})
    standin.depot.contacts.update({"1234567890": booked, "TEST_CONTACT_ID": booked})
    standin.depot.make(LabelKind.SHIPMENT, ["TEST123"], "TEST_CONTACT_ID", [])
    path, status = REQUESTS[name]
    media = "application/glsVersion1+json" if path.startswith(SHIPIT) else "application/json"
    with httpx.Client(transport=transport(standin), base_url="https://standin.test") as client:
        token = client.post(
            "/oauth2/v2/token", data={"grant_type": "client_credentials"}, auth=(DEMO_CLIENT, DEMO_SECRET)
        ).json()["access_token"]
        answer = client.post(
            path,
            content=(EXAMPLES / name).read_bytes(),
            headers={"Content-Type": media, "Authorization": f"Bearer {token}"},
        )
    assert answer.status_code == status, answer.headers.get("message", answer.text)
    if name == "shipit-find-parcels-request.json":
        assert len(answer.json()["UnitItems"]) == 1


def test_the_token_is_asked_for_and_read_as_in_the_examples() -> None:
    asked = example("auth-token-request.json")
    standin = GlsStandin()
    standin.door.apps[asked["client_id"]] = standin.door.apps.pop(DEMO_CLIENT)
    with httpx.Client(transport=transport(standin), base_url="https://standin.test") as client:
        answer = client.post("/oauth2/v2/token", data={**asked, "client_secret": DEMO_SECRET})
    assert answer.json().keys() == example("auth-token-response-200.json").keys()
    bench = GlsBench.of(PORTAL)
    bench.wire.token = answer_with("auth-token-response-200.json")
    bench.wire.planned = [httpx.Response(200, json={"parcels": []})]
    bench.gls().track(["601079500844"])
    assert bench.tokens.kept["access"].value.reveal() == "EXAMPLE-ACCESS-TOKEN"
    bench.tokens.kept.clear()
    bench.wire.token = answer_with("auth-token-response-400.json", 400)
    with pytest.raises(AccessDenied):
        bench.bought()


def test_the_label_of_the_manual_is_read() -> None:
    body = example("shipit-shipments-de-response.json")
    label = shipments.read_created(body, LabelKind.SHIPMENT, Reference("Ref-Unit-1234"))
    assert (label.number, label.handle) == ("202800020052", "TEST1234")
    assert len(label.documents) == 1
    assert label.notices == ()


def test_an_answer_with_several_parcels_is_read() -> None:
    body = example("shipit-shipments-multi-response.json")
    label = shipments.read_created(body, LabelKind.SHIPMENT, Reference("TEST123"))
    assert (label.number, label.handle) == ("601079500843", "TRACK_A")
    assert "601079500844" in str(label.notices)
    # "LABEL_A" is no document.
    assert "UNREADABLE_DOCUMENT" in {notice.code for notice in label.notices}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("shipit-cancel-response.json", Cancellation.DONE),
        ("shipit-cancel-response-scanned.json", Cancellation.TOO_LATE),
    ],
)
def test_cancellations_are_read(name: str, meaning: Cancellation) -> None:
    assert shipments.read_cancellation(example(name)) is meaning


def test_every_header_error_of_the_manual_is_told_with_its_field() -> None:
    fields = []
    for shown in example("shipit-error-400-headers.json"):
        bench = GlsBench.of(CLASSIC)
        bench.wire.planned = [httpx.Response(shown["status"], headers=shown["headers"], text=shown["body"])]
        with pytest.raises((Refused, AccessDenied)) as caught:
            bench.bought()
        if isinstance(caught.value, Refused):
            (complaint,) = caught.value.complaints
            assert complaint.code == shown["headers"]["error"]
            assert "XXXXXXXX" not in str(complaint)
            fields.append(complaint.field)
    assert fields == [
        "Shipment",
        "contact_id",
        "Shipment.Shipper.Address.EMail",
        "ShipmentRequestData.Shipment.Product",
    ]


def test_the_findings_of_a_dry_run_are_read() -> None:
    (notice,) = complaints.issues(example("shipit-validate-response-issues.json"))
    assert (notice.code, notice.field) == ("ADDRESS_VALID_ZIPCODE", "consumer.postal_code")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("shop-returns-v3-create-response-201.json", {}),
        ("shop-returns-v3-label-response-201.json", {}),
        ("shop-returns-v3-qrcode-response-201.json", {"document": "qr"}),
    ],
)
def test_return_orders_are_read(name: str, options: dict[str, str]) -> None:
    label = returns.read_order(example(name), replace(order(LabelKind.RETURN), options=options))
    assert label.number == "100002180461"
    assert label.handle.startswith("d137d614-ccc0-4d09-b956-9fc7483e7993")
    assert label.carrier_ids["track_id"] == "YUNKGBSU"
    assert len(label.documents) == (0 if "create" in name else 1)


def test_the_errors_of_shop_returns_are_told_with_their_fields() -> None:
    answer = answer_with("shop-returns-v3-error-400.json", 400)
    assert [(found.code, found.field) for found in complaints.complaints(answer)] == [
        ("400-MISSING-FIELD", "consumer.email"),
        ("400-UNKNOWN-KEY", "layout"),
    ]


def test_trackings_are_read() -> None:
    body = example("track-and-trace-response-200-with-errors.json")
    found = tracking.read_trackings(body, ["42249018928", "36301917596"])
    assert set(found) == {"36301917596"}
    assert found["36301917596"].state is ParcelState.ANNOUNCED
    assert found["36301917596"].text.startswith("The parcel was provided")
    several = tracking.read_trackings(example("track-and-trace-response-200-reference.json"), ["747N6K"])
    assert several["747N6K"].state is ParcelState.ON_THE_WAY


def test_a_used_up_quota_is_throttling() -> None:
    answer = answer_with("track-and-trace-response-429.json", 429)
    client = httpx.Client(transport=httpx.MockTransport(lambda _: answer), base_url="https://standin.test")
    with client, pytest.raises(Throttled):
        send(client, client.build_request("GET", "/"), service="GLS")
