"""Price reductions: each call reduces again, so one intent leads to at most one call that may have
arrived."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from core.dispatch import PositionRef
from core.errors import InvalidValue
from core.money import Money
from core.orders import Position, PositionState
from core.text import Text

ReductionId = NewType("ReductionId", int)

#: How far the marketplace's clock and ours may lie apart when a lost reduction is looked for.
_SKEW: Final = timedelta(minutes=15)


class ReductionState(StrEnum):
    """SENDING and UNKNOWN are never sent again. TAKEN: the marketplace works on it."""

    READY = "ready"
    SENDING = "sending"
    TAKEN = "taken"
    PROCESSED = "processed"
    REJECTED = "rejected"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class ReductionMove(StrEnum):
    BEGIN = "begin"
    TAKE = "take"
    REFUSE = "refuse"
    LOSE = "lose"
    POSTPONE = "postpone"
    PROCESS = "process"
    REJECT = "reject"
    DENY = "deny"
    """A person has looked: it did not happen."""


_S, _M = ReductionState, ReductionMove

MOVES: Final = MappingProxyType(
    {
        (_S.READY, _M.BEGIN): _S.SENDING,
        (_S.READY, _M.REFUSE): _S.REFUSED,
        (_S.SENDING, _M.TAKE): _S.TAKEN,
        (_S.SENDING, _M.REFUSE): _S.REFUSED,
        (_S.SENDING, _M.LOSE): _S.UNKNOWN,
        (_S.SENDING, _M.POSTPONE): _S.READY,
        (_S.UNKNOWN, _M.TAKE): _S.TAKEN,
        (_S.UNKNOWN, _M.PROCESS): _S.PROCESSED,
        (_S.UNKNOWN, _M.REJECT): _S.REJECTED,
        (_S.UNKNOWN, _M.DENY): _S.REFUSED,
        (_S.TAKEN, _M.PROCESS): _S.PROCESSED,
        (_S.TAKEN, _M.REJECT): _S.REJECTED,
        (_S.SENDING, _M.PROCESS): _S.PROCESSED,
        (_S.SENDING, _M.REJECT): _S.REJECTED,
    }
)


@dataclass(frozen=True, slots=True)
class PriceReduction:
    """One reduction of one position.

    shown   the marketplace's own id of it, where it tells one
    intent  names what the seller meant, so that the same said twice is one reduction; None: each is one
    """

    id: ReductionId
    position: PositionRef
    amount: Money
    made_at: datetime
    state: ReductionState = ReductionState.READY
    reason: Text | None = None
    begun_at: datetime | None = None
    settled_at: datetime | None = None
    shown: str | None = None
    intent: str | None = None
    revision: int = 0

    def __post_init__(self) -> None:
        if self.amount.cents < 1:
            raise InvalidValue(
                Text(en="a price reduction is more than nothing", de="ein Preisnachlass ist mehr als nichts"),
                field="amount",
            )

    def moved(self, move: ReductionMove, now: datetime, reason: Text | None = None) -> "PriceReduction":
        try:
            state = MOVES[self.state, move]
        except KeyError:
            raise InvalidValue(
                Text(
                    en=f"a price reduction that is {self.state.value} cannot {move.value}",
                    de=f"ein Preisnachlass im Zustand „{self.state.value}“ kann nicht: {move.value}",
                )
            ) from None
        return replace(self, state=state, settled_at=now, reason=reason)


class ShownState(StrEnum):
    INITIATED = "INITIATED"
    PROCESSED = "PROCESSED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class ShownReduction:
    """A price reduction as the marketplace lists it."""

    id: str
    position: PositionRef
    amount: Money
    state: ShownState
    made_at: datetime | None = None


def problem(position: Position, amount: Money) -> Text | None:
    """Why this position cannot be reduced by so much; None: nothing speaks against it."""
    if position.state is not PositionState.SENT:
        return Text(
            en="only a position that was sent and has not come back can be reduced",
            de="nur eine versendete, nicht zurückgekommene Position lässt einen Nachlass zu",
        )
    price = position.reduced_price or position.price
    if amount.currency != price.currency or amount.cents > price.cents:
        return Text(
            en=f"the reduction is at most the price, {price}",
            de=f"der Nachlass ist höchstens der Preis, {price}",
        )
    return None


def match(
    reduction: PriceReduction, listed: Collection[ShownReduction], taken: Collection[str]
) -> ShownReduction | None:
    """The entry of the marketplace's list that is this one: the same position and amount, not before it was
    begun, and no other's."""
    if reduction.shown is not None:
        return next((shown for shown in listed if shown.id == reduction.shown), None)
    begun = reduction.begun_at
    fitting = [
        shown
        for shown in listed
        if shown.id not in taken
        and shown.position == reduction.position
        and shown.amount == reduction.amount
        and (begun is None or shown.made_at is None or shown.made_at >= begun - _SKEW)
    ]
    return min(fitting, key=lambda shown: (shown.made_at is None, shown.made_at, shown.id), default=None)
