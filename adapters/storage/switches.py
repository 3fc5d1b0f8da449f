"""The seller's switches of one app of one account: `ports.memory.SwitchBook`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.display_rows import displays, switch_of, switch_row, write
from adapters.storage.scope import CHUNK, Scope, chunks
from adapters.storage.tables import LISTING, SWITCH_CALL
from core import switching as moves
from core.apps import PortalAccountId
from core.display import Display
from core.orders import Sku
from core.switching import Switch
from core.text import Text

#: Calls older than this count for no budget.
KEPT: Final = timedelta(days=2)


class DatabaseSwitchBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def wish(self, skus: Collection[Sku], on: bool, portal_account: PortalAccountId) -> None:
        for chunk in chunks(sorted(skus)):
            with self._database.writing() as connection:
                known = displays(connection, self._scope, chunk)
                new = [Display(sku) for sku in chunk if sku not in known]
                write(self._database, connection, self._scope, new, portal_account)
                self._move(connection, LISTING.c.sku.in_(chunk), lambda each: moves.wished(each, on))

    def due(self) -> Sequence[Switch]:
        query = select(LISTING).where(self._scope.of(LISTING), LISTING.c.switch_due)
        with self._database.reading() as connection:
            return [switch_of(row) for row in connection.execute(query.order_by(LISTING.c.sku)).mappings()]

    def under_way(self) -> Mapping[str, Sequence[Switch]]:
        query = select(LISTING).where(self._scope.of(LISTING), LISTING.c.switch_task.is_not(None))
        tasks: dict[str, list[Switch]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(LISTING.c.sku)).mappings():
                tasks.setdefault(row["switch_task"], []).append(switch_of(row))
        return tasks

    def called(self, now: datetime) -> None:
        call = self._database.insert(SWITCH_CALL).values(self._scope.row(called_at=now, count=1))
        once_more = {"count": SWITCH_CALL.c.count + 1}
        old = and_(self._scope.of(SWITCH_CALL), SWITCH_CALL.c.called_at < now - KEPT)
        with self._database.writing() as connection:
            connection.execute(
                call.on_conflict_do_update(index_elements=["account_id", "app", "called_at"], set_=once_more)
            )
            connection.execute(delete(SWITCH_CALL).where(old))

    def calls_since(self, moment: datetime) -> int:
        made = func.coalesce(func.sum(SWITCH_CALL.c.count), 0)
        query = select(made).where(self._scope.of(SWITCH_CALL), SWITCH_CALL.c.called_at > moment)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def hand_over(self, switches: Mapping[Sku, bool], task: str, look_after: datetime) -> None:
        limited(task)
        canonical(task)
        for chunk in chunks(sorted(switches)):
            with self._database.writing() as connection:
                self._move(
                    connection,
                    LISTING.c.sku.in_(chunk),
                    lambda each: moves.handed_over(each, switches[each.sku], task, look_after),
                )

    def postpone(self, task: str, look_after: datetime) -> None:
        with self._database.writing() as connection:
            self._move(connection, _of(task), lambda each: moves.postponed(each, look_after))

    def close(self, task: str, refused: Mapping[Sku, Text], now: datetime) -> None:
        canonical([[text.en, text.de] for text in refused.values()])

        def closed(switch: Switch) -> Switch:
            reason = refused.get(switch.sku)
            return moves.confirmed(switch, now) if reason is None else moves.turned_down(switch, reason)

        with self._database.writing() as connection:
            self._move(connection, _of(task), closed)

    def lose(self, task: str) -> None:
        with self._database.writing() as connection:
            self._move(connection, _of(task), moves.unheard)

    def see(self, switches: Mapping[Sku, bool], now: datetime) -> None:
        for chunk in chunks(sorted(switches)):
            with self._database.writing() as connection:
                self._move(
                    connection,
                    LISTING.c.sku.in_(chunk),
                    lambda each: moves.seen(each, switches[each.sku], now),
                )

    def some(self, skus: Collection[Sku]) -> Mapping[Sku, Switch]:
        found: dict[Sku, Switch] = {}
        with self._database.reading() as connection:
            for chunk in chunks(sorted(skus)):
                query = select(LISTING).where(self._scope.of(LISTING), LISTING.c.sku.in_(chunk))
                switches = map(switch_of, connection.execute(query).mappings())
                found |= {switch.sku: switch for switch in switches}
        return found

    def all(self) -> Iterator[Switch]:
        query = select(LISTING).where(self._scope.of(LISTING)).order_by(LISTING.c.sku)
        with (
            self._database.reading() as connection,
            connection.execute(query.execution_options(yield_per=CHUNK)) as result,
        ):
            yield from map(switch_of, result.mappings())

    def _move(
        self, connection: Connection, which: ColumnElement[bool], move: Callable[[Switch], Switch]
    ) -> None:
        query = select(LISTING).where(self._scope.of(LISTING), which).order_by(LISTING.c.sku)
        rows = connection.execute(query.with_for_update()).mappings()
        switches = [switch_of(row) for row in rows]
        moved = [after for each in switches if (after := move(each)) != each]
        if moved:
            this_sku = LISTING.c.sku == bindparam("this_sku")
            values: list[dict[str, Any]] = [{"this_sku": each.sku, **switch_row(each)} for each in moved]
            connection.execute(update(LISTING).where(self._scope.of(LISTING), this_sku), values)


def _of(task: str) -> ColumnElement[bool]:
    return LISTING.c.switch_task == task
