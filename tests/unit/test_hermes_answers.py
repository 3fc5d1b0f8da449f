"""What Hermes' answers amount to, one by one."""

import base64
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.carriers.hermes.complaints import NOBODY, About, errors, notices, result_codes, verdict
from adapters.carriers.hermes.events import state_of
from adapters.carriers.hermes.finding import Days
from adapters.carriers.hermes.labels import read_issued, read_label
from adapters.carriers.hermes.tracking import read_tracking
from core.errors import (
    AccessDenied,
    AppError,
    BrokenReply,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.parcel import DocumentFormat, DocumentRole, LabelKind, LabelOrder, ParcelState, Reference
from tests.contract.hermes import order

PDF = base64.b64encode(b"%PDF-1.4\n").decode()
NUMBER = "H1234567890123456789"


def _codes(*codes: str, message: str = "?") -> dict[str, Any]:
    return {"listOfResultCodes": [{"code": code, "message": message} for code in codes]}


@pytest.mark.parametrize(
    ("codes", "buying", "asking"),
    [
        (["e001"], Refused, Refused),
        (["e053"], Refused, Refused),
        (["e055"], Refused, Refused),
        (["e018"], OutcomeUnknown, Refused),
        (["e058"], OutcomeUnknown, Unreachable),
        (["e999"], OutcomeUnknown, Unreachable),
        (["e031"], Unreachable, Unreachable),
        (["e039"], Unreachable, Unreachable),
        (["e048"], Throttled, Throttled),
        (["e041"], AccessDenied, AccessDenied),
        (["e042"], Refused, Refused),
        (["e083"], AccessDenied, AccessDenied),
        (["e084"], AccessDenied, AccessDenied),
        (["e900"], AccessDenied, AccessDenied),
        (["e902"], AccessDenied, AccessDenied),
        (["e001", "e058"], OutcomeUnknown, Refused),
        (["e001", "e048"], Refused, Refused),
        (["e031", "e048"], Throttled, Throttled),
        (["e001", "e084"], AccessDenied, AccessDenied),
        (["e123"], Refused, Refused),
        (["E058"], OutcomeUnknown, Unreachable),
        ([], Refused, Refused),
    ],
)
def test_the_codes_decide_what_may_be_done_next(
    codes: list[str], buying: type[RemoteError], asking: type[RemoteError]
) -> None:
    found = errors(result_codes(_codes(*codes)))
    assert isinstance(verdict(found, buying=True), buying)
    assert isinstance(verdict(found, buying=False), asking)


@pytest.mark.parametrize(
    ("code", "message", "kind", "field"),
    [
        ("e001", "receiverAddress.zipCode", LabelKind.SHIPMENT, "consumer.postal_code"),
        ("e001", "receiverAddress.zipCode", LabelKind.RETURN, "merchant.postal_code"),
        ("e001", "senderAddress.houseNumber", LabelKind.SHIPMENT, "merchant.house_number"),
        ("e001", "senderAddress.houseNumber", LabelKind.RETURN, "consumer.house_number"),
        ("e002", "town", LabelKind.SHIPMENT, "consumer.city"),
        ("e002", "parcelClass", LabelKind.SHIPMENT, "options.parcelClass"),
        ("e001", "clientReference2", LabelKind.SHIPMENT, "order_number"),
        ("e001", "clientReference", LabelKind.SHIPMENT, "reference"),
        ("e071", "too long", LabelKind.SHIPMENT, "consumer.street"),
        ("e071", "senderAddress", LabelKind.SHIPMENT, "merchant.street"),
        ("e067", "?", LabelKind.RETURN, "weight_g"),
        ("e065", "?", LabelKind.RETURN, None),
    ],
)
def test_a_reason_is_put_at_its_field(code: str, message: str, kind: LabelKind, field: str | None) -> None:
    (found,) = result_codes(_codes(code, message=message), About(kind))
    assert found.field == field


def test_information_is_no_warning_and_warnings_are_no_errors() -> None:
    found = result_codes(_codes("i032", "OK", "w036", "e001"))
    assert [complaint.code for complaint in errors(found)] == ["e001"]
    assert [notice.code for notice in notices(found)] == ["w036", "e001"]


def test_people_are_hidden_in_hermes_words_and_other_words_stay() -> None:
    about = About(LabelKind.SHIPMENT, frozenset({"12345", "Max Muster", "Muster"}))
    (found,) = result_codes(_codes("w031", message="Nummer 12345 von max muster, Musterstadt"), about)
    assert found.text == "Nummer … von …, Musterstadt"
    assert "Muster" not in repr(about)


@pytest.mark.parametrize(
    "body", [None, [], "?", {}, {"listOfResultCodes": "?"}, {"listOfResultCodes": ["?", {}]}]
)
def test_a_list_of_codes_that_is_none_has_none(body: Any) -> None:
    assert result_codes(body) == ()


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({}, OutcomeUnknown),
        ({"shipmentID": None}, OutcomeUnknown),
        ({"shipmentID": 12345678901234}, OutcomeUnknown),
        ({"shipmentID": " "}, OutcomeUnknown),
        ({"labelImage": PDF}, OutcomeUnknown),
        (_codes("e001"), Refused),
        ({**_codes("e001"), "shipmentOrderID": "12345678901"}, OutcomeUnknown),
        ({**_codes("e021"), "shipmentID": NUMBER}, OutcomeUnknown),
        (_codes("w036"), OutcomeUnknown),
        (_codes("e084"), AccessDenied),
    ],
)
def test_without_a_number_it_is_bought_only_perhaps(body: dict[str, Any], outcome: type[AppError]) -> None:
    with pytest.raises(outcome):
        read_label(order(), body, NOBODY)


