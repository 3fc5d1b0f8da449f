"""Dispatch notices, and the ledger of return numbers."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account

_NOTICE: Final = ["account_id", "app", "notice_id"]


def _of_notice() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(_NOTICE, [f"dispatch_notice.{column}" for column in _NOTICE])


class NoticeRow(Row, table=True):
    """`core.dispatch.Notice` without its parts. `findings` is a list of {code, field, text, repair,
    holds}."""

    __tablename__ = "dispatch_notice"
    __table_args__ = (of_account(), Index(None, "account_id", "app", "state"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    notice_id: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    state: str
    confirmed: bool
    made_at: datetime = Field(sa_type=Moment)
    begun_at: datetime | None = Field(sa_type=Moment)
    settled_at: datetime | None = Field(sa_type=Moment)
    shipment: str | None
    attempts: int
    sent: str | None
    findings: list[dict[str, Any]] = Field(sa_type=JSON)
    revision: int = Field(sa_type=BigInteger)


class ParcelRow(Row, table=True):
    """A parcel of a notice. `number` is NULL where its carrier does without; no return key where
    `return_number` is NULL."""

    __tablename__ = "dispatch_parcel"
    __table_args__ = (_of_notice(), Index(None, "account_id", "app", "number"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    notice_id: int = Field(primary_key=True, sa_type=BigInteger)
    ordinal: int = Field(primary_key=True)
    carrier: str
    number: str | None
    shipped_at: datetime = Field(sa_type=Moment)
    return_carrier: str | None
    return_number: str | None


class DispatchedRow(Row, table=True):
    """A position of a notice. Those of an accepted one are SENT in the order book."""

    __tablename__ = "dispatch_position"
    __table_args__ = (_of_notice(), Index(None, "account_id", "app", "sales_order_id"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    notice_id: int = Field(primary_key=True, sa_type=BigInteger)
    ordinal: int = Field(primary_key=True)
    sales_order_id: str
    position_item_id: str


class ReturnNumberRow(Row, table=True):
    """`core.return_numbers.ReturnNumber`. The number belongs to the account; `app` and `notice_id` name the
    notice that it is for, `parcel_carrier` and `parcel_number` the parcel of the way out."""

    __tablename__ = "return_number"
    __table_args__ = (
        of_account(),
        Index(None, "account_id", "number"),
        Index(None, "account_id", "made_for"),
        Index(None, "account_id", "parcel_number"),
        Index(None, "account_id", "issued_at"),
        # For the look over the wall: whether a number is in use at all.
        Index(None, "number"),
    )

    account_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    carrier: str
    number: str
    source: str
    issued_at: datetime = Field(sa_type=Moment)
    app: str | None
    notice_id: int | None = Field(sa_type=BigInteger)
    parcel_carrier: str | None
    parcel_number: str | None
    made_for: str
    label_app: str | None
    label_reference: str | None
    returned_at: datetime | None = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)


class NumberRangeRow(Row, table=True):
    """`core.return_numbers.NumberRange`."""

    __tablename__ = "return_number_range"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    carrier: str
    first_serial: str
    last_serial: str
    next_serial: str
    added_at: datetime = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)
