"""How far the work of an app has come."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class CheckpointRow(Row, table=True):
    """`core.checkpoint.Checkpoint`; no listing is under way where `listing_started` is NULL."""

    __tablename__ = "checkpoint"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    concern: str = Field(primary_key=True)
    settled: datetime | None = Field(sa_type=Moment)
    listing_since: datetime | None = Field(sa_type=Moment)
    listing_started: datetime | None = Field(sa_type=Moment)
    listing_page: str | None
    listing_latest: datetime | None = Field(sa_type=Moment)


class PassRow(Row, table=True):
    __tablename__ = "sync_pass"
    __table_args__ = (of_account(), Index(None, "account_id", "app", "concern", "finished_at"))

    account_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    app: str
    concern: str
    started_at: datetime = Field(sa_type=Moment)
    finished_at: datetime = Field(sa_type=Moment)
    failure_en: str | None
    failure_de: str | None
    counts: dict[str, int] = Field(sa_type=JSON)
