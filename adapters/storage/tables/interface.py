"""The interface for hosts: keys, answers to repeated writes, webhooks and what is to be delivered to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class InterfaceKeyRow(Row, table=True):
    """`digest` is of the secret, which nobody can work out from it."""

    __tablename__ = "interface_key"
    __table_args__ = (of_account(), UniqueConstraint("id"))

    account_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    scopes: list[str] = Field(sa_type=JSON)
    digest: str
    made_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(sa_type=Moment)


class IdempotentWriteRow(Row, table=True):
    """A write under a key of the host's own. Without `status` it is under way, or its process died."""

    __tablename__ = "idempotent_write"
    __table_args__ = (of_account(), Index(None, "account_id", "begun_at"))

    account_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    begun_at: datetime = Field(sa_type=Moment)
    status: int | None
    headers: dict[str, str] | None = Field(sa_type=JSON)
    body: bytes | None = Field(sa_type=LargeBinary)


class WebhookCountRow(Row, table=True):
    """The highest number of a delivery of the account. Whoever gives one out holds the row to the end of his
    transaction, so that numbers become visible in their order."""

    __tablename__ = "webhook_count"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    told: int = Field(sa_type=BigInteger)


class WebhookEndpointRow(Row, table=True):
    """`kinds` is empty for everything. Its secret is in the vault."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    url: str
    kinds: list[str] = Field(sa_type=JSON)
    made_at: datetime = Field(sa_type=Moment)


class WebhookDeliveryRow(Row, table=True):
    """`core.webhooks.Delivery`. `due_at` is NULL for one that was never tried: it is due at once."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(
            ["account_id", "endpoint_id"], ["webhook_endpoint.account_id", "webhook_endpoint.id"]
        ),
        Index(None, "account_id", "state", "number"),
        Index(None, "account_id", "endpoint_id", "state", "subject", "number"),
    )

    account_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    endpoint_id: str
    kind: str
    subject: str
    data: dict[str, Any] = Field(sa_type=JSON)
    happened_at: datetime = Field(sa_type=Moment)
    state: str
    tries: int
    due_at: datetime | None = Field(sa_type=Moment)
    settled_at: datetime | None = Field(sa_type=Moment)
    reason_en: str | None
    reason_de: str | None
