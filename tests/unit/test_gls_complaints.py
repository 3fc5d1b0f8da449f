"""Every way in which GLS says no, and what is left of it for people."""

from dataclasses import replace

import httpx
import pytest

from adapters.carriers.gls.complaints import (
    REFUSED_UNTOLD,
    complaints,
    field_of,
    issues,
    plain_complaints,
    private_of,
)
from core.errors import Complaint
from core.parcel import LabelKind, Notice
from tests.contract.gls import CONSUMER, order

PRIVATE = private_of(order(LabelKind.SHIPMENT))


def headers(error: str, message: str | bytes) -> httpx.Response:
    raw = message if isinstance(message, bytes) else message.encode()
    return httpx.Response(400, headers=[(b"error", error.encode()), (b"message", raw)])


def test_a_missing_field_is_named() -> None:
    answer = headers("MANDATORY_PARAMETER_NOT_SET", "The Mandatory parameter Shipment is not set")
    assert complaints(answer) == (Complaint("is missing", "MANDATORY_PARAMETER_NOT_SET", "Shipment"),)


def test_a_refused_value_is_not_repeated() -> None:
    answer = headers(
        "INVALID_FIELD_VALUE",
        "Invalid field Shipment.Consignee.Address.Name1. Value Somebody Else, is not a valid value. Ha is "
        "not a valid value. Value is too long. Maximum is 40",
    )
    assert complaints(answer) == (
        Complaint("Value is too long. Maximum is 40", "INVALID_FIELD_VALUE", "consumer.name"),
    )


def test_a_wrong_contact_id_is_a_complaint_about_contact_id() -> None:
    answer = headers(
        "INVALID_FIELD_VALUE",
        "Invalid field Shipment.Shipper.ContactID. Value 4711 is not a valid value. Shipper does not exist "
        "or is not available for the user.",
    )
    (found,) = complaints(answer)
    assert found.field == "contact_id"
    assert "4711" not in str(found)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_a_header_is_read_whatever_its_encoding(encoding: str) -> None:
    (found,) = complaints(headers("COMMON", "Straße ungültig".encode(encoding)))
    assert found.text == "Straße ungültig"


def test_headers_count_before_the_body() -> None:
    answer = httpx.Response(
        400,
        headers={"error": "COMMON", "message": "from the header"},
        json={"errors": [{"code": "X", "message": "from the body"}]},
    )
    assert [found.text for found in complaints(answer)] == ["from the header"]


def test_a_list_of_errors_keeps_every_one_with_code_and_field() -> None:
    answer = httpx.Response(
        400,
        json={
            "errors": [
                {"type": "400-MISSING-FIELD", "fieldName": "sender.email", "message": "must not be null"},
                {"code": "17", "field": "sender.address.zipCode", "message": "wrong"},
                {"type": "400-UNKNOWN-KEY", "fieldName": "layout", "fieldValue": "XYZ", "message": "no"},
                "not an object",
            ]
        },
    )
    assert complaints(answer) == (
        Complaint("must not be null", "400-MISSING-FIELD", "consumer.email"),
        Complaint("wrong", "17", "consumer.postal_code"),
        Complaint("no", "400-UNKNOWN-KEY", "layout"),
    )


def test_the_gateways_fault_is_read() -> None:
    body = {"fault": {"faultstring": "Body buffer overflow", "detail": {"errorcode": "protocol.http.TooBig"}}}
    assert complaints(httpx.Response(413, json=body)) == (
        Complaint("Body buffer overflow", "protocol.http.TooBig"),
    )


def test_a_problem_document_is_read() -> None:
    body = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "more than 10"}
    assert complaints(httpx.Response(400, json=body)) == (Complaint("more than 10"),)


