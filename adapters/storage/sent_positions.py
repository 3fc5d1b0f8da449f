"""What accepted dispatch notices say about orders: their positions are SENT, whatever an older page shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, select

from adapters.storage import order_store
from adapters.storage.checkpoints import Track
from adapters.storage.database import Database
from adapters.storage.order_rows import rows_of
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import DISPATCH_NOTICE, DISPATCH_PARCEL, DISPATCH_POSITION, SALES_ORDER
from core.dispatch import CarrierCode, Notice, NoticeState, TrackingKey
from core.orders import PositionItemId, SalesOrderId
from core.sent import Sent, with_sent

Marks = Mapping[SalesOrderId, Mapping[PositionItemId, Sent]]


def lock(database: Database, connection: Connection, scope: Scope) -> None:
    """Pages of orders and accepted notices follow each other."""
    Track(scope.account, scope.app, "orders").locked(database, connection)


def of(connection: Connection, scope: Scope, orders: Sequence[SalesOrderId]) -> Marks:
    """By order: the positions that accepted notices name."""
    same_notice = and_(
        DISPATCH_NOTICE.c.account_id == DISPATCH_POSITION.c.account_id,
        DISPATCH_NOTICE.c.app == DISPATCH_POSITION.c.app,
        DISPATCH_NOTICE.c.notice_id == DISPATCH_POSITION.c.notice_id,
    )
    first_parcel = and_(
        DISPATCH_PARCEL.c.account_id == DISPATCH_POSITION.c.account_id,
        DISPATCH_PARCEL.c.app == DISPATCH_POSITION.c.app,
        DISPATCH_PARCEL.c.notice_id == DISPATCH_POSITION.c.notice_id,
        DISPATCH_PARCEL.c.ordinal == 0,
    )
    marks: defaultdict[SalesOrderId, dict[PositionItemId, Sent]] = defaultdict(dict)
    for chunk in chunks(orders):
        query = (
            select(
                DISPATCH_POSITION.c.sales_order_id,
                DISPATCH_POSITION.c.position_item_id,
                DISPATCH_PARCEL.c.carrier,
                DISPATCH_PARCEL.c.number,
                DISPATCH_PARCEL.c.shipped_at,
            )
            .join(DISPATCH_NOTICE, same_notice)
            .join(DISPATCH_PARCEL, first_parcel)
            .where(
                scope.of(DISPATCH_POSITION),
                DISPATCH_POSITION.c.sales_order_id.in_(chunk),
                DISPATCH_NOTICE.c.state == NoticeState.ACCEPTED.value,
            )
            .order_by(DISPATCH_POSITION.c.notice_id)
        )
        for order, item, carrier, number, shipped_at in connection.execute(query):
            marks[order].setdefault(item, Sent(TrackingKey(CarrierCode(carrier), number), shipped_at))
    return marks


def mark(connection: Connection, scope: Scope, notice: Notice) -> list[tuple[SalesOrderId, str]]:
    """Turn the positions of a notice that is accepted now to SENT, where their orders are known. The answer
    has the states of the orders that changed by that.

    The orders get another digest and `stored_at`, so that whoever follows orders sees them as changed.
    """
    orders = list(dict.fromkeys(ref.sales_order_id for ref in notice.positions))
    marks = of(connection, scope, orders)
    assert notice.settled_at is not None  # noqa: S101 - accepting it settled it
    changed = {}
    for chunk in chunks(orders):
        heads = order_store.heads_of(scope).where(SALES_ORDER.c.sales_order_id.in_(chunk))
        rows = connection.execute(heads).mappings().all()
        for stored in order_store.complete(connection, scope, rows):
            order = stored.order
            if order is not None and (sent := with_sent(order, marks.get(order.sales_order_id, {}))) != order:
                changed[sent.sales_order_id] = rows_of(sent, paid=stored.paid)
    order_store.replace(connection, scope, changed, notice.settled_at)
    return order_store.states(changed)
