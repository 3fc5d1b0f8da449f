"""The concerns of all accounts: `ports.memory.Agenda`. What it reads and moves are places, never content."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, null, or_, select, true, tuple_, update

from adapters.storage.database import Database
from adapters.storage.scope import chunks
from adapters.storage.tables import APP, LEASE, SCHEDULE
from adapters.storage.work import standing_of, values_of
from core import schedule
from core.apps import AccountId, AppKey, AppState
from core.schedule import Job, Rhythm, Urgency
from ports.memory import Entry

_KEY: Final = (SCHEDULE.c.account_id, SCHEDULE.c.app, SCHEDULE.c.concern)
#: A concern and the lease on it.
SAME: Final = and_(
    LEASE.c.account_id == SCHEDULE.c.account_id,
    LEASE.c.app == SCHEDULE.c.app,
    LEASE.c.concern == SCHEDULE.c.concern,
)
#: As `core.schedule.restarted`.
_RESTARTED: Final = {"not_before": null(), "failures": 0, "failing_since": null(), "reason": "restarted"}


class DatabaseAgenda:
    def __init__(self, database: Database) -> None:
        self._database = database

    def enrol(self, app: str, concern: str, rhythm: Rhythm, now: datetime) -> int:
        here = and_(
            SCHEDULE.c.account_id == APP.c.account_id, SCHEDULE.c.app == app, SCHEDULE.c.concern == concern
        )
        active = and_(APP.c.app == app, APP.c.state == AppState.ACTIVE.value)
        missing = select(APP.c.account_id).where(active, ~exists().where(here))
        stopped = (
            select(SCHEDULE.c.account_id)
            .join(APP, and_(APP.c.account_id == SCHEDULE.c.account_id, APP.c.app == SCHEDULE.c.app))
            .where(active, SCHEDULE.c.concern == concern, SCHEDULE.c.due.is_(None))
        )
        with self._database.reading() as connection:
            new = connection.execute(missing).scalars().all()
            again = connection.execute(stopped).scalars().all()
        for chunk in chunks(new):
            rows = [self._row(Job(AccountId(each), AppKey(app), concern), rhythm, now) for each in chunk]
            with self._database.writing() as connection:
                connection.execute(self._database.insert(SCHEDULE).on_conflict_do_nothing(), rows)
        for chunk in chunks(again):
            these = and_(
                SCHEDULE.c.account_id.in_(chunk), SCHEDULE.c.app == app, SCHEDULE.c.concern == concern
            )
            start = update(SCHEDULE).where(these, SCHEDULE.c.due.is_(None))
            with self._database.writing() as connection:
                connection.execute(start.values(_RESTARTED | {"due": now}))
        return len(new) + len(again)

    def _row(self, job: Job, rhythm: Rhythm, now: datetime) -> dict[str, object]:
        place = {"account_id": job.account, "app": job.app, "concern": job.concern}
        return {**place, **values_of(schedule.enrolled(job, rhythm, now), rhythm)}

    def take(self, now: datetime, limit: int, until: datetime) -> Sequence[Job]:
        # One urgency after the other, so that the index gives the first few of thousands that are due.
        wanted = [
            select(*_KEY).where(SCHEDULE.c.urgency == urgency, self._free(now)).order_by(SCHEDULE.c.due)
            for urgency in sorted(Urgency, reverse=True)
        ]
        with self._database.reading() as connection:
            if all(connection.execute(query.limit(1)).first() is None for query in wanted):
                return []
        found: list[tuple[str, str, str]] = []
        with self._database.writing() as connection:
            for query in wanted:
                more = query.limit(limit - len(found)).with_for_update(skip_locked=True)
                found += [(row[0], row[1], row[2]) for row in connection.execute(more)]
            for chunk in chunks(found):
                these = tuple_(*_KEY).in_(list(chunk))
                connection.execute(update(SCHEDULE).where(these).values(queued_until=until))
        return [Job(AccountId(account), AppKey(app), concern) for account, app, concern in found]

    @staticmethod
    def _free(now: datetime) -> ColumnElement[bool]:
        held = exists().where(SAME, LEASE.c.holder.is_not(None), LEASE.c.expires_at > now)
        queued = SCHEDULE.c.queued_until
        return and_(SCHEDULE.c.due <= now, or_(queued.is_(None), queued <= now), ~held)

    def give_back(self) -> None:
        queued = update(SCHEDULE).where(SCHEDULE.c.queued_until.is_not(None))
        with self._database.writing() as connection:
            connection.execute(queued.values(queued_until=None))

    def beat(self, holder: str, jobs: Collection[Job], until: datetime) -> int:
        places = [(job.account, job.app, job.concern) for job in jobs]
        these = tuple_(LEASE.c.account_id, LEASE.c.app, LEASE.c.concern).in_(places)
        with self._database.writing() as connection:
            mine = update(LEASE).where(LEASE.c.holder == holder, these).values(expires_at=until)
            return connection.execute(mine).rowcount

    def hand_over(self, holder: str) -> int:
        mine = update(LEASE).where(LEASE.c.holder == holder).values(holder=None, expires_at=None)
        with self._database.writing() as connection:
            return connection.execute(mine).rowcount

    def entries(self) -> Iterator[Entry]:
        return self._entries(true())

    def behind(self, since: datetime) -> Iterator[Entry]:
        due, failing = SCHEDULE.c.due, SCHEDULE.c.failing_since
        return self._entries(and_(due.is_not(None), or_(due <= since, failing <= since)))

    def _entries(self, condition: ColumnElement[bool]) -> Iterator[Entry]:
        query = (
            select(SCHEDULE, LEASE.c.holder)
            .outerjoin(LEASE, SAME)
            .where(condition)
            .order_by(*_KEY)
            .execution_options(yield_per=500)
        )
        with self._database.reading() as connection:
            for row in connection.execute(query).mappings():
                job = Job(AccountId(row["account_id"]), AppKey(row["app"]), row["concern"])
                yield Entry(job, standing_of(row), row["holder"], row["queued_until"] is not None)
