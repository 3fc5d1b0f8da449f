"""Who works with the app-center: people, what they may do, and how they get in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from core.apps import AccountId
from core.errors import InvalidValue
from core.text import Text

UserId = NewType("UserId", str)

#: A password of a few words is better than a short one with signs in it, so only the length counts.
SHORTEST_PASSWORD: Final = 12
#: Hashing takes time for every character; nobody types more.
LONGEST_PASSWORD: Final = 500


class Role(StrEnum):
    """What a user may do in an account; each may what those before it may.

    VIEWER looks; STAFF works with orders and articles; ADMIN also sets up apps and lets people in.
    """

    VIEWER = "viewer"
    STAFF = "staff"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    @property
    def label(self) -> Text:
        return _ROLES[self]


_ROLES: Final = {
    Role.VIEWER: Text(en="Viewer", de="Nur ansehen"),
    Role.STAFF: Text(en="Staff", de="Mitarbeit"),
    Role.ADMIN: Text(en="Admin", de="Verwaltung"),
}


@dataclass(frozen=True, slots=True)
class User:
    """A person who can log in. `email` is unique without regard to capitals; an operator may everything."""

    id: UserId
    email: str = field(repr=False)
    name: str = field(repr=False)
    operator: bool = False
    roles: Mapping[AccountId, Role] = field(default_factory=lambda: MappingProxyType({}))

    def role_in(self, account: AccountId) -> Role | None:
        return Role.ADMIN if self.operator else self.roles.get(account)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a one-time link is good for until `expires_at`.

    email    None: whoever opens it says who he is (the operator at the first start)
    account  and `role` there; None for an operator
    resets   it sets a new password for the user of this e-mail, and changes nothing else
    """

    expires_at: datetime
    email: str | None = field(default=None, repr=False)
    account: AccountId | None = None
    role: Role | None = None
    resets: bool = False

    def __post_init__(self) -> None:
        if (self.account is None) is not (self.role is None) or (self.resets and not self.email):
            raise InvalidValue("an invitation is for an account with a role, for an operator, or for a reset")

    @property
    def operator(self) -> bool:
        return self.account is None and not self.resets


def read_password(given: str) -> str:
    """raises  InvalidValue (field `password`): too short, too long, or one letter over and over"""
    if len(given) < SHORTEST_PASSWORD:
        raise _unfit(
            f"the password has {len(given)} characters; {SHORTEST_PASSWORD} are the least",
            f"das Passwort hat {len(given)} Zeichen; es sollen mindestens {SHORTEST_PASSWORD} sein",
        )
    if len(given) > LONGEST_PASSWORD:
        raise _unfit(
            f"the password is longer than {LONGEST_PASSWORD} characters",
            f"das Passwort ist länger als {LONGEST_PASSWORD} Zeichen",
        )
    if len(set(given)) < 5:
        raise _unfit(
            "the password repeats the same few characters; take several words",
            "das Passwort wiederholt wenige Zeichen; bitte mehrere Wörter nehmen",
        )
    return given


def _unfit(english: str, german: str) -> InvalidValue:
    return InvalidValue(Text(en=english, de=german), field="password")
