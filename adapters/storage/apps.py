"""The apps of one account: `ports.memory.AppBook`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select, update

from adapters.storage import outbox
from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import APP
from core.activation import Right
from core.apps import AccountId, AppKey, AppState
from core.errors import Conflict
from core.text import Text
from ports.memory import AppRecord


class DatabaseAppBook:
    def __init__(self, database: Database, account: AccountId) -> None:
        self._database = database
        self._account = account

    def get(self, app: AppKey) -> AppRecord:
        query = select(APP).where(Scope(self._account, app).of(APP))
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return AppRecord(app) if row is None else _record(row)

    def all(self) -> Sequence[AppRecord]:
        query = select(APP).where(APP.c.account_id == self._account)
        with self._database.reading() as connection:
            records = [_record(row) for row in connection.execute(query).mappings()]
        return sorted(records, key=lambda record: record.app)

    def write(self, record: AppRecord) -> AppRecord:
        scope = Scope(self._account, record.app)
        limited(record.app)
        written = replace(record, revision=record.revision + 1)
        values = _values(written)
        canonical(record.app, values)
        begin = self._database.insert(APP).values(scope.row(**values)).on_conflict_do_nothing()
        go_on = update(APP).where(scope.of(APP), APP.c.revision == record.revision).values(values)
        write = begin if record.revision == 0 else go_on
        with self._database.writing() as connection:
            before = connection.execute(select(APP.c.state).where(scope.of(APP))).scalar()
            if connection.execute(write.returning(APP.c.revision)).first() is None:
                raise Conflict(
                    Text(
                        en="somebody else changed the app meanwhile; look again",
                        de="jemand anders hat die App inzwischen geändert; bitte neu ansehen",
                    )
                )
            if before != written.state.value:
                outbox.tell(connection, self._account, [outbox.app(scope, written.state.value)])
        return written


def _values(record: AppRecord) -> dict[str, Any]:
    reason = record.reason
    return {
        "state": record.state.value,
        "step": record.step,
        "answers": dict(record.answers),
        "settings": dict(record.settings),
        "rights": [
            {
                "key": right.key,
                "granted": right.granted,
                "en": right.text.en,
                "de": right.text.de,
                "ends_on": None if right.ends_on is None else right.ends_on.isoformat(),
            }
            for right in record.rights
        ],
        "reason_en": None if reason is None else reason.en,
        "reason_de": None if reason is None else reason.de,
        "checked_at": record.checked_at,
        "revision": record.revision,
    }


def _record(row: RowMapping) -> AppRecord:
    return AppRecord(
        app=AppKey(row["app"]),
        state=AppState(row["state"]),
        step=row["step"],
        answers=row["answers"],
        settings=row["settings"],
        rights=tuple(
            Right(
                right["key"],
                right["granted"],
                Text(right["en"], right["de"]),
                date.fromisoformat(right["ends_on"]) if right.get("ends_on") else None,
            )
            for right in row["rights"]
        ),
        reason=None if row["reason_en"] is None else Text(row["reason_en"], row["reason_de"]),
        checked_at=row["checked_at"],
        revision=row["revision"],
    )
