"""Secrets at rest: `ports.memory.Vault`.

What is encrypted says itself where it belongs. A row that somebody moved to another account, app, shelf or
name does not open there, even though the key is the same.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.keys import Keys
from adapters.storage.scope import Scope
from adapters.storage.tables import ACCOUNT, SECRET
from core.apps import AccountId
from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text


class DatabaseVault:
    def __init__(self, database: Database, scope: Scope, keys: Keys) -> None:
        self._database = database
        self._scope = scope
        self._keys = keys

    def put(self, shelf: str, name: str, value: Secret) -> None:
        limited(shelf)
        limited(name)
        canonical(shelf, name)
        row = self._scope.row(shelf=shelf, name=name, sealed=self._seal(shelf, name, value))
        new = self._database.insert(SECRET).values(row)
        key = [column.name for column in SECRET.primary_key]
        with self._database.writing() as connection:
            connection.execute(
                new.on_conflict_do_update(index_elements=key, set_={"sealed": new.excluded.sealed})
            )

    def get(self, shelf: str, name: str) -> Secret | None:
        query = select(SECRET.c.sealed).where(self._shelf(shelf), SECRET.c.name == name)
        with self._database.reading() as connection:
            sealed = connection.execute(query).scalar()
        return None if sealed is None else self._open(shelf, name, sealed)

    def all(self, shelf: str) -> Mapping[str, Secret]:
        query = select(SECRET.c.name, SECRET.c.sealed).where(self._shelf(shelf))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {row.name: self._open(shelf, row.name, row.sealed) for row in rows}

    def forget(self, shelf: str, name: str | None = None) -> None:
        query = delete(SECRET).where(self._shelf(shelf))
        with self._database.writing() as connection:
            connection.execute(query if name is None else query.where(SECRET.c.name == name))

    def _shelf(self, shelf: str) -> ColumnElement[bool]:
        return and_(self._scope.of(SECRET), SECRET.c.shelf == shelf)

    def _place(self, shelf: str, name: str) -> list[str]:
        return [self._scope.account, self._scope.app, shelf, name]

    def _seal(self, shelf: str, name: str, value: Secret) -> str:
        return self._keys.seal(json.dumps([*self._place(shelf, name), value.reveal()]).encode())

    def _open(self, shelf: str, name: str, sealed: str) -> Secret:
        plain = self._keys.open(sealed)
        content = [] if plain is None else json.loads(plain)
        if content[:-1] != self._place(shelf, name):
            raise InvalidValue(
                Text(
                    en=f"the stored secret {name!r} does not open with the keys that are here; put the old"
                    " key back, or enter the secret again",
                    de=f"das gespeicherte Geheimnis {name!r} lässt sich mit den vorhandenen Schlüsseln nicht"
                    " öffnen; bitte den alten Schlüssel wieder eintragen oder das Geheimnis neu eingeben",
                )
            )
        return Secret(content[-1])


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many secrets are now under the first key, and how many no key opened; those stay as they are."""

    renewed: int = 0
    unopened: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """How many secrets the first key opens, how many only an older one, how many none."""

    newest: int = 0
    older: int = 0
    unopened: int = 0


def survey(database: Database, keys: Keys) -> Survey:
    """All secrets of all accounts, each tried."""
    newest = older = unopened = 0
    with database.reading() as connection:
        rows = connection.execution_options(yield_per=1000).execute(select(SECRET.c.sealed))
        for sealed in rows.scalars():
            if keys.is_newest(sealed):
                newest += 1
            elif keys.open(sealed) is not None:
                older += 1
            else:
                unopened += 1
    return Survey(newest, older, unopened)


def rotate(database: Database, keys: Keys) -> Rotation:
    """Encrypt all secrets of all accounts anew with the first key; afterwards the others may be taken away.

    It may be stopped anywhere and repeated. A secret that is changed meanwhile stays changed.
    """
    with database.reading() as connection:
        accounts = [AccountId(identity) for identity in connection.execute(select(ACCOUNT.c.id)).scalars()]
    total = Rotation()
    for account in accounts:
        with database.writing() as connection:
            done = _rotate(connection, account, keys)
        total = Rotation(total.renewed + done.renewed, total.unopened + done.unopened)
    return total


def _rotate(connection: Connection, account: AccountId, keys: Keys) -> Rotation:
    renewed = unopened = 0
    rows = connection.execute(select(SECRET).where(SECRET.c.account_id == account).with_for_update()).all()
    for row in rows:
        sealed = keys.reseal(row.sealed)
        if sealed is None:
            unopened += 1
            continue
        here = Scope(account, row.app).of(SECRET)
        this = update(SECRET).where(here, SECRET.c.shelf == row.shelf, SECRET.c.name == row.name)
        connection.execute(this.values(sealed=sealed))
        renewed += 1
    return Rotation(renewed, unopened)
