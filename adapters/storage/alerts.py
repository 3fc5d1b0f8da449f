"""Which alerts were given and still hold."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, tuple_

from adapters.storage.database import Database
from adapters.storage.scope import chunks
from adapters.storage.tables import ALERT

#: Account, app, cause.
Key = tuple[str, str, str]


class DatabaseAlerts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self) -> frozenset[Key]:
        with self._database.reading() as connection:
            rows = connection.execute(select(ALERT.c.account_id, ALERT.c.app, ALERT.c.cause))
            return frozenset((account, app, cause) for account, app, cause in rows)

    def add(self, key: Key, now: datetime) -> None:
        account, app, cause = key
        row = {"account_id": account, "app": app, "cause": cause, "told_at": now}
        with self._database.writing() as connection:
            connection.execute(self._database.insert(ALERT).values(row).on_conflict_do_nothing())

    def forget(self, keys: Iterable[Key]) -> None:
        for chunk in chunks(list(keys)):
            these = tuple_(ALERT.c.account_id, ALERT.c.app, ALERT.c.cause).in_(chunk)
            with self._database.writing() as connection:
                connection.execute(delete(ALERT).where(these))
