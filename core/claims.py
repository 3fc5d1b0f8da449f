"""What orders want from the warehouse: one claim for each position, on one piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from core.apps import AppKey
from core.orders import Order, PositionItemId, PositionState, SalesOrderId, Sku


class ClaimState(StrEnum):
    """RELEASED: cancelled, the piece is free again. CONSUMED: it has left the warehouse. Both are final."""

    RESERVED = "reserved"
    RELEASED = "released"
    CONSUMED = "consumed"


@dataclass(frozen=True, slots=True, order=True)
class ClaimKey:
    app: AppKey
    sales_order_id: SalesOrderId
    position_item_id: PositionItemId


@dataclass(frozen=True, slots=True)
class Claim:
    """
    sold_at  when the buyer ordered
    left_at  when the piece left the warehouse; None where nobody says, or it has not
    """

    key: ClaimKey
    sku: Sku
    state: ClaimState
    sold_at: datetime
    left_at: datetime | None = None


#: A returned piece was sent once; it is put back into stock by whoever looks at it. A state that nobody knows
#: holds its piece: rather hide one than sell it twice.
_STATES: Final = {
    PositionState.ANNOUNCED: ClaimState.RESERVED,
    PositionState.PROCESSABLE: ClaimState.RESERVED,
    PositionState.UNKNOWN: ClaimState.RESERVED,
    PositionState.SENT: ClaimState.CONSUMED,
    PositionState.RETURNED: ClaimState.CONSUMED,
    PositionState.CANCELLED_BY_PARTNER: ClaimState.RELEASED,
    PositionState.CANCELLED_BY_MARKETPLACE: ClaimState.RELEASED,
}


def claims_of(app: AppKey, order: Order) -> Iterator[Claim]:
    """What this version of an order claims, position by position."""
    for position in order.positions:
        yield Claim(
            ClaimKey(app, order.sales_order_id, position.position_item_id),
            position.sku,
            _STATES[position.state],
            order.ordered_at,
            position.sent_at,
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What a claim changes about its article, in pieces."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def is_none(self) -> bool:
        return self.on_hand == 0 and self.reserved == 0


def effect_of(known: ClaimState | None, claim: Claim, counted_at: datetime | None) -> Effect | None:
    """What `claim` changes; None where it says nothing new. A final claim stays as it is.

    A piece that left before the article was counted (`counted_at`; None: there is no such article) is
    missing in that count already. Where nobody says when it left, a piece that was reserved here is taken to
    have left now, and any other one long ago.
    """
    if known in {ClaimState.RELEASED, ClaimState.CONSUMED} or known is claim.state:
        return None
    freed = 1 if known is ClaimState.RESERVED else 0
    match claim.state:
        case ClaimState.RESERVED:
            return Effect(reserved=1)
        case ClaimState.RELEASED:
            return Effect(reserved=-freed)
        case ClaimState.CONSUMED:
            if counted_at is None:
                return Effect(reserved=-freed)
            left_after = claim.left_at > counted_at if claim.left_at is not None else known is not None
            return Effect(on_hand=-1 if left_after else 0, reserved=-freed)
