"""Dispatch notices: what tells a marketplace that positions are on their way, and what may become of one.

A notice is an intent. It is stored before the marketplace hears of it and settled after; until the answer is
read it counts as "outcome unknown". It is never dropped: what holds it, or was refused, is said and looked at
again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import blake2b
from types import MappingProxyType
from typing import Final, NamedTuple, NewType

from core.apps import AppKey
from core.errors import InvalidValue
from core.findings import Finding, holding
from core.orders import PositionItemId, SalesOrderId
from core.text import Text

CarrierCode = NewType("CarrierCode", str)
NoticeId = NewType("NoticeId", int)

#: After this time a call that was begun and not settled is over: longer than any marketplace is waited for.
LONGEST_CALL: Final = timedelta(minutes=3)
#: When a refused notice is tried again although nothing changed here: what was mended may be on the other
#: side.
_FIRST_RETRY: Final = timedelta(hours=1)
_LONGEST_RETRY: Final = timedelta(hours=24)


class PositionRef(NamedTuple):
    """One piece, as the marketplace knows it."""

    sales_order_id: SalesOrderId
    position_item_id: PositionItemId


@dataclass(frozen=True, slots=True)
class TrackingKey:
    """A parcel at its carrier. `number` is None only where a carrier of the marketplace may do without."""

    carrier: CarrierCode
    number: str | None = None

    def __str__(self) -> str:
        return f"{self.carrier} {self.number}" if self.number else str(self.carrier)


@dataclass(frozen=True, slots=True)
class ReturnKey:
    """The number that a parcel would come back under, and the carrier that would bring it."""

    carrier: CarrierCode
    number: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a parcel leaves from. `country` is ISO 3166-1 alpha-2."""

    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel of a notice. `shipped_at` (aware UTC): when the carrier got it."""

    tracking: TrackingKey
    shipped_at: datetime
    return_key: ReturnKey | None = None


@dataclass(frozen=True, slots=True)
class DeclaredCarrier:
    """A carrier by the marketplace's code, and what the marketplace asks of its parcels.

    way_out          it may bring parcels to buyers
    returns          it may bring them back
    needs_return     its parcels are accepted with a return number only
    may_omit_number  a shipment may do without a tracking number
    app              the carrier app of the same company, where there is one
    """

    code: CarrierCode
    way_out: bool = True
    returns: bool = False
    needs_return: bool = False
    may_omit_number: bool = False
    app: AppKey | None = None


class NoticeKind(StrEnum):
    """ONE: positions in one parcel. SPLIT: one position in several. ADDED: positions that a shipment already
    reported was lacking."""

    ONE = "one"
    SPLIT = "split"
    ADDED = "added"


class NoticeState(StrEnum):
    HELD = "held"
    READY = "ready"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class NoticeMove(StrEnum):
    """What happens to a notice."""

    HOLD = "hold"
    """The check found what the marketplace would not accept."""
    CLEAR = "clear"
    """Nothing stands against it (any more)."""
    BEGIN = "begin"
    """The marketplace is being told."""
    ACCEPT = "accept"
    """The marketplace has it: by its answer, or because a look-up shows the same positions."""
    REFUSE = "refuse"
    """A clear no, or the look-up shows something else."""
    LOSE = "lose"
    """It may have happened."""
    POSTPONE = "postpone"
    """It never arrived."""
    MISS = "miss"
    """The call is long over, and the marketplace does not have it."""
    WITHDRAW = "withdraw"
    """A person does not want it any more; nothing of it is at the marketplace."""


_S, _M = NoticeState, NoticeMove

#: Every allowed move. What is not here cannot happen.
MOVES: Final = MappingProxyType(
    {
        (_S.HELD, _M.HOLD): _S.HELD,
        (_S.HELD, _M.CLEAR): _S.READY,
        (_S.HELD, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.READY, _M.HOLD): _S.HELD,
        (_S.READY, _M.CLEAR): _S.READY,
        (_S.READY, _M.BEGIN): _S.SENDING,
        (_S.READY, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.SENDING, _M.ACCEPT): _S.ACCEPTED,
        (_S.SENDING, _M.REFUSE): _S.REFUSED,
        (_S.SENDING, _M.LOSE): _S.UNKNOWN,
        (_S.SENDING, _M.POSTPONE): _S.READY,
        (_S.SENDING, _M.MISS): _S.READY,
        (_S.UNKNOWN, _M.ACCEPT): _S.ACCEPTED,
        (_S.UNKNOWN, _M.REFUSE): _S.REFUSED,
        (_S.UNKNOWN, _M.LOSE): _S.UNKNOWN,
        (_S.UNKNOWN, _M.MISS): _S.READY,
        (_S.REFUSED, _M.HOLD): _S.HELD,
        (_S.REFUSED, _M.CLEAR): _S.READY,
        (_S.REFUSED, _M.ACCEPT): _S.ACCEPTED,
        (_S.REFUSED, _M.WITHDRAW): _S.WITHDRAWN,
    }
)

#: States in which the marketplace may have the notice.
BEGUN: Final = frozenset({_S.SENDING, _S.UNKNOWN, _S.ACCEPTED})
#: States that nothing leads out of.
CLOSED: Final = frozenset({_S.ACCEPTED, _S.WITHDRAWN})
#: States in which what the notice says may still be corrected.
CORRECTABLE: Final = frozenset({_S.HELD, _S.READY, _S.REFUSED})


def after(state: NoticeState, move: NoticeMove) -> NoticeState:
    """The state that follows.

    raises  InvalidValue: the move does not exist in this state
    """
    try:
        return MOVES[state, move]
    except KeyError:
        raise InvalidValue(
            Text(
                en=f"a dispatch notice that is {state.value} cannot {move.value}",
                de=f"eine Versandmeldung im Zustand „{state.value}“ kann nicht: {move.value}",
            )
        ) from None


@dataclass(frozen=True, slots=True)
class Notice:
    """A dispatch notice of one app.

    id          0 until it is stored
    confirmed   a person has looked at the return number: its check digit holds nothing up
    findings    what the last check said, or why it was refused
    begun_at    when the marketplace was last told; None: never
    settled_at  when its state was last decided
    shipment    the marketplace's own id of what it made of it
    attempts    how often it was sent
    sent        digest of what was last sent, with the sender address
    revision    grows with every write
    """

    id: NoticeId
    kind: NoticeKind
    parcels: tuple[Parcel, ...]
    positions: tuple[PositionRef, ...]
    made_at: datetime
    state: NoticeState = NoticeState.HELD
    confirmed: bool = False
    findings: tuple[Finding, ...] = ()
    begun_at: datetime | None = None
    settled_at: datetime | None = None
    shipment: str | None = None
    attempts: int = 0
    sent: str | None = None
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.positions or len(set(self.positions)) != len(self.positions):
            raise InvalidValue(
                Text(
                    en="a dispatch notice names each of its positions once",
                    de="eine Versandmeldung nennt jede ihrer Positionen einmal",
                ),
                field="position",
            )
        if self.kind is NoticeKind.SPLIT:
            if len(self.positions) != 1 or len(self.parcels) < 2:
                raise InvalidValue(
                    Text(
                        en="several parcels hold exactly one position; otherwise each parcel is a notice of "
                        "its own",
                        de="mehrere Pakete gehören zu genau einer Position; sonst ist jedes Paket eine "
                        "eigene "
                        "Meldung",
                    ),
                    field="position",
                )
        elif len(self.parcels) != 1:
            raise InvalidValue(
                Text(en="the notice is about one parcel", de="die Meldung betrifft ein Paket"),
                field="tracking",
            )

    @property
    def reason(self) -> Finding | None:
        """Why it is not at the marketplace, where there is a reason."""
        return next(iter(holding(self.findings)), None)

    def moved(self, move: NoticeMove, now: datetime, findings: tuple[Finding, ...] = ()) -> "Notice":
        """raises  InvalidValue: the move does not exist in this state"""
        return replace(self, state=after(self.state, move), settled_at=now, findings=findings)


def content_of(notice: Notice, origin: Origin | None) -> str:
    """A digest of all that the marketplace would hear: another one means that something was repaired."""
    said = (notice.kind, notice.parcels, notice.positions, origin)
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment as a marketplace shows it. `returns` by position, where it tells them."""

    id: str
    tracking: TrackingKey
    positions: frozenset[PositionRef]
    returns: Mapping[PositionRef, ReturnKey] = field(default_factory=dict)


