"""Who can log in. These tables stand outside the wall between accounts, but for the roles."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from adapters.storage.moments import Moment
from adapters.storage.tables.root import Row, of_account


class UserRow(Row, table=True):
    """`email_key` is the e-mail without regard to capitals. Personal data of those who work here."""

    __tablename__ = "host_user"
    __table_args__ = (UniqueConstraint("email_key"),)

    id: str = Field(primary_key=True)
    email: str
    email_key: str
    name: str
    operator: bool
    password_hash: str


class RoleRow(Row, table=True):
    __tablename__ = "user_role"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["user_id"], ["host_user.id"]),
        Index(None, "user_id"),
    )

    account_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    role: str


class SessionRow(Row, table=True):
    """`digest` is of the token in the cookie, which nobody can work out from it."""

    __tablename__ = "user_session"
    __table_args__ = (ForeignKeyConstraint(["user_id"], ["host_user.id"]), Index(None, "user_id"))

    digest: str = Field(primary_key=True)
    user_id: str
    begun_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)


class InvitationRow(Row, table=True):
    """`digest` is of the token in the link."""

    __tablename__ = "user_invitation"
    __table_args__ = (of_account(),)

    digest: str = Field(primary_key=True)
    account_id: str | None
    role: str | None
    email: str | None
    resets: bool
    expires_at: datetime = Field(sa_type=Moment)
