"""The shelves of apps."""

from fastapi import APIRouter
from starlette.responses import Response

from app_center.web.standing import standing
from app_center.web.visit import Visiting
from app_center.web.words.apps import APPS, ONBOARDING, START_AT_OTTO
from core.apps import AppState
from ports.hooks import Category

router = APIRouter()


@router.get("/a/{account}/apps")
def apps(visit: Visiting, shelf: str = "", category: str = "", q: str = "") -> Response:
    registry = visit.center.registry
    records = {record.app: record for record in visit.account.apps.all()}
    mine = {key for key, record in records.items() if record.state is not AppState.OFFERED}
    if shelf not in {"mine", "all"}:
        shelf = "mine" if mine else "all"
    shown = [
        (kind, standing(visit.account.apps.get(kind.manifest.key)))
        for kind in registry.search(q)
        if (shelf == "all" or kind.manifest.key in mine) and category in {"", kind.manifest.category.value}
    ]
    return visit.page(
        "apps/list.html",
        APPS,
        shown=shown,
        shelf=shelf,
        category=category,
        categories=list(Category),
        q=q,
        mine=len(mine),
        every=len(registry.apps),
        left_out=registry.left_out if visit.user.operator else (),
    )


@router.get("/a/{account}/start-at-otto")
def start_at_otto(visit: Visiting) -> Response:
    return visit.page("apps/start_at_otto.html", START_AT_OTTO, steps=ONBOARDING)
