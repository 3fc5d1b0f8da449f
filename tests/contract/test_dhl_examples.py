"""Every stored payload of DHL: answers are read by the adapter, requests are understood by the stand-in."""

from typing import Any

import httpx
import pytest

from adapters.carriers.dhl.carrier import Dhl
from adapters.carriers.dhl.check import try_returns
from adapters.carriers.dhl.orders import query_of
from core.errors import AccessDenied, OutcomeUnknown, Refused, RemoteError, Throttled
from core.parcel import Cancellation, DocumentFormat, DocumentRole, Label, LabelKind, ParcelState
from ports import NotOffered, Response
from standins import transport
from tests.contract.dhl import (
    SECRETS,
    SETTINGS,
    DhlBench,
    always,
    answering,
    bought,
    example,
    example_names,
    returning,
    shipment,
)
from tests.fakes.connections import connected
from tests.specs import needs_specs

SHIPPING = "/parcel/de/shipping/v2"
RETURNS = "/parcel/de/shipping/returns/v1"

pytestmark = needs_specs


def answered(name: str, status: int) -> Any:
    """An account whose DHL gives this example to everything."""
    return answering(always(status, example(name)))


def test_a_label_whose_paper_is_cut_is_bought_all_the_same() -> None:
    """The sample's document is shortened, as a broken answer might be."""
    label = bought(answered("shipping-orders-response-200.json", 200).buy(shipment()))
    assert label.number == "0034043333301010000010001"
    assert label.documents == ()
    assert [notice.code for notice in label.notices] == ["no_document"]


def test_warnings_stand_beside_the_label() -> None:
    label = bought(answered("shipping-orders-response-200-warning.json", 200).buy(shipment()))
    assert [(notice.code, notice.field) for notice in label.notices[:2]] == [
        ("Warning", "merchant"),
        ("Warning", "consumer"),
    ]


def test_an_enclosed_return_has_both_numbers_and_both_papers() -> None:
    dhl = answered("shipping-orders-response-200-with-enclosed-return.json", 200)
    label = bought(dhl.buy(shipment(enclosed_return=True)))
    assert label.return_number == "999991587211"
    assert [document.role for document in label.documents] == [
        DocumentRole.LABEL,
        DocumentRole.RETURN_LABEL,
    ]
    assert label.notices == ()


def test_a_finding_of_the_backend_is_a_refusal_at_our_fields() -> None:
    with pytest.raises(Refused) as refused:
        answered("shipping-orders-response-400-validation.json", 400).buy(shipment())
    assert [complaint.field for complaint in refused.value.complaints] == ["merchant", "consumer"]


def test_a_finding_of_the_schema_is_a_refusal_at_our_fields() -> None:
    with pytest.raises(Refused) as refused:
        answered("shipping-orders-response-400-schema.json", 400).buy(shipment())
    found = [(complaint.code, complaint.field) for complaint in refused.value.complaints]
    assert found == [("schema", "merchant.country"), ("schema", "consumer.country")]


@pytest.mark.parametrize(("name", "first"), [("partial", True), ("partial", False), ("backend-error", False)])
def test_the_item_decides_and_not_the_207(name: str, *, first: bool) -> None:
    body = example(f"shipping-orders-response-207-{name}.json")
    body["items"] = [body["items"][0 if first else 1]]
    dhl = answering(always(207, body))
    if first:
        assert isinstance(dhl.buy(shipment()), Label)
    elif name == "partial":
        with pytest.raises(Refused):
            dhl.buy(shipment())
    else:
        with pytest.raises(OutcomeUnknown, match="0034043333301010000010101"):
            dhl.buy(shipment())


def test_several_items_for_one_shipment_leave_the_outcome_unknown() -> None:
    with pytest.raises(OutcomeUnknown):
        answered("shipping-orders-response-207-partial.json", 207).buy(shipment())


@pytest.mark.parametrize(
    ("name", "status", "found"),
    [
        ("shipping-orders-validate-response-200.json", 200, []),
        (
            "shipping-orders-validate-response-400-weak.json",
            400,
            [("Warning", "merchant"), ("Warning", "consumer")],
        ),
    ],
)
def test_a_dry_run_is_read(name: str, status: int, found: list[tuple[str, str]]) -> None:
    notices = answered(name, status).validate(shipment())
    assert [(notice.code, notice.field) for notice in notices] == found


def test_the_second_item_of_a_dry_run_is_read_as_a_single_one() -> None:
    body = example("shipping-orders-validate-response-207.json")
    body["items"] = body["items"][1:]
    notices = answering(always(207, body)).validate(shipment())
    assert not isinstance(notices, NotOffered)
    assert [notice.field for notice in notices] == ["merchant", "consumer"]


@pytest.mark.parametrize(
    ("name", "status", "outcome"),
    [
        ("shipping-orders-delete-response-200.json", 200, Cancellation.DONE),
        ("shipping-orders-delete-response-400-unknown.json", 400, Cancellation.NOT_KNOWN),
    ],
)
def test_a_cancellation_is_read(name: str, status: int, outcome: Cancellation) -> None:
    assert answered(name, status).cancel(LabelKind.SHIPMENT, "0034043333301010000010001") is outcome


@pytest.mark.parametrize(("item", "outcome"), [(0, Cancellation.NOT_KNOWN), (1, Cancellation.DONE)])
def test_each_item_of_a_mixed_cancellation(item: int, outcome: Cancellation) -> None:
    body = example("shipping-orders-delete-response-207.json")
    body["items"] = [body["items"][item]]
    assert answering(always(207, body)).cancel(LabelKind.SHIPMENT, "x") is outcome