def test_plain_text_is_shown_on_one_line_and_no_longer_than_that() -> None:
    (found,) = complaints(httpx.Response(400, text="not one of\n the values " + "x" * 1000))
    assert found.text.startswith("not one of the values x")
    assert len(found.text) == 300


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(400, html="<html><body>Bad Request</body></html>"),
        httpx.Response(400, text="\n <!DOCTYPE html><p>no"),
        httpx.Response(400, text="Oops <HTML>"),
        httpx.Response(400, text=""),
        httpx.Response(400, json=[1, 2]),
        httpx.Response(400, json={}),
        httpx.Response(400, content=b'{"errors": ' + b"[" * 100_000),
    ],
    ids=["html", "doctype", "half", "empty", "list", "object", "nested"],
)
def test_what_is_no_reason_gives_none_or_no_page(answer: httpx.Response) -> None:
    assert all("<" not in found.text and len(found.text) <= 300 for found in complaints(answer))
    if not answer.content.startswith(b'{"errors": ['):
        assert complaints(answer) == ()


def test_what_was_sent_is_blotted_out_of_free_words() -> None:
    words = f"Cannot route {CONSUMER.street} 12 for Zoë Großmüller and {CONSUMER.email} in DRESDEN"
    for answer in (httpx.Response(400, text=words), httpx.Response(400, json={"message": words})):
        (found,) = complaints(answer, PRIVATE)
        assert "Cannot route" in found.text
        for part in (CONSUMER.street, "Zoë Großmüller", CONSUMER.email, CONSUMER.city):
            assert part.lower() not in found.text.lower()


def test_a_name_with_odd_blanks_is_blotted_out_too() -> None:
    private = private_of(
        replace(order(LabelKind.RETURN), consumer=replace(CONSUMER, name="Zoë\u00a0  Abt Li"))
    )
    (found,) = complaints(httpx.Response(400, text="no parcel for Zoë\u00a0  Abt Li"), private)
    assert "Abt Li" not in found.text


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Shipment.Consignee.Address.ZIPCode", "consumer.postal_code"),
        ("Shipment.Consignee.Address.Zipcode", "consumer.postal_code"),
        ("Shipment.Consignee.Address.eMail", "consumer.email"),
        ("Shipment.Shipper.Address.EMail", "Shipment.Shipper.Address.EMail"),
        ("Shipment.ShipmentUnit[0].Weight", "weight_g"),
        ("parcel.weight", "weight_g"),
        ("Shipment.ShipmentReference[0]", "reference"),
        ("originalOrderReference", "reference"),
        ("sender.personName", "consumer.name"),
        ("sender.address.countryCode", "consumer.country"),
        ("ContactID", "contact_id"),
        ("ShipmentRequestData.Shipment.Product", "ShipmentRequestData.Shipment.Product"),
    ],
)
def test_a_field_of_theirs_is_ours_where_there_is_one(theirs: str, ours: str) -> None:
    assert field_of(theirs) == ours


def test_a_good_status_is_a_refusal_only_with_reasons_beyond_doubt() -> None:
    assert plain_complaints(httpx.Response(200, json={"message": "created"})) == ()
    assert plain_complaints(httpx.Response(200, headers={"message": "created"})) == ()
    assert plain_complaints(httpx.Response(200, text="wait")) == ()
    assert plain_complaints(httpx.Response(200, json={"errors": [{"message": "no"}]})) == (Complaint("no"),)
    assert plain_complaints(httpx.Response(200, headers={"error": "E", "message": "no"})) == (
        Complaint("no", "E"),
    )


def test_a_dry_run_tells_its_rules_without_the_address() -> None:
    body = {
        "Success": False,
        "ValidationResult": {
            "Issues": [
                {
                    "Rule": "ADDRESS_VALID_ZIPCODE",
                    "Location": "Shipment.Consignee.Address",
                    "Parameters": ["01067"],
                },
                {"Rule": "COMMON", "Location": "Shipment.ShipmentUnit.Weight", "Parameters": ["1"]},
                {"Rule": "NEVER_SEEN", "Location": ""},
            ]
        },
    }
    found = issues(body)
    assert [(notice.code, notice.field) for notice in found] == [
        ("ADDRESS_VALID_ZIPCODE", "consumer.postal_code"),
        ("COMMON", "weight_g"),
        ("NEVER_SEEN", None),
    ]
    assert "01067" not in repr(found)


def test_a_dry_run_that_fails_without_a_reason_still_says_so() -> None:
    assert issues({"Success": True, "ValidationResult": {}}) == ()
    (found,) = issues({"Success": False, "ValidationResult": {"Issues": None}})
    assert found == Notice("REFUSED", REFUSED_UNTOLD)
