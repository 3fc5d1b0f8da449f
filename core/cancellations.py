"""Cancellations by the seller: asked for here, in effect when the marketplace's order says so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from core.dispatch import PositionRef
from core.errors import InvalidValue
from core.orders import Order, PositionItemId, PositionState, SalesOrderId
from core.text import Text

CancellationId = NewType("CancellationId", int)

#: After this time a call that was begun and not settled is over.
LONGEST_CALL: Final = timedelta(minutes=3)


class CancelState(StrEnum):
    """ASKED: the marketplace has taken it and will carry it out ("wird storniert"). UNKNOWN: the answer was
    lost; asking again is safe, because what is cancelled already is left alone."""

    READY = "ready"
    ASKING = "asking"
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class CancelMove(StrEnum):
    BEGIN = "begin"
    TAKE = "take"
    REFUSE = "refuse"
    LOSE = "lose"
    POSTPONE = "postpone"
    SEE = "see"
    """The order shows every position cancelled."""
    SLIP = "slip"
    """The order shows a position that was sent instead."""


_S, _M = CancelState, CancelMove

MOVES: Final = MappingProxyType(
    {
        (_S.READY, _M.BEGIN): _S.ASKING,
        (_S.READY, _M.SEE): _S.DONE,
        (_S.READY, _M.SLIP): _S.REFUSED,
        (_S.UNKNOWN, _M.BEGIN): _S.ASKING,
        (_S.ASKING, _M.BEGIN): _S.ASKING,
        (_S.ASKING, _M.TAKE): _S.ASKED,
        (_S.ASKING, _M.REFUSE): _S.REFUSED,
        (_S.ASKING, _M.LOSE): _S.UNKNOWN,
        (_S.ASKING, _M.POSTPONE): _S.READY,
        (_S.ASKING, _M.SEE): _S.DONE,
        (_S.ASKED, _M.SEE): _S.DONE,
        (_S.UNKNOWN, _M.SEE): _S.DONE,
        (_S.REFUSED, _M.SEE): _S.DONE,
        (_S.ASKING, _M.SLIP): _S.REFUSED,
        (_S.ASKED, _M.SLIP): _S.REFUSED,
        (_S.UNKNOWN, _M.SLIP): _S.REFUSED,
    }
)
#: States in which the seller waits for the marketplace.
UNDER_WAY: Final = frozenset({_S.READY, _S.ASKING, _S.ASKED, _S.UNKNOWN})
#: So long a parcel is kept back for a cancellation. What the marketplace has not carried out by then it may
#: never carry out.
KEPT_BACK: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The wish to cancel positions of one order.

    whole     the whole order is meant
    reason    why it was refused, or what is open
    """

    id: CancellationId
    sales_order_id: SalesOrderId
    positions: tuple[PositionItemId, ...]
    made_at: datetime
    whole: bool = False
    state: CancelState = CancelState.READY
    reason: Text | None = None
    begun_at: datetime | None = None
    settled_at: datetime | None = None
    revision: int = 0

    def moved(self, move: CancelMove, now: datetime, reason: Text | None = None) -> "Cancellation":
        try:
            state = MOVES[self.state, move]
        except KeyError:
            raise InvalidValue(
                Text(
                    en=f"a cancellation that is {self.state.value} cannot {move.value}",
                    de=f"eine Stornierung im Zustand „{self.state.value}“ kann nicht: {move.value}",
                )
            ) from None
        return replace(self, state=state, settled_at=now, reason=reason)

    @property
    def refs(self) -> tuple[PositionRef, ...]:
        return tuple(PositionRef(self.sales_order_id, item) for item in self.positions)


def keeps_back(wish: Cancellation, now: datetime) -> bool:
    """Whether its positions are not to be sent now, because they may be cancelled any moment."""
    return wish.state in UNDER_WAY and now - wish.made_at < KEPT_BACK


def wanted_positions(order: Order, only: tuple[PositionItemId, ...]) -> tuple[PositionItemId, ...]:
    """The positions to cancel: those that are named, or every one that is left of the order.

    raises  InvalidValue (field `position`): not of this order, or not in a state that may be cancelled
    """
    states = {position.position_item_id: position.state for position in order.positions}
    unknown = [item for item in only if item not in states]
    if unknown:
        raise _wrong(
            Text(
                en=f"position {unknown[0]} is not in this order",
                de=f"Position {unknown[0]} steht nicht in diesem Auftrag",
            )
        )
    chosen = only or tuple(item for item, state in states.items() if not state.is_cancelled)
    if not chosen:
        raise _wrong(Text(en="the order is cancelled already", de="der Auftrag ist schon storniert"))
    for item in chosen:
        if (problem := _problem(item, states[item])) is not None:
            raise _wrong(problem)
    return chosen


def _problem(item: PositionItemId, state: PositionState) -> Text | None:
    match state:
        case PositionState.PROCESSABLE | PositionState.UNKNOWN:
            return None
        case PositionState.ANNOUNCED:
            return Text(
                en=f"position {item} is only announced: the marketplace lets a seller cancel it once it is "
                "paid; "
                "until then the buyer or the marketplace may",
                de=f"Position {item} ist erst angekündigt: stornieren kann sie der Händler erst nach der "
                "Zahlung; bis "
                "dahin nur der Käufer oder der Marktplatz",
            )
        case PositionState.SENT | PositionState.RETURNED:
            return Text(
                en=f"position {item} has been sent; it can only come back as a return",
                de=f"Position {item} ist schon versendet; sie kann nur noch als Retoure zurückkommen",
            )
    return Text(en=f"position {item} is cancelled already", de=f"Position {item} ist schon storniert")


def _wrong(text: Text) -> InvalidValue:
    return InvalidValue(text, field="position")


def outcome(wish: Cancellation, states: Mapping[PositionItemId, PositionState]) -> CancelMove | None:
    """What the order shows about it; None: nothing yet."""
    shown = [states.get(item) for item in wish.positions]
    if all(state is not None and state.is_cancelled for state in shown):
        return CancelMove.SEE
    if any(state in {PositionState.SENT, PositionState.RETURNED} for state in shown):
        return CancelMove.SLIP
    return None
