"""One article: its stock, what every portal shows and why, and the changes of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app_center.articles import Row, rows_of
from app_center.followups import due_after_stock_changed, start_due
from app_center.stock_passes import portal_account_of
from app_center.web.column_names import advice, worded
from app_center.web.forms import AllFields, Several, last, whole
from app_center.web.listing_markets import listing_markets
from app_center.web.quantity_chart import Chart, chart_of
from app_center.web.visit import Visit, Visiting
from app_center.web.words.article import ARTICLE, OUTCOMES
from app_center.web.words.articles import STATES
from core.articles import Count
from core.errors import InvalidValue
from core.exposure import seconds_of
from core.orders import Sku
from core.text import Text
from core.why_quantity import wanted_of, why
from ports.hooks import MarketplaceKind
from ports.inventory import StoredClaim
from ports.memory import QuantityEntry, QuantityRecord

router = APIRouter()

#: Entries of the ledger that are shown.
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Portal:
    """What one portal shows of it. `record` None: it was never on it."""

    kind: MarketplaceKind
    record: QuantityRecord | None
    row: Row
    chart: Chart | None
    history: Sequence[QuantityEntry]

    @property
    def key(self) -> str:
        return self.kind.manifest.key

    @property
    def standing(self) -> str:
        """One word for the sign: unticked, refused, moving, fine."""
        if self.record is None or not self.record.display.ticked:
            return "unticked"
        display = self.record.display
        if display.refusal is not None:
            return "refused"
        return "moving" if display.due_at or display.doubts else "fine"


@router.get("/a/{account}/articles/one")
def article(visit: Visiting, sku: str = "", done: str = "") -> Response:
    if not sku:
        return visit.go(f"{visit.base}/articles")
    return _page(visit, Sku(sku), told=ARTICLE["saved"] if done == "saved" else None)


def _page(visit: Visit, sku: Sku, status: int = 200, **said: Any) -> Response:
    portals = [_portal(visit, kind, sku) for kind in listing_markets(visit)]
    found = visit.account.warehouse.find([sku]) if sku.isprintable() else []
    if not found and not any(portal.record or portal.row.told for portal in portals):
        raise HTTPException(404)
    return visit.page(
        "articles/one.html",
        ARTICLE,
        status,
        sku=sku,
        article=found[0] if found else None,
        portals=portals,
        reserved=_grouped(visit.account.warehouse.reserved(sku)),
        states=STATES,
        outcomes=OUTCOMES,
        why=why,
        wanted_of=wanted_of,
        advice=advice,
        worded=worded,
        seconds_of=seconds_of,
        shown_most=_SHOWN,
        now=visit.center.clock.now(),
        **{"told": None, "trouble": None, "problems": {}, "typed": None, **said},
    )


def _portal(visit: Visit, kind: MarketplaceKind, sku: Sku) -> Portal:
    (row,) = rows_of(visit.center, visit.account, kind, [sku])
    record = row.portals.get(kind.manifest.key)
    entries = visit.account.quantities(kind.manifest.key).history(sku) if record else ()
    chart = None if record is None else chart_of(entries, record.display, visit.center.clock.now())
    return Portal(kind, record, row, chart, entries)


def _grouped(claims: Sequence[StoredClaim]) -> Mapping[tuple[str, str], list[StoredClaim]]:
    """By app and order, the earliest sale first."""
    found: dict[tuple[str, str], list[StoredClaim]] = {}
    for claim in claims:
        found.setdefault((claim.key.app, claim.key.sales_order_id), []).append(claim)
    return found


@router.post("/a/{account}/articles/one")
def save(visit: Visiting, fields: AllFields) -> Response:
    """Stock and portals as the form has them; with "PüMa" the quantities follow at once."""
    sku = Sku(last(fields, "sku"))
    if not sku:
        return visit.go(f"{visit.base}/articles")
    problems = _wrong(fields)
    try:
        count = Count(sku, whole(last(fields, "on_hand")), whole(last(fields, "buffer")))
    except InvalidValue as error:
        problems.setdefault(error.field or "on_hand", error.text)
    if problems:
        return _page(visit, sku, 422, problems=problems, typed={name: last(fields, name) for name in fields})
    _take_over(visit, fields, count)
    if last(fields, "do") == "align":
        due = due_after_stock_changed(visit.center, visit.account)
        outcomes = start_due(visit.center, visit.account, due)
        trouble = next((outcome for _, outcome in outcomes if isinstance(outcome, Text)), None)
        if trouble is not None:
            return _page(visit, sku, told=ARTICLE["saved"], trouble=trouble)
    return visit.go(f"{visit.base}/articles/one?{urlencode({'sku': sku, 'done': 'saved'})}")


def _wrong(fields: Several) -> dict[str, Text]:
    """Fields that hold something else than a whole number. A maximum may be empty: there is none."""
    problems = {}
    for name in fields:
        text, is_maximum = last(fields, name), name.startswith("maximum.")
        if name in {"on_hand", "buffer"} or (is_maximum and text.strip()):
            pieces = whole(text)
            if pieces is None or pieces < 0:
                problems[name] = ARTICLE["no_pieces"]
    return problems


def _take_over(visit: Visit, fields: Several, count: Count) -> None:
    now = visit.center.clock.now()
    if count.on_hand is not None or count.buffer is not None:
        visit.account.warehouse.count([count], now)
    for kind in listing_markets(visit):
        key = kind.manifest.key
        if f"maximum.{key}" in fields:
            most = whole(last(fields, f"maximum.{key}"))
            visit.account.quantities(key).arrange(
                [count.sku],
                portal_account_of(visit.account, kind),
                now,
                ticked=bool(last(fields, f"ticked.{key}")),
                maximum=-1 if most is None else most,
            )