@pytest.mark.parametrize(
    "paper", [None, "", "?", 7, base64.b64encode(b"GIF89a").decode(), "%PDF-1.4", "JVBERi0xLj"]
)
def test_a_number_without_readable_paper_is_a_label_that_says_so(paper: Any) -> None:
    label = read_label(order(), {"shipmentID": NUMBER, "labelImage": paper}, NOBODY)
    readable = paper == "JVBERi0xLj"
    assert (label.number, label.handle) == (NUMBER, NUMBER)
    assert [notice.code for notice in label.notices] == ([] if readable else ["document_missing"])


def test_a_number_with_paper_is_a_label_whatever_stands_beside_it() -> None:
    label = read_label(order(), {**_codes("e999"), "shipmentID": NUMBER, "labelImage": PDF}, NOBODY)
    assert [notice.code for notice in label.notices] == ["e999"]


def test_customs_papers_come_along_and_are_no_label() -> None:
    both = read_label(order(), {"shipmentID": NUMBER, "labelImage": PDF, "commInvoiceImage": PDF}, NOBODY)
    assert [document.role for document in both.documents] == [DocumentRole.LABEL, DocumentRole.CUSTOMS]
    alone = read_label(order(), {"shipmentID": NUMBER, "commInvoiceImage": PDF}, NOBODY)
    assert [notice.code for notice in alone.notices] == ["document_missing"]


@pytest.mark.parametrize("text", ["^XA^FDx^FS^XZ", base64.encodebytes(b"^XA^XZ" * 20).decode()])
def test_zpl_is_read_as_text_and_in_lines(text: str) -> None:
    label = read_label(order(), {"shipmentID": NUMBER, "labelImage": text}, NOBODY)
    assert [document.format for document in label.documents] == [DocumentFormat.ZPL]


def test_a_return_has_its_paper_elsewhere() -> None:
    wanted: LabelOrder = order(LabelKind.RETURN)
    body = {"shipmentID": NUMBER, "returnOrderID": "12345678902", "shippinglabel": PDF, "labelImage": PDF}
    label = read_label(wanted, body, NOBODY)
    assert [document.role for document in label.documents] == [DocumentRole.RETURN_LABEL]
    assert label.handle == "12345678902"


