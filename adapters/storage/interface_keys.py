"""Keys of the interface for hosts, and what was answered to writes that may be repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, and_, delete, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.names import read_name
from adapters.storage.tables import IDEMPOTENT_WRITE, INTERFACE_KEY
from core.apps import AccountId
from core.errors import InvalidValue
from core.interface_keys import InterfaceKey, KeyId, read_scopes
from core.text import Text

#: How long an answer is kept for the same write again.
KEPT: Final = timedelta(days=2)
#: So many old answers go with each new write.
_SWEPT: Final = 20


class DatabaseInterfaceKeys:
    """The keys of all accounts: a key says itself which one it is of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: KeyId) -> InterfaceKey | None:
        with self._database.reading() as connection:
            row = (
                connection.execute(select(INTERFACE_KEY).where(INTERFACE_KEY.c.id == key)).mappings().first()
            )
        return None if row is None else _key(row)

    def used(self, key: InterfaceKey, now: datetime) -> None:
        here = and_(INTERFACE_KEY.c.account_id == key.account, INTERFACE_KEY.c.id == key.id)
        with self._database.writing() as connection:
            connection.execute(update(INTERFACE_KEY).where(here).values(used_at=now))


class DatabaseKeyRing:
    """The keys of one account."""

    def __init__(self, database: Database, account: AccountId) -> None:
        self._database = database
        self._account = account

    def add(self, key: InterfaceKey) -> InterfaceKey:
        """raises  InvalidValue (field `name`): empty or too long"""
        row = {
            "account_id": self._account,
            "id": key.id,
            "name": read_name(key.name, "name"),
            "scopes": sorted(map(str, key.scopes)),
            "digest": key.digest,
            "made_at": key.made_at,
            "used_at": None,
            "revoked_at": None,
        }
        canonical(row)
        with self._database.writing() as connection:
            connection.execute(self._database.insert(INTERFACE_KEY).values(row))
        return key

    def all(self) -> Sequence[InterfaceKey]:
        """Newest first."""
        query = select(INTERFACE_KEY).where(INTERFACE_KEY.c.account_id == self._account)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(INTERFACE_KEY.c.made_at.desc(), INTERFACE_KEY.c.id))
            return [_key(row) for row in rows.mappings()]

    def revoke(self, key: KeyId, now: datetime) -> None:
        """Repeating it changes nothing.

        raises  InvalidValue (field `key`): this account has none with this id
        """
        here = and_(INTERFACE_KEY.c.account_id == self._account, INTERFACE_KEY.c.id == key)
        with self._database.writing() as connection:
            if connection.execute(select(INTERFACE_KEY.c.id).where(here)).first() is None:
                raise InvalidValue(
                    Text(en=f"there is no key {key}", de=f"es gibt keinen Schlüssel {key}"), field="key"
                )
            first = update(INTERFACE_KEY).where(here, INTERFACE_KEY.c.revoked_at.is_(None))
            connection.execute(first.values(revoked_at=now))


def _key(row: RowMapping) -> InterfaceKey:
    return InterfaceKey(
        id=KeyId(row["id"]),
        account=AccountId(row["account_id"]),
        name=row["name"],
        scopes=read_scopes(row["scopes"]),
        digest=row["digest"],
        made_at=row["made_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Begun:
    """A write under this key that there was before. `answer` is None where it is under way or its process
    died."""

    fingerprint: str
    begun_at: datetime
    answer: Answer | None


class DatabaseIdempotentWrites:
    """Writes of one account under keys of the host's own."""

    def __init__(self, database: Database, account: AccountId) -> None:
        self._database = database
        self._account = account

    def begin(self, key: str, fingerprint: str, now: datetime) -> Begun | None:
        """None: it is the first, and of all who ask at once only one hears so. What is older than `KEPT` is
        forgotten."""
        limited(key)
        row: dict[str, Any] = {
            "account_id": self._account,
            "key": key,
            "fingerprint": fingerprint,
            "begun_at": now,
        }
        canonical(row)
        with self._database.writing() as connection:
            mine = IDEMPOTENT_WRITE.c.account_id == self._account
            old = select(IDEMPOTENT_WRITE.c.key).where(mine, IDEMPOTENT_WRITE.c.begun_at < now - KEPT)
            swept = (
                connection.execute(old.order_by(IDEMPOTENT_WRITE.c.begun_at).limit(_SWEPT)).scalars().all()
            )
            swept = [
                *swept,
                *([key] if connection.execute(old.where(IDEMPOTENT_WRITE.c.key == key)).first() else []),
            ]
            for each in swept:
                gone = delete(IDEMPOTENT_WRITE).where(mine, IDEMPOTENT_WRITE.c.key == each)
                connection.execute(gone.where(IDEMPOTENT_WRITE.c.begun_at < now - KEPT))
            new = self._database.insert(IDEMPOTENT_WRITE).values(row).on_conflict_do_nothing()
            if connection.execute(new.returning(IDEMPOTENT_WRITE.c.key)).first() is not None:
                return None
            known = connection.execute(select(IDEMPOTENT_WRITE).where(mine, IDEMPOTENT_WRITE.c.key == key))
            return _begun(known.mappings().one())

    def settle(self, key: str, answer: Answer) -> None:
        values = {"status": answer.status, "headers": dict(answer.headers), "body": answer.body}
        with self._database.writing() as connection:
            connection.execute(update(IDEMPOTENT_WRITE).where(self._here(key)).values(values))

    def release(self, key: str) -> None:
        """Nothing happened; the same key may try again."""
        with self._database.writing() as connection:
            connection.execute(
                delete(IDEMPOTENT_WRITE).where(self._here(key), IDEMPOTENT_WRITE.c.status.is_(None))
            )

    def _here(self, key: str) -> Any:
        return and_(IDEMPOTENT_WRITE.c.account_id == self._account, IDEMPOTENT_WRITE.c.key == key)


def _begun(row: RowMapping) -> Begun:
    answer = None
    if row["status"] is not None:
        answer = Answer(row["status"], row["headers"], row["body"])
    return Begun(row["fingerprint"], row["begun_at"], answer)
