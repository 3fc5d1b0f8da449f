"""Articles and their stock."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app_center.api.caller import Caller, Calling
from app_center.api.paging import USUAL, Cursor, Limit, Page, cursor_of, page, place_of
from app_center.api.problems import missing
from app_center.api.route import InterfaceRoute
from app_center.api.shapes import Line, Moment, Pieces, SkuPath, SkuText, Told
from app_center.followups import due_after_stock_changed
from app_center.foreman import wake
from core.articles import Article, Count, Level
from core.errors import InvalidValue
from core.orders import Sku
from core.text import Text

router = APIRouter(prefix="/accounts/{account}", route_class=InterfaceRoute)

ARTICLES, STOCK = "articles", "stock"


class StockView(BaseModel):
    """In pieces. `free` is what may still be promised, and is negative after an oversale. `revision` grows
    with every change of any article of the account."""

    sku: str
    on_hand: int
    reserved: int
    buffer: int
    free: int
    revision: int


class ArticleView(BaseModel):
    """`offered`: whether portals offer it unless the seller says otherwise."""

    sku: str
    ean: str
    title: str
    offered: bool
    stock: StockView
    counted_at: Moment


class ArticleTold(Told):
    """What is not named stays as it is. `on_hand` counts the promised pieces too."""

    ean: Annotated[str, Field(max_length=14)] | None = None
    title: Line | None = None
    offered: bool | None = None
    on_hand: Pieces | None = None
    buffer: Pieces | None = None


class CountTold(Told):
    sku: SkuText
    on_hand: Pieces
    buffer: Pieces | None = None


class CountsTold(Told):
    counts: Annotated[list[CountTold], Field(min_length=1, max_length=500)]


class Counted(BaseModel):
    """`changed` of the counts changed an article."""

    changed: int


@router.get("/articles", tags=[ARTICLES])
def articles(caller: Calling, cursor: Cursor = None, limit: Limit = USUAL) -> Page[ArticleView]:
    """By SKU."""
    after = place_of(ARTICLES, cursor, str)
    found = caller.memory.warehouse.page(Sku(str(after[0])) if after else None, limit + 1)
    data, following = page(found, limit, _article, lambda each: cursor_of(ARTICLES, each.sku))
    return Page(data=data, next=following)


@router.get("/articles/{sku:path}", tags=[ARTICLES])
def article(caller: Calling, sku: SkuPath) -> ArticleView:
    return _found(caller, sku)


@router.put("/articles/{sku:path}", tags=[ARTICLES])
def put_article(caller: Calling, sku: SkuPath, told: ArticleTold) -> ArticleView:
    """Make it, or change what is named. Quantities on all portals follow."""
    count = Count(Sku(sku), told.on_hand, told.buffer, told.ean, told.title, told.offered)
    _take_over(caller, [count])
    return _found(caller, sku)


@router.get("/stock", tags=[STOCK])
def stock(
    caller: Calling,
    cursor: Cursor = None,
    limit: Limit = USUAL,
    since: Annotated[int, Query(ge=0, lt=2**53, description="A revision: only what changed after it.")] = 0,
) -> Page[StockView]:
    """What changed, in the order of its last change: whoever follows the cursors to the end, and asks later
    with the highest `revision` as `since`, misses nothing."""
    after = place_of(STOCK, cursor, int)
    found = caller.memory.warehouse.changed(int(after[0]) if after else since, limit + 1)
    data, following = page(found, limit, _stock, lambda each: cursor_of(STOCK, each.revision))
    return Page(data=data, next=following)


@router.post("/stock", tags=[STOCK])
def count_stock(caller: Calling, told: CountsTold) -> Counted:
    """All of them or none: what is no article, or stands twice in it, is an error at its place."""
    skus = [Sku(each.sku) for each in told.counts]
    known = {each.sku for each in caller.memory.warehouse.find(skus)}
    for number, sku in enumerate(skus):
        if sku not in known:
            raise _wrong(
                number, Text(en=f"there is no article {sku!r}", de=f"es gibt keinen Artikel „{sku}“")
            )
        if sku in skus[:number]:
            raise _wrong(number, Text(en="stands in it twice", de="steht doppelt darin"))
    counts = [Count(Sku(each.sku), each.on_hand, each.buffer) for each in told.counts]
    return Counted(changed=_take_over(caller, counts))


def _wrong(number: int, text: Text) -> InvalidValue:
    return InvalidValue(text, field=f"counts.{number}.sku")


def _take_over(caller: Caller, counts: list[Count]) -> int:
    changed = caller.memory.warehouse.count(counts, caller.now())
    if changed:
        for app, concern in due_after_stock_changed(caller.center, caller.memory):
            wake(caller.center, caller.memory, caller.center.kind(app), concern, "stock")
    return changed


def _found(caller: Caller, sku: str) -> ArticleView:
    found = caller.memory.warehouse.find([Sku(sku)])
    if not found:
        raise missing()
    return _article(found[0])


def _article(each: Article) -> ArticleView:
    return ArticleView(
        sku=each.sku,
        ean=each.ean,
        title=each.title,
        offered=each.level.offered,
        stock=_stock(each.level),
        counted_at=each.counted_at,
    )


def _stock(level: Level) -> StockView:
    return StockView(
        sku=level.sku,
        on_hand=level.on_hand,
        reserved=level.reserved,
        buffer=level.buffer,
        free=level.free,
        revision=level.revision,
    )
