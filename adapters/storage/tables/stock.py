"""Articles, what orders claim of them, and what every listing shows."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account, of_portal_account


class StockRevisionRow(Row, table=True):
    """The highest revision given to an article. Whoever changes stock locks it first, so that revisions
    become visible in their order."""

    __tablename__ = "stock_revision"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    revision: int = Field(sa_type=BigInteger)


class ArticleRow(Row, table=True):
    """`core.articles.Article`."""

    __tablename__ = "article"
    __table_args__ = (of_account(), Index(None, "account_id", "revision"))

    account_id: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    ean: str
    title: str
    on_hand: int = Field(sa_type=BigInteger)
    reserved: int = Field(sa_type=BigInteger)
    buffer: int = Field(sa_type=BigInteger)
    offered: bool
    counted_at: datetime = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)


class ClaimRow(Row, table=True):
    """`core.claims.Claim`. `revision` is the article's that it made last; 0: it changed none."""

    __tablename__ = "stock_claim"
    __table_args__ = (
        of_account(),
        Index(None, "account_id", "sku", "state"),
        Index(None, "account_id", "revision"),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sales_order_id: str = Field(primary_key=True)
    position_item_id: str = Field(primary_key=True)
    sku: str
    state: str
    sold_at: datetime = Field(sa_type=Moment)
    left_at: datetime | None = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)


class QuantityTrackRow(Row, table=True):
    """Up to which revision an app has observed the articles."""

    __tablename__ = "quantity_track"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    observed: int = Field(sa_type=BigInteger)


class ListingRow(Row, table=True):
    """`core.display.Display` and `core.switching.Switch`. `doubts` is a list of pieces, moment, number."""

    __tablename__ = "listing"
    __table_args__ = (
        of_portal_account(),
        Index(None, "account_id", "app", "due_at"),
        Index(None, "account_id", "app", "switch_due"),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    portal_account_id: str
    ticked: bool
    maximum: int | None
    on_hand: int = Field(sa_type=BigInteger)
    reserved: int = Field(sa_type=BigInteger)
    buffer: int = Field(sa_type=BigInteger)
    revision: int = Field(sa_type=BigInteger)
    acknowledged: int | None
    acknowledged_at: datetime | None = Field(sa_type=Moment)
    sent_at: datetime | None = Field(sa_type=Moment)
    sent_as: int = Field(sa_type=BigInteger)
    doubts: list[list[Any]] = Field(sa_type=JSON)
    refused_pieces: int | None
    refused_en: str | None
    refused_de: str | None
    refused_tries: int | None
    refused_until: datetime | None = Field(sa_type=Moment)
    exposed_since: datetime | None = Field(sa_type=Moment)
    exposed_pieces: int | None
    due_at: datetime | None = Field(sa_type=Moment)
    version: int = Field(sa_type=BigInteger)
    switch_wanted: bool | None
    switch_on: bool | None
    switch_read_at: datetime | None = Field(sa_type=Moment)
    switch_sent: bool | None
    switch_task: str | None
    switch_look_after: datetime | None = Field(sa_type=Moment)
    switch_refused_en: str | None
    switch_refused_de: str | None
    switch_due: bool


_LISTING_KEY: Final = ["account_id", "app", "sku"]


class QuantityEntryRow(Row, table=True):
    """`ports.memory.QuantityEntry`: one quantity that was sent."""

    __tablename__ = "quantity_entry"
    __table_args__ = (
        ForeignKeyConstraint(_LISTING_KEY, [f"listing.{column}" for column in _LISTING_KEY]),
        Index(None, "account_id", "app", "settled_at"),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sku: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    pieces: int
    on_hand: int = Field(sa_type=BigInteger)
    reserved: int = Field(sa_type=BigInteger)
    buffer: int = Field(sa_type=BigInteger)
    maximum: int | None
    revision: int = Field(sa_type=BigInteger)
    sent_at: datetime = Field(sa_type=Moment)
    outcome: str
    settled_at: datetime | None = Field(sa_type=Moment)
    exposed_since: datetime | None = Field(sa_type=Moment)
    fall: bool
    answer_en: str | None
    answer_de: str | None


class SwitchCallRow(Row, table=True):
    """A call that turned switches, for the budget of a day. `count` of them began at the same moment."""

    __tablename__ = "switch_call"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    called_at: datetime = Field(primary_key=True, sa_type=Moment)
    count: int
