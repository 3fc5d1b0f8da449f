"""The first page of an account: what needs a person, and the last days."""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app_center.web.charts import HEIGHT, WIDTH, chart
from app_center.web.needs import needs
from app_center.web.pages import ZONE
from app_center.web.visit import Visiting
from app_center.web.words.overview import OVERVIEW

router = APIRouter()

SPANS: Final = (7, 14, 30)


@router.get("/a/{account}/overview")
def overview(visit: Visiting, days: int = SPANS[1]) -> Response:
    """`days`: one of `SPANS`. The page brings itself up to date; without scripts a reload does."""
    span = days if days in SPANS else SPANS[1]
    center, account = visit.center, visit.account.account.id
    now = center.clock.now()
    today = now.astimezone(ZONE).date()
    first = (now - timedelta(days=span + 1)).astimezone(ZONE)
    counted = center.memory.days(account, first, ZONE)
    return visit.page(
        "overview/page.html",
        OVERVIEW,
        needs=needs(center, visit.account, center.memory.waiting(account)),
        apps=bool(visit.account.apps.all()),
        charts=[
            ("orders", chart(counted.orders, today, span), "/orders"),
            ("dispatches", chart(counted.dispatches, today, span), "/dispatch/notices"),
            ("returns", chart(counted.returns, today, span), "/returns"),
        ],
        span=span,
        spans=SPANS,
        size=(WIDTH, HEIGHT),
        now=now,
    )
