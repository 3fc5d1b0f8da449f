"""When a concern of an app of an account is due: by interval, after a failure, because something happened.

Every account has slots of its own, spread over the interval by a hash, so that no herd runs on the full
minute, and none forms after an outage either.
"""

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final, Self

from core.apps import AccountId, AppKey
from core.errors import AccessDenied, AppError, Conflict, InvalidValue, LeaseLost, Throttled
from core.text import Text

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
#: The pause after a first failure, doubled with every further one up to the longest.
FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(minutes=15)
#: How long another side is believed that asks for a pause.
LONGEST_WISH: Final = timedelta(days=1)
#: A first pass of many accounts at once is spread over at most this.
_FIRST_SPREAD: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """To bring one concern of one app of one account in line."""

    account: AccountId
    app: AppKey
    concern: str

    @property
    def key(self) -> str:
        return f"{self.account}/{self.app}/{self.concern}"


class Urgency(IntEnum):
    """Who goes first where something is scarce; more is sooner."""

    BULK = 0
    """Listings, receipts, alignment: much, and nobody waits for it."""
    NORMAL = 1
    URGENT = 2
    """Quantities and dispatch: late, they cost the seller money."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a concern runs by itself, and between which bounds an account may have it otherwise."""

    every: timedelta
    least: timedelta
    most: timedelta
    urgency: Urgency = Urgency.NORMAL

    def chosen(self, wanted: timedelta | None) -> timedelta:
        """raises  InvalidValue (field `every`): not within the bounds"""
        if wanted is None:
            return self.every
        if not self.least <= wanted <= self.most:
            least, most = (int(bound.total_seconds()) for bound in (self.least, self.most))
            raise InvalidValue(
                Text(
                    en=f"the interval lies between {least} and {most} seconds",
                    de=f"das Intervall liegt zwischen {least} und {most} Sekunden",
                ),
                field="every",
            )
        return wanted


