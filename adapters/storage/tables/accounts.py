"""An account and what it sets up."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class AccountRow(Row, table=True):
    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("name"),)

    id: str = Field(primary_key=True)
    name: str


class PortalAccountRow(Row, table=True):
    __tablename__ = "portal_account"
    __table_args__ = (of_account(), UniqueConstraint("account_id", "name"))

    account_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class AppRow(Row, table=True):
    """The state of an app for an account. `rights` is a list of {key, granted, en, de}."""

    __tablename__ = "app"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    state: str
    step: str | None
    answers: dict[str, str] = Field(sa_type=JSON)
    settings: dict[str, str] = Field(sa_type=JSON)
    rights: list[dict[str, Any]] = Field(sa_type=JSON)
    reason_en: str | None
    reason_de: str | None
    checked_at: datetime | None = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)


class SecretRow(Row, table=True):
    """`sealed` is ciphertext; see `adapters.storage.vault`."""

    __tablename__ = "secret"
    __table_args__ = (of_account(),)

    account_id: str = Field(primary_key=True)
    app: str = Field(primary_key=True)
    shelf: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    sealed: str
