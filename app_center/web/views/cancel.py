"""An order, or positions of it, is cancelled; asked about first."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from app_center.by_hand import run_now
from app_center.web.markets import market_of, order_of
from app_center.web.parcel_form import chosen_positions, open_groups
from app_center.web.paths import order_path
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.after_sale import CANCEL
from app_center.web.words.orders import STATES
from core.errors import InvalidValue
from core.orders import Order, PositionItemId
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.cancellations import record

router = APIRouter()


@router.get("/a/{account}/orders/{app}/{order}/cancel")
def form(visit: Visiting, app: str, order: str) -> Response:
    kind = market_of(visit, app)
    found = order_of(visit, kind, order)
    everything: dict[str, str] = {
        group.first.position_item_id: str(len(group.positions)) for group in open_groups(found)
    }
    return _page(visit, kind, found, everything)


@router.post("/a/{account}/orders/{app}/{order}/cancel")
def cancel(visit: Visiting, app: str, order: str, posted: Form) -> Response:
    """First what would be cancelled, then, once that was said to be right, the wish itself. Said twice it is
    one wish."""
    kind = market_of(visit, app)
    found, pieces = order_of(visit, kind, order), posted.below("pieces.")
    try:
        chosen = chosen_positions(found, pieces)
    except InvalidValue as error:
        return _page(visit, kind, found, pieces, 422, {"position": error.text})
    if posted.one("sure") != "yes":
        return _page(visit, kind, found, pieces, chosen=chosen)
    try:
        only = tuple(PositionItemId(item) for item in chosen)
        record(visit.account, kind.manifest.key, found.sales_order_id, only, visit.center.clock)
    except InvalidValue as error:
        return _page(visit, kind, found, pieces, 422, {"position": error.text})
    run_now(visit.center, visit.account, kind, "dispatch")
    return visit.go(f"{order_path(visit.base, app, order)}#after-sale")


def _page(
    visit: Visit,
    kind: MarketplaceKind,
    order: Order,
    pieces: Mapping[str, str],
    status: int = 200,
    problems: Mapping[str, Text] | None = None,
    chosen: list[str] | None = None,
) -> Response:
    """`chosen`: the positions that are asked about; None: they are being chosen."""
    return visit.page(
        "orders/cancel.html",
        CANCEL,
        status,
        kind=kind,
        order=order,
        groups=open_groups(order),
        pieces=pieces,
        problems=problems or {},
        chosen=[each for each in order.positions if each.position_item_id in (chosen or ())],
        states=STATES,
    )
