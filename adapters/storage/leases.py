"""Who works on a concern: leases with a fence that grows with every holder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select, update

from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import LEASE
from core.errors import LeaseLost
from core.text import Text
from ports.memory import Taken


@dataclass(frozen=True, slots=True)
class DatabaseLease:
    """A `Lease`, as long as the row says so."""

    _database: Database
    scope: Scope
    concern: str
    holder: str
    fence: int

    def hold(self) -> None:
        with self._database.reading() as connection:
            self._look(connection.execute(_held(self.scope, self.concern)).first())

    def hold_in(self, connection: Connection) -> None:
        """As `hold`, and nobody takes over before the transaction ends.

        raises  LeaseLost
        """
        query = _held(self.scope, self.concern).with_for_update(read=True)
        self._look(connection.execute(query).first())

    def release(self, connection: Connection) -> None:
        """Only in a transaction that looked before.

        raises  LeaseLost
        """
        query = _held(self.scope, self.concern).with_for_update()
        self._look(connection.execute(query).first())
        free = update(LEASE).where(_here(self.scope, self.concern))
        connection.execute(free.values(holder=None, expires_at=None))

    def _look(self, row: Row[tuple[int, str | None, datetime | None]] | None) -> None:
        if row is None or row.fence != self.fence or row.holder != self.holder:
            raise LeaseLost(
                Text(
                    en="another worker took this over while this one was held up",
                    de="ein anderer Arbeitsprozess hat dies übernommen, während dieser aufgehalten war",
                )
            )


@dataclass(frozen=True, slots=True)
class Claim:
    """`dead` is a holder that is known to live no more."""

    holder: str
    now: datetime
    until: datetime
    dead: str | None = None


def acquire(
    database: Database, connection: Connection, scope: Scope, concern: str, claim: Claim
) -> DatabaseLease | Taken:
    query = _held(scope, concern).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        begin = database.insert(LEASE).values(scope.row(concern=concern, fence=0))
        connection.execute(begin.on_conflict_do_nothing())
        row = connection.execute(query).one()
    alive = row.expires_at is not None and row.expires_at > claim.now and row.holder != claim.dead
    if row.holder is not None and alive:
        return Taken(row.holder, row.expires_at)
    fence = row.fence + 1
    take = update(LEASE).where(_here(scope, concern))
    connection.execute(take.values(fence=fence, holder=claim.holder, expires_at=claim.until))
    return DatabaseLease(database, scope, concern, claim.holder, fence)


def _here(scope: Scope, concern: str) -> ColumnElement[bool]:
    return and_(scope.of(LEASE), LEASE.c.concern == concern)


def _held(scope: Scope, concern: str) -> Select[tuple[int, str | None, datetime | None]]:
    return select(LEASE.c.fence, LEASE.c.holder, LEASE.c.expires_at).where(_here(scope, concern))


class Guarded(Database):
    """The database of one pass: each transaction that writes makes sure first that nobody took over."""

    def __init__(self, database: Database, lease: DatabaseLease) -> None:
        super().__init__(database.engine)
        self._lease = lease

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """raises  also LeaseLost: nothing of it is stored"""
        with super().writing() as connection:
            self._lease.hold_in(connection)
            yield connection