def test_a_return_label_is_read() -> None:
    label = bought(answered("returns-orders-response-201.json", 201).buy(returning()))
    assert label.number == "999991587211"
    assert [(document.role, document.format) for document in label.documents] == [
        (DocumentRole.RETURN_LABEL, DocumentFormat.PDF),
        (DocumentRole.QR, DocumentFormat.PNG),
    ]
    assert "qr" not in str(dict(label.carrier_ids))


@pytest.mark.parametrize(
    ("status", "error"), [(400, Refused), (403, Refused), (422, Refused), (429, Throttled)]
)
def test_a_refused_return_is_read(status: int, error: type[RemoteError]) -> None:
    with pytest.raises(error) as refused:
        answered(f"returns-orders-response-{status}.json", status).buy(returning())
    if isinstance(refused.value, Refused):
        assert refused.value.complaints
        assert refused.value.complaints[0].text


def test_a_401_that_stays_is_no_access() -> None:
    with pytest.raises(AccessDenied):
        answered("problem-401.json", 401).buy(returning())


def test_the_receivers_are_read() -> None:
    found = try_returns(answered("returns-locations-response-200.json", 200)._calls)
    (receiver,) = found.receivers or ()
    assert (receiver.receiver_id, receiver.country) == ("deu", "DE")
    assert receiver.billing_number == "22222222220701"


@pytest.mark.parametrize(
    ("name", "number", "state"),
    [
        ("tracking-unified-response-200-delivered.json", "423475729485", ParcelState.DELIVERED),
        ("tracking-unified-response-200-pre-transit.json", "00340434292135100056", ParcelState.ANNOUNCED),
    ],
)
def test_tracking_is_read_with_times_in_german_time(name: str, number: str, state: ParcelState) -> None:
    tracked = answered(name, 200).track([number])
    assert tracked[number].state is state
    moment = tracked[number].at
    assert moment is not None
    assert moment.isoformat() in {"2019-08-30T06:59:00+00:00", "2019-08-06T16:59:00+00:00"}


@pytest.mark.parametrize(
    ("status", "error"), [(400, Refused), (401, AccessDenied), (404, None), (429, Throttled)]
)
def test_tracking_without_a_parcel_is_read(status: int, error: type[RemoteError] | None) -> None:
    dhl = answered(f"tracking-unified-response-{status}.json", status)
    if error is None:
        assert dhl.track(["8264715546"]) == {}
    else:
        with pytest.raises(error):
            dhl.track(["8264715546"])


def stood_in(method: str, path: str, body: Any, **query: str) -> Response:
    """What the stand-in says to a request with a good token."""
    bench = DhlBench.new()
    bench.dhl().check()
    token = bench.tokens.kept["access"].value.reveal()
    with httpx.Client(transport=transport(bench.standin), base_url="https://standin.test") as client:
        headers = {"Authorization": f"Bearer {token}"}
        return client.request(method, path, json=body, params=query, headers=headers)


@pytest.mark.parametrize("name", [n for n in example_names("shipping-orders-") if n.endswith("request.json")])
def test_the_stand_in_takes_every_sample_shipment_that_is_meant_to_succeed(name: str) -> None:
    answer = stood_in("POST", f"{SHIPPING}/orders", example(name))
    if "weight-too-high" in name:
        assert answer.status_code == 400
        assert answer.json()["items"][0]["validationMessages"][0]["validationState"] == "Error"
        return
    assert answer.status_code == 200, answer.text
    (item,) = answer.json()["items"]
    assert item["shipmentNo"]
    assert ("returnShipmentNo" in item) is ("enclosed-return" in name)
    assert ("validationMessages" in item) is ("not-found" in name)


@pytest.mark.parametrize("name", [n for n in example_names("returns-orders-") if n.endswith("request.json")])
def test_the_stand_in_takes_every_sample_return(name: str) -> None:
    answer = stood_in("POST", f"{RETURNS}/orders", example(name))
    assert answer.status_code == 201, answer.text


def test_the_stand_in_takes_the_sample_of_a_day_close_and_of_a_login() -> None:
    closed = stood_in("POST", f"{SHIPPING}/manifests", example("shipping-manifests-request.json"))
    assert closed.status_code == 207
    with httpx.Client(transport=transport(DhlBench.new().standin), base_url="https://standin.test") as client:
        path = "/parcel/de/account/auth/ropc/v1/token"
        refused = client.post(path, data=example("auth-token-request.json"))
    assert refused.status_code == 401, "understood, but the stand-in knows another user"


def test_the_sample_token_is_read() -> None:
    answer = example("auth-token-response-200.json")

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json=answer)
        assert request.headers["Authorization"] == f"Bearer {answer['access_token']}"
        return httpx.Response(201, json=example("returns-orders-response-201.json"))

    bench = DhlBench.new()
    dhl = Dhl(connected(httpx.MockTransport(handle), SETTINGS, SECRETS, bench.clock, bench.tokens))
    assert isinstance(dhl.buy(returning()), Label)
    kept = bench.tokens.kept["access"]
    assert (kept.ends_at - bench.clock.now()).total_seconds() == 1799


def test_the_query_asks_for_papers_inside_and_apart() -> None:
    query = query_of(shipment(), DhlBench.new().dhl()._account)
    assert (query["includeDocs"], query["combine"], query["docFormat"]) == ("include", "false", "PDF")
