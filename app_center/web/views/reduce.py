"""Part of a price is paid back; asked about first, and once for each form."""

from collections.abc import Mapping
from secrets import token_urlsafe

from fastapi import APIRouter
from starlette.responses import Response

from app_center.amounts import euros
from app_center.by_hand import run_now
from app_center.web.markets import market_of, order_of
from app_center.web.paths import order_path
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.after_sale import REDUCE
from core.dispatch import PositionRef
from core.errors import InvalidValue
from core.money import Money
from core.orders import Order, PositionItemId, PositionState
from core.price_reductions import ReductionId, problem
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.receipts import decide_reduction, record_reduction

router = APIRouter()


@router.get("/a/{account}/orders/{app}/{order}/reduce")
def form(visit: Visiting, app: str, order: str) -> Response:
    kind = market_of(visit, app)
    return _page(visit, kind, order_of(visit, kind, order), {"intent": token_urlsafe(16)})


@router.post("/a/{account}/orders/{app}/{order}/reduce")
def reduce(visit: Visiting, app: str, order: str, posted: Form) -> Response:
    """The form carries an intent from its first page to the last: however often it is sent, it is one
    reduction."""
    kind = market_of(visit, app)
    found, typed = order_of(visit, kind, order), posted.below("")
    try:
        position = next(
            (each for each in found.positions if each.position_item_id == posted.one("position")), None
        )
        if position is None:
            raise InvalidValue(REDUCE["no_position"], field="position")
        if not posted.one("intent"):
            raise InvalidValue(REDUCE["no_intent"])
        amount = euros(posted.one("amount"))
        why = problem(position, amount)
        if why is not None and not _known(visit, kind, posted.one("intent")):
            raise InvalidValue(why, field="amount")
        if posted.one("sure") != "yes":
            return _page(visit, kind, found, typed, amount=amount)
        ref = PositionRef(found.sales_order_id, PositionItemId(position.position_item_id))
        record_reduction(
            visit.account, kind.manifest.key, ref, amount, visit.center.clock, posted.one("intent")[:64]
        )
    except InvalidValue as error:
        return _page(visit, kind, found, typed, 422, {error.field or "form": error.text})
    run_now(visit.center, visit.account, kind, "receipts")
    return visit.go(f"{order_path(visit.base, app, order)}#after-sale")


def _known(visit: Visit, kind: MarketplaceKind, intent: str) -> bool:
    """A form that was sent already leads to what it did, whatever has become of the position."""
    return any(each.intent == intent for each in visit.account.price_reductions(kind.manifest.key).all())


@router.post("/a/{account}/orders/{app}/{order}/reduce/decide")
def decide(visit: Visiting, app: str, order: str, posted: Form) -> Response:
    """Somebody has looked at the marketplace: a reduction of unknown outcome happened, or did not."""
    kind = market_of(visit, app)
    found, word = order_of(visit, kind, order), posted.one("id")
    if word.isascii() and word.isdigit() and posted.one("happened") in {"yes", "no"}:
        happened = posted.one("happened") == "yes"
        mine = {
            each.id
            for each in visit.account.price_reductions(kind.manifest.key).all()
            if each.position.sales_order_id == found.sales_order_id
        }
        if ReductionId(int(word)) not in mine:
            raise InvalidValue(REDUCE["gone"])
        decide_reduction(
            visit.account,
            kind.manifest.key,
            ReductionId(int(word)),
            happened=happened,
            clock=visit.center.clock,
        )
    return visit.go(f"{order_path(visit.base, app, order)}#after-sale")


def _page(
    visit: Visit,
    kind: MarketplaceKind,
    order: Order,
    typed: Mapping[str, str],
    status: int = 200,
    problems: Mapping[str, Text] | None = None,
    amount: Money | None = None,
) -> Response:
    """`amount`: what is asked about; None: it is being typed."""
    sent = [each for each in order.positions if each.state is PositionState.SENT]
    return visit.page(
        "orders/reduce.html",
        REDUCE,
        status,
        kind=kind,
        order=order,
        positions=sent,
        typed={"position": "", "amount": "", **typed},
        problems=problems or {},
        amount=amount,
        chosen=next((each for each in sent if each.position_item_id == typed.get("position")), None),
    )
