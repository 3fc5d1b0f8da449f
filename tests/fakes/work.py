"""Leases and schedules without a database: `ports.memory.WorkBook` and `Agenda`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from core import schedule
from core.apps import AccountId, AppKey, AppState
from core.errors import LeaseLost
from core.schedule import Job, Outcome, Rhythm, Standing
from core.text import Text
from ports.lease import Lease
from ports.memory import Entry, Taken
from tests.fakes.committed import Committed, Held, Planned, Store, limited, refuse_unstorable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InMemoryLease:
    store: Store
    job: Job
    holder: str
    fence: int

    def hold(self) -> None:
        self.look(self.store.read())

    def look(self, committed: Committed) -> None:
        held = committed.leases.get(self.job, Held())
        if (held.fence, held.holder) != (self.fence, self.holder):
            raise LeaseLost(Text(en="taken over", de="übernommen"))


class GuardedStore(Store):
    """Writes only as long as the lease holds."""

    def __init__(self, store: Store, lease: InMemoryLease) -> None:
        self._open, self._lease = store, lease

    def read(self) -> Committed:
        return self._open.read()

    def write(self, change: Callable[[Committed], tuple[Committed, T]]) -> T:
        def guarded(was: Committed) -> tuple[Committed, T]:
            self._lease.look(was)
            return change(was)

        return self._open.write(guarded)


@dataclass(frozen=True, slots=True)
class InMemoryWorkBook:
    _store: Store
    _account: AccountId
    _app: AppKey

    def _job(self, concern: str) -> Job:
        return Job(self._account, self._app, concern)

    def standing(self, concern: str) -> Standing | None:
        planned = self._store.read().standings.get(self._job(concern))
        return None if planned is None else planned.standing

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
    ) -> InMemoryLease | Taken | None:
        limited(concern, holder)
        refuse_unstorable(concern, holder)
        job = self._job(concern)

        def change(was: Committed) -> tuple[Committed, InMemoryLease | Taken | None]:
            held = was.leases.get(job, Held())
            alive = held.expires_at is not None and held.expires_at > now and held.holder != dead
            if held.holder is not None and held.expires_at is not None and alive:
                return was, Taken(held.holder, held.expires_at)
            standing = _planned(was, job, rhythm, now).standing
            if not asked and (standing.due is None or standing.due > now):
                return was, None
            leases = {**was.leases, job: Held(held.fence + 1, holder, until)}
            after = _put(replace(was, leases=leases), job, rhythm, schedule.begun(standing, now))
            return after, InMemoryLease(self._store, job, holder, held.fence + 1)

        return self._store.write(change)

    def end(self, lease: Lease, concern: str, rhythm: Rhythm, outcome: Outcome, now: datetime) -> Standing:
        assert isinstance(lease, InMemoryLease)
        job = self._job(concern)

        def change(was: Committed) -> tuple[Committed, Standing]:
            lease.look(was)
            free = replace(was, leases={**was.leases, job: Held(lease.fence)})
            standing = _planned(was, job, rhythm, now).standing
            after = schedule.finished(job, standing, rhythm, outcome, now)
            return _put(free, job, rhythm, after), after

        return self._store.write(change)

    def wake(
        self, concern: str, rhythm: Rhythm, now: datetime, reason: str, *, by_person: bool = False
    ) -> Standing:
        limited(concern)
        refuse_unstorable(concern, reason)
        return self._move(
            concern, rhythm, now, lambda was: schedule.woken(was, now, reason, by_person=by_person)
        )

    def choose(self, concern: str, rhythm: Rhythm, every: timedelta | None, now: datetime) -> Standing:
        job = self._job(concern)
        return self._move(concern, rhythm, now, lambda was: schedule.rearranged(job, was, rhythm, every, now))

    def _move(
        self, concern: str, rhythm: Rhythm, now: datetime, change: Callable[[Standing], Standing]
    ) -> Standing:
        job = self._job(concern)

        def moved(was: Committed) -> tuple[Committed, Standing]:
            planned = _planned(was, job, rhythm, now)
            after = change(planned.standing)
            return _put(was, job, rhythm, after, planned.queued_until), after

        return self._store.write(moved)


def _planned(was: Committed, job: Job, rhythm: Rhythm, now: datetime) -> Planned:
    return was.standings.get(job) or Planned(schedule.enrolled(job, rhythm, now), rhythm.urgency)


def _put(
    was: Committed, job: Job, rhythm: Rhythm, standing: Standing, queued_until: datetime | None = None
) -> Committed:
    refuse_unstorable(standing.failure, standing.reason)
    planned = Planned(standing, rhythm.urgency, queued_until)
    return replace(was, standings={**was.standings, job: planned})


@dataclass(frozen=True, slots=True)
class InMemoryAgenda:
    _store: Store

    def enrol(self, app: str, concern: str, rhythm: Rhythm, now: datetime) -> int:
        def change(was: Committed) -> tuple[Committed, int]:
            after = dict(was.standings)
            for (account, key), record in was.apps.items():
                if key != app or record.state is not AppState.ACTIVE:
                    continue
                job = Job(account, key, concern)
                if job not in was.standings:
                    after[job] = _planned(was, job, rhythm, now)
                elif (planned := was.standings[job]).standing.due is None:
                    standing = schedule.restarted(planned.standing, now)
                    after[job] = replace(planned, standing=standing)
            changed = sum(after[job] is not was.standings.get(job) for job in after)
            return replace(was, standings=after), changed

        return self._store.write(change)

    def take(self, now: datetime, limit: int, until: datetime) -> Sequence[Job]:
        def change(was: Committed) -> tuple[Committed, Sequence[Job]]:
            free = {job: planned for job, planned in was.standings.items() if _free(was, job, planned, now)}
            taken = sorted(free, key=lambda job: (-free[job].urgency, free[job].standing.due))[:limit]
            queued = {job: replace(free[job], queued_until=until) for job in taken}
            return replace(was, standings={**was.standings, **queued}), taken

        return self._store.write(change)

    def give_back(self) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            free = {job: replace(planned, queued_until=None) for job, planned in was.standings.items()}
            return replace(was, standings=free), None

        self._store.write(change)

    def beat(self, holder: str, jobs: Collection[Job], until: datetime) -> int:
        def change(was: Committed) -> tuple[Committed, int]:
            mine = {
                job: replace(held, expires_at=until)
                for job, held in was.leases.items()
                if held.holder == holder and job in jobs
            }
            return replace(was, leases={**was.leases, **mine}), len(mine)

        return self._store.write(change)

    def hand_over(self, holder: str) -> int:
        def change(was: Committed) -> tuple[Committed, int]:
            mine = {job: Held(held.fence) for job, held in was.leases.items() if held.holder == holder}
            return replace(was, leases={**was.leases, **mine}), len(mine)

        return self._store.write(change)

    def entries(self) -> Iterator[Entry]:
        committed = self._store.read()
        for job, planned in sorted(committed.standings.items()):
            holder = committed.leases.get(job, Held()).holder
            yield Entry(job, planned.standing, holder, planned.queued_until is not None)

    def behind(self, since: datetime) -> Iterator[Entry]:
        for entry in self.entries():
            behind = entry.standing.behind_since
            if behind is not None and behind <= since:
                yield entry


def _free(was: Committed, job: Job, planned: Planned, now: datetime) -> bool:
    due, queued = planned.standing.due, planned.queued_until
    held = was.leases.get(job, Held())
    under_way = held.holder is not None and held.expires_at is not None and held.expires_at > now
    return due is not None and due <= now and (queued is None or queued <= now) and not under_way
