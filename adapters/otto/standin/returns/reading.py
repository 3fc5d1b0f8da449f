"""Verdicts out of JSON. `Unfit` names the position and the field that cannot be taken."""

from typing import Any, Final

from adapters.otto.standin.bodies import fields_of, text_of
from adapters.otto.standin.returns.case import (
    ACCEPTANCE_REASONS,
    CONDITIONS,
    REJECTION_REASONS,
    Status,
    Verdict,
)

MOST: Final = 200


class TooMany(ValueError):
    """More positions than one request may hold."""


class Unfit(ValueError):
    """A field that is missing or has no value of the document's. `about` is the position's id, where it has
    one."""

    def __init__(self, field: str, about: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.about = about


def verdicts_of(body: Any, status: Status) -> tuple[Verdict, ...]:
    """raises  TooMany, Unfit"""
    entries = fields_of(body).get("positionItems")
    if not isinstance(entries, list) or not entries:
        raise Unfit("positionItems")
    if len(entries) > MOST:
        raise TooMany
    return tuple(_verdict(fields_of(entry), status) for entry in entries)


def _verdict(entry: dict[str, Any], status: Status) -> Verdict:
    item_id, order_id = text_of(entry.get("positionItemId")), text_of(entry.get("salesOrderId"))
    if not item_id:
        raise Unfit("positionItemId")
    if not order_id:
        raise Unfit("salesOrderId", item_id)
    condition, reason = entry.get("condition"), entry.get("reason")
    if condition is not None and condition not in CONDITIONS:
        raise Unfit("condition", item_id)
    accepted = status is Status.ACCEPTED
    if reason not in (ACCEPTANCE_REASONS if accepted else REJECTION_REASONS) and not (
        accepted and reason is None
    ):
        raise Unfit("reason", item_id)
    return Verdict(order_id, item_id, status, condition, reason)
