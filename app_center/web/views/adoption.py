"""What stands at a marketplace already: looked at, compared field by field, taken over."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app_center.adopting import adopt, found_there
from app_center.catalogue import filled
from app_center.chores import Chore, ChoreState, Told, Work
from app_center.web.column_names import label_of
from app_center.web.forms import AllFields, last
from app_center.web.listing_markets import chosen_market, is_active
from app_center.web.views.files import chores_of
from app_center.web.visit import Fields, Visit, Visiting
from app_center.web.words.adoption import ADOPTION
from core.listing.adoption import Candidate, Match
from ports.hooks import MarketplaceKind

router = APIRouter()

LOOK: Final = "adoption-look"
TAKE: Final = "adoption-take"
CATALOGUE: Final = "catalogue"
PAGE: Final = 50
#: Of what is new here, these are shown: it is taken over with everything.
_SHOWN: Final = ("ean", "product_line", "category", "price")


@router.get("/a/{account}/articles/adopt")
def adoption(visit: Visiting, app: str = "", sku: str = "", chore: str = "", start: int = 0) -> Response:
    return _page(visit, app, sku, chore, start)


def _page(visit: Visit, app: str, sku: str, chore: str, start: int, **said: Any) -> Response:
    kind = chosen_market(visit, app)
    found = chores_of(visit).get(visit.account.account.id, chore)
    if found is not None and found.kind not in {LOOK, TAKE}:
        found = None
    first = max(0, start)
    rows: Sequence[Mapping[str, Any]] = ()
    if found is not None and found.kind == LOOK:
        rows = chores_of(visit).rows(visit.account.account.id, found, first, PAGE + 1)
    return visit.page(
        "articles/adoption.html",
        ADOPTION,
        kind=kind,
        sku=sku,
        chore=found,
        active=is_active(visit, kind),
        rows=rows[:PAGE],
        following=first + PAGE if len(rows) > PAGE else None,
        running=found is not None and found.state in {ChoreState.RUNNING, ChoreState.READY},
        label_of=label_of,
        **{"told": None, **said},
    )


@router.post("/a/{account}/articles/adopt")
def act(visit: Visiting, fields: AllFields) -> Response:
    """Look at what stands there, or take over what was chosen, or all of it."""
    kind = chosen_market(visit, last(fields, "app"))
    do = last(fields, "do")
    skus = [sku for sku in fields.get("sku", ()) if sku.strip()]
    if do == "take" and not skus:
        said = {"told": ADOPTION["none_chosen"]}
        return _page(visit, kind.manifest.key, "", last(fields, "chore"), 0, **said)
    if do in {"take", "take_all"}:
        return _begin(visit, kind, TAKE, _take(visit, kind, skus if do == "take" else []))
    named = [word for text in skus for word in text.split("\n")]
    return _begin(visit, kind, LOOK, _look(visit, kind, [word.strip() for word in named]))


def _begin(visit: Visit, kind: MarketplaceKind, name: str, work: Work) -> Response:
    chore = chores_of(visit).take(visit.account.account.id, name, {"app": kind.manifest.key}, None)
    chores_of(visit).begin(visit.account.account.id, chore, {}, work)
    return visit.go(_address(visit, chore))


def _address(visit: Visit, chore: Chore) -> str:
    query = urlencode({"app": chore.facts["app"], "chore": chore.id})
    return f"{visit.base}/articles/adopt?{query}"


def _look(visit: Visit, kind: MarketplaceKind, skus: Sequence[str]) -> Work:
    center, memory = visit.center, visit.account

    def work(told: Told) -> None:
        counts = dict.fromkeys(["found", *Match], 0)
        for found in found_there(center, memory, kind, skus):
            counts["found"] += 1
            counts[found.match.value] += 1
            if found.match is not Match.KNOWN:
                told.row(_row(found))
            told.count(counts)
        told.count(counts)

    return work


def _take(visit: Visit, kind: MarketplaceKind, skus: Sequence[str]) -> Work:
    center, memory = visit.center, visit.account

    def work(told: Told) -> None:
        looked = 0

        def one(_: Candidate) -> None:
            nonlocal looked
            looked += 1
            told.count({"found": looked})

        taken = adopt(center, memory, kind, skus, one)
        told.count({"found": looked, "taken": taken})

    return work


def _row(found: Candidate) -> dict[str, object]:
    shown = [(column, "", found.there[column]) for column in _SHOWN if column in found.there]
    differing = [(each.column, each.here, each.there) for each in found.differences if each.column != "sku"]
    return {
        "sku": found.sku,
        "match": found.match.value,
        "other": found.other or "",
        "fields": shown if found.match is Match.NEW else differing,
    }


@router.post("/a/{account}/articles/catalogue")
def read_catalogue(visit: Visiting, fields: Fields) -> Response:
    """Brands and categories, for the first time; later their own pass keeps them fresh."""
    kind = chosen_market(visit, fields.get("app", ""))
    center, memory, sku = visit.center, visit.account, fields.get("cell.sku", "")

    def work(told: Told) -> None:
        pages = 0

        def one(_: str) -> None:
            nonlocal pages
            pages += 1
            told.count({"pages": pages})

        filled(center, memory, kind, one)
        told.count({"pages": pages})

    chore = chores_of(visit).take(
        memory.account.id, CATALOGUE, {"app": kind.manifest.key, "sku": sku[:200]}, None
    )
    chores_of(visit).begin(memory.account.id, chore, {}, work)
    return visit.go(f"{visit.base}/articles/catalogue?{urlencode({'chore': chore.id})}")


@router.get("/a/{account}/articles/catalogue")
def catalogue(visit: Visiting, chore: str = "") -> Response:
    found = chores_of(visit).get(visit.account.account.id, chore)
    if found is None or found.kind != CATALOGUE:
        return visit.go(f"{visit.base}/articles")
    if found.state is ChoreState.DONE:
        query = {"app": found.facts["app"], "sku": found.facts["sku"]}
        return visit.go(f"{visit.base}/articles/mask?{urlencode(query)}")
    return visit.page("articles/catalogue.html", ADOPTION, chore=found)
