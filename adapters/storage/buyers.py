"""What is known of the buyers of one app of one account: found, handed out, forgotten, erased.

An order stays when its buyer is forgotten: what was sold, for how much, when. Receipts stay as long as the
law asks, also when a buyer is erased.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    union,
    update,
)

from adapters.storage.database import Database
from adapters.storage.order_rows import as_terms
from adapters.storage.order_store import complete, heads_of
from adapters.storage.scope import CHUNK, Scope, chunks
from adapters.storage.tables import (
    ADDRESS,
    DISPATCH_PARCEL,
    DISPATCH_POSITION,
    DOCUMENT,
    POSITION,
    PURCHASE,
    RECEIPT,
    SALES_ORDER,
    SET_ASIDE,
)
from core.finding import anonymous_terms
from core.orders import SalesOrderId
from core.privacy import OPEN, Forgotten, Horizon
from ports.memory import StoredOrder

_PURCHASE: Final = ("account_id", "app", "kind", "reference")


class DatabaseBuyers:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def forget(self, horizon: Horizon) -> Forgotten:
        """Everything that lies before it; a few hundred rows a transaction, so that others can write too.

        The buyer of an order that was erased is forgotten whenever it is there again.
        """
        return Forgotten(
            buyers=self._until_none(lambda connection: self._forget_buyers(connection, horizon.buyers)),
            labels=self._until_none(lambda connection: self._forget_labels(connection, horizon.labels)),
            set_aside=self._until_none(lambda connection: self._forget_raw(connection, horizon.set_aside)),
            receipts=self._until_none(lambda connection: self._forget_receipts(connection, horizon.receipts)),
        )

    def orders_of(self, email: str) -> Sequence[SalesOrderId]:
        """The orders with this e-mail address on them, capitals apart."""
        query = (
            select(ADDRESS.c.sales_order_id)
            .where(self._scope.of(ADDRESS), func.lower(ADDRESS.c.email) == email.strip().lower())
            .distinct()
            .order_by(ADDRESS.c.sales_order_id)
        )
        with self._database.reading() as connection:
            return [SalesOrderId(found) for found in connection.execute(query).scalars()]

    def orders(self, identities: Sequence[SalesOrderId]) -> Iterator[StoredOrder]:
        with self._database.reading() as connection:
            for chunk in chunks(identities):
                wanted: Select[Any] = heads_of(self._scope).where(SALES_ORDER.c.sales_order_id.in_(chunk))
                heads = connection.execute(wanted).mappings().all()
                yield from complete(connection, self._scope, heads)

    def receipts(self, identities: Sequence[SalesOrderId]) -> Iterator[RowMapping]:
        """Rows of `receipt` that belong to these orders."""
        with self._database.reading() as connection:
            for chunk in chunks(identities):
                query = select(RECEIPT).where(self._scope.of(RECEIPT), RECEIPT.c.sales_order_id.in_(chunk))
                yield from connection.execute(query.order_by(RECEIPT.c.number)).mappings()

    def erase(self, identities: Sequence[SalesOrderId], now: datetime) -> int:
        """Forget the buyers of these orders for good: also when a newer version comes in.

        returns  how many of them are orders
        """
        done = 0
        for chunk in chunks(identities):
            with self._database.writing() as connection:
                these = and_(self._scope.of(SALES_ORDER), SALES_ORDER.c.sales_order_id.in_(chunk))
                done += connection.execute(
                    update(SALES_ORDER).where(these, SALES_ORDER.c.erased_at.is_(None)).values(erased_at=now)
                ).rowcount
                self._make_anonymous(connection, chunk)
                self._forget_papers_of(connection, chunk)
        return done

    def open_among(self, identities: Sequence[SalesOrderId]) -> Sequence[SalesOrderId]:
        """Those of these orders that are not closed: something follows that needs the buyer's address."""
        with self._database.reading() as connection:
            return [
                SalesOrderId(identity)
                for chunk in chunks(identities)
                for identity in connection.execute(
                    select(POSITION.c.sales_order_id)
                    .where(self._scope.of(POSITION), POSITION.c.sales_order_id.in_(chunk), *_open())
                    .distinct()
                    .order_by(POSITION.c.sales_order_id)
                ).scalars()
            ]

    def _until_none(self, some: Callable[[Connection], int]) -> int:
        total = 0
        while True:
            with self._database.writing() as connection:
                done = some(connection)
            if not done:
                return total
            total += done

    def _forget_buyers(self, connection: Connection, before: datetime) -> int:
        last = func.coalesce(SALES_ORDER.c.changed_at, SALES_ORDER.c.ordered_at)
        query = (
            select(SALES_ORDER.c.sales_order_id)
            .where(
                self._scope.of(SALES_ORDER),
                or_(and_(last < before, ~self._part_of_order(POSITION, *_open())), _erased()),
                self._part_of_order(ADDRESS),
            )
            .limit(CHUNK)
        )
        found = [SalesOrderId(identity) for identity in connection.execute(query).scalars()]
        self._make_anonymous(connection, found)
        return len(found)

    def _part_of_order(self, table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        same = table.c.sales_order_id == SALES_ORDER.c.sales_order_id
        return exists().where(self._scope.of(table), same, *conditions)

    def _make_anonymous(self, connection: Connection, identities: Sequence[SalesOrderId]) -> None:
        these = ADDRESS.c.sales_order_id.in_(identities)
        connection.execute(delete(ADDRESS).where(self._scope.of(ADDRESS), these))
        heads = connection.execute(
            heads_of(self._scope).where(SALES_ORDER.c.sales_order_id.in_(identities))
        ).mappings()
        for stored in list(complete(connection, self._scope, heads.all())):
            assert stored.order is not None  # noqa: S101 - `complete` gives orders
            here = and_(
                self._scope.of(SALES_ORDER), SALES_ORDER.c.sales_order_id == stored.order.sales_order_id
            )
            terms = as_terms(anonymous_terms(stored.order))
            connection.execute(update(SALES_ORDER).where(here).values(terms=terms))

    def _forget_papers_of(self, connection: Connection, identities: Sequence[SalesOrderId]) -> None:
        """Labels, whichever carrier made them, of the parcels that these orders went out and came back in."""
        notices = (
            select(DISPATCH_POSITION.c.notice_id)
            .where(self._scope.of(DISPATCH_POSITION), DISPATCH_POSITION.c.sales_order_id.in_(identities))
            .scalar_subquery()
        )
        parcels = self._scope.of(DISPATCH_PARCEL), DISPATCH_PARCEL.c.notice_id.in_(notices)
        numbers = select(DISPATCH_PARCEL.c.number).where(*parcels)
        back = select(DISPATCH_PARCEL.c.return_number).where(*parcels)
        shown = select(POSITION.c.tracking_number).where(
            self._scope.of(POSITION), POSITION.c.sales_order_id.in_(identities)
        )
        same = [getattr(DOCUMENT.c, part) == getattr(PURCHASE.c, part) for part in _PURCHASE]
        theirs = exists().where(*same, PURCHASE.c.number.in_(union(numbers, back, shown)))
        connection.execute(delete(DOCUMENT).where(DOCUMENT.c.account_id == self._scope.account, theirs))

    def _forget_labels(self, connection: Connection, before: datetime) -> int:
        same = [getattr(DOCUMENT.c, part) == getattr(PURCHASE.c, part) for part in _PURCHASE]
        old = exists().where(*same, PURCHASE.c.begun_at < before)
        return connection.execute(delete(DOCUMENT).where(self._scope.of(DOCUMENT), old)).rowcount

    def _forget_raw(self, connection: Connection, before: datetime) -> int:
        old = and_(self._scope.of(SET_ASIDE), SET_ASIDE.c.seen_at < before, SET_ASIDE.c.raw != "")
        return connection.execute(update(SET_ASIDE).where(old).values(raw="")).rowcount

    def _forget_receipts(self, connection: Connection, before: datetime) -> int:
        old = and_(self._scope.of(RECEIPT), RECEIPT.c.created_at < before)
        return connection.execute(delete(RECEIPT).where(old)).rowcount


def erased(
    connection: Connection, scope: Scope, identities: Iterable[SalesOrderId]
) -> frozenset[SalesOrderId]:
    """Those of the orders whose buyer was erased."""
    return frozenset(
        SalesOrderId(identity)
        for chunk in chunks(list(identities))
        for identity in connection.execute(
            select(SALES_ORDER.c.sales_order_id).where(
                scope.of(SALES_ORDER), SALES_ORDER.c.sales_order_id.in_(chunk), _erased()
            )
        ).scalars()
    )


def _erased() -> ColumnElement[bool]:
    return SALES_ORDER.c.erased_at.is_not(None)


def _open() -> Sequence[ColumnElement[bool]]:
    return (POSITION.c.state.in_(sorted(OPEN)),)
