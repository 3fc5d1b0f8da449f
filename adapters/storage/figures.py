"""Figures over all accounts for the operator: how many, how long; never what or whose."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, case, func, or_, select

from adapters.storage.agenda import SAME
from adapters.storage.database import Database
from adapters.storage.tables import APP, BUDGET, DISPATCH_NOTICE, LEASE, QUANTITY_ENTRY, SCHEDULE
from core.apps import AccountId, AppKey, AppState
from core.budget import RECOVERY, Pace
from core.dispatch import NoticeState
from core.display import Outcome
from ports.memory import State

#: A concern of an app.
Place = tuple[AppKey, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """states        how many accounts have an app in which state
    needs_access  where a person has to be before anything goes on
    held          dispatch notices that wait for somebody
    exposures     seconds from a sale to the acknowledged fall of the quantity, since the moment asked for
    rights        how many rights of active apps are there, missing, or unknown (None)
    jobs          how many concerns are in which state
    backlog       how many are due, and nobody is at them
    lag           how long the one of them that waits longest has been due
    paces         of accounts that a 429 slowed down not long ago
    """

    states: Mapping[tuple[AppKey, AppState], int]
    needs_access: Sequence[tuple[AccountId, AppKey]]
    held: Mapping[tuple[AccountId, AppKey], int]
    exposures: Mapping[AppKey, Sequence[float]]
    rights: Mapping[tuple[AppKey, bool | None], int]
    jobs: Mapping[tuple[AppKey, str, State], int]
    backlog: Mapping[Place, int]
    lag: Mapping[Place, timedelta]
    paces: Sequence[tuple[AppKey, Pace]]


def figures(database: Database, since: datetime, now: datetime) -> Figures:
    states = select(APP.c.app, APP.c.state, func.count()).group_by(APP.c.app, APP.c.state)
    lost = select(APP.c.account_id, APP.c.app).where(APP.c.state == AppState.NEEDS_ACCESS.value)
    place = DISPATCH_NOTICE.c.account_id, DISPATCH_NOTICE.c.app
    held = select(*place, func.count()).where(DISPATCH_NOTICE.c.state == NoticeState.HELD.value)
    moments = QUANTITY_ENTRY.c.exposed_since, QUANTITY_ENTRY.c.settled_at
    falls = select(QUANTITY_ENTRY.c.app, *moments).where(
        QUANTITY_ENTRY.c.settled_at >= since,
        QUANTITY_ENTRY.c.fall,
        QUANTITY_ENTRY.c.outcome == Outcome.ACKNOWLEDGED.value,
    )
    exposures: dict[AppKey, list[float]] = {}
    with database.reading() as connection:
        for app, exposed, settled in connection.execute(falls):
            exposures.setdefault(AppKey(app), []).append((settled - exposed).total_seconds())
        waiting = _waiting(connection, now)
        return Figures(
            states={
                (AppKey(app), AppState(state)): number for app, state, number in connection.execute(states)
            },
            needs_access=[(AccountId(account), AppKey(app)) for account, app in connection.execute(lost)],
            held={
                (AccountId(account), AppKey(app)): number
                for account, app, number in connection.execute(held.group_by(*place))
            },
            exposures=exposures,
            rights=_rights(connection),
            jobs=_jobs(connection),
            backlog={place: number for place, (number, _) in waiting.items()},
            lag={place: now - due for place, (_, due) in waiting.items()},
            paces=_paces(connection, now),
        )


def _rights(connection: Connection) -> Mapping[tuple[AppKey, bool | None], int]:
    active = select(APP.c.app, APP.c.rights).where(APP.c.state == AppState.ACTIVE.value)
    return Counter(
        (AppKey(app), right["granted"]) for app, rights in connection.execute(active) for right in rights
    )


def _jobs(connection: Connection) -> Mapping[tuple[AppKey, str, State], int]:
    """By `ports.memory.Entry.state`."""
    state = case(
        (LEASE.c.holder.is_not(None), State.RUNNING.value),
        (SCHEDULE.c.due.is_(None), State.STOPPED.value),
        (SCHEDULE.c.queued_until.is_not(None), State.WAITING.value),
        (SCHEDULE.c.failures > 0, State.FAILED.value),
        else_=State.IDLE.value,
    ).label("state")
    query = select(SCHEDULE.c.app, SCHEDULE.c.concern, state, func.count()).outerjoin(LEASE, SAME)
    grouped = query.group_by(SCHEDULE.c.app, SCHEDULE.c.concern, "state")
    return {
        (AppKey(app), concern, State(found)): number
        for app, concern, found, number in connection.execute(grouped)
    }


def _waiting(connection: Connection, now: datetime) -> Mapping[Place, tuple[int, datetime]]:
    free = or_(LEASE.c.holder.is_(None), LEASE.c.expires_at <= now)
    query = (
        select(SCHEDULE.c.app, SCHEDULE.c.concern, func.count(), func.min(SCHEDULE.c.due))
        .outerjoin(LEASE, SAME)
        .where(and_(SCHEDULE.c.due <= now, free))
        .group_by(SCHEDULE.c.app, SCHEDULE.c.concern)
    )
    return {(AppKey(app), concern): (number, due) for app, concern, number, due in connection.execute(query)}


def _paces(connection: Connection, now: datetime) -> Sequence[tuple[AppKey, Pace]]:
    lately = int(now.timestamp() * 1_000_000) - RECOVERY
    slowed = select(BUDGET).where(BUDGET.c.cut_rate_milli > 0, BUDGET.c.cut_at_us > lately)
    return [
        (
            AppKey(row["app"]),
            Pace(row["next_us"], row["paused_until_us"], row["cut_rate_milli"], row["cut_at_us"]),
        )
        for row in connection.execute(slowed).mappings()
    ]
