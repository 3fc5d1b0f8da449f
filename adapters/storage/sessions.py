"""Who is logged in: `ports.memory.users.Sessions`."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from adapters.storage.database import Database
from adapters.storage.tables import HOST_USER, USER_SESSION
from adapters.storage.users import users_of
from core.errors import InvalidValue
from core.text import Text
from core.users import UserId
from ports.memory.users import Session


class DatabaseSessions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, digest: str, user: UserId, now: datetime, ends_at: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(USER_SESSION).where(USER_SESSION.c.ends_at <= now))
            if connection.execute(select(HOST_USER.c.id).where(HOST_USER.c.id == user)).first() is None:
                raise InvalidValue(Text(en="there is no such user", de="diese Person gibt es nicht"))
            values = {"digest": digest, "user_id": user, "ends_at": ends_at}
            connection.execute(insert(USER_SESSION).values(begun_at=now, seen_at=now, **values))

    def find(self, digest: str, now: datetime) -> Session | None:
        with self._database.reading() as connection:
            query = select(USER_SESSION).where(USER_SESSION.c.digest == digest)
            row = connection.execute(query).mappings().first()
            if row is None or row["ends_at"] <= now:
                return None
            person = select(HOST_USER).where(HOST_USER.c.id == row["user_id"])
            (user,) = users_of(connection, [connection.execute(person).mappings().one()])
            return Session(user, row["begun_at"], row["seen_at"], row["ends_at"])

    def seen(self, digest: str, now: datetime) -> None:
        with self._database.writing() as connection:
            this = USER_SESSION.c.digest == digest
            connection.execute(update(USER_SESSION).where(this).values(seen_at=now))

    def close(self, digest: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(USER_SESSION).where(USER_SESSION.c.digest == digest))
