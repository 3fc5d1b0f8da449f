"""The people of the installation, their sessions and their invitations.

They stand outside the wall between accounts, because one may work for several. What opens something (a
session, a one-time link) is known here by its digest alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.apps import AccountId
from core.users import Invitation, Role, User, UserId


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user, and what his password is checked against."""

    user: User
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in. `seen_at` is moved on now and then; nobody is logged in after `ends_at`."""

    user: User
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime


class Users(Protocol):
    """Who can log in. E-mails are compared without regard to capitals."""

    def all(self) -> Sequence[User]:
        """By e-mail."""
        ...

    def of(self, account: AccountId) -> Sequence[User]:
        """Those with a role in it, by e-mail; operators are not among them."""
        ...

    def find(self, email: str) -> Credentials | None: ...

    def has_operator(self) -> bool: ...

    def give_role(self, user: UserId, account: AccountId, role: Role | None) -> None:
        """None takes it away. Sessions go on, with the new role.

        raises  InvalidValue: no such user or account
        """
        ...

    def set_password(self, user: UserId, password_hash: str) -> None:
        """Ends all his sessions.

        raises  InvalidValue: no such user
        """
        ...

    def invite(self, digest: str, invitation: Invitation, now: datetime) -> None:
        """Links that have run out are forgotten on the occasion.

        raises  InvalidValue: no such account
        """
        ...

    def invitation(self, digest: str, now: datetime) -> Invitation | None:
        """None for one that never was, was used, or has run out."""
        ...

    def forget_operator_links(self) -> None:
        """No link makes somebody an operator any longer."""
        ...

    def accept(self, digest: str, *, email: str, name: str, password_hash: str | None, now: datetime) -> User:
        """Use an invitation up: its user is made, or the one with this e-mail gets the role or the password.

        password_hash  None leaves the password of a user who has proven to be the one

        raises  InvalidValue: the link is good no longer, or a new user needs a password; nothing was stored
        """
        ...


class Sessions(Protocol):
    """Who is logged in."""

    def open(self, digest: str, user: UserId, now: datetime, ends_at: datetime) -> None:
        """Sessions that have run out are forgotten on the occasion.

        raises  InvalidValue: no such user
        """
        ...

    def find(self, digest: str, now: datetime) -> Session | None:
        """None for one that never was, was closed, or has run out."""
        ...

    def seen(self, digest: str, now: datetime) -> None: ...

    def close(self, digest: str) -> None: ...
