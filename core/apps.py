"""An app for an account: its states, and the one table of moves between them."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from core.errors import InvalidValue
from core.text import Text

AccountId = NewType("AccountId", str)
PortalAccountId = NewType("PortalAccountId", str)
AppKey = NewType("AppKey", str)


@dataclass(frozen=True, slots=True)
class Account:
    """A seller: the owner of everything below. `name` is unique within the installation."""

    id: AccountId
    name: str


@dataclass(frozen=True, slots=True)
class PortalAccount:
    """One sales channel of an account. `name` is unique within the account."""

    id: PortalAccountId
    name: str


class AppState(StrEnum):
    OFFERED = "offered"
    ACTIVATING = "activating"
    ACTIVE = "active"
    PAUSED = "paused"
    NEEDS_ACCESS = "needs_access"

    @property
    def words(self) -> Text:
        """Behind "the app is not active": what it is instead."""
        return _STATES[self]


_STATES: Final = {
    AppState.OFFERED: Text(en="not activated yet", de="noch nicht aktiviert"),
    AppState.ACTIVATING: Text(en="its activation is not finished", de="die Aktivierung ist nicht beendet"),
    AppState.ACTIVE: Text(en="active", de="aktiv"),
    AppState.PAUSED: Text(en="paused", de="pausiert"),
    AppState.NEEDS_ACCESS: Text(en="needs access", de="braucht Zugang"),
}


class Move(StrEnum):
    """What happens to an app."""

    BEGIN = "begin"
    """The seller starts, goes on with, or repeats the activation."""
    FINISH = "finish"
    """The last step said yes."""
    LOSE_ACCESS = "lose_access"
    """The other side answered AccessDenied."""
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"
    """The seller does not want it any more. Orders and ledgers stay."""


#: Every allowed move. What is not here cannot happen.
MOVES: Final = MappingProxyType(
    {
        (AppState.OFFERED, Move.BEGIN): AppState.ACTIVATING,
        (AppState.ACTIVATING, Move.BEGIN): AppState.ACTIVATING,
        (AppState.ACTIVATING, Move.FINISH): AppState.ACTIVE,
        (AppState.ACTIVATING, Move.REMOVE): AppState.OFFERED,
        (AppState.ACTIVE, Move.FINISH): AppState.ACTIVE,
        (AppState.ACTIVE, Move.LOSE_ACCESS): AppState.NEEDS_ACCESS,
        (AppState.ACTIVE, Move.PAUSE): AppState.PAUSED,
        (AppState.ACTIVE, Move.REMOVE): AppState.OFFERED,
        (AppState.PAUSED, Move.RESUME): AppState.ACTIVE,
        (AppState.PAUSED, Move.LOSE_ACCESS): AppState.NEEDS_ACCESS,
        (AppState.PAUSED, Move.REMOVE): AppState.OFFERED,
        (AppState.PAUSED, Move.FINISH): AppState.PAUSED,
        (AppState.NEEDS_ACCESS, Move.FINISH): AppState.ACTIVE,
        (AppState.NEEDS_ACCESS, Move.LOSE_ACCESS): AppState.NEEDS_ACCESS,
        (AppState.NEEDS_ACCESS, Move.REMOVE): AppState.OFFERED,
        # Repeating the activation changes the settings; the app works on until the flow is through.
        (AppState.ACTIVE, Move.BEGIN): AppState.ACTIVE,
        (AppState.PAUSED, Move.BEGIN): AppState.PAUSED,
        (AppState.NEEDS_ACCESS, Move.BEGIN): AppState.NEEDS_ACCESS,
    }
)


def after(state: AppState, move: Move) -> AppState:
    """The state that follows.

    raises  InvalidValue: the move does not exist in this state
    """
    try:
        return MOVES[state, move]
    except KeyError:
        raise InvalidValue(
            Text(
                en=f"an app that is {state.value} cannot {move.value.replace('_', ' ')}",
                de=f"eine App im Zustand „{state.value}“ kann nicht: {move.value}",
            )
        ) from None
