"""Returns: what buyers announce, and what is decided about it."""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.after_sale import not_offered, opened
from app_center.by_hand import run_now
from app_center.decisions import condition_of
from app_center.web.markets import market_of, marketplaces
from app_center.web.paths import return_path
from app_center.web.posted import Form, Posted
from app_center.web.visit import Visit, Visiting
from app_center.web.words.returns import (
    CONDITIONS,
    DECISIONS,
    PARCEL_STAGES,
    REASONS,
    RETURN,
    RETURN_STATES,
    RETURNS,
)
from core.apps import AppState
from core.dispatch import PositionRef
from core.errors import Conflict, InvalidValue
from core.orders import PositionItemId
from core.returns import ReturnStatus, Verdict, may_decide
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.returns import ReturnDesk
from sync.returns import Matched, decide, matched

router = APIRouter()

PAGE: Final = 50
#: Of a return that the marketplace does not show yet.
UNKNOWN: Final = "unseen"


@router.get("/a/{account}/returns")
def returns(visit: Visiting, state: str = "", page: int = 1) -> Response:
    """Those that changed last first; those that wait for a decision stand before them."""
    everything = [
        (kind, each) for kind in marketplaces(visit) for each in matched(visit.account, kind.manifest.key)
    ]
    counts = {each.value: 0 for each in ReturnStatus}
    for _, each in everything:
        if each.known.status is not None:
            counts[each.known.status.value] += 1
    shown = [each for each in everything if state in {"", _state(each[1])}]
    shown.sort(key=lambda each: not _waits(each[1]))
    page = max(1, min(page, -(-len(shown) // PAGE)))
    return visit.page(
        "returns/list.html",
        RETURNS,
        rows=shown[(page - 1) * PAGE : page * PAGE],
        counts=counts,
        every=len(everything),
        waiting=sum(_waits(each) for _, each in everything),
        state=state,
        number=page,
        is_last=page * PAGE >= len(shown),
        return_states=RETURN_STATES,
        stages=PARCEL_STAGES,
        reasons=REASONS,
    )


def _state(each: Matched) -> str:
    return UNKNOWN if each.known.status is None else each.known.status.value


def _waits(each: Matched) -> bool:
    """For the seller: announced and not decided."""
    return each.known.status is ReturnStatus.ANNOUNCED and each.known.state is None


@router.get("/a/{account}/returns/orders/{app}/{order}")
def one(visit: Visiting, app: str, order: str) -> Response:
    kind = market_of(visit, app)
    return _page(visit, kind, order, _of(visit, kind, order))


def _of(visit: Visit, kind: MarketplaceKind, order: str) -> list[Matched]:
    """raises  HTTPException (404): nothing of this order came back or is announced"""
    found = [
        each
        for each in matched(visit.account, kind.manifest.key)
        if each.known.position.sales_order_id == order
    ]
    if not found:
        raise HTTPException(404)
    return found


@router.post("/a/{account}/returns/orders/{app}/{order}")
def answer(visit: Visiting, app: str, order: str, posted: Form) -> Response:
    """Accepting pays the buyer back and is final: it is asked about first. What the marketplace says is shown
    position by position."""
    kind = market_of(visit, app)
    found = _of(visit, kind, order)
    known = {each.known.position.position_item_id for each in found}
    chosen = [item for item in posted.many("position") if item in known]
    try:
        if not chosen:
            raise InvalidValue(RETURN["no_position"], field="position")
        verdict = _verdict(posted)
        reason = posted.one("accept_reason" if verdict is Verdict.ACCEPT else "reject_reason")
        condition = condition_of(posted.one("condition"))
        desk = _desk(visit, kind)
        refs = [PositionRef(found[0].known.position.sales_order_id, PositionItemId(item)) for item in chosen]
        if verdict is Verdict.ACCEPT and posted.one("sure") != "yes":
            _demand_open(found, chosen, verdict)
            return _page(visit, kind, order, found, posted=posted, asks=True)
        decide(visit.account, kind.manifest.key, desk, refs, verdict, condition, reason)
    except (InvalidValue, Conflict) as error:
        field = error.field if isinstance(error, InvalidValue) else None
        return _page(visit, kind, order, found, 422, posted=posted, problems={field or "form": error.text})
    trouble = run_now(visit.center, visit.account, kind, "returns")
    if trouble is not None:
        after = _of(visit, kind, order)
        return _page(visit, kind, order, after, 503, problems={"form": trouble})
    return visit.go(return_path(visit.base, app, order))


def _verdict(posted: Posted) -> Verdict:
    """raises  InvalidValue (field `verdict`)"""
    word = posted.one("verdict")
    if word not in set(Verdict):
        raise InvalidValue(RETURN["no_verdict"], field="verdict")
    return Verdict(word)


def _demand_open(found: Sequence[Matched], chosen: Sequence[str], verdict: Verdict) -> None:
    """Nobody is asked about what cannot be decided any more.

    raises  InvalidValue (field `position`)
    """
    for each in found:
        problem = may_decide(each.known, verdict)
        if each.known.position.position_item_id in chosen and problem is not None:
            item = each.known.position.position_item_id
            raise InvalidValue(
                Text(en=f"position {item}: {problem.en}", de=f"Position {item}: {problem.de}"),
                field="position",
            )


def _desk(visit: Visit, kind: MarketplaceKind) -> ReturnDesk:
    """raises  InvalidValue: the app is not active, or has no right to returns"""
    if visit.account.apps.get(kind.manifest.key).state is not AppState.ACTIVE:
        raise InvalidValue(RETURN["not_active"])
    desk = opened(visit.center, visit.account, kind).returns
    if desk is None:
        raise not_offered(kind)
    return desk


def _page(
    visit: Visit,
    kind: MarketplaceKind,
    order: str,
    found: Sequence[Matched],
    status: int = 200,
    *,
    posted: Posted | None = None,
    problems: Mapping[str, Text] | None = None,
    asks: bool = False,
) -> Response:
    posted = posted or Posted()
    try:
        desk = _desk(visit, kind)
        accept, reject = sorted(desk.reasons_to_accept), sorted(desk.reasons_to_reject)
        closed = None
    except InvalidValue as error:
        accept, reject, closed = [], [], error.text
    open_items = {
        each.known.position.position_item_id
        for each in found
        if may_decide(each.known, Verdict.ACCEPT) is None
    }
    return visit.page(
        "returns/order.html",
        RETURN,
        status,
        kind=kind,
        order=order,
        found=found,
        number=next((each.order_number for each in found if each.order_number), order),
        open_items=open_items,
        chosen=posted.many("position") or (sorted(open_items) if not posted.values else []),
        verdict=posted.one("verdict") or "accept",
        condition=posted.one("condition") or "A",
        accept_reason=posted.one("accept_reason") or "RETURN_RECEIVED",
        reject_reason=posted.one("reject_reason"),
        accept=accept,
        reject=reject,
        closed=closed,
        problems=problems or {},
        asks=asks,
        conditions=CONDITIONS,
        return_states=RETURN_STATES,
        stages=PARCEL_STAGES,
        reasons=REASONS,
        decisions=DECISIONS,
        may_decide=visit.may("POST /a/{account}/returns/orders/{app}/{order}"),
    )
