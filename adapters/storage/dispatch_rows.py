"""Dispatch notices as rows, and rows as notices. What goes in comes out the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping

from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeState,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.findings import Finding
from core.orders import PositionItemId, SalesOrderId
from core.text import Text


def notice_row(notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind.value,
        "state": notice.state.value,
        "confirmed": notice.confirmed,
        "made_at": notice.made_at,
        "begun_at": notice.begun_at,
        "settled_at": notice.settled_at,
        "shipment": notice.shipment,
        "attempts": notice.attempts,
        "sent": notice.sent,
        "findings": [finding_row(finding) for finding in notice.findings],
        "revision": notice.revision,
    }


def parcel_row(ordinal: int, parcel: Parcel) -> dict[str, Any]:
    key = parcel.return_key
    return {
        "ordinal": ordinal,
        "carrier": parcel.tracking.carrier,
        "number": parcel.tracking.number,
        "shipped_at": parcel.shipped_at,
        "return_carrier": None if key is None else key.carrier,
        "return_number": None if key is None else key.number,
    }


def position_row(ordinal: int, ref: PositionRef) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "sales_order_id": ref.sales_order_id,
        "position_item_id": ref.position_item_id,
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "field": finding.field,
        "text": {"en": finding.text.en, "de": finding.text.de},
        "repair": {"en": finding.repair.en, "de": finding.repair.de},
        "holds": finding.holds,
    }


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(row["code"], row["field"], Text(**row["text"]), Text(**row["repair"]), row["holds"])


def notice_of(head: RowMapping, parcels: Iterable[RowMapping], positions: Iterable[RowMapping]) -> Notice:
    return Notice(
        id=NoticeId(head["notice_id"]),
        kind=NoticeKind(head["kind"]),
        parcels=tuple(map(_parcel, parcels)),
        positions=tuple(
            PositionRef(SalesOrderId(row["sales_order_id"]), PositionItemId(row["position_item_id"]))
            for row in positions
        ),
        made_at=head["made_at"],
        state=NoticeState(head["state"]),
        confirmed=head["confirmed"],
        findings=tuple(map(_finding, head["findings"])),
        begun_at=head["begun_at"],
        settled_at=head["settled_at"],
        shipment=head["shipment"],
        attempts=head["attempts"],
        sent=head["sent"],
        revision=head["revision"],
    )


def _parcel(row: RowMapping) -> Parcel:
    number = row["return_number"]
    return Parcel(
        TrackingKey(CarrierCode(row["carrier"]), row["number"]),
        row["shipped_at"],
        None if number is None else ReturnKey(CarrierCode(row["return_carrier"]), number),
    )