class Ending(StrEnum):
    """How a pass ended, as far as the next one depends on it."""

    DONE = "done"
    AGAIN = "again"
    """Somebody else was at it; nothing is wrong."""
    FAILED = "failed"
    STOPPED = "stopped"
    """Only a person can mend it. Not due again before the app is activated anew."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`retry_after`: seconds that the other side asks for. `failure`: why, for people."""

    ending: Ending = Ending.DONE
    retry_after: float | None = None
    failure: Text | None = None

    @classmethod
    def of(cls, error: AppError | None) -> Self:
        match error:
            case None:
                return cls()
            case AccessDenied():
                return cls(Ending.STOPPED, failure=error.text)
            case Conflict() | LeaseLost():
                return cls(Ending.AGAIN, failure=error.text)
            case Throttled():
                return cls(Ending.FAILED, error.retry_after, error.text)
            case _:
                return cls(Ending.FAILED, failure=error.text)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a concern of an app of an account stands.

    due          when it runs next; None: stopped until the app is activated anew
    not_before   the end of the pause after a failure, which only a person may cut short
    failures     in a row
    reason       why it is due, in a word for the log: interval, retry, or what happened
    woken        when something happened that the pass under way may not have seen
    started, finished, succeeded   the last pass, and the last good one
    failing_since  when the first of the failures in a row began
    failure      why the last pass failed; None after a good one
    every        the account's own interval
    """

    due: datetime | None = None
    not_before: datetime | None = None
    failures: int = 0
    reason: str = "new"
    woken: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None
    succeeded: datetime | None = None
    failure: Text | None = None
    every: timedelta | None = None
    failing_since: datetime | None = None

    @property
    def behind_since(self) -> datetime | None:
        """Since when it is due, or has been failing; only some time later that is a fault. None: it waits
        for a person anyway."""
        if self.due is None:
            return None
        return self.due if self.failing_since is None else min(self.due, self.failing_since)


def enrolled(job: Job, rhythm: Rhythm, now: datetime) -> Standing:
    """The standing of a concern that never ran."""
    return Standing(due=now + min(rhythm.every, _FIRST_SPREAD) * share(job.key))


def woken(
    standing: Standing, now: datetime, reason: str, at: datetime | None = None, *, by_person: bool = False
) -> Standing:
    """After something happened: due at once (or `at`), but not within the pause after a failure.

    A person who asks ends the pause, and starts again what was stopped.
    """
    wanted = max(now, at) if at is not None else now
    if standing.not_before is not None and not by_person:
        wanted = max(wanted, standing.not_before)
    if standing.due is None and not by_person:
        return replace(standing, woken=now)
    if standing.due is not None and standing.due <= wanted:
        # Due already: what happened is covered by the pass that begins after it.
        return replace(standing, woken=now)
    if standing.due is None:
        standing = restarted(standing, wanted)
    return replace(
        standing,
        due=wanted,
        not_before=None if by_person else standing.not_before,
        reason=reason,
        woken=now,
    )


def restarted(standing: Standing, now: datetime) -> Standing:
    """What was stopped is due again, as if nothing had failed before."""
    return replace(standing, due=now, not_before=None, failures=0, failing_since=None, reason="restarted")


def rearranged(
    job: Job, standing: Standing, rhythm: Rhythm, every: timedelta | None, now: datetime
) -> Standing:
    """With another interval of the account (None: the usual one), which counts from now on.

    raises  InvalidValue (field `every`): out of bounds
    """
    chosen = rhythm.chosen(every)
    after = replace(standing, every=every)
    if standing.due is None or standing.due <= now or standing.not_before is not None:
        return after
    return replace(after, due=next_slot(job.key, chosen, standing.started or now, now))


def begun(standing: Standing, now: datetime) -> Standing:
    """It stays due, so that a pass whose process dies is made up for."""
    return replace(standing, started=now, woken=None)


def finished(job: Job, standing: Standing, rhythm: Rhythm, outcome: Outcome, now: datetime) -> Standing:
    """After a pass that began at `standing.started`. What happened while it ran makes it due at once."""
    after = replace(standing, finished=now, failure=outcome.failure, not_before=None, reason="interval")
    started = standing.started or now
    happened = standing.woken is not None
    match outcome.ending:
        case Ending.STOPPED:
            failures = standing.failures + 1
            return replace(after, due=None, failures=failures, failing_since=None, reason="stopped")
        case Ending.FAILED:
            failures = standing.failures + 1
            until = now + pause(job.key, failures, outcome.retry_after)
            return replace(
                after,
                due=until,
                not_before=until,
                failures=failures,
                failing_since=standing.failing_since or started,
                reason="retry",
            )
        case Ending.AGAIN:
            return replace(after, due=now + FIRST_PAUSE * share(job.key), reason="again")
        case Ending.DONE:
            every = standing.every or rhythm.every
            due = now if happened else next_slot(job.key, every, started, now)
            return replace(
                after,
                due=due,
                failures=0,
                failing_since=None,
                succeeded=now,
                reason=standing.reason if happened else "interval",
            )


def next_slot(key: str, every: timedelta, started: datetime, now: datetime) -> datetime:
    """The first slot of this key that lies after `now` and at least half an interval after `started`."""
    offset = every * share(key)
    earliest = max(now, started + every / 2)
    number = (earliest - _EPOCH - offset) // every + 1
    return _EPOCH + offset + number * every


def pause(key: str, failures: int, retry_after: float | None = None) -> timedelta:
    """Before the next try after so many failures in a row. It grows, and differs from account to account."""
    doubled: timedelta = FIRST_PAUSE * (1 << min(failures - 1, 16))
    grown = min(doubled, LONGEST_PAUSE) * (0.5 + 0.5 * share(f"{key}#{failures}"))
    if retry_after is None or not math.isfinite(retry_after):
        return grown
    wish = timedelta(seconds=min(max(retry_after, 0.0), LONGEST_WISH.total_seconds()))
    # Those that were told the same do not come back in the same second.
    return max(grown, wish + FIRST_PAUSE * share(f"{key}#{failures}"))


def share(key: str) -> float:
    """A number from 0 to 1 (excluded), always the same for the same key, and evenly spread over keys."""
    digest = hashlib.blake2b(key.encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48
