"""Articles at a marketplace: what each shows, how it is switched, and why it is so."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app_center.api.caller import Caller, Calling
from app_center.api.paging import USUAL, Cursor, Limit, Page, cursor_of, place_of
from app_center.api.problems import INVALID, Problem
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import AppPath, Moment, Pieces, SkuText, Told
from app_center.foreman import wake
from app_center.listings import Told as Explained
from app_center.listings import explained_some, shown_of
from app_center.stock_passes import portal_account_of
from app_center.switches import question_before, turn
from core.listing.facts import ListingState
from core.orders import Sku
from core.switching import Switch
from core.why_quantity import wanted_of, why
from ports.hooks import MarketplaceKind
from ports.memory import AssortmentQuery, QuantityRecord

router = APIRouter(
    prefix="/accounts/{account}/apps/{app}/listings", tags=["listings"], route_class=InterfaceRoute
)

LISTINGS = "listings"
Skus = Annotated[list[SkuText], Field(min_length=1, max_length=500)]


class QuantityView(BaseModel):
    """In pieces. `acknowledged`: what the marketplace said it shows; null: never told. `why`: a sentence."""

    ticked: bool
    maximum: int | None
    wanted: int
    acknowledged: int | None
    acknowledged_at: Moment | None
    why: str


class SwitchView(BaseModel):
    """The seller's switch: what he said last, how it stands, and why it was refused."""

    wanted: bool | None
    on: bool | None
    under_way: bool
    refused: str | None


class ListingView(BaseModel):
    """`state`, `why` and `action` are of the listing itself; null for an article that is none."""

    sku: str
    state: ListingState | None
    why: str | None
    action: str | None
    quantity: QuantityView | None
    switch: SwitchView | None


class SwitchesTold(Told):
    """`confirmed`: needed where a large share of the articles would go off."""

    skus: Skus
    on: bool
    confirmed: bool = False


class TicksTold(Told):
    """`maximum`: the most to show; null leaves it, `unlimited` takes it away."""

    skus: Skus
    ticked: bool
    maximum: Pieces | None = None
    unlimited: bool = False


class Taken(BaseModel):
    """It is taken over and goes out at once, by whoever works."""

    skus: list[str]


@router.get("")
def listings(caller: Calling, app: AppPath, cursor: Cursor = None, limit: Limit = USUAL) -> Page[ListingView]:
    """Articles, listings, and what stands at the marketplace only; each once, in an order that stays."""
    kind = caller.marketplace(app)
    after = place_of(LISTINGS, cursor, str)
    book = caller.memory.assortment(kind.manifest.key)
    found = book.find(AssortmentQuery(), Sku(str(after[0])) if after else None, limit + 1)
    shown = found[:limit]
    following = cursor_of(LISTINGS, shown[-1]) if len(found) > limit else None
    return Page(data=_views(caller, kind, shown), next=following)


@router.post("/switches", status_code=202)
def switches(caller: Calling, app: AppPath, told: SwitchesTold) -> Taken:
    """Activate or deactivate. It becomes so a little later; ask for the listings."""
    kind = caller.marketplace(app)
    skus = sorted({Sku(sku) for sku in told.skus})
    question = None if told.on or told.confirmed else question_before(caller.memory, kind, skus)
    if question is not None:
        raise Problem(INVALID, question, [("confirmed", question)])
    turn(caller.memory, kind, skus, on=told.on)
    wake(caller.center, caller.memory, kind, "switches", "asked")
    return Taken(skus=list(skus))


@router.post("/ticks", status_code=202)
def ticks(caller: Calling, app: AppPath, told: TicksTold) -> Taken:
    """Whether the quantities of these articles follow the stock here, and how many are shown at most."""
    kind = caller.marketplace(app)
    skus = sorted({Sku(sku) for sku in told.skus})
    caller.memory.quantities(kind.manifest.key).arrange(
        skus,
        portal_account_of(caller.memory, kind),
        caller.now(),
        ticked=told.ticked,
        maximum=-1 if told.unlimited else told.maximum,
    )
    wake(caller.center, caller.memory, kind, "stock", "asked")
    return Taken(skus=list(skus))


def _views(caller: Caller, kind: MarketplaceKind, skus: Sequence[Sku]) -> list[ListingView]:
    key, memory = kind.manifest.key, caller.memory
    quantities = memory.quantities(key).some(skus)
    switched = memory.switches(key).some(skus)
    explained = explained_some(memory, kind, caller.center.clock, skus, shown_of(memory, kind, skus))
    return [_view(caller, sku, explained.get(sku), quantities.get(sku), switched.get(sku)) for sku in skus]


def _view(
    caller: Caller,
    sku: Sku,
    told: Explained | None,
    quantity: QuantityRecord | None,
    switch: Switch | None,
) -> ListingView:
    explanation = None if told is None else told.explanation
    return ListingView(
        sku=sku,
        state=None if explanation is None else explanation.state,
        why=None if explanation is None else caller.say(explanation.why),
        action=None if explanation is None else caller.say(explanation.action),
        quantity=None if quantity is None else _quantity(caller, quantity),
        switch=None if switch is None else _switch(caller, switch),
    )


def _quantity(caller: Caller, record: QuantityRecord) -> QuantityView:
    display = record.display
    return QuantityView(
        ticked=display.ticked,
        maximum=display.maximum,
        wanted=wanted_of(display),
        acknowledged=display.acknowledged,
        acknowledged_at=display.acknowledged_at,
        why=why(display).into(caller.language),
    )


def _switch(caller: Caller, switch: Switch) -> SwitchView:
    return SwitchView(
        wanted=switch.wanted,
        on=switch.on,
        under_way=switch.due or switch.task is not None,
        refused=caller.say(switch.refused),
    )
