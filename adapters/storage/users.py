"""Who can log in: `ports.memory.users.Users`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, delete, exists, insert, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.names import read_name
from adapters.storage.tables import ACCOUNT, HOST_USER, USER_INVITATION, USER_ROLE, USER_SESSION
from core.apps import AccountId
from core.errors import InvalidValue
from core.text import Text
from core.users import Invitation, Role, User, UserId
from ports.memory.users import Credentials

_GONE: Final = Text(
    en="this link is good no longer; ask for a new one",
    de="dieser Link gilt nicht mehr; bitte einen neuen anfordern",
)


class DatabaseUsers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[User]:
        with self._database.reading() as connection:
            rows = connection.execute(select(HOST_USER).order_by(HOST_USER.c.email_key)).mappings().all()
            return users_of(connection, rows)

    def of(self, account: AccountId) -> Sequence[User]:
        members = select(USER_ROLE.c.user_id).where(USER_ROLE.c.account_id == account)
        query = select(HOST_USER).where(HOST_USER.c.id.in_(members), ~HOST_USER.c.operator)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(HOST_USER.c.email_key)).mappings().all()
            return users_of(connection, rows)

    def find(self, email: str) -> Credentials | None:
        if not email.isprintable():
            return None
        with self._database.reading() as connection:
            row = _by_email(connection, email)
            if row is None:
                return None
            (user,) = users_of(connection, [row])
            return Credentials(user, row["password_hash"])

    def has_operator(self) -> bool:
        with self._database.reading() as connection:
            return bool(connection.execute(select(exists().where(HOST_USER.c.operator))).scalar())

    def give_role(self, user: UserId, account: AccountId, role: Role | None) -> None:
        with self._database.writing() as connection:
            _demand_user(connection, user)
            _demand_account(connection, account)
            _give(self._database, connection, user, account, role)

    def set_password(self, user: UserId, password_hash: str) -> None:
        with self._database.writing() as connection:
            _demand_user(connection, user)
            _change_password(connection, user, password_hash)

    def invite(self, digest: str, invitation: Invitation, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(USER_INVITATION).where(USER_INVITATION.c.expires_at <= now))
            if invitation.account is not None:
                _demand_account(connection, invitation.account)
            values = {
                "digest": digest,
                "account_id": invitation.account,
                "role": None if invitation.role is None else invitation.role.value,
                "email": invitation.email,
                "resets": invitation.resets,
                "expires_at": invitation.expires_at,
            }
            canonical(values)
            connection.execute(insert(USER_INVITATION).values(values))

    def invitation(self, digest: str, now: datetime) -> Invitation | None:
        with self._database.reading() as connection:
            return _invitation(connection, digest, now)

    def forget_operator_links(self) -> None:
        for_operator = USER_INVITATION.c.account_id.is_(None) & ~USER_INVITATION.c.resets
        with self._database.writing() as connection:
            connection.execute(delete(USER_INVITATION).where(for_operator))

    def accept(self, digest: str, *, email: str, name: str, password_hash: str | None, now: datetime) -> User:
        name = read_name(name, "name")
        limited(email)
        canonical(email)
        with self._database.writing() as connection:
            invitation = _invitation(connection, digest, now)
            used = delete(USER_INVITATION).where(USER_INVITATION.c.digest == digest)
            if connection.execute(used).rowcount != 1 or invitation is None:
                raise InvalidValue(_GONE)
            if invitation.email is not None and invitation.email.casefold() != email.casefold():
                raise InvalidValue(_GONE)
            user = self._person(connection, invitation, email, name, password_hash)
            if invitation.account is not None:
                _give(self._database, connection, user, invitation.account, invitation.role)
            row = connection.execute(select(HOST_USER).where(HOST_USER.c.id == user)).mappings().one()
            return users_of(connection, [row])[0]

    def _person(
        self, connection: Connection, invitation: Invitation, email: str, name: str, password_hash: str | None
    ) -> UserId:
        """The user with this e-mail, made or changed as the invitation says."""
        known = _by_email(connection, email)
        if known is None:
            if password_hash is None or invitation.resets:
                raise InvalidValue(_GONE)
            user = UserId(uuid4().hex)
            values = {"email": email, "email_key": email.casefold(), "name": name}
            values |= {"password_hash": password_hash}
            connection.execute(insert(HOST_USER).values(id=user, operator=invitation.operator, **values))
            return user
        user = UserId(known["id"])
        if password_hash is not None:
            _change_password(connection, user, password_hash)
        if invitation.operator:
            connection.execute(update(HOST_USER).where(HOST_USER.c.id == user).values(operator=True))
        return user


def users_of(connection: Connection, rows: Sequence[RowMapping]) -> Sequence[User]:
    """The users of these rows, with their roles."""
    roles: defaultdict[str, dict[AccountId, Role]] = defaultdict(dict)
    query = select(USER_ROLE).where(USER_ROLE.c.user_id.in_([row["id"] for row in rows]))
    for role in connection.execute(query).mappings():
        roles[role["user_id"]][AccountId(role["account_id"])] = Role(role["role"])
    return [
        User(UserId(row["id"]), row["email"], row["name"], row["operator"], roles[row["id"]]) for row in rows
    ]


def _by_email(connection: Connection, email: str) -> RowMapping | None:
    query = select(HOST_USER).where(HOST_USER.c.email_key == email.strip().casefold())
    return connection.execute(query).mappings().first()


def _invitation(connection: Connection, digest: str, now: datetime) -> Invitation | None:
    query = select(USER_INVITATION).where(USER_INVITATION.c.digest == digest)
    row = connection.execute(query).mappings().first()
    if row is None or row["expires_at"] <= now:
        return None
    return Invitation(
        expires_at=row["expires_at"],
        email=row["email"],
        account=row["account_id"],
        role=None if row["role"] is None else Role(row["role"]),
        resets=row["resets"],
    )


def _give(
    database: Database, connection: Connection, user: UserId, account: AccountId, role: Role | None
) -> None:
    place = (USER_ROLE.c.account_id == account) & (USER_ROLE.c.user_id == user)
    if role is None:
        connection.execute(delete(USER_ROLE).where(place))
        return
    new = database.insert(USER_ROLE).values(account_id=account, user_id=user, role=role.value)
    put = new.on_conflict_do_update(index_elements=["account_id", "user_id"], set_={"role": role.value})
    connection.execute(put)


def _change_password(connection: Connection, user: UserId, password_hash: str) -> None:
    connection.execute(update(HOST_USER).where(HOST_USER.c.id == user).values(password_hash=password_hash))
    connection.execute(delete(USER_SESSION).where(USER_SESSION.c.user_id == user))


def _demand_user(connection: Connection, user: UserId) -> None:
    if connection.execute(select(HOST_USER.c.id).where(HOST_USER.c.id == user)).first() is None:
        raise InvalidValue(Text(en="there is no such user", de="diese Person gibt es nicht"))


def _demand_account(connection: Connection, account: AccountId) -> None:
    if connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id == account)).first() is None:
        raise InvalidValue(Text(en="there is no such account", de="diesen Account gibt es nicht"))
