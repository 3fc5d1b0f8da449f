"""When each concern is due, and who works on it."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class ScheduleRow(Row, table=True):
    """`core.schedule.Standing`; `queued_until` is set while a job engine has it in its queue."""

    __tablename__ = "schedule"
    __table_args__ = (of_account(), Index(None, "urgency", "due"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    concern: str = Field(primary_key=True)
    due: datetime | None = Field(sa_type=Moment)
    not_before: datetime | None = Field(sa_type=Moment)
    failures: int
    reason: str
    woken: datetime | None = Field(sa_type=Moment)
    started: datetime | None = Field(sa_type=Moment)
    finished: datetime | None = Field(sa_type=Moment)
    succeeded: datetime | None = Field(sa_type=Moment)
    failure_en: str | None
    failure_de: str | None
    every_seconds: int | None
    urgency: int
    queued_until: datetime | None = Field(sa_type=Moment)
    failing_since: datetime | None = Field(sa_type=Moment)


class LeaseRow(Row, table=True):
    """The last holder's fence stays when nobody holds it (`holder` NULL)."""

    __tablename__ = "lease"
    __table_args__ = (of_account(), Index(None, "holder"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    concern: str = Field(primary_key=True)
    fence: int = Field(sa_type=BigInteger)
    holder: str | None
    expires_at: datetime | None = Field(sa_type=Moment)


class BudgetRow(Row, table=True):
    """`core.budget.Pace` of one account at one app; moments are microseconds since 1970."""

    __tablename__ = "request_budget"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    next_us: int = Field(sa_type=BigInteger)
    paused_until_us: int = Field(sa_type=BigInteger)
    cut_rate_milli: int = Field(sa_type=BigInteger)
    cut_at_us: int = Field(sa_type=BigInteger)
