"""The passes of one app of one account: `ports.memory.PassLog`."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, true

from adapters.storage.canonical import canonical
from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import SYNC_PASS
from core.text import Text
from ports.memory import PassRecord

#: Passes of one concern that stay; beyond them only the last good and the last bad one.
KEPT: Final = 200


class DatabasePassLog:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def add(self, record: PassRecord) -> None:
        failure = record.failure
        row = self._scope.row(
            id=uuid4().hex,
            concern=record.concern,
            started_at=record.started_at,
            finished_at=record.finished_at,
            failure_en=None if failure is None else failure.en,
            failure_de=None if failure is None else failure.de,
            counts=dict(record.counts),
        )
        canonical(row)
        with self._database.writing() as connection:
            connection.execute(insert(SYNC_PASS).values(row))
            self._forget(connection, record.concern)

    def _forget(self, connection: Connection, concern: str) -> None:
        here = and_(self._scope.of(SYNC_PASS), SYNC_PASS.c.concern == concern)
        newest_first = select(SYNC_PASS.c.finished_at).where(here).order_by(SYNC_PASS.c.finished_at.desc())
        oldest: datetime | None = connection.execute(newest_first.offset(KEPT - 1).limit(1)).scalar()
        if oldest is None:
            return
        good, bad = SYNC_PASS.c.failure_en.is_(None), SYNC_PASS.c.failure_en.is_not(None)
        stay = [
            moment
            for kind in (good, bad)
            if (moment := connection.execute(newest_first.where(kind).limit(1)).scalar()) is not None
        ]
        old = and_(here, SYNC_PASS.c.finished_at < oldest, SYNC_PASS.c.finished_at.not_in(stay))
        connection.execute(delete(SYNC_PASS).where(old))

    def last(self, concern: str) -> PassRecord | None:
        return self._latest(concern, true())

    def last_success(self, concern: str) -> PassRecord | None:
        return self._latest(concern, SYNC_PASS.c.failure_en.is_(None))

    def _latest(self, concern: str, condition: ColumnElement[bool]) -> PassRecord | None:
        query = (
            select(SYNC_PASS)
            .where(self._scope.of(SYNC_PASS), SYNC_PASS.c.concern == concern, condition)
            .order_by(SYNC_PASS.c.finished_at.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        return PassRecord(
            concern=row["concern"],
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            failure=None if row["failure_en"] is None else Text(row["failure_en"], row["failure_de"]),
            counts=row["counts"],
        )
