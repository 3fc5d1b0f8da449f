"""How one account stands, in a few counts: what waits for a person, and what happened on each day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from adapters.storage.database import Database
from adapters.storage.tables import (
    DISPATCH_NOTICE,
    LISTING_RECORD,
    ORDER_RETURN,
    PURCHASE,
    SALES_ORDER,
    SCHEDULE,
    SET_ASIDE,
)
from core.apps import AccountId
from core.dispatch import NoticeState
from core.orders import PositionState
from core.purchases import PurchaseState
from core.returns import ReturnStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    to_send    orders that may be dispatched
    notices    dispatch notices that are held, refused or of unknown outcome, by state
    labels     labels of unknown outcome
    returns    announced returns on which nothing was decided here
    set_aside  orders that could not be read
    listings   listings that the marketplace refused
    failing    concerns that have failed more than once in a row
    """

    to_send: int
    notices: Mapping[NoticeState, int]
    labels: int
    returns: int
    set_aside: int
    listings: int
    failing: int


@dataclass(frozen=True, slots=True)
class Days:
    """How many orders came, notices were accepted, and returns changed, by day."""

    orders: Mapping[date, int]
    dispatches: Mapping[date, int]
    returns: Mapping[date, int]


_STUCK = (NoticeState.HELD, NoticeState.REFUSED, NoticeState.UNKNOWN)


def waiting(database: Database, account: AccountId) -> Waiting:
    with database.reading() as connection:

        def count(table: Table, *conditions: ColumnElement[bool]) -> int:
            query = select(func.count()).where(table.c.account_id == account, *conditions)
            return connection.execute(query).scalar_one()

        state = DISPATCH_NOTICE.c.state
        stuck = (
            select(state, func.count())
            .where(DISPATCH_NOTICE.c.account_id == account, state.in_([each.value for each in _STUCK]))
            .group_by(state)
        )
        undecided = and_(
            ORDER_RETURN.c.status == ReturnStatus.ANNOUNCED.value, ORDER_RETURN.c.verdict.is_(None)
        )
        return Waiting(
            to_send=count(SALES_ORDER, SALES_ORDER.c.state == PositionState.PROCESSABLE.value),
            notices={NoticeState(name): number for name, number in connection.execute(stuck)},
            labels=count(PURCHASE, PURCHASE.c.state == PurchaseState.OUTCOME_UNKNOWN.value),
            returns=count(ORDER_RETURN, undecided),
            set_aside=count(SET_ASIDE),
            listings=count(LISTING_RECORD, LISTING_RECORD.c.refusal.is_not(None)),
            failing=count(SCHEDULE, SCHEDULE.c.failures > 1),
        )


def days(database: Database, account: AccountId, since: datetime, zone: tzinfo) -> Days:
    """From `since` on, by the days of `zone`. Only moments are read, so that a month of orders is quick."""
    accepted = DISPATCH_NOTICE.c.state == NoticeState.ACCEPTED.value
    with database.reading() as connection:
        return Days(
            orders=_by_day(_moments(connection, account, SALES_ORDER.c.ordered_at, since), zone),
            dispatches=_by_day(
                _moments(connection, account, DISPATCH_NOTICE.c.settled_at, since, accepted), zone
            ),
            returns=_by_day(_moments(connection, account, ORDER_RETURN.c.changed_at, since), zone),
        )


def _moments(
    connection: Connection, account: AccountId, column: Any, since: datetime, *conditions: ColumnElement[bool]
) -> Iterable[datetime]:
    query = select(column).where(column.table.c.account_id == account, column >= since, *conditions)
    return connection.execute(query).scalars()


def _by_day(moments: Iterable[datetime], zone: tzinfo) -> Mapping[date, int]:
    return Counter(moment.astimezone(zone).date() for moment in moments)
