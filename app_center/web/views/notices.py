"""Dispatch notices: the list, one of them with what holds it, its repair, its withdrawal."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.by_hand import run_now
from app_center.dispatch_desk import open_desk
from app_center.dispatches import draft, waiting
from app_center.web.markets import market_of, marketplaces
from app_center.web.order_story import buyer
from app_center.web.parcel_form import ParcelForm, form_of, problems_of, read_form, said_with
from app_center.web.paths import notice_path
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.dispatch import DISPATCH
from app_center.web.words.notices import NOTICE, NOTICE_STATES, NOTICES
from core.dispatch import CLOSED, CORRECTABLE, Notice, NoticeId, NoticeState
from core.errors import Conflict, InvalidValue
from core.findings import holding
from core.orders import Order
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.dispatch import shown_state
from sync.dispatch_notes import correct, withdraw

router = APIRouter()

PAGE: Final = 50


@router.get("/a/{account}/dispatch/notices")
def notices(visit: Visiting, state: str = "", page: int = 1) -> Response:
    """Newest first, those of all marketplaces together."""
    everything = [
        (kind, notice)
        for kind in marketplaces(visit)
        for notice in visit.account.dispatches(kind.manifest.key).all()
    ]
    everything.sort(key=lambda each: each[1].made_at, reverse=True)
    counts = dict.fromkeys(NOTICE_STATES, 0)
    for _, notice in everything:
        counts[shown_state(notice)] += 1
    shown = [each for each in everything if state in {"", shown_state(each[1])}]
    page = max(1, min(page, -(-len(shown) // PAGE)))
    return visit.page(
        "dispatch/notices.html",
        NOTICES,
        dispatch=DISPATCH,
        rows=shown[(page - 1) * PAGE : page * PAGE],
        counts=counts,
        every=len(everything),
        state=state,
        number=page,
        is_last=page * PAGE >= len(shown),
        notice_states=NOTICE_STATES,
        shown_state=shown_state,
    )


@router.get("/a/{account}/dispatch/notices/{app}/{notice}")
def notice(visit: Visiting, app: str, notice: str, new: str = "", ask: str = "") -> Response:
    kind, found = _found(visit, app, notice)
    return _page(visit, kind, found, form_of(found), is_new=bool(new), asks=ask == "withdraw")


def _found(visit: Visit, app: str, identity: str) -> tuple[MarketplaceKind, Notice]:
    kind = market_of(visit, app)
    is_number = identity.isascii() and identity.isdigit() and len(identity) < 13
    found = visit.account.dispatches(kind.manifest.key).get(NoticeId(int(identity))) if is_number else None
    if found is None:
        raise HTTPException(404)
    return kind, found


@router.post("/a/{account}/dispatch/notices/{app}/{notice}")
def repair(visit: Visiting, app: str, notice: str, posted: Form) -> Response:
    """What was corrected is kept, and goes out if nothing else holds it."""
    kind, known = _found(visit, app, notice)
    center, memory, form = visit.center, visit.account, read_form(posted)
    now, left = center.clock.now(), set(posted.many("position"))
    try:
        positions = [ref.position_item_id for ref in known.positions if ref.position_item_id in left]
        if not positions:
            raise InvalidValue(NOTICE["no_position"], field="position")
        said = said_with(form, known.positions[0].sales_order_id, positions, now)
        wanted = draft(said, memory.orders(kind.manifest.key), now)
        wanted = correct(memory.dispatches(kind.manifest.key), known, wanted, center.clock)
    except (InvalidValue, Conflict) as error:
        field = error.field if isinstance(error, InvalidValue) else None
        return _page(visit, kind, known, form, 422, problems={field or "form": error.text})
    trouble = run_now(center, memory, kind, "dispatch")
    after = memory.dispatches(kind.manifest.key).get(wanted.id) or wanted
    if after.state is NoticeState.ACCEPTED:
        return visit.go(f"{visit.base}/dispatch?app={app}&sent={after.id}")
    problems = problems_of(after.findings) | ({"form": trouble} if trouble is not None else {})
    return _page(visit, kind, after, form_of(after), 422 if problems else 200, problems=problems)


@router.post("/a/{account}/dispatch/notices/{app}/{notice}/withdraw")
def take_back(visit: Visiting, app: str, notice: str) -> Response:
    kind, found = _found(visit, app, notice)
    try:
        withdraw(visit.account.dispatches(kind.manifest.key), found.id, visit.center.clock)
    except (InvalidValue, Conflict) as error:
        return _page(visit, kind, found, form_of(found), 409, problems={"form": error.text})
    return visit.go(notice_path(visit.base, app, found.id))


def _page(
    visit: Visit,
    kind: MarketplaceKind,
    notice: Notice,
    form: ParcelForm,
    status: int = 200,
    *,
    problems: Mapping[str, Text] | None = None,
    is_new: bool = False,
    asks: bool = False,
) -> Response:
    try:
        carriers = list(open_desk(visit.center, visit.account, kind).carriers)
    except InvalidValue:
        carriers = []
    if problems is None and notice.state not in CLOSED:
        problems = problems_of(notice.findings)
    orders = _orders(visit, kind, notice)
    return visit.page(
        "dispatch/notice.html",
        NOTICE,
        status,
        kind=kind,
        notice=notice,
        form=form,
        carriers=carriers,
        orders=orders,
        buyers={order.sales_order_id: buyer(order) for order in orders},
        positions={each.position_item_id: each for order in orders for each in order.positions},
        problems=problems or {},
        waiting=waiting(notice) if notice.state not in CLOSED and not holding(notice.findings) else None,
        warnings=[finding for finding in notice.findings if not finding.holds],
        codes={finding.code for finding in notice.findings},
        may_correct=notice.state in CORRECTABLE,
        is_new=is_new,
        asks=asks,
        notice_states=NOTICE_STATES,
        shown_state=shown_state,
    )


def _orders(visit: Visit, kind: MarketplaceKind, notice: Notice) -> list[Order]:
    book = visit.account.orders(kind.manifest.key)
    stored = [
        book.get(identity) for identity in dict.fromkeys(ref.sales_order_id for ref in notice.positions)
    ]
    return [each.order for each in stored if each is not None and each.order is not None]
