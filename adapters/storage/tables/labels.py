"""Labels. Personal data stands in `label_document`."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account

_PURCHASE_KEY: Final = ["account_id", "app", "kind", "reference"]


class PurchaseRow(Row, table=True):
    """A label that was wanted; `app` is the carrier. There is no label where `number` is NULL.

    `notices` is a list of {code, text, field}; text is the carrier's, or {en, de}.
    """

    __tablename__ = "label_purchase"
    __table_args__ = (of_account(), Index(None, "account_id", "app", "begun_at"))

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    state: str
    digest: str
    begun_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(sa_type=Moment)
    reason_en: str | None
    reason_de: str | None
    number: str | None
    handle: str | None
    return_number: str | None
    tracking_url: str | None
    notices: list[dict[str, Any]] = Field(sa_type=JSON)
    carrier_ids: dict[str, str] = Field(sa_type=JSON)
    revision: int = Field(sa_type=BigInteger)


class DocumentRow(Row, table=True):
    """A paper of a bought label. Personal data: an address is on it."""

    __tablename__ = "label_document"
    __table_args__ = (
        ForeignKeyConstraint(_PURCHASE_KEY, [f"label_purchase.{column}" for column in _PURCHASE_KEY]),
    )

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    role: str
    format: str
    data: bytes
