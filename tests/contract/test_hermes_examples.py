"""Every example of the vendor's is read as what it says."""

import csv
import io
from collections.abc import Iterator

import pytest
import stamina

from adapters.carriers.hermes.events import state_of
from core.errors import Refused, Throttled
from core.parcel import DocumentRole, LabelKind, ParcelState
from ports import Capability, NotOffered
from tests.contract.hermes import HERMES_SPECS, HermesBench, example
from tests.specs import needs_specs

pytestmark = needs_specs

OUTBOUND = "H1234567890123456789"


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


@pytest.fixture
def bench() -> HermesBench:
    return HermesBench.of()


def test_a_shipment_label(bench: HermesBench) -> None:
    bench.wire.answer_next(example("shipmentorders-labels-response-200.json"))
    label = bench.bought()
    assert (label.number, label.handle) == ("H1234567890123456789", "12345678901")
    assert [document.role for document in label.documents] == [DocumentRole.LABEL]
    assert label.notices == ()


def test_a_shipment_label_with_a_warning(bench: HermesBench) -> None:
    bench.wire.answer_next(example("shipmentorders-labels-response-200-warning.json"))
    label = bench.bought()
    assert [(notice.code, notice.field) for notice in label.notices] == [("w031", "consumer.phone")]
    assert label.documents


def test_a_return_label_as_pdf_and_as_qr_code(bench: HermesBench) -> None:
    bench.wire.answer_next(example("returnorders-labels-response-200-pdf.json"))
    bench.wire.answer_next(example("returnorders-labels-response-200-qr.json"))
    labels = [bench.bought(LabelKind.RETURN), bench.bought(LabelKind.RETURN, options={"qr": "true"})]
    assert {label.number for label in labels} == {"H5798872677608747081"}
    assert {label.handle for label in labels} == {"12345678902"}
    assert [label.documents[0].role for label in labels] == [DocumentRole.RETURN_LABEL, DocumentRole.QR]
    assert [label.notices for label in labels] == [(), ()]


def test_a_return_order_that_is_read_tells_its_numbers(bench: HermesBench) -> None:
    bench.wire.answer_next({"returnOrderID": "12345678902"})
    bench.wire.answer_next(example("returnorders-get-response-200.json"))
    label = bench.bought(LabelKind.RETURN)
    assert label.number == "H5798872677608747081"
    assert label.carrier_ids["originShipmentID"] == OUTBOUND


def test_the_bodies_of_a_return_from_the_way_out_are_the_vendors() -> None:
    bench = HermesBench.of(return_way="outbound")
    for outbound, name in ((OUTBOUND, "shipmentid"), ("12345678901", "shipmentorderid")):
        bench.wire.answer_next(example("returnorders-labels-response-200-pdf.json"))
        bench.bought(LabelKind.RETURN, outbound=outbound)
        assert bench.wire.body() == example(f"returnorders-by-{name}-request.json")


def test_a_refusal_keeps_code_text_and_field(bench: HermesBench) -> None:
    bench.wire.answer_next(example("error-400-e010.json"), 400)
    with pytest.raises(Refused) as caught:
        bench.bought()
    (complaint,) = caught.value.complaints
    assert (complaint.code, complaint.field) == ("e010", "size")
    assert "dimensions" in complaint.text


def test_a_contract_without_independent_returns(bench: HermesBench) -> None:
    bench.wire.answer_next(example("error-400-e055-no-standalone-return.json"), 400)
    with pytest.raises(Refused) as caught:
        bench.bought(LabelKind.RETURN)
    assert caught.value.complaints[0].code == "e055"
    assert "Einstellungen" in caught.value.text.de


def test_a_way_out_that_is_not_processed_yet() -> None:
    bench = HermesBench.of(return_way="outbound")
    bench.wire.answer_next(example("error-400-e048-outbound-not-processed.json"), 400)
    with pytest.raises(Throttled):
        bench.bought(LabelKind.RETURN, outbound=OUTBOUND)


def test_a_followed_parcel_and_an_unknown_one(bench: HermesBench) -> None:
    bench.wire.answer_next(example("shipmentinfo-response-200.json"))
    answer = bench.hermes().track(["H9746130018743501086"])
    assert not isinstance(answer, NotOffered)
    tracking = answer["H9746130018743501086"]
    assert (tracking.state, tracking.code) == (ParcelState.DELIVERED, "3500")
    assert tracking.text == "The shipment has been delivered."
    assert str(tracking.at) == "2020-12-04 06:58:24+00:00"
    bench.wire.answer_next(example("shipmentinfo-response-200-unknown.json"))
    assert bench.hermes().track([OUTBOUND]) == {}


def test_a_parcel_is_known_by_its_international_number_as_well(bench: HermesBench) -> None:
    bench.wire.answer_next(example("shipmentinfo-response-200.json"))
    answer = bench.hermes().track(["00340633031105567586"])
    assert not isinstance(answer, NotOffered)
    assert answer["00340633031105567586"].state is ParcelState.DELIVERED


def test_the_example_of_the_tracking_is_found_by_its_reference() -> None:
    bench = HermesBench.of(client_id_tracking="4711")
    body = example("shipmentinfo-response-200.json")
    reference = bench.order(reference=body["shipmentinfo"][0]["clientReference"]).reference
    bench.wire.answer_next(body)
    since = bench.today.replace(year=2020, month=12, day=2)
    found = bench.hermes().find(LabelKind.RETURN, reference, since)
    assert not isinstance(found, NotOffered)
    assert found is not None
    assert (found.number, found.tracking_url) == (
        "H9746130018743501086",
        "https://example.com/tracking/00340633031105567586",
    )
    assert Capability.FIND_RETURN in bench.hermes().info.capabilities


def _events() -> list[tuple[str, str]]:
    text = (HERMES_SPECS / "event-codes.csv").read_text("cp1252")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    return [(row[0], row[1]) for row in rows]


def test_every_event_of_the_vendor_is_known_under_both_of_its_codes() -> None:
    events = _events()
    assert len(events) == 294
    for long, short in events:
        assert state_of(long) == state_of(short), (long, short)
        dashed = "-".join(str(int(long[at : at + 3])) for at in (0, 3, 6))
        assert state_of(dashed) == state_of(short), dashed
        known = state_of(short)
        assert known is not ParcelState.UNKNOWN or short == "9399", short
