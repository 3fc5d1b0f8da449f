"""What is checked before a notice goes out: each trouble gives one reason, at its field, and says what
helps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeState,
    Origin,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.dispatch_check import View, check
from core.findings import Finding
from core.orders import PositionItemId, PositionState, SalesOrderId
from core.parcel_numbers import Form, form_of, looks_like
from tests.fakes.dispatch_desk import CARRIERS
from tests.orders import NOON

DHL: Final = CarrierCode("DHL")
BACK: Final = ReturnKey(DHL, "577546565072")
REF: Final = PositionRef(SalesOrderId("o"), PositionItemId("p"))
PARCEL: Final = Parcel(TrackingKey(CarrierCode("HERMES"), "H1234567890123456789"), NOON, BACK)
NOTICE: Final = Notice(NoticeId(2), NoticeKind.ONE, (PARCEL,), (REF,), NOON)
VIEW: Final = View(
    Origin("20095", "Hamburg", "DE"), {c.code: c for c in CARRIERS}, {REF: PositionState.PROCESSABLE}
)
OLDER: Final = replace(NOTICE, id=NoticeId(1), parcels=(Parcel(TrackingKey(DHL, "1"), NOON),))


def with_parcel(**parts: object) -> Callable[[Notice, View], tuple[Notice, View]]:
    return lambda notice, view: (replace(notice, parcels=(replace(PARCEL, **parts),)), view)  # type: ignore[arg-type]


def with_view(**parts: object) -> Callable[[Notice, View], tuple[Notice, View]]:
    return lambda notice, view: (notice, replace(view, **parts))  # type: ignore[arg-type]


def at_position(state: PositionState) -> Callable[[Notice, View], tuple[Notice, View]]:
    return with_view(positions={REF: state})


SPOILT: Final = {
    "sender_missing": ("sender", with_view(origin=None)),
    "position_unknown": ("position", with_view(positions={})),
    "position_announced": ("position", at_position(PositionState.ANNOUNCED)),
    "position_not_processable": ("position", at_position(PositionState.CANCELLED_BY_PARTNER)),
    "position_elsewhere": ("position", with_view(others=[OLDER])),
    "carrier_unknown": ("carrier", with_parcel(tracking=TrackingKey(CarrierCode("DLH"), "1"))),
    "tracking_missing": ("tracking", with_parcel(tracking=TrackingKey(DHL))),
    "return_number_missing": ("return_number", with_parcel(return_key=None)),
    "return_carrier_unknown": ("return_carrier", with_parcel(return_key=ReturnKey(CarrierCode("CART"), "1"))),
    "return_number_check_digit": ("return_number", with_parcel(return_key=ReturnKey(DHL, "577546565071"))),
    "return_number_other_carrier": (
        "return_carrier",
        with_parcel(return_key=ReturnKey(DHL, "H1234567890123456789")),
    ),
    "return_number_taken": ("return_number", with_view(taken={BACK: NOON + timedelta(days=9)})),
    "tracking_elsewhere": (
        "tracking",
        with_view(
            others=[
                replace(
                    OLDER, parcels=(PARCEL,), positions=(PositionRef(SalesOrderId("o"), PositionItemId("q")),)
                )
            ]
        ),
    ),
}
WARNED: Final = {
    "position_state_unknown": ("position", at_position(PositionState.UNKNOWN)),
    "tracking_form": ("tracking", with_parcel(tracking=TrackingKey(DHL, "12"))),
    "return_number_form": ("return_number", with_parcel(return_key=ReturnKey(DHL, "12"))),
    "ship_date": ("ship_date", with_parcel(shipped_at=NOON + timedelta(days=5))),
}


def found(spoil: Callable[[Notice, View], tuple[Notice, View]]) -> tuple[Finding, ...]:
    return check(*spoil(NOTICE, VIEW), NOON)


def test_a_good_notice_has_nothing_against_it() -> None:
    assert check(NOTICE, VIEW, NOON) == ()


@pytest.mark.parametrize("code", SPOILT)
def test_one_trouble_holds_it_with_one_reason_at_its_field(code: str) -> None:
    field, spoil = SPOILT[code]
    held = [finding for finding in found(spoil) if finding.holds]
    assert [(finding.code, finding.field) for finding in held] == [(code, field)]
    assert held[0].sentence.de != held[0].sentence.en


@pytest.mark.parametrize("code", WARNED)
def test_what_nobody_can_judge_only_warns(code: str) -> None:
    field, spoil = WARNED[code]
    assert [(f.code, f.field, f.holds) for f in found(spoil)] == [(code, field, False)]


def test_a_confirmed_number_goes_out_with_its_odd_digit() -> None:
    notice, view = SPOILT["return_number_check_digit"][1](NOTICE, VIEW)
    assert check(replace(notice, confirmed=True), view, NOON) == ()


def test_freight_needs_no_numbers() -> None:
    freight = replace(NOTICE, parcels=(Parcel(TrackingKey(CarrierCode("CART")), NOON),))
    assert check(freight, VIEW, NOON) == ()


def test_the_younger_of_two_waits_unless_it_has_begun() -> None:
    younger = replace(OLDER, id=NoticeId(3))
    assert check(NOTICE, replace(VIEW, others=[younger]), NOON) == ()
    begun = replace(younger, state=NoticeState.UNKNOWN)
    assert [f.code for f in check(NOTICE, replace(VIEW, others=[begun]), NOON)] == ["position_elsewhere"]


def test_parcels_of_one_position_have_numbers_of_their_own() -> None:
    split = replace(NOTICE, kind=NoticeKind.SPLIT, parcels=(PARCEL, PARCEL))
    assert [f.code for f in check(split, VIEW, NOON)] == ["parcels_alike"]


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("H1234567890123456789", "HERMES"),
        ("577546565072", "DHL"),
        ("100002180461", "GLS"),
        ("00340434161094015902", "DHL"),
        ("12345678901234", None),
        ("20280002005", None),
        ("100002180463", None),
        ("", None),
    ],
)
def test_a_number_looks_like_the_one_carrier_that_more_than_its_length_tells(
    number: str, carrier: str | None
) -> None:
    assert looks_like(number) == carrier


@pytest.mark.parametrize(
    ("carrier", "number", "form"),
    [
        ("DHL", "999991587211", Form.FITS),
        ("DHL", "577546565072", Form.FITS),
        ("DHL", "577546565073", Form.WRONG_DIGIT),
        ("DHL", "00340434161094015902", Form.FITS),
        ("DHL", "00340434161094015903", Form.WRONG_DIGIT),
        ("DHL", "JJD0003", Form.UNKNOWN),
        ("GLS", "100002180461", Form.FITS),
        ("GLS", "202800020052", Form.FITS),
        ("GLS", "202800020053", Form.WRONG_DIGIT),
        ("GLS", "20280002005", Form.FITS),
        ("HERMES", "H1234567890123456789", Form.FITS),
        ("hermes", "12345678901234", Form.FITS),
        ("HERMES", "H12", Form.UNKNOWN),
        ("UPS", "1Z", Form.UNKNOWN),
        ("DHL", "٥٧٧٥٤٦٥٦٥٠٧٢", Form.UNKNOWN),
    ],
)
def test_numbers_of_known_form_are_told_apart(carrier: str, number: str, form: Form) -> None:
    assert form_of(carrier, number) is form
