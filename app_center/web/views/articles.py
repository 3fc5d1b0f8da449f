"""Articles: the table, and the seller's switch of many at once."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app_center.articles import look_through
from app_center.followups import start_due
from app_center.stock_passes import portal_account_of
from app_center.switches import question_before, turn
from app_center.web.column_names import advice, worded
from app_center.web.forms import AllFields, Several, last
from app_center.web.listing_markets import chosen_market, is_active, listing_markets
from app_center.web.visit import Visit, Visiting
from app_center.web.words.articles import ARTICLES, STATES
from core.orders import Sku
from core.text import Text
from core.why_quantity import wanted_of
from ports.hooks import MarketplaceKind
from ports.memory import Aspect

router = APIRouter()

_DONE: Final = frozenset({"on", "off", "ticked", "unticked", "none"})
#: More than these are not handed over at once: each is a row of the form.
_MOST_WORDS: Final = 8


@router.get("/a/{account}/articles")
def articles(
    visit: Visiting, app: str = "", aspect: str = "", q: str = "", after: str = "", done: str = ""
) -> Response:
    told = ARTICLES[f"done_{done}"] if done in _DONE else None
    return _page(visit, _Where(app, aspect, q, after), told=told)


class _Where(NamedTuple):
    """The page of the table that somebody looks at."""

    app: str
    aspect: str
    q: str
    after: str


def _page(visit: Visit, where: _Where, status: int = 200, **said: Any) -> Response:
    markets = listing_markets(visit)
    if not markets:
        return visit.page("articles/none.html", ARTICLES)
    kind = next((each for each in markets if each.manifest.key == where.app), markets[0])
    chosen = Aspect(where.aspect) if where.aspect in set(Aspect) else Aspect.ALL
    words = tuple(dict.fromkeys(where.q.lower().split()))[:_MOST_WORDS]
    place = Sku(where.after) if where.after else None
    page = look_through(visit.center, visit.account, kind, chosen, words, place)
    return visit.page(
        "articles/list.html",
        ARTICLES,
        status,
        markets=markets,
        kind=kind,
        aspects=list(Aspect),
        aspect=chosen,
        q=where.q,
        after=where.after,
        page=page,
        portals=[each for each in markets if is_active(visit, each)] or [kind],
        total=visit.account.assortment(kind.manifest.key).count(),
        states=STATES,
        advice=advice,
        worded=worded,
        wanted_of=wanted_of,
        **{"told": None, "question": None, "picked": (), "trouble": None, **said},
    )


@router.post("/a/{account}/articles/switch")
def switch(visit: Visiting, fields: AllFields) -> Response:
    """Many listings on or off, or their quantities to follow the stock; a single one by its own button."""
    skus = _picked(fields)
    kind = chosen_market(visit, last(fields, "app"))
    where = _Where(*(last(fields, name) for name in ("app", "aspect", "q", "after")))
    do = "on" if last(fields, "only") else last(fields, "do")
    if not skus or do not in {"on", "off", "tick", "untick"}:
        return _go(visit, fields, "none")
    if do == "off" and not last(fields, "sure"):
        question = question_before(visit.account, kind, skus)
        if question is not None:
            return _page(visit, where, 409, question=question, picked=skus)
    if do in {"on", "off"}:
        turn(visit.account, kind, skus, on=do == "on")
        outcomes = start_due(visit.center, visit.account, [(kind.manifest.key, "switches")])
    else:
        _arrange(visit, kind, skus, ticked=do == "tick")
        outcomes = start_due(visit.center, visit.account, [(kind.manifest.key, "stock")])
        do = f"{do}ed"
    trouble = next((outcome for _, outcome in outcomes if isinstance(outcome, Text)), None)
    if trouble is not None:
        return _page(visit, where, trouble=trouble)
    return _go(visit, fields, do)


def _arrange(visit: Visit, kind: MarketplaceKind, skus: Sequence[Sku], *, ticked: bool) -> None:
    channel = portal_account_of(visit.account, kind)
    book = visit.account.quantities(kind.manifest.key)
    book.arrange(skus, channel, visit.center.clock.now(), ticked=ticked)


def _picked(fields: Several) -> list[Sku]:
    only = last(fields, "only")
    given = [only] if only else fields.get("sku", ())
    return [Sku(sku) for sku in dict.fromkeys(given) if sku and sku.isprintable()]


def _go(visit: Visit, fields: Several, done: str) -> Response:
    query = {name: last(fields, name) for name in ("app", "aspect", "q", "after")}
    return visit.go(f"{visit.base}/articles?{urlencode({**query, 'done': done})}")
