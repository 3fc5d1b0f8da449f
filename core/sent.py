"""What an accepted dispatch notice means for an order: its positions are on their way, also here, at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from core.dispatch import TrackingKey
from core.orders import Order, PositionItemId, PositionState


@dataclass(frozen=True, slots=True)
class Sent:
    """Under which key a position left, and when."""

    tracking: TrackingKey
    at: datetime


_BEFORE: Final = frozenset({PositionState.ANNOUNCED, PositionState.PROCESSABLE})


def with_sent(order: Order, marks: Mapping[PositionItemId, Sent]) -> Order:
    """The order as it is after these positions were accepted as sent. A version that the marketplace made
    before still shows them PROCESSABLE; what it says of later (returned, cancelled) stands."""
    if not any(
        position.position_item_id in marks and position.state in _BEFORE for position in order.positions
    ):
        return order
    return replace(
        order,
        positions=tuple(
            replace(
                position,
                state=PositionState.SENT,
                state_text=None,
                sent_at=position.sent_at or mark.at,
                carrier=position.carrier or mark.tracking.carrier,
                tracking_number=position.tracking_number or mark.tracking.number,
            )
            if (mark := marks.get(position.position_item_id)) is not None and position.state in _BEFORE
            else position
            for position in order.positions
        ),
    )
