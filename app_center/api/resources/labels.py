"""Labels of a carrier: bought once for each reference."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from app_center.api.caller import Caller, Calling
from app_center.api.paging import USUAL, Cursor, Limit, Page, cursor_of, page, place_of
from app_center.api.problems import missing
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import AppPath, IdPath, Line, Moment, Told
from app_center.labels import buy, label_order, sender
from core.parcel import DocumentFormat, DocumentRole, LabelKind, Reference
from core.purchases import Purchase, PurchaseState

router = APIRouter(
    prefix="/accounts/{account}/apps/{app}/labels", tags=["labels"], route_class=InterfaceRoute
)

LABELS = "labels"
Millimetres = Annotated[int, Field(ge=1, le=100_000, strict=True)]
_MEDIA = {
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.PNG: "image/png",
}


class LabelTold(Told):
    """What is bought, for whom. `kind` return: for the parcel that comes back. The address is the consumer's;
    the account's own is in the app's settings. `country` is ISO 3166-1 alpha-2."""

    kind: LabelKind
    reference: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
    name: Line
    company: Line = ""
    addition: Line = ""
    street: Line
    house_number: Line = ""
    postal_code: Line
    city: Line
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "DE"
    email: Line = ""
    phone: Line = ""
    weight_g: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    size_mm: Annotated[list[Millimetres], Field(min_length=3, max_length=3)] | None = None
    format: DocumentFormat = DocumentFormat.PDF
    outbound: Line | None = None
    order_number: Line | None = None
    reason: Line | None = None
    enclosed_return: bool = False
    options: Annotated[dict[str, Line], Field(default_factory=dict, max_length=50)]


class DocumentView(BaseModel):
    role: DocumentRole
    format: DocumentFormat
    path: str


class LabelView(BaseModel):
    """`state` outcome_unknown: it may be bought; nothing is bought again before that is known."""

    kind: LabelKind
    reference: str
    state: PurchaseState
    number: str | None
    return_number: str | None
    tracking_url: str | None
    documents: list[DocumentView]
    reason: str | None
    begun_at: Moment
    settled_at: Moment | None


@router.get("")
def labels(caller: Calling, app: AppPath, cursor: Cursor = None, limit: Limit = USUAL) -> Page[LabelView]:
    """By reference and kind, without their documents."""
    book = caller.memory.labels(caller.carrier(app).manifest.key)
    after = place_of(LABELS, cursor, str, str)
    found = book.page((Reference(str(after[0])), str(after[1])) if after else None, limit + 1)
    data, following = page(
        found,
        limit,
        lambda each: _label(caller, app, each),
        lambda each: cursor_of(LABELS, each.reference, each.kind.value),
    )
    return Page(data=data, next=following)


@router.get("/{kind}/{reference}")
def label(caller: Calling, app: AppPath, kind: LabelKind, reference: IdPath) -> LabelView:
    return _label(caller, app, _found(caller, app, kind, reference))


@router.get(
    "/{kind}/{reference}/documents/{number}",
    response_class=Response,
    responses={200: {"content": {name: {} for name in (*_MEDIA.values(), "application/octet-stream")}}},
)
def document(
    caller: Calling,
    app: AppPath,
    kind: LabelKind,
    reference: IdPath,
    number: Annotated[int, Path(ge=0, le=100)],
) -> Response:
    """The document itself."""
    found = _found(caller, app, kind, reference).label
    if found is None or number >= len(found.documents):
        raise missing()
    paper = found.documents[number]
    return Response(paper.data, media_type=_MEDIA.get(paper.format, "application/octet-stream"))


@router.post("", status_code=201)
def buy_label(caller: Calling, app: AppPath, told: LabelTold) -> LabelView:
    """Buy it now. The same reference again gives the same label and buys nothing. Look at `state`: an order
    that the carrier refuses is kept as failed, with the reason."""
    kind = caller.carrier(app)
    content = told.model_dump(mode="json", exclude={"kind", "reference"}, exclude_none=True)
    wanted = label_order(
        content,
        kind=told.kind,
        reference=told.reference,
        merchant=sender(caller.memory, kind),
        now=caller.now(),
    )
    purchase = buy(caller.center, caller.memory, kind, wanted)
    return _label(caller, app, purchase)


def _found(caller: Caller, app: str, kind: LabelKind, reference: str) -> Purchase:
    found = caller.memory.labels(caller.carrier(app).manifest.key).get(kind, Reference(reference))
    if found is None:
        raise missing()
    return found


def _label(caller: Caller, app: str, purchase: Purchase) -> LabelView:
    bought = purchase.label
    place = f"/api/v1/accounts/{caller.key.account}/apps/{app}/labels/{purchase.kind}/{purchase.reference}"
    papers = bought.documents if bought else ()
    return LabelView(
        kind=purchase.kind,
        reference=purchase.reference,
        state=purchase.state,
        number=bought.number if bought else None,
        return_number=bought.return_number if bought else None,
        tracking_url=bought.tracking_url if bought else None,
        documents=[
            DocumentView(role=paper.role, format=paper.format, path=f"{place}/documents/{number}")
            for number, paper in enumerate(papers)
        ],
        reason=caller.say(purchase.reason),
        begun_at=purchase.begun_at,
        settled_at=purchase.settled_at,
    )
