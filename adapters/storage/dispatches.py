"""The dispatch notices of one app of one account: `ports.memory.dispatch.DispatchBook`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, insert, select

from adapters.storage import outbox, sent_positions
from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.dispatch_rows import notice_of, notice_row, parcel_row, position_row
from adapters.storage.numbered import insert_next, update_if
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import DISPATCH_NOTICE, DISPATCH_PARCEL, DISPATCH_POSITION
from core.dispatch import CLOSED, Notice, NoticeId, NoticeState, PositionRef, TrackingKey
from core.webhooks import EventKind

_CLOSED = [state.value for state in CLOSED]


class DatabaseDispatchBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def add(self, notice: Notice) -> Notice:
        _look_at(notice)
        stored = replace(notice, revision=1)
        row = self._scope.row(**notice_row(stored))
        with self._database.writing() as connection:
            here = self._scope.of(DISPATCH_NOTICE)
            number = insert_next(self._database, connection, DISPATCH_NOTICE, here, row, "notice_id")
            stored = replace(stored, id=NoticeId(number))
            self._insert_parts(connection, stored)
            outbox.tell(connection, self._scope.account, [outbox.dispatch(self._scope, stored)])
        return stored

    def write(self, notice: Notice) -> Notice:
        _look_at(notice)
        written = replace(notice, revision=notice.revision + 1)
        with self._database.writing() as connection:
            if written.state is NoticeState.ACCEPTED:
                # Before the notice's own row: pages of orders take the two in this order as well.
                sent_positions.lock(self._database, connection, self._scope)
            here = self._of(DISPATCH_NOTICE, notice.id)
            before = connection.execute(select(DISPATCH_NOTICE.c.state).where(here)).scalar()
            update_if(connection, DISPATCH_NOTICE, here, notice.revision, notice_row(written))
            for table in (DISPATCH_PARCEL, DISPATCH_POSITION):
                connection.execute(delete(table).where(self._of(table, notice.id)))
            self._insert_parts(connection, written)
            sent = []
            if written.state is NoticeState.ACCEPTED:
                sent = sent_positions.mark(connection, self._scope, written)
            told = [] if before == written.state.value else [outbox.dispatch(self._scope, written)]
            told += outbox.orders(self._scope, EventKind.ORDER_CHANGED, sent)
            outbox.tell(connection, self._scope.account, told)
        return written

    def get(self, notice: NoticeId) -> Notice | None:
        return next(iter(self._read(DISPATCH_NOTICE.c.notice_id == notice)), None)

    def several(self, notices: Iterable[NoticeId]) -> Sequence[Notice]:
        wanted = sorted(set(notices))
        return [
            notice
            for chunk in chunks(wanted)
            for notice in self._read(DISPATCH_NOTICE.c.notice_id.in_(chunk))
        ]

    def all(self) -> Sequence[Notice]:
        return self._read()[::-1]

    def page(self, before: NoticeId | None, limit: int) -> Sequence[Notice]:
        """At most `limit`, newest first, those older than `before`."""
        mine = self._scope.of(DISPATCH_NOTICE)
        older = mine if before is None else and_(mine, DISPATCH_NOTICE.c.notice_id < before)
        ids = select(DISPATCH_NOTICE.c.notice_id).where(older)
        with self._database.reading() as connection:
            newest = ids.order_by(DISPATCH_NOTICE.c.notice_id.desc()).limit(limit)
            found = connection.execute(newest).scalars().all()
        return self._read(DISPATCH_NOTICE.c.notice_id.in_(found))[::-1]

    def open(self) -> Sequence[Notice]:
        return self._read(DISPATCH_NOTICE.c.state.not_in(_CLOSED))

    def sharing(self, positions: Iterable[PositionRef], keys: Iterable[TrackingKey]) -> Sequence[Notice]:
        positions, numbers = set(positions), {(key.carrier, key.number) for key in keys if key.number}
        found = {notice.id: notice for notice in self._naming(positions, numbers)}
        return [found[identity] for identity in sorted(found)]

    def _naming(self, positions: set[PositionRef], numbers: set[tuple[Any, str]]) -> Iterable[Notice]:
        alive = DISPATCH_NOTICE.c.state != NoticeState.WITHDRAWN.value
        orders = sorted({ref.sales_order_id for ref in positions})
        for chunk in chunks(orders):
            ids = select(DISPATCH_POSITION.c.notice_id).where(
                self._scope.of(DISPATCH_POSITION), DISPATCH_POSITION.c.sales_order_id.in_(chunk)
            )
            named = self._read(alive, DISPATCH_NOTICE.c.notice_id.in_(ids))
            yield from (notice for notice in named if positions & set(notice.positions))
        for some in chunks(sorted({number for _, number in numbers})):
            ids = select(DISPATCH_PARCEL.c.notice_id).where(
                self._scope.of(DISPATCH_PARCEL), DISPATCH_PARCEL.c.number.in_(some)
            )
            named = self._read(alive, DISPATCH_NOTICE.c.notice_id.in_(ids))
            yield from (notice for notice in named if numbers & _keys_of(notice))

    def _read(self, *conditions: ColumnElement[bool]) -> list[Notice]:
        """Oldest first."""
        heads = select(DISPATCH_NOTICE).where(self._scope.of(DISPATCH_NOTICE), *conditions)
        with self._database.reading() as connection:
            rows = list(connection.execute(heads.order_by(DISPATCH_NOTICE.c.notice_id)).mappings())
            ids = [row["notice_id"] for row in rows]
            parcels = self._parts(connection, DISPATCH_PARCEL, ids)
            positions = self._parts(connection, DISPATCH_POSITION, ids)
        return [notice_of(row, parcels[row["notice_id"]], positions[row["notice_id"]]) for row in rows]

    def _parts(
        self, connection: Connection, table: Table, ids: Sequence[int]
    ) -> defaultdict[int, list[RowMapping]]:
        parts: defaultdict[int, list[RowMapping]] = defaultdict(list)
        for chunk in chunks(ids):
            query = select(table).where(self._scope.of(table), table.c.notice_id.in_(chunk))
            for row in connection.execute(query.order_by(table.c.ordinal)).mappings():
                parts[row["notice_id"]].append(row)
        return parts

    def _of(self, table: Table, notice: NoticeId) -> ColumnElement[bool]:
        return and_(self._scope.of(table), table.c.notice_id == notice)

    def _insert_parts(self, connection: Connection, notice: Notice) -> None:
        parcels = [parcel_row(at, parcel) for at, parcel in enumerate(notice.parcels)]
        positions = [position_row(at, ref) for at, ref in enumerate(notice.positions)]
        for table, rows in ((DISPATCH_PARCEL, parcels), (DISPATCH_POSITION, positions)):
            connection.execute(insert(table), [self._scope.row(notice_id=notice.id, **row) for row in rows])


def _keys_of(notice: Notice) -> set[tuple[Any, str]]:
    keys = (parcel.tracking for parcel in notice.parcels)
    return {(key.carrier, key.number) for key in keys if key.number}


def _look_at(notice: Notice) -> None:
    """raises  InvalidValue: something in it cannot be stored"""
    for ref in notice.positions:
        limited(ref.sales_order_id)
        limited(ref.position_item_id)
    for parcel in notice.parcels:
        limited(parcel.tracking.number or "")
        limited(parcel.return_key.number if parcel.return_key else "")
    canonical(
        [parcel_row(at, parcel) for at, parcel in enumerate(notice.parcels)],
        [list(ref) for ref in notice.positions],
    )
