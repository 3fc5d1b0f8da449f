"""Orders: the list, what was set aside, and one of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.registry import Kind
from app_center.web.order_aftermath import aftermath
from app_center.web.order_story import buyer, grouped, history, lines_of, totals
from app_center.web.visit import Visit, Visiting
from app_center.web.words.after_sale import AFTER_SALE, CANCEL_STATES, REDUCTION_STATES
from app_center.web.words.notices import NOTICE_STATES
from app_center.web.words.orders import ORDER, ORDERS, STATES
from app_center.web.words.receipts import RECEIPT_KINDS
from core.apps import AppKey, AppState
from core.errors import InvalidValue
from core.finding import words_of
from core.orders import PositionState, SalesOrderId
from ports.memory import OrderBook, OrderCursor, OrderQuery
from sync.dispatch import shown_state

router = APIRouter()

PAGE: Final = 50
ASIDE: Final = "aside"
#: The filters, in the order of an order's life.
FILTERS: Final[Mapping[str, frozenset[PositionState]]] = {
    "": frozenset(),
    "announced": frozenset({PositionState.ANNOUNCED}),
    "processable": frozenset({PositionState.PROCESSABLE}),
    "sent": frozenset({PositionState.SENT}),
    "returned": frozenset({PositionState.RETURNED}),
    "cancelled": frozenset({PositionState.CANCELLED_BY_PARTNER, PositionState.CANCELLED_BY_MARKETPLACE}),
}


@router.get("/a/{account}/orders")
def orders(visit: Visiting, app: str = "", state: str = "", q: str = "", after: str = "") -> Response:
    markets = _marketplaces(visit)
    if not markets:
        return visit.page("orders/none.html", ORDERS)
    chosen = next((kind for kind in markets if kind.manifest.key == app), markets[0])
    book = visit.account.orders(chosen.manifest.key)
    counts, set_aside = book.counts(), book.set_aside()
    shared: dict[str, Any] = {
        "markets": markets,
        "chosen": chosen,
        "filters": {name: sum(counts.get(each, 0) for each in states) for name, states in FILTERS.items()},
        "every": sum(counts.values()),
        "set_aside": set_aside,
        "state": state,
        "q": q,
    }
    if state == ASIDE:
        return visit.page("orders/aside.html", ORDERS, **shared)
    page = book.find(
        OrderQuery(FILTERS.get(state, frozenset()), words_of(q)), after=_cursor(after), limit=PAGE
    )
    shown = [(stored, stored.order) for stored in page.orders if stored.order is not None]
    return visit.page(
        "orders/list.html",
        ORDERS,
        **shared,
        rows=[
            (stored, order, buyer(order), grouped(order.positions), totals(order.positions))
            for stored, order in shown
        ],
        states=STATES,
        following=None if page.following is None else _written(page.following),
        after=after,
    )


@router.get("/a/{account}/orders/{app}/{order}")
def order(visit: Visiting, app: str, order: str) -> Response:
    kind = next((each for each in _marketplaces(visit) if each.manifest.key == app), None)
    stored = None if kind is None else _book(visit, app).get(SalesOrderId(order))
    if kind is None or stored is None or stored.order is None:
        raise HTTPException(404)
    channels = {each.id: each.name for each in visit.account.portal_accounts.all()}
    return visit.page(
        "orders/order.html",
        ORDER,
        kind=kind,
        stored=stored,
        order=stored.order,
        groups=grouped(stored.order.positions),
        totals=totals(stored.order.positions),
        history=history(stored),
        lines_of=lines_of,
        states=STATES,
        after=aftermath(visit, AppKey(app), stored.order),
        after_words=AFTER_SALE,
        tables={
            "cancel": CANCEL_STATES,
            "notice": NOTICE_STATES,
            "reduction": REDUCTION_STATES,
            "receipt": RECEIPT_KINDS,
            "shown_state": shown_state,
        },
        channel=channels.get(stored.portal_account) if stored.portal_account else None,
    )


def _book(visit: Visit, app: str) -> OrderBook:
    return visit.account.orders(AppKey(app))


def _marketplaces(visit: Visit) -> list[Kind]:
    """Those that this account has or had; orders stay when an app goes."""
    return [
        kind
        for key, kind in visit.center.registry.marketplaces.items()
        if visit.account.apps.get(key).state not in {AppState.OFFERED, AppState.ACTIVATING}
        or visit.account.orders(key).counts()
    ]


def _written(cursor: OrderCursor) -> str:
    return f"{cursor.ordered_at.astimezone(UTC).isoformat()}|{cursor.sales_order_id}"


def _cursor(written: str) -> OrderCursor | None:
    """The place in the list; the beginning for whatever is none."""
    moment, bar, identity = written.partition("|")
    try:
        at = datetime.fromisoformat(moment)
        return (
            OrderCursor(at, SalesOrderId(identity)) if bar and at.tzinfo and identity.isprintable() else None
        )
    except (ValueError, InvalidValue):
        return None
