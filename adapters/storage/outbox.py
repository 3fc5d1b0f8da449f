"""What hosts are to be told, stored in the transaction of the change itself: nothing that happened is lost,
and nothing is told that did not happen."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, or_, select, update

from adapters.storage.bulk import insert_many
from adapters.storage.scope import Scope
from adapters.storage.tables import SCHEDULE, WEBHOOK_COUNT, WEBHOOK_DELIVERY, WEBHOOK_ENDPOINT
from core.apps import AccountId, AppKey
from core.dispatch import Notice
from core.display import Outcome, Settlement
from core.orders import SalesOrderId
from core.webhooks import DeliveryState, Event, EventKind

#: The place of deliveries among the concerns that are due; it is no app.
WEBHOOKS: Final = AppKey("webhooks")
DELIVERY: Final = "delivery"


def tell(connection: Connection, account: AccountId, events: Sequence[Event]) -> None:
    """Each event for every endpoint that wants it. To be called last in a transaction: it holds the account's
    count to the end."""
    if not events:
        return
    # Shared: an endpoint that is looked at here is not removed before its deliveries are stored.
    query = select(WEBHOOK_ENDPOINT.c.id, WEBHOOK_ENDPOINT.c.kinds).where(
        WEBHOOK_ENDPOINT.c.account_id == account
    )
    endpoints = connection.execute(query.with_for_update(read=True)).all()
    pairs = [
        (identity, event)
        for event in events
        for identity, kinds in endpoints
        if not kinds or event.kind.value in kinds
    ]
    put(connection, account, pairs)


def put(connection: Connection, account: AccountId, pairs: Sequence[tuple[str, Event]]) -> list[int]:
    """The numbers of the deliveries. Whoever delivers is due at once."""
    if not pairs:
        return []
    count = update(WEBHOOK_COUNT).where(WEBHOOK_COUNT.c.account_id == account)
    counted = count.values(told=WEBHOOK_COUNT.c.told + len(pairs)).returning(WEBHOOK_COUNT.c.told)
    last = connection.execute(counted).scalar_one()
    now = datetime.now(UTC)
    numbers = range(last - len(pairs) + 1, last + 1)
    rows = [
        _row(account, number, endpoint, event, now)
        for number, (endpoint, event) in zip(numbers, pairs, strict=True)
    ]
    insert_many(connection, WEBHOOK_DELIVERY, rows)
    here = and_(Scope(account, WEBHOOKS).of(SCHEDULE), SCHEDULE.c.concern == DELIVERY)
    later = or_(SCHEDULE.c.due.is_(None), SCHEDULE.c.due > now)
    connection.execute(update(SCHEDULE).where(here).values(woken=now))
    connection.execute(update(SCHEDULE).where(here, later).values(due=now, reason="event"))
    return list(numbers)


def _row(account: AccountId, number: int, endpoint: str, event: Event, now: datetime) -> dict[str, Any]:
    return {
        "account_id": account,
        "number": number,
        "endpoint_id": endpoint,
        "kind": event.kind.value,
        "subject": event.subject,
        "data": dict(event.data),
        "happened_at": now,
        "state": DeliveryState.PENDING.value,
        "tries": 0,
        "due_at": None,
        "settled_at": None,
        "reason_en": None,
        "reason_de": None,
    }


def orders(scope: Scope, kind: EventKind, states: Iterable[tuple[SalesOrderId, str]]) -> list[Event]:
    """`states` by order."""
    return [
        Event(
            kind,
            f"order/{scope.app}/{order}",
            {"app": scope.app, "sales_order_id": order, "state": state},
        )
        for order, state in states
    ]


def dispatch(scope: Scope, notice: Notice) -> Event:
    return Event(
        EventKind.DISPATCH_CHANGED,
        f"dispatch/{scope.app}/{notice.id}",
        {"app": scope.app, "dispatch": int(notice.id), "state": notice.state.value},
    )


def app(scope: Scope, state: str) -> Event:
    """Its credentials among it: a state of `needs_access` is lost access."""
    return Event(EventKind.APP_CHANGED, f"app/{scope.app}", {"app": scope.app, "state": state})


_QUANTITIES: Final = {
    Outcome.ACKNOWLEDGED: EventKind.QUANTITY_ACKNOWLEDGED,
    Outcome.REFUSED: EventKind.QUANTITY_REFUSED,
}


def quantities(scope: Scope, settlements: Iterable[Settlement]) -> list[Event]:
    return [
        Event(
            _QUANTITIES[each.outcome],
            f"quantity/{scope.app}/{each.sending.sku}",
            {"app": scope.app, "sku": each.sending.sku, "pieces": each.sending.pieces},
        )
        for each in settlements
        if each.outcome in _QUANTITIES
    ]
