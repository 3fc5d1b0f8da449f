"""Labels of all carriers: what was bought, its paper, and what a person decides about it."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.labels import fetch_again, open_carrier
from app_center.scanning import scanned
from app_center.shipping import order_word
from app_center.web.papers import paper
from app_center.web.paths import label_path
from app_center.web.posted import Form
from app_center.web.visit import Visit, Visiting
from app_center.web.words.dispatch import DISPATCH
from app_center.web.words.labels import ANSWERS, LABEL, LABEL_STATES, LABELS
from core.apps import AppKey
from core.errors import AppError, InvalidValue
from core.parcel import Cancellation, DocumentFormat, LabelKind, Reference
from core.purchases import Purchase, PurchaseState
from core.text import Text
from ports import Capability
from ports.hooks import CarrierKind
from sync.labels import cancel_label, decide

router = APIRouter()

PAGE: Final = 50


@router.get("/a/{account}/dispatch/labels")
def labels(visit: Visiting, state: str = "", page: int = 1) -> Response:
    carriers = visit.center.registry.carriers
    everything = [each for key in carriers for each in visit.account.labels(key).all()]
    everything.sort(key=lambda purchase: purchase.begun_at, reverse=True)
    counts = {each.value: 0 for each in PurchaseState}
    for purchase in everything:
        counts[purchase.state.value] += 1
    shown = [each for each in everything if state in {"", each.state.value}]
    page = max(1, min(page, -(-len(shown) // PAGE)))
    return visit.page(
        "dispatch/labels.html",
        LABELS,
        dispatch=DISPATCH,
        rows=shown[(page - 1) * PAGE : page * PAGE],
        names={key: kind.manifest.name for key, kind in carriers.items()},
        counts=counts,
        every=len(everything),
        state=state,
        number=page,
        is_last=page * PAGE >= len(shown),
        label_states=LABEL_STATES,
    )


@router.get("/a/{account}/dispatch/labels/{carrier}/{kind}")
def label(visit: Visiting, carrier: str, kind: str, reference: str = "", ask: str = "") -> Response:
    found, purchase = _found(visit, carrier, kind, reference)
    return _page(visit, found, purchase, asks=ask)


def _found(visit: Visit, carrier: str, kind: str, reference: str) -> tuple[CarrierKind, Purchase]:
    """raises  HTTPException (404): this account has no such label"""
    known = visit.center.registry.carriers.get(AppKey(carrier))
    if known is None or kind not in set(LabelKind) or not reference.isprintable():
        raise HTTPException(404)
    purchase = visit.account.labels(known.manifest.key).get(LabelKind(kind), Reference(reference))
    if purchase is None:
        raise HTTPException(404)
    return known, purchase


@router.get("/a/{account}/dispatch/labels/{carrier}/{kind}/document")
def document(
    visit: Visiting, carrier: str, kind: str, reference: str = "", at: int = 0, download: str = ""
) -> Response:
    _, purchase = _found(visit, carrier, kind, reference)
    papers = purchase.label.documents if purchase.label is not None else ()
    if not 0 <= at < len(papers):
        raise HTTPException(404)
    name = f"{carrier}-{papers[at].role.value}-{reference}"
    return paper(papers[at].data, papers[at].format, name, download=bool(download))


@router.post("/a/{account}/dispatch/labels/{carrier}/{kind}")
def change(visit: Visiting, carrier: str, kind: str, posted: Form) -> Response:
    """Cancel it, get its paper again, or say what became of one whose answer was lost."""
    found, purchase = _found(visit, carrier, kind, posted.one("reference"))
    book, clock = visit.account.labels(found.manifest.key), visit.center.clock
    reference = purchase.reference
    try:
        match posted.one("do"):
            case "cancel":
                opened = open_carrier(visit.center, visit.account, found)
                _, answer = cancel_label(opened, book, clock, purchase.kind, reference)
                if answer is not Cancellation.DONE:
                    raise InvalidValue(ANSWERS[answer])
            case "again":
                fetch_again(visit.center, visit.account, found, purchase)
            case "bought":
                number = posted.one("number")
                if not number:
                    raise InvalidValue(LABEL["number_missing"], field="number")
                decide(book, clock, purchase.kind, reference, number)
            case "not_bought":
                decide(book, clock, purchase.kind, reference, None)
            case _:
                raise HTTPException(400)
    except AppError as error:
        field = error.field if isinstance(error, InvalidValue) else None
        problems = {"number" if field == "number" else "label": error.text}
        return _page(visit, found, purchase, 422, problems=problems)
    return visit.go(label_path(visit.base, purchase))


def _page(
    visit: Visit,
    kind: CarrierKind,
    purchase: Purchase,
    status: int = 200,
    *,
    problems: Mapping[str, Text] | None = None,
    asks: str = "",
) -> Response:
    able = kind.info.capabilities
    behind = scanned(visit.center, visit.account, order_word(purchase.reference)).orders
    papers = purchase.label.documents if purchase.label is not None else ()
    is_return = purchase.kind is LabelKind.RETURN
    return visit.page(
        "dispatch/label.html",
        LABEL,
        status,
        kind=kind,
        purchase=purchase,
        papers=papers,
        pdf=DocumentFormat.PDF,
        behind=behind[0] if len(behind) == 1 else None,
        problems=problems or {},
        asks=asks,
        is_return=is_return,
        can_cancel=purchase.state is PurchaseState.BOUGHT and Capability.to_cancel(purchase.kind) in able,
        can_fetch=purchase.state is PurchaseState.BOUGHT
        and not papers
        and Capability.to_fetch(purchase.kind) in able,
        label_states=LABEL_STATES,
        may_change=visit.may("POST /a/{account}/dispatch/labels/{carrier}/{kind}"),
    )