class Sight(StrEnum):
    """What looking for a notice at the marketplace showed. OTHER: the tracking key, but not these
    positions."""

    SAME = "same"
    OTHER = "other"
    ABSENT = "absent"


def compare(notice: Notice, seen: Collection[Shipment | None]) -> Sight:
    """`seen` has what stands under each tracking key of the notice, None where nothing does.

    A notice is there when every one of its positions stands in every one of its shipments. For an addition,
    a shipment without the new positions is "not there yet", because the shipment itself came first.
    """
    wanted = set(notice.positions)
    there = [shipment for shipment in seen if shipment is not None]
    if not there:
        return Sight.ABSENT
    if len(there) == len(seen) and all(wanted <= shipment.positions for shipment in there):
        return Sight.SAME
    if notice.kind is NoticeKind.ADDED and not any(wanted & shipment.positions for shipment in there):
        return Sight.ABSENT
    return Sight.OTHER


def as_shown(notice: Notice, seen: Sequence[Shipment | None]) -> Notice:
    """The notice with the return numbers that the marketplace shows for its positions, where it shows any.

    seen  as for `compare`
    """
    return replace(notice, parcels=tuple(map(partial(_as_shown, notice.positions), notice.parcels, seen)))


def _as_shown(positions: Iterable[PositionRef], parcel: Parcel, seen: Shipment | None) -> Parcel:
    shown = (
        None if seen is None else next((seen.returns[ref] for ref in positions if ref in seen.returns), None)
    )
    return parcel if shown is None else replace(parcel, return_key=shown)


def call_is_over(notice: Notice, now: datetime) -> bool:
    """Whether a call that was begun for it can no longer be under way anywhere."""
    return notice.begun_at is None or now - notice.begun_at >= LONGEST_CALL


def may_try_again(notice: Notice, content: str, now: datetime) -> bool:
    """Whether a refused notice is sent again: it says something else by now, or enough time has passed."""
    if notice.sent != content or notice.settled_at is None:
        return True
    doubled = _FIRST_RETRY * (1 << max(0, min(notice.attempts - 1, 10)))
    wait = min(doubled, _LONGEST_RETRY)
    return now >= notice.settled_at + wait
