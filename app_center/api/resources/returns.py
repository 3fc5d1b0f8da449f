"""Returns of a marketplace: what buyers announce, and what is decided about it."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app_center.after_sale import not_offered, opened
from app_center.api.caller import Caller, Calling
from app_center.api.paging import USUAL, Cursor, Limit, Page, cursor_of, page, place_of
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import AppPath, Identity, Line, Moment, Told
from app_center.foreman import wake
from core.dispatch import PositionRef
from core.errors import InvalidValue
from core.orders import PositionItemId, SalesOrderId
from core.returns import Condition, DecisionState, Return, ReturnStatus, Verdict
from sync.returns import decide

router = APIRouter(
    prefix="/accounts/{account}/apps/{app}/returns", tags=["returns"], route_class=InterfaceRoute
)

RETURNS = "returns"


class ReturnNumberView(BaseModel):
    carrier: str
    number: str


class ReturnView(BaseModel):
    """The return of one position. `verdict` and `decision` are the seller's own; `by_marketplace`: the
    marketplace decided."""

    sales_order_id: str
    position_item_id: str
    order_number: str | None
    status: ReturnStatus | None
    changed_at: Moment | None
    return_numbers: list[ReturnNumberView]
    verdict: Verdict | None
    decision: DecisionState | None
    by_marketplace: bool
    reason: str | None


class PositionTold(Told):
    sales_order_id: Identity
    position_item_id: Identity


class DecisionTold(Told):
    """Acceptance pays the buyer back and is final. `condition`: A original, B like new, C slightly used,
    D heavily used, E mistake. `reason` in the marketplace's words, for instance RETURN_RECEIVED."""

    verdict: Verdict
    condition: Condition
    reason: Line
    positions: Annotated[list[PositionTold], Field(min_length=1, max_length=100)]


class Decided(BaseModel):
    data: list[ReturnView]


@router.get("")
def returns(caller: Calling, app: AppPath, cursor: Cursor = None, limit: Limit = USUAL) -> Page[ReturnView]:
    """By order and position."""
    book = caller.memory.returns(caller.marketplace(app).manifest.key)
    after = place_of(RETURNS, cursor, str, str)
    found = book.page(_ref(str(after[0]), str(after[1])) if after else None, limit + 1)
    data, following = page(
        found, limit, lambda each: _return(caller, each), lambda each: cursor_of(RETURNS, *each.position)
    )
    return Page(data=data, next=following)


@router.post("/decisions", status_code=202)
def decisions(caller: Calling, app: AppPath, told: DecisionTold) -> Decided:
    """Decide about positions: all of them or none. It is sent at once, by whoever works."""
    kind = caller.marketplace(app)
    caller.demand_active(kind)
    desk = opened(caller.center, caller.memory, kind).returns
    if desk is None:
        raise not_offered(kind)
    refs = [_ref(each.sales_order_id, each.position_item_id) for each in told.positions]
    try:
        done = decide(caller.memory, kind.manifest.key, desk, refs, told.verdict, told.condition, told.reason)
    except InvalidValue as error:
        raise InvalidValue(
            error.text, field="positions" if error.field == "position" else error.field
        ) from None
    wake(caller.center, caller.memory, kind, "returns", "decision")
    return Decided(data=[_return(caller, each) for each in done])


def _ref(order: str, item: str) -> PositionRef:
    return PositionRef(SalesOrderId(order), PositionItemId(item))


def _return(caller: Caller, known: Return) -> ReturnView:
    shown, decision = known.shown, known.decision
    return ReturnView(
        sales_order_id=known.position.sales_order_id,
        position_item_id=known.position.position_item_id,
        order_number=shown.order_number if shown else None,
        status=known.status,
        changed_at=shown.changed_at if shown else None,
        return_numbers=[
            ReturnNumberView(carrier=key.carrier, number=key.number) for key in (shown.keys if shown else ())
        ],
        verdict=decision.verdict if decision else None,
        decision=known.state,
        by_marketplace=known.by_marketplace,
        reason=caller.say(known.why) or (shown.reason if shown else None),
    )
