"""Listings to rows and back."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import RowMapping

from adapters.storage.moments import iso
from core.errors import Complaint
from core.listing.delivery import DeliveryKind, Profile, Weekday
from core.listing.record import ListingRecord, Origin, Refusal, Sending, Way
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku


def record_values(record: ListingRecord) -> dict[str, Any]:
    return {
        "sku": record.sku,
        "ean": record.current.get("ean", ""),
        "reference": record.current.get("reference", ""),
        "draft": dict(record.draft),
        "saved_at": record.saved_at,
        "wanted": None if record.wanted is None else dict(record.wanted),
        "wanted_at": record.wanted_at,
        "origin": record.origin.value,
        "held": None if record.held is None else dict(record.held),
        "held_at": record.held_at,
        "certain": record.certain,
        "sending": None if record.sending is None else _sending_values(record.sending),
        "refusal": _refusal_values(record.refusal),
        "delivery": record.delivery,
        "delivery_refusal": _refusal_values(record.delivery_refusal),
        "foreign": record.foreign,
        "at_rest": record.at_rest,
        "revision": record.revision,
    }


def record_of(row: RowMapping) -> ListingRecord:
    return ListingRecord(
        sku=Sku(row["sku"]),
        draft=row["draft"],
        saved_at=row["saved_at"],
        wanted=row["wanted"],
        wanted_at=row["wanted_at"],
        origin=Origin(row["origin"]),
        held=row["held"],
        held_at=row["held_at"],
        certain=row["certain"],
        sending=None if row["sending"] is None else _sending(row["sending"]),
        refusal=_refusal(row["refusal"]),
        delivery=row["delivery"],
        delivery_refusal=_refusal(row["delivery_refusal"]),
        foreign=row["foreign"],
        revision=row["revision"],
    )


def _sending_values(sending: Sending) -> dict[str, Any]:
    return {
        "cells": dict(sending.cells),
        "way": sending.way.value,
        "sent_at": iso(sending.sent_at),
        "task": sending.task,
        "look_after": None if sending.look_after is None else iso(sending.look_after),
        "certain": sending.certain,
    }


def _sending(values: Mapping[str, Any]) -> Sending:
    return Sending(
        cells=values["cells"],
        way=Way(values["way"]),
        sent_at=_moment(values["sent_at"]),
        task=values["task"],
        look_after=None if values["look_after"] is None else _moment(values["look_after"]),
        certain=values["certain"],
    )


def _refusal_values(refusal: Refusal | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    return {
        "digest": refusal.digest,
        "complaints": complaint_values(refusal.complaints),
        "at": iso(refusal.at),
    }


def _refusal(values: Mapping[str, Any] | None) -> Refusal | None:
    if values is None:
        return None
    return Refusal(values["digest"], complaints_of(values["complaints"]), _moment(values["at"]))


def complaint_values(complaints: tuple[Complaint, ...]) -> list[dict[str, str | None]]:
    return [{"text": each.text, "code": each.code, "field": each.field} for each in complaints]


def complaints_of(values: list[dict[str, Any]]) -> tuple[Complaint, ...]:
    return tuple(Complaint(**each) for each in values)


def verdict_values(verdict: Verdict) -> dict[str, Any]:
    return {
        "sku": verdict.sku,
        "state": verdict.state.value,
        "changed_at": verdict.changed_at,
        "errors": complaint_values(verdict.errors),
        "hints": complaint_values(verdict.hints),
        "moin": verdict.moin,
        "shop_url": verdict.shop_url,
        "noticed_at": verdict.noticed_at,
    }


def verdict_of(row: RowMapping) -> Verdict:
    return Verdict(
        sku=Sku(row["sku"]),
        state=VerdictState(row["state"]),
        changed_at=row["changed_at"],
        errors=complaints_of(row["errors"]),
        hints=complaints_of(row["hints"]),
        moin=row["moin"],
        shop_url=row["shop_url"],
        noticed_at=row["noticed_at"],
    )


def profile_values(profile: Profile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "name": profile.name,
        "kind": profile.kind.value,
        "working_days": [day.value for day in profile.working_days],
        "order_cutoff": profile.order_cutoff.isoformat("minutes"),
        "processing_days": profile.processing_days,
        "transport_days": profile.transport_days,
    }


def profile_of(values: Mapping[str, Any]) -> Profile:
    return Profile(
        id=values["id"],
        name=values["name"],
        kind=DeliveryKind(values["kind"]),
        working_days=tuple(Weekday(day) for day in values["working_days"]),
        order_cutoff=time.fromisoformat(values["order_cutoff"]),
        processing_days=values["processing_days"],
        transport_days=values["transport_days"],
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
