"""The packing desk: a number is scanned, the order comes up, its parcel is reported."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app_center.dispatch_desk import Outcome, looked_over, open_desk, report
from app_center.dispatches import draft
from app_center.scanning import Scanned, scanned
from app_center.shipping import labels_of, next_reference, order_word, shippers
from app_center.web.markets import market_of, marketplaces, order_of
from app_center.web.order_story import lines_of
from app_center.web.parcel_form import (
    ParcelForm,
    ParcelRow,
    chosen_positions,
    form_of,
    open_groups,
    problems_of,
    read_form,
    said_with,
    told_ways,
)
from app_center.web.paths import label_path, notice_path, parcel_path
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.dispatch import DISPATCH
from app_center.web.words.notices import NOTICE_STATES
from app_center.web.words.orders import STATES
from core.apps import AppKey
from core.dispatch import Notice, NoticeId, NoticeKind, NoticeState, PositionRef
from core.errors import InvalidValue
from core.orders import Order, PositionItemId
from core.parcel import LabelKind, Reference
from core.purchases import Purchase
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.dispatch import shown_state
from sync.dispatch_preview import Preview

router = APIRouter()


@router.get("/a/{account}/dispatch")
def desk(visit: Visiting, q: str = "", app: str = "", sent: str = "") -> Response:
    """The scan field. What a number fits alone is opened at once."""
    found = scanned(visit.center, visit.account, q) if q.strip() else None
    only = None if found is None else _only(visit, found)
    if only is not None:
        return visit.go(only)
    held = [
        (kind, notice)
        for kind in marketplaces(visit)
        for notice in visit.account.dispatches(kind.manifest.key).open()
    ]
    return visit.page(
        "dispatch/desk.html",
        DISPATCH,
        q=q.strip(),
        found=found,
        sent=_notice(visit, app, sent),
        held=held,
        states=STATES,
        notice_states=NOTICE_STATES,
        shown_state=shown_state,
    )


def _only(visit: Visit, found: Scanned) -> str | None:
    """Where to, when there is one thing that the number can mean."""
    if len(found.orders) == 1:
        ((kind, order),) = found.orders
        return parcel_path(visit.base, kind.manifest.key, order.sales_order_id)
    if found.orders:
        return None
    if found.notices:
        kind, notice = found.notices[0]
        return notice_path(visit.base, kind.manifest.key, notice.id)
    if found.labels:
        return _of_label(visit, found.labels[0])
    if found.returns:
        return f"{visit.base}/returns/numbers?{urlencode({'q': found.returns[0].entry.key.number})}"
    return None


def _of_label(visit: Visit, purchase: Purchase) -> str | None:
    """The order that a label was made for, with the label laid into its form."""
    behind = scanned(visit.center, visit.account, order_word(purchase.reference))
    if len(behind.orders) != 1:
        return label_path(visit.base, purchase)
    ((kind, order),) = behind.orders
    return parcel_path(
        visit.base,
        kind.manifest.key,
        order.sales_order_id,
        carrier=purchase.carrier,
        label=purchase.reference,
    )


def _notice(visit: Visit, app: str, identity: str) -> Notice | None:
    if not identity.isascii() or not identity.isdigit() or len(identity) > 12:
        return None
    known = AppKey(app) in visit.center.registry.marketplaces
    return visit.account.dispatches(AppKey(app)).get(NoticeId(int(identity))) if known else None


@router.get("/a/{account}/dispatch/orders/{app}/{order}")
def parcel(
    visit: Visiting, app: str, order: str, add: str = "", carrier: str = "", label: str = "", sent: str = ""
) -> Response:
    kind = market_of(visit, app)
    found = order_of(visit, kind, order)
    purchase = _label(visit, carrier, label)
    joined = _notice(visit, app, add)
    form = ParcelForm()
    if joined is not None and joined.state is NoticeState.ACCEPTED and joined.kind is not NoticeKind.SPLIT:
        form = replace(form_of(joined), add=str(joined.id), ship_date="")
    elif purchase is not None and purchase.label is not None:
        form = _with_label(visit, kind, purchase)
    return order_page(visit, kind, found, form, purchase=purchase, sent=_notice(visit, app, sent))


def _label(visit: Visit, carrier: str, reference: str) -> Purchase | None:
    if AppKey(carrier) not in visit.center.registry.carriers or not reference.isprintable():
        return None
    return visit.account.labels(AppKey(carrier)).get(LabelKind.SHIPMENT, Reference(reference))


def _with_label(visit: Visit, kind: MarketplaceKind, purchase: Purchase) -> ParcelForm:
    """The parcel that this label is on."""
    number = purchase.label.number if purchase.label is not None else ""
    try:
        known = open_desk(visit.center, visit.account, kind).carriers
    except InvalidValue:
        return ParcelForm(parcels=(ParcelRow(number),))
    code = next((each.code for each in known if each.app == purchase.carrier), "")
    return ParcelForm(carrier=code, parcels=(ParcelRow(number),))


@router.post("/a/{account}/dispatch/orders/{app}/{order}")
def send(visit: Visiting, app: str, order: str, posted: Form) -> Response:
    """Looked over; sent when nothing stands against it, or kept until that is repaired when so wanted."""
    kind = market_of(visit, app)
    found, form, wish = order_of(visit, kind, order), read_form(posted), posted.one("do")
    if wish == "more":
        return order_page(visit, kind, found, form.with_another())
    now = visit.center.clock.now()
    try:
        positions = chosen_positions(found, form.pieces or {})
        said = said_with(form, found.sales_order_id, positions, now)
        notice = draft(said, visit.account.orders(kind.manifest.key), now)
        seen = looked_over(visit.center, visit.account, kind, notice)
    except InvalidValue as error:
        done = _reported(visit, kind, found, form)
        if done is not None and wish != "check":
            return _after(visit, kind, found, Outcome(done, None))
        status = 200 if wish == "check" else 422
        return order_page(visit, kind, found, form, status, problems={error.field or "form": error.text})
    if wish == "check" or (not seen.may_go and wish != "keep"):
        status = 200 if wish == "check" else 422
        return order_page(visit, kind, found, form, status, seen=seen, problems=problems_of(seen.findings))
    return _after(visit, kind, found, report(visit.center, visit.account, kind, notice))


def _reported(visit: Visit, kind: MarketplaceKind, order: Order, form: ParcelForm) -> Notice | None:
    """What this form has made already: it was sent twice, and the second time its pieces are gone."""
    refs = [PositionRef(order.sales_order_id, PositionItemId(item)) for item in form.pieces or ()]
    numbers = {row.tracking for row in form.parcels}
    for notice in visit.account.dispatches(kind.manifest.key).sharing(refs, ()):
        if notice.state is NoticeState.ACCEPTED and numbers == {
            parcel.tracking.number or "" for parcel in notice.parcels
        }:
            return notice
    return None


def _after(visit: Visit, kind: MarketplaceKind, order: Order, outcome: Outcome) -> Response:
    """On to the next order, to what is left of this one, or to why it is not sent."""
    app, notice = kind.manifest.key, outcome.notice
    if notice.state is not NoticeState.ACCEPTED:
        return visit.go(notice_path(visit.base, app, notice.id, new=1))
    if open_groups(order_of(visit, kind, order.sales_order_id)):
        return visit.go(parcel_path(visit.base, app, order.sales_order_id, sent=notice.id))
    return visit.go(f"{visit.base}/dispatch?app={app}&sent={notice.id}")


def order_page(
    visit: Visit,
    kind: MarketplaceKind,
    order: Order,
    form: ParcelForm,
    status: int = 200,
    *,
    seen: Preview | None = None,
    problems: Mapping[str, Text] | None = None,
    **told: Any,
) -> Response:
    """
    seen      what looking it over said
    problems  what is wrong, by field
    told      purchase, sent, label_problems, label_typed: what else the page says
    """
    app, closed = kind.manifest.key, None
    try:
        carriers = list(open_desk(visit.center, visit.account, kind).carriers)
    except InvalidValue as error:
        carriers, closed = [], error.text
    bought = labels_of(visit.center, visit.account, order)
    refs = [PositionRef(order.sales_order_id, each.position_item_id) for each in order.positions]
    return visit.page(
        "dispatch/order.html",
        DISPATCH,
        status,
        kind=kind,
        order=order,
        groups=open_groups(order),
        form=form,
        carriers=carriers,
        closed=closed,
        seen=seen,
        problems=problems or {},
        warnings=[each for each in seen.findings if not each.holds] if seen is not None else [],
        notices=visit.account.dispatches(app).sharing(refs, ())[::-1],
        states=STATES,
        notice_states=NOTICE_STATES,
        shown_state=shown_state,
        lines_of=lines_of,
        ways=told_ways(seen) if seen is not None else [],
        today=visit.center.clock.now(),
        bought=bought,
        reference=next_reference(bought, order),
        shippers=shippers(visit.center, visit.account),
        may_send=visit.may("POST /a/{account}/dispatch/orders/{app}/{order}"),
        **{"purchase": None, "sent": None, "label_problems": {}, "label_typed": {}, **told},
    )
