"""Returns at OTTO (Returns v3, ReturnShipments v1). Facts: NOTES.md, "returns"."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from adapters.otto.calls import OttoCalls
from adapters.otto.complaints import complaints
from adapters.otto.fields import identity, listed, mapping, optional_moment, text
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.dispatch import CarrierCode, PositionRef, ReturnKey
from core.errors import InvalidValue, OutcomeUnknown
from core.orders import PositionItemId, SalesOrderId
from core.returns import (
    Decision,
    ParcelStage,
    ReturnParcel,
    ReturnStatus,
    ShownReturn,
    Verdict,
)
from core.text import Text
from ports import Response, ReturnPage, ReturnParcelPage, json_of, reading

PATH: Final = "/v3/returns"
PARCELS: Final = "/v1/return-shipments"
_PAGE: Final = 50
_PARCEL_PAGE: Final = 100
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_STAGES: Final = {stage.value: stage for stage in ParcelStage if stage is not ParcelStage.UNKNOWN}
_PATHS: Final = {Verdict.ACCEPT: "acceptance", Verdict.REJECT: "rejection"}

TO_ACCEPT: Final = frozenset(
    {
        *("RETURN_RECEIVED", "STATUS_SENT_BY_ACCIDENT", "CANCEL_REQUEST_BY_CUSTOMER"),
        *("REFUND_AFTER_AFFIDAVIT", "COMPLAINT", "SHIPMENT_LOST", "RETURN_LOST", "UNDELIVERABLE"),
    }
)
TO_REJECT: Final = frozenset(
    {
        *("THIRD_PARTY_ITEM", "WRONG_ITEM", "EXCHANGE", "DAMAGE_TO_THE_HYGIENE_SEAL", "ITEM_DAMAGED"),
        *("RETURN_PERIOD_EXCEEDED", "ITEM_NOT_IN_THE_PARCEL"),
    }
)

Json = Mapping[str, Any]


class OttoReturns:
    """A `ReturnDesk`. The page token is the query of OTTO's next link."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    @property
    def reasons_to_accept(self) -> frozenset[str]:
        return TO_ACCEPT

    @property
    def reasons_to_reject(self) -> frozenset[str]:
        return TO_REJECT

    @property
    def batch(self) -> int:
        return 200

    def returns(self, status: ReturnStatus, page: str | None) -> ReturnPage:
        query = page or urlencode({"status": status.value, "page": 1, "limit": _PAGE})
        answer = self._calls.read(f"{PATH}?{query}", "returns")
        with reading(SERVICE):
            body = json_of(answer)
            entries = body.get("positionItems") or []
            found = [_shown(entry) for entry in entries]
            following = next_query(body.get("links"))
            return ReturnPage(
                tuple(entry for entry in found if entry is not None),
                found.count(None),
                following if entries and following != query else None,
            )

    def parcels(self, since: datetime, page: str | None) -> ReturnParcelPage:
        moment = since.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        query = page or urlencode({"datefrom": f"{moment}Z", "limit": _PARCEL_PAGE})
        answer = self._calls.read(f"{PARCELS}?{query}", "shipments")
        with reading(SERVICE):
            body = json_of(answer)
            entries = body.get("resources") or []
            found = [_parcel(entry) for entry in entries]
            following = next_query(body.get("links"))
            return ReturnParcelPage(
                tuple(entry for entry in found if entry is not None),
                found.count(None),
                following if entries and following != query else None,
            )

    def decide(self, decisions: Mapping[PositionRef, Decision]) -> Mapping[PositionRef, Text | None]:
        verdict = next(iter(decisions.values())).verdict
        body = {"positionItems": [_decided(ref, decision) for ref, decision in decisions.items()]}
        answer = self._calls.write("POST", f"{PATH}/{_PATHS[verdict]}", body, right="returns")
        if answer.status_code != 207:
            return dict.fromkeys(decisions)
        return _entry_by_entry(answer, decisions)


