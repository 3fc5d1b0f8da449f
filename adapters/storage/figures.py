"""Figures over all accounts for the operator: how many, how long; never what or whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from adapters.storage.database import Database
from adapters.storage.tables import APP, DISPATCH_NOTICE, QUANTITY_ENTRY
from core.apps import AccountId, AppKey, AppState
from core.dispatch import NoticeState
from core.display import Outcome


@dataclass(frozen=True, slots=True)
class Figures:
    """states        how many accounts have an app in which state
    needs_access  where a person has to be before anything goes on
    held          dispatch notices that wait for somebody
    exposures     seconds from a sale to the acknowledged fall of the quantity, since the moment asked for
    """

    states: Mapping[tuple[AppKey, AppState], int]
    needs_access: Sequence[tuple[AccountId, AppKey]]
    held: Mapping[tuple[AccountId, AppKey], int]
    exposures: Mapping[AppKey, Sequence[float]]


def figures(database: Database, since: datetime) -> Figures:
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
        )
