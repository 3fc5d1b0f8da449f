"""Returns: what buyers announce, where the parcels are, and what was decided about each position."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from core.dispatch import CarrierCode, PositionRef, ReturnKey
from core.errors import InvalidValue
from core.text import Text


class ReturnStatus(StrEnum):
    """As the marketplace has it. MISDIRECTED: the parcel went to the marketplace's own warehouse."""

    ANNOUNCED = "ANNOUNCED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    MISDIRECTED = "MISDIRECTED"


class Condition(StrEnum):
    """Of the goods. E: a mistake, for instance incomplete or not there."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


@dataclass(frozen=True, slots=True)
class ShownReturn:
    """The return of one position, as the marketplace shows it.

    keys       the numbers that the buyer may send it under; empty where it does not say
    condition, reason  of a decision, in the marketplace's words
    warehouse  of a misdirected one
    """

    position: PositionRef
    status: ReturnStatus
    changed_at: datetime | None = None
    keys: tuple[ReturnKey, ...] = ()
    condition: str | None = None
    reason: str | None = None
    order_number: str | None = None
    warehouse: str | None = None


class ParcelStage(StrEnum):
    """Where a parcel on its way back is. DELIVERED may mean a hub of the carrier, not the seller's dock."""

    ANNOUNCED = "ANNOUNCED"
    ON_THE_WAY = "ON_THE_WAY"
    DELIVERED = "DELIVERED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class ReturnParcel:
    """A parcel on its way back. `stage` and `stage_at` are of the newest news."""

    id: str
    carrier: CarrierCode
    number: str
    positions: tuple[PositionRef, ...]
    stage: ParcelStage
    stage_at: datetime | None = None

    @property
    def key(self) -> ReturnKey:
        return ReturnKey(self.carrier, self.number)


class Verdict(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the seller decides about one returned position. Acceptance pays the buyer back and is final."""

    verdict: Verdict
    condition: Condition
    reason: str


class DecisionState(StrEnum):
    """READY waits to be sent; UNKNOWN: the answer was lost, the marketplace's list will show it."""

    READY = "ready"
    SENDING = "sending"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Return:
    """The return of one position as it is kept here.

    shown        the marketplace's newest word; None where only the seller knows of it yet
    decision     the seller's own; None before
    by_marketplace  the marketplace decided, not the seller here
    why          why a decision was refused, or what is open about it
    revision     grows with every write
    """

    position: PositionRef
    shown: ShownReturn | None = None
    decision: Decision | None = None
    state: DecisionState | None = None
    by_marketplace: bool = False
    why: Text | None = None
    begun_at: datetime | None = None
    revision: int = 0

    @property
    def status(self) -> ReturnStatus | None:
        return None if self.shown is None else self.shown.status


def may_decide(known: Return, verdict: Verdict) -> Text | None:
    """Why this cannot be decided (any more); None: it can.

    A rejection may still become an acceptance; an acceptance is final.
    """
    if known.state in {DecisionState.SENDING, DecisionState.UNKNOWN}:
        return Text(
            en="a decision about it is on its way and its answer is still open",
            de="eine Entscheidung darüber ist unterwegs, ihre Antwort steht noch aus",
        )
    if known.status is ReturnStatus.ACCEPTED or _decided(known, Verdict.ACCEPT):
        return Text(
            en="it is accepted already, and the buyer is paid back",
            de="sie ist schon angenommen, der Käufer bekommt sein Geld zurück",
        )
    if verdict is Verdict.REJECT and (
        known.status is ReturnStatus.REJECTED or _decided(known, Verdict.REJECT)
    ):
        return Text(en="it is rejected already", de="sie ist schon abgelehnt")
    return None


def _decided(known: Return, verdict: Verdict) -> bool:
    done = known.state is DecisionState.DONE
    return done and known.decision is not None and known.decision.verdict is verdict


def taken_over(known: Return | None, shown: ShownReturn) -> Return:
    """What is kept after the marketplace has shown this. An older word never replaces a newer one."""
    if known is None:
        known = Return(shown.position)
    if known.shown is not None and _is_older(shown, known.shown):
        return known
    decided = _VERDICTS.get(shown.status)
    result = replace(known, shown=shown)
    if decided is None:
        return result
    ours = known.decision is not None and known.decision.verdict is decided and known.state is not None
    if ours:
        never_sent = known.state is DecisionState.READY
        return replace(result, state=DecisionState.DONE, by_marketplace=never_sent, why=None)
    if known.state in _OPEN and decided is Verdict.REJECT:
        return result  # our acceptance of what was rejected before is still open
    return replace(result, state=DecisionState.DONE, by_marketplace=True, why=None)


def _is_older(new: ShownReturn, known: ShownReturn) -> bool:
    return new.changed_at is not None and known.changed_at is not None and new.changed_at < known.changed_at


_OPEN: Final = frozenset({DecisionState.READY, DecisionState.SENDING, DecisionState.UNKNOWN})
_VERDICTS: Final = MappingProxyType(
    {ReturnStatus.ACCEPTED: Verdict.ACCEPT, ReturnStatus.REJECTED: Verdict.REJECT}
)


def the_reason(word: str, known: frozenset[str]) -> str:
    """The reason as the marketplace spells it.

    raises  InvalidValue (field `reason`): it has no such reason; says which it has
    """
    reason = word.strip().upper().replace("-", "_").replace(" ", "_")
    if reason not in known:
        listed = ", ".join(sorted(known))
        raise InvalidValue(
            Text(
                en=f"there is no reason {word!r}; there is: {listed}",
                de=f"den Grund „{word}“ gibt es nicht; es gibt: {listed}",
            ),
            field="reason",
        )
    return reason
