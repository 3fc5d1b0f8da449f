"""A marketplace's dispatch desk with weather: calls that never arrive, lose their answer, or arrive late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.apps import AppKey
from core.dispatch import (
    CarrierCode,
    DeclaredCarrier,
    Origin,
    Parcel,
    PositionRef,
    ReturnKey,
    Shipment,
    TrackingKey,
)
from core.errors import (
    AccessDenied,
    BrokenReply,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from tests.fakes.clock import HandClock

SERVICE: Final = "Bazaar"
CARRIERS: Final = (
    DeclaredCarrier(CarrierCode("DHL"), returns=True, needs_return=True, app=AppKey("dhl")),
    DeclaredCarrier(CarrierCode("HERMES"), returns=True, needs_return=True, app=AppKey("hermes")),
    DeclaredCarrier(CarrierCode("CART"), may_omit_number=True),
)
_NEED_RETURN: Final = {carrier.code for carrier in CARRIERS if carrier.needs_return}
#: Later than this no call arrives; shorter than the time after which a call counts as over.
LATEST: Final = timedelta(minutes=2)


class Weather(StrEnum):
    FINE = "fine"
    NEVER_ARRIVED = "never arrived"
    THROTTLED = "throttled"
    DENIED = "denied"
    LOST_BEFORE = "lost before it arrived"
    ANSWER_LOST = "answer lost"
    UNREADABLE = "answer unreadable"
    LATE = "arrives late, answer lost"


_BEFORE: Final[dict[Weather, Callable[[], RemoteError]]] = {
    Weather.NEVER_ARRIVED: lambda: Unreachable(SERVICE, "connect error"),
    Weather.THROTTLED: lambda: Throttled(SERVICE, 30, status=429),
    Weather.DENIED: lambda: AccessDenied(SERVICE, status=401),
    Weather.LOST_BEFORE: lambda: OutcomeUnknown(SERVICE, "read timeout"),
}
_AFTER: Final[dict[Weather, Callable[[], RemoteError]]] = {
    Weather.ANSWER_LOST: lambda: OutcomeUnknown(SERVICE, "read timeout"),
    Weather.UNREADABLE: lambda: BrokenReply(SERVICE, "no JSON"),
}


@dataclass(frozen=True, slots=True)
class Reported:
    """One parcel of a report that the desk took."""

    call: int
    at: datetime
    key: TrackingKey
    positions: frozenset[PositionRef]
    back: ReturnKey | None


@dataclass
class StormyDesk:
    """A `DispatchDesk`. `weather` is used up call by call; when none is left, it is fine.

    guards       whether it refuses what is reported already; a marketplace that does not makes doubles
    visible processable  what may be sent, as the marketplace knows it
    """

    clock: HandClock
    guards: bool = True
    weather: list[Weather] = field(default_factory=list)
    before_call: Callable[[], None] = lambda: None
    after_call: Callable[[], None] = lambda: None
    processable: set[PositionRef] = field(default_factory=set)
    reported: list[Reported] = field(default_factory=list)
    late: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)
    calls: int = 0

    @property
    def carriers(self) -> Sequence[DeclaredCarrier]:
        return CARRIERS

    def report(self, parcel: Parcel, positions: Sequence[PositionRef], origin: Origin) -> str | None:
        return self._write(lambda: self._take([parcel], frozenset(positions)))

    def report_split(self, parcels: Sequence[Parcel], position: PositionRef, origin: Origin) -> str | None:
        return self._write(lambda: self._take(parcels, frozenset([position])))

    def add(self, parcel: Parcel, positions: Sequence[PositionRef]) -> None:
        self._write(lambda: self._add(parcel, frozenset(positions)))

    def find(self, key: TrackingKey, positions: Sequence[PositionRef], since: datetime) -> Shipment | None:
        self.before_call()
        weather = self.weather.pop(0) if self.weather else Weather.FINE
        if weather is Weather.UNREADABLE:
            raise BrokenReply(SERVICE, "no JSON")
        if weather is not Weather.FINE:
            raise Unreachable(SERVICE, "read timeout")
        self.let_arrive()
        fits = [
            entry
            for entry in self.reported
            if entry.key == key and (key.number is not None or entry.positions & set(positions))
        ]
        self.after_call()
        if not fits:
            return None
        there = frozenset(ref for entry in fits for ref in entry.positions)
        returns = {ref: entry.back for entry in fits for ref in entry.positions if entry.back is not None}
        return Shipment(f"s{fits[0].call}", key, there, returns)

    def let_arrive(self) -> None:
        """What was on its way long enough is worked on."""
        due = [entry for entry in self.late if entry[0] <= self.clock.now()]
        self.late = [entry for entry in self.late if entry not in due]
        for _, work in due:
            try:
                work()
            except Refused:
                continue

    def _write(self, work: Callable[[], None]) -> str:
        self.before_call()
        self.let_arrive()
        weather = self.weather.pop(0) if self.weather else Weather.FINE
        if weather in _BEFORE:
            raise _BEFORE[weather]()
        if weather is Weather.LATE:
            self.late.append((self.clock.now() + LATEST, work))
            raise OutcomeUnknown(SERVICE, "read timeout")
        work()
        if weather in _AFTER:
            raise _AFTER[weather]()
        self.after_call()
        return f"s{self.calls}"

    def _take(self, parcels: Sequence[Parcel], positions: frozenset[PositionRef]) -> None:
        for parcel in parcels:
            if parcel.tracking.carrier in _NEED_RETURN and parcel.return_key is None:
                raise Refused(SERVICE, status=400)
        taken = {entry.key for entry in self.reported if entry.key.number is not None}
        if self.guards and taken & {parcel.tracking for parcel in parcels}:
            raise Refused(SERVICE, status=409)
        self._demand(positions)
        self.calls += 1
        self.reported += [self._entry(parcel, positions) for parcel in parcels]

    def _add(self, parcel: Parcel, positions: frozenset[PositionRef]) -> None:
        if all(entry.key != parcel.tracking for entry in self.reported):
            raise Refused(SERVICE, status=404)
        self._demand(positions)
        self.calls += 1
        self.reported.append(self._entry(parcel, positions))

    def _demand(self, positions: frozenset[PositionRef]) -> None:
        there = {ref for entry in self.reported for ref in entry.positions}
        if self.guards and positions & there:
            raise Refused(SERVICE, status=409)
        if not positions <= self.processable:
            raise Refused(SERVICE, status=400)

    def _entry(self, parcel: Parcel, positions: frozenset[PositionRef]) -> Reported:
        return Reported(self.calls, self.clock.now(), parcel.tracking, positions, parcel.return_key)

    def calls_about(self, ref: PositionRef) -> set[int]:
        return {entry.call for entry in self.reported if ref in entry.positions}