def test_a_late_label_takes_the_number_that_is_known() -> None:
    reference = Reference("A-1")
    assert read_issued(reference, NUMBER, "12345678901", {"labelImage": PDF}).number == NUMBER
    assert read_issued(reference, "", "12345678901", {"shipmentID": NUMBER}).notices[0].code == (
        "document_missing"
    )
    with pytest.raises(BrokenReply):
        read_issued(reference, "", "12345678901", {"labelImage": PDF})
    with pytest.raises(Refused):
        read_issued(reference, NUMBER, "12345678901", _codes("e018"))


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("0000", ParcelState.ANNOUNCED),
        ("1520", ParcelState.RETURNED),
        ("3000", ParcelState.OUT_FOR_DELIVERY),
        ("3410", ParcelState.PICKUP),
        ("3530", ParcelState.DELIVERED),
        ("3731", ParcelState.PROBLEM),
        ("4061", ParcelState.RETURNED),
        ("6093", ParcelState.RETURNED),
        ("7500", ParcelState.RETURNED),
        ("9340", ParcelState.CANCELLED),
        ("9321", None),
        ("090003008", ParcelState.DELIVERED),
        ("0-0-0", ParcelState.ANNOUNCED),
        ("90-3-8", ParcelState.DELIVERED),
        ("8888", ParcelState.UNKNOWN),
        ("", ParcelState.UNKNOWN),
        ("3500x", ParcelState.UNKNOWN),
    ],
)
def test_an_event_tells_a_state(code: str, state: ParcelState | None) -> None:
    assert state_of(code) is state


def _info(*events: tuple[str, str | None], **more: Any) -> dict[str, Any]:
    status = [{"code": code, "timestamp": at, "description": f"at\n{code}"} for code, at in events]
    return {"shipmentinfo": [{"shipmentID": NUMBER, "result": {"code": "i001"}, "status": status, **more}]}


@pytest.mark.parametrize(
    ("events", "state", "code"),
    [
        ([("2000", "2026-01-01T10:00:00+01:00"), ("3500", "2026-01-02T10:00:00+01:00")], "delivered", "3500"),
        ([("3500", "2026-01-02T10:00:00+01:00"), ("9327", "2026-01-02T10:00:01+01:00")], "delivered", "3500"),
        ([("3000", "2026-01-02T00:30:00+02:00"), ("2000", "2026-01-01T23:00:00Z")], "on_the_way", "2000"),
        ([("3000", None), ("2000", "2026-01-01T10:00:00Z")], "out_for_delivery", "3000"),
        ([("9327", "2026-01-01T10:00:00Z")], "unknown", "9327"),
        ([("8888", "2026-01-01T10:00:00Z")], "unknown", "8888"),
        ([], "unknown", ""),
    ],
)
def test_the_newest_event_that_tells_a_state_counts(
    events: Sequence[tuple[str, str | None]], state: str, code: str
) -> None:
    found = read_tracking([NUMBER], _info(*events))[NUMBER]
    assert (found.state.value, found.code) == (state, code)
    assert found.text == (f"at{code}" if code else "")


def test_a_time_without_a_zone_is_no_time() -> None:
    assert read_tracking([NUMBER], _info(("3500", "2026-01-01T10:00:00")))[NUMBER].at is None
    moment = read_tracking([NUMBER], _info(("3500", "2026-01-01T10:00:00+01:00")))[NUMBER].at
    assert moment == datetime(2026, 1, 1, 9, tzinfo=UTC)


def test_numbers_that_nobody_asked_for_or_knows_are_left_out() -> None:
    assert read_tracking(["H" + "0" * 19], _info(("3500", None))) == {}
    assert read_tracking([NUMBER], _info(("3500", None), result={"code": "e001"})) == {}
    assert NUMBER in read_tracking([NUMBER], _info(("3500", None), result=None))


def test_days_are_german_ones_and_within_what_hermes_lists() -> None:
    noon, late = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert Days.since(date(2026, 3, 2), noon) == Days(date(2026, 3, 1), date(2026, 3, 2))
    assert Days.since(date(2026, 3, 2), late).last == date(2026, 3, 3)
    assert Days.since(date(2020, 1, 1), noon).first == date(2025, 12, 3)
    assert Days.since(date(2026, 5, 1), noon) == Days(date(2026, 3, 2), date(2026, 3, 2))
