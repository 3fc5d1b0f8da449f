"""What GLS answers, read: labels, cancellations, searches, tracking."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.carriers.gls import returns, shipments, tracking
from core.parcel import (
    Cancellation,
    DocumentFormat,
    DocumentRole,
    Label,
    LabelKind,
    ParcelState,
    Reference,
)
from tests.contract.gls import order

PDF = base64.b64encode(b"%PDF-1.4\n").decode()
ZPL = base64.b64encode(b"^XA^XZ").decode()
PARCEL = {"TrackID": "ZHO9AXAC", "ParcelNumber": "601079500843"}


def created(print_data: Any, *parcels: dict[str, Any]) -> dict[str, Any]:
    return {"CreatedShipment": {"ParcelData": list(parcels or (PARCEL,)), "PrintData": print_data}}


def read(body: Any, kind: LabelKind = LabelKind.SHIPMENT) -> Label:
    return shipments.read_created(body, kind, Reference("A-1"))


@pytest.mark.parametrize("data", [PDF, [PDF], f"{PDF[:4]}\r\n{PDF[4:]}"], ids=["text", "list", "lines"])
def test_a_document_is_read_in_each_spelling(data: Any) -> None:
    label = read(created([{"Data": data, "LabelFormat": "PDF"}]))
    assert [document.format for document in label.documents] == [DocumentFormat.PDF]
    assert label.notices == ()


def test_a_document_is_what_its_bytes_say() -> None:
    (document,) = read(created([{"Data": ZPL, "LabelFormat": "PDF"}])).documents
    assert document.format is DocumentFormat.ZPL


def test_number_handle_and_both_ids() -> None:
    label = read(created([{"Data": PDF}]))
    assert (label.number, label.handle) == ("601079500843", "ZHO9AXAC")
    assert label.carrier_ids == {"parcel_number": "601079500843", "track_id": "ZHO9AXAC"}


def test_a_return_label_has_its_role() -> None:
    (document,) = read(created([{"Data": PDF}]), LabelKind.RETURN).documents
    assert document.role is DocumentRole.RETURN_LABEL


def test_more_documents_than_parcels_are_all_kept() -> None:
    label = read(created([{"Data": PDF}, {"Data": [PDF, ZPL]}]))
    assert len(label.documents) == 3


@pytest.mark.parametrize("print_data", [[], None, "x", [{}], [{"Data": ""}], [{"Data": []}], [None]])
def test_a_label_without_a_document_is_bought_all_the_same(print_data: Any) -> None:
    label = read(created(print_data))
    assert label.number == "601079500843"
    assert [notice.code for notice in label.notices] == ["NO_DOCUMENT"]


@pytest.mark.parametrize("data", ["LABEL_A", "!!", 7, base64.b64encode(b"GIF89a").decode()])
def test_a_document_that_nobody_can_read_is_said_and_spoils_nothing(data: Any) -> None:
    label = read(created([{"Data": data}, {"Data": PDF}]))
    assert len(label.documents) == 1
    assert [notice.code for notice in label.notices] == ["UNREADABLE_DOCUMENT"]


def test_a_number_may_be_a_figure_and_stays_text() -> None:
    assert read(created([], {**PARCEL, "ParcelNumber": 601079500843})).number == "601079500843"


def test_without_a_track_id_the_number_is_the_handle() -> None:
    label = read(created([], {"ParcelNumber": "601079500843"}))
    assert label.handle == label.number
    assert label.carrier_ids == {"parcel_number": "601079500843"}


def test_further_parcels_are_not_kept_quiet() -> None:
    label = read(created([{"Data": PDF}], PARCEL, {"TrackID": "B", "ParcelNumber": "601079500850"}))
    (notice,) = label.notices
    assert notice.code == "MORE_PARCELS"
    assert "601079500850" in notice.words.en
    assert "601079500850" in notice.words.de


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"CreatedShipment": None},
        {"CreatedShipment": {}},
        {"CreatedShipment": {"ParcelData": []}},
        {"CreatedShipment": {"ParcelData": [{"TrackID": "ZHO9AXAC"}]}},
        {"CreatedShipment": {"ParcelData": [{"ParcelNumber": ""}]}},
        {"CreatedShipment": {"ParcelData": [{"ParcelNumber": True}]}},
        {"CreatedShipment": {"ParcelData": [{"ParcelNumber": "6010\n"}, {"ParcelNumber": {}}]}},
    ],
)
def test_an_answer_without_a_number_is_no_label(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        read(body)


@pytest.mark.parametrize("spelling", ["result", "Result"])
@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("CANCELLED", Cancellation.DONE),
        ("CANCELLATION_PENDING", Cancellation.DONE),
        ("SCANNED", Cancellation.TOO_LATE),
        ("ERROR", None),
    ],
)
def test_a_cancellation_is_read_in_both_spellings(
    spelling: str, word: str, meaning: Cancellation | None
) -> None:
    assert shipments.read_cancellation({"TrackID": "A", spelling: word}) is meaning


def _item(
    track_id: str, references: Any, day: int = 1, status: str = "PREADVICE", **more: Any
) -> dict[str, Any]:
    moment = f"2026-03-{day:02d}T00:00:00Z"
    item = {"TrackID": track_id, "ShipmentReference": references, "InitialDate": moment, "Status": status}
    return {**item, **more}


def test_the_search_finds_live_parcels_with_the_reference_the_newest_first() -> None:
    body = {
        "UnitItems": [
            _item("PART", ["A-10"], 9),
            _item("TEXT", "A-1", 1),
            _item("OLD", ["A-1", "O-77"], 2),
            _item("NEW", ["A-1", "RETURN"], 3),
            _item("GONE", ["A-1"], 8, "CANCELED"),
            _item("UNIT", None, 4, ShipmentUnitReference=["A-1"]),
            {"TrackID": "NONE", "InitialDate": "", "Status": ""},
        ]
    }
    found = shipments.found_parcels(body, Reference("A-1"))
    assert [parcel["TrackID"] for parcel in found] == ["UNIT", "NEW", "OLD", "TEXT"]
    assert shipments.found_parcels({}, Reference("A-1")) == []


@pytest.mark.parametrize(
    ("of_shipment", "of_unit", "shipment", "back"),
    [
        (["A-1"], ["A-1"], True, None),
        (["A-1", "O-77"], ["A-1"], True, None),
        (["O-77", "A-1"], ["A-1"], True, None),
        (["A-1", "O-77", "RETURN"], ["A-1"], False, True),
        (["A-1", "RETURN"], None, False, True),
        ("A-1", None, True, None),
        (None, ["A-1"], True, None),
        (["O-77", "A-1"], None, None, None),
        (["B-2", "A-1"], ["B-2"], False, False),
    ],
)
def test_a_found_parcel_is_this_one_another_or_it_cannot_be_told(
    of_shipment: Any, of_unit: Any, shipment: bool | None, back: bool | None
) -> None:
    item = _item("T", of_shipment, ShipmentUnitReference=of_unit)
    assert shipments.is_this(item, LabelKind.SHIPMENT, Reference("A-1")) is shipment
    assert shipments.is_this(item, LabelKind.RETURN, Reference("A-1")) is back


def test_a_return_order_gives_number_and_handle() -> None:
    body = {
        "returnOrderId": "d137d614-ccc0-4d09-b956-9fc7483e7993",
        "references": {"trackId": "YUNKGBSU", "parcelId": 100002180461},
        "label": {"contentType": "image/png", "content": PDF},
    }
    label = returns.read_order(body, order(LabelKind.RETURN))
    assert label.number == "100002180461"
    assert label.handle == "d137d614-ccc0-4d09-b956-9fc7483e7993"
    assert label.carrier_ids["track_id"] == "YUNKGBSU"
    assert [(d.role, d.format) for d in label.documents] == [(DocumentRole.RETURN_LABEL, DocumentFormat.PDF)]
    assert returns.is_return_order(label.handle)
    assert not returns.is_return_order("ZHO9AXAC")


def parcel(**more: Any) -> dict[str, Any]:
    return {
        "requested": "1",
        "unitno": "1",
        "status": "INTRANSIT",
        "statusDateTime": "2026-03-02T06:50:22+0200",
        "events": [],
        **more,
    }


def tracked(*parcels: dict[str, Any], number: str = "1") -> Any:
    return tracking.read_trackings({"parcels": list(parcels)}, [number])


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("PLANNEDPICKUP", ParcelState.ANNOUNCED),
        ("INPICKUP", ParcelState.ANNOUNCED),
        ("NOTPICKEDUP", ParcelState.PROBLEM),
        ("PREADVICE", ParcelState.ANNOUNCED),
        ("INTRANSIT", ParcelState.ON_THE_WAY),
        ("INDELIVERY", ParcelState.OUT_FOR_DELIVERY),
        ("DELIVEREDPS", ParcelState.PICKUP),
        ("DELIVERED", ParcelState.DELIVERED),
        ("INWAREHOUSE", ParcelState.ON_THE_WAY),
        ("NOTDELIVERED", ParcelState.PROBLEM),
        ("CANCELED", ParcelState.CANCELLED),
        ("FINAL", ParcelState.UNKNOWN),
        ("SOMETHINGNEW", ParcelState.UNKNOWN),
        (None, ParcelState.UNKNOWN),
    ],
)
def test_every_status_has_its_meaning_and_stays_readable(status: str | None, state: ParcelState) -> None:
    found = tracked(parcel(status=status))["1"]
    assert (found.state, found.code) == (state, status or "")


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        (["DELIVD.NORMAL"], ParcelState.DELIVERED),
        (["DELIVD.PARCELSHOP"], ParcelState.UNKNOWN),
        (["CANCEL.NORMAL"], ParcelState.UNKNOWN),
    ],
)
def test_a_closed_history_is_a_delivery_only_if_one_is_in_it(codes: list[str], state: ParcelState) -> None:
    found = tracked(parcel(status="FINAL", events=[{"code": code} for code in codes]))["1"]
    assert found.state is state


def test_words_and_time_of_the_latest_event() -> None:
    events = [
        {"description": "old", "eventDateTime": "2026-03-01T00:00:00+0100"},
        {"description": "new", "eventDateTime": "2026-03-02T00:00:00+0100"},
    ]
    found = tracked(parcel(events=events))["1"]
    assert found.text == "new"
    assert found.at == datetime(2026, 3, 2, 4, 50, 22, tzinfo=UTC)


@pytest.mark.parametrize("moment", ["2026-03-02T06:50:22", "yesterday", None, ""])
def test_a_time_without_a_zone_is_none(moment: str | None) -> None:
    assert tracked(parcel(statusDateTime=moment))["1"].at is None


def test_an_unknown_number_is_left_out_and_a_failing_one_is_not() -> None:
    assert tracked({"requested": "1", "errorCode": "E_404_01"}) == {}
    assert tracked({"requested": "1", "errorCode": "E_500_01"})["1"].state is ParcelState.UNKNOWN
    assert tracked(parcel(requested="2")) == {}


def test_of_several_parcels_the_one_of_that_number_counts_else_the_latest() -> None:
    own = parcel(status="PREADVICE")
    other = parcel(unitno="9", status="DELIVERED", statusDateTime="2026-03-09T00:00:00+0200")
    assert tracked(other, own)["1"].code == "PREADVICE"
    assert tracked(own, other)["1"].code == "PREADVICE"
    older = parcel(unitno="8", status="INTRANSIT")
    assert tracked(older, other)["1"].code == "DELIVERED"
    assert tracked(other, older)["1"].code == "DELIVERED"