def _decided(ref: PositionRef, decision: Decision) -> Json:
    return {
        "positionItemId": ref.position_item_id,
        "salesOrderId": ref.sales_order_id,
        "condition": decision.condition.value,
        "reason": decision.reason,
    }


def _entry_by_entry(
    answer: Response, decisions: Mapping[PositionRef, Decision]
) -> Mapping[PositionRef, Text | None]:
    """What failed is what was sent and does not stand among the results; error texts name items only in
    words.

    raises  OutcomeUnknown: nobody can read what was taken
    """
    try:
        results = json_of(answer)["results"]
        taken = {(entry["salesOrderId"], entry["positionItemId"]) for entry in results}
        failures = complaints(answer)
    except (ValueError, TypeError, LookupError, RecursionError):
        raise OutcomeUnknown(SERVICE, "an unreadable list of results", status=207) from None
    outcome: dict[PositionRef, Text | None] = {}
    for ref in decisions:
        if tuple(ref) in taken:
            outcome[ref] = None
            continue
        words = next((c.text for c in failures if ref.position_item_id in c.text), "")
        outcome[ref] = Text(
            en=f"{SERVICE} refused: {words or 'no reason given'}",
            de=f"{SERVICE} hat abgelehnt: {words or 'ohne Angabe von Gründen'}",
        )
    return outcome


def _shown(entry: object) -> ShownReturn | None:
    """None for what cannot be read: one entry does not spoil its page."""
    try:
        body = mapping(entry, "positionItem")
        position = PositionRef(
            SalesOrderId(identity(body, "salesOrderId")), PositionItemId(identity(body, "positionItemId"))
        )
        status = ReturnStatus(identity(body, "status"))
    except (InvalidValue, ValueError):
        return None
    details = body.get("details")
    details = details if isinstance(details, dict) else {}
    return ShownReturn(
        position=position,
        status=status,
        changed_at=optional_moment(body.get("occurredTime")),
        keys=_keys(details.get("returnTrackingKey")),
        condition=text(details.get("condition")),
        reason=text(details.get("reason")),
        order_number=text(details.get("orderNumber")),
        warehouse=text(details.get("ottoWarehouseID")),
    )


def _keys(value: object) -> tuple[ReturnKey, ...]:
    if not isinstance(value, dict) or not isinstance(value.get("trackingNumbers"), list):
        return ()
    carrier = CarrierCode(text(value.get("carrier")) or "")
    numbers = (text(number) for number in value["trackingNumbers"])
    return tuple(ReturnKey(carrier, number) for number in numbers if number)


def _parcel(entry: object) -> ReturnParcel | None:
    try:
        body = mapping(entry, "returnShipment")
        key = mapping(body.get("trackingKey"), "trackingKey")
        positions = tuple(
            PositionRef(
                SalesOrderId(identity(mapping(item, "item"), "salesOrderId")),
                PositionItemId(identity(mapping(item, "item"), "salesOrderPositionItemId")),
            )
            for item in listed(body, "returnPositionItems")
        )
        parcel, carrier, number = (
            identity(body, "returnShipmentId"),
            identity(key, "carrier"),
            identity(key, "trackingNumber"),
        )
    except InvalidValue:
        return None
    states = [state for state in body.get("states") or [] if isinstance(state, dict)]
    dated = [(optional_moment(state.get("occurredOn")), at, state) for at, state in enumerate(states)]
    newest = max(dated, key=lambda each: (each[0] or _NEVER, each[1]), default=None)
    return ReturnParcel(
        id=parcel,
        carrier=CarrierCode(carrier),
        number=number,
        positions=positions,
        stage=ParcelStage.ANNOUNCED
        if newest is None
        else _STAGES.get(text(newest[2].get("state")) or "", ParcelStage.UNKNOWN),
        stage_at=optional_moment(body.get("createdAt")) if newest is None else newest[0],
    )
