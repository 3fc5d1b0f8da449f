"""When the concerns of an app are due, and who works on them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.schedule import Job, Outcome, Rhythm, Standing
from ports.lease import Lease


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody works on it: `holder` names the process, `until` is when it counts as dead without a sign."""

    holder: str
    until: datetime


class WorkBook(Protocol):
    """The concerns of one app of this account."""

    def standing(self, concern: str) -> Standing | None:
        """None before it was ever enrolled."""
        ...

    def begin(
        self,
        concern: str,
        rhythm: Rhythm,
        holder: str,
        now: datetime,
        until: datetime,
        *,
        asked: bool,
        dead: str | None = None,
    ) -> Lease | Taken | None:
        """The right to work on a concern until `until` (`Agenda.beat` prolongs it), with the next fence.

        dead  a holder that is known to live no more
        None: it is not due, and was not `asked` for. Nothing is stored then, nor where it is taken.
        """
        ...

    def end(self, lease: Lease, concern: str, rhythm: Rhythm, outcome: Outcome, now: datetime) -> Standing:
        """Give the right back and store when the concern is due next.

        raises  LeaseLost: a successor decides that; nothing was stored
        """
        ...

    def wake(
        self, concern: str, rhythm: Rhythm, now: datetime, reason: str, *, by_person: bool = False
    ) -> Standing:
        """Something happened (`core.schedule.woken`)."""
        ...

    def choose(self, concern: str, rhythm: Rhythm, every: timedelta | None, now: datetime) -> Standing:
        """The account's own interval; None: the usual one.

        raises  InvalidValue (field `every`): out of bounds
        """
        ...


class State(StrEnum):
    RUNNING = "running"
    WAITING = "waiting"
    FAILED = "failed"
    STOPPED = "stopped"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Entry:
    """One concern as the operator sees it. `holder` is None where nobody works on it; `queued`: an engine has
    it in its queue."""

    job: Job
    standing: Standing
    holder: str | None
    queued: bool

    @property
    def state(self) -> State:
        if self.holder is not None:
            return State.RUNNING
        if self.standing.due is None:
            return State.STOPPED
        if self.queued:
            return State.WAITING
        return State.FAILED if self.standing.failures else State.IDLE


class Agenda(Protocol):
    """The concerns of all accounts, for the job engine and the operator. It shows places, no content."""

    def enrol(self, app: str, concern: str, rhythm: Rhythm, now: datetime) -> int:
        """Every account with this app active gets the concern; what was stopped starts again. How many."""
        ...

    def take(self, now: datetime, limit: int, until: datetime) -> Sequence[Job]:
        """Up to `limit` concerns that are due and not under way, the most urgent first, then the longest due.

        They are not given out again before they began, or `until`.
        """
        ...

    def give_back(self) -> None:
        """Whatever was taken and did not begin may be taken again: the queue that held it is gone."""
        ...

    def beat(self, holder: str, jobs: Collection[Job], until: datetime) -> int:
        """A sign of life: of these, what the holder still holds is its own until `until`. How many."""
        ...

    def hand_over(self, holder: str) -> int:
        """What this process still holds is free for a successor at once; it can write no more. How many."""
        ...

    def entries(self) -> Iterator[Entry]:
        """By account, app and concern."""
        ...

    def behind(self, since: datetime) -> Iterator[Entry]:
        """Those of them that have not been in line since then or longer (`Standing.behind_since`)."""
        ...
