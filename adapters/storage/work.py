"""The concerns of one app of one account: `ports.memory.WorkBook`."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.leases import Claim, DatabaseLease, acquire
from adapters.storage.scope import Scope
from adapters.storage.tables import SCHEDULE
from core import schedule
from core.schedule import Job, Outcome, Rhythm, Standing
from core.text import Text
from ports.lease import Lease
from ports.memory import Taken


class DatabaseWorkBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def standing(self, concern: str) -> Standing | None:
        with self._database.reading() as connection:
            row = connection.execute(select(SCHEDULE).where(self._here(concern))).mappings().first()
        return None if row is None else standing_of(row)

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
    ) -> DatabaseLease | Taken | None:
        limited(concern)
        limited(holder)
        canonical(concern, holder)
        with self._database.writing() as connection:
            lease = acquire(self._database, connection, self._scope, concern, Claim(holder, now, until, dead))
            if isinstance(lease, Taken):
                connection.rollback()
                return lease
            standing = self._locked(connection, concern, rhythm, now)
            if not asked and (standing.due is None or standing.due > now):
                connection.rollback()
                return None
            self._store(connection, concern, rhythm, schedule.begun(standing, now), queued_until=None)
        return lease

    def end(self, lease: Lease, concern: str, rhythm: Rhythm, outcome: Outcome, now: datetime) -> Standing:
        assert isinstance(lease, DatabaseLease)  # noqa: S101 - `begin` gave it out
        with self._database.writing() as connection:
            lease.release(connection)
            standing = self._locked(connection, concern, rhythm, now)
            after = schedule.finished(self._job(concern), standing, rhythm, outcome, now)
            self._store(connection, concern, rhythm, after, queued_until=None)
        return after

    def wake(
        self, concern: str, rhythm: Rhythm, now: datetime, reason: str, *, by_person: bool = False
    ) -> Standing:
        limited(concern)
        canonical(concern, reason)
        with self._database.writing() as connection:
            standing = self._locked(connection, concern, rhythm, now)
            after = schedule.woken(standing, now, reason, by_person=by_person)
            self._store(connection, concern, rhythm, after)
        return after

    def choose(self, concern: str, rhythm: Rhythm, every: timedelta | None, now: datetime) -> Standing:
        limited(concern)
        with self._database.writing() as connection:
            standing = self._locked(connection, concern, rhythm, now)
            after = schedule.rearranged(self._job(concern), standing, rhythm, every, now)
            self._store(connection, concern, rhythm, after)
        return after

    def _job(self, concern: str) -> Job:
        return Job(self._scope.account, self._scope.app, concern)

    def _here(self, concern: str) -> ColumnElement[bool]:
        return and_(self._scope.of(SCHEDULE), SCHEDULE.c.concern == concern)

    def _locked(self, connection: Connection, concern: str, rhythm: Rhythm, now: datetime) -> Standing:
        query = select(SCHEDULE).where(self._here(concern)).with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            new = values_of(schedule.enrolled(self._job(concern), rhythm, now), rhythm)
            begin = self._database.insert(SCHEDULE).values(self._scope.row(concern=concern, **new))
            connection.execute(begin.on_conflict_do_nothing())
            row = connection.execute(query).mappings().one()
        return standing_of(row)

    def _store(
        self, connection: Connection, concern: str, rhythm: Rhythm, standing: Standing, **more: Any
    ) -> None:
        values = {**values_of(standing, rhythm), **more}
        canonical(values)
        connection.execute(update(SCHEDULE).where(self._here(concern)).values(values))


def values_of(standing: Standing, rhythm: Rhythm) -> dict[str, Any]:
    failure, every = standing.failure, standing.every
    return {
        "due": standing.due,
        "not_before": standing.not_before,
        "failures": standing.failures,
        "reason": standing.reason,
        "woken": standing.woken,
        "started": standing.started,
        "finished": standing.finished,
        "succeeded": standing.succeeded,
        "failing_since": standing.failing_since,
        "failure_en": None if failure is None else failure.en,
        "failure_de": None if failure is None else failure.de,
        "every_seconds": None if every is None else int(every.total_seconds()),
        "urgency": int(rhythm.urgency),
    }


def standing_of(row: RowMapping) -> Standing:
    every = row["every_seconds"]
    return Standing(
        due=row["due"],
        not_before=row["not_before"],
        failures=row["failures"],
        reason=row["reason"],
        woken=row["woken"],
        started=row["started"],
        finished=row["finished"],
        succeeded=row["succeeded"],
        failing_since=row["failing_since"],
        failure=None if row["failure_en"] is None else Text(row["failure_en"], row["failure_de"]),
        every=None if every is None else timedelta(seconds=every),
    )
