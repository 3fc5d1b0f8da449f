"""Cancellations, returns, receipts, price reductions. Personal data stands in `receipt.pdf`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class CancellationRow(Row, table=True):
    """`core.cancellations.Cancellation`."""

    __tablename__ = "order_cancellation"
    __table_args__ = (of_account(), Index(None, "account_id", "app", "sales_order_id"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    sales_order_id: str
    positions: list[str] = Field(sa_type=JSON)
    whole: bool
    state: str
    reason_en: str | None
    reason_de: str | None
    made_at: datetime = Field(sa_type=Moment)
    begun_at: datetime | None = Field(sa_type=Moment)
    settled_at: datetime | None = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)


class ReturnRow(Row, table=True):
    """`core.returns.Return`. Never shown by the marketplace where `status` is NULL; undecided here where
    `verdict` is. `return_keys` is a list of {carrier, number}."""

    __tablename__ = "order_return"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    sales_order_id: str = Field(primary_key=True)
    position_item_id: str = Field(primary_key=True)
    status: str | None
    changed_at: datetime | None = Field(sa_type=Moment)
    return_keys: list[dict[str, Any]] = Field(sa_type=JSON)
    shown_condition: str | None
    shown_reason: str | None
    order_number: str | None
    warehouse: str | None
    verdict: str | None
    decided_condition: str | None
    decided_reason: str | None
    state: str | None
    by_marketplace: bool
    why_en: str | None
    why_de: str | None
    begun_at: datetime | None = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)


class ReturnParcelRow(Row, table=True):
    """`core.returns.ReturnParcel`. `positions` is a list of pairs: order and position."""

    __tablename__ = "return_parcel"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    carrier: str
    number: str
    positions: list[list[str]] = Field(sa_type=JSON)
    stage: str
    stage_at: datetime | None = Field(sa_type=Moment)


class ReceiptRow(Row, table=True):
    """`core.receipts.Receipt`. Personal data: an address is on `pdf`."""

    __tablename__ = "receipt"
    __table_args__ = (of_account(), Index(None, "account_id", "app", "created_at"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    kind: str
    created_at: datetime = Field(sa_type=Moment)
    sales_order_id: str | None
    order_number: str | None
    linked: str | None
    total_cents: int | None = Field(sa_type=BigInteger)
    total_currency: str | None
    vat_invoice: bool
    pdf: bytes | None


class PriceReductionRow(Row, table=True):
    """`core.price_reductions.PriceReduction`."""

    __tablename__ = "price_reduction"
    __table_args__ = (
        of_account(),
        Index(None, "account_id", "app", "state"),
        Index(None, "account_id", "app", "intent", unique=True),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    sales_order_id: str
    position_item_id: str
    cents: int = Field(sa_type=BigInteger)
    currency: str
    state: str
    reason_en: str | None
    reason_de: str | None
    made_at: datetime = Field(sa_type=Moment)
    begun_at: datetime | None = Field(sa_type=Moment)
    settled_at: datetime | None = Field(sa_type=Moment)
    shown: str | None
    intent: str | None
    revision: int = Field(sa_type=BigInteger)
