"""Stock and listings in and out of files: tried first, every bad row named, then taken over."""

from collections.abc import Callable, Iterator, Mapping
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Final, TextIO
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app_center.chores import Chore, Chores, ChoreState, Told, Work
from app_center.followups import due_after_stock_changed, start_due
from app_center.listing_files import BadRow as BadListing
from app_center.listing_files import Imported, export_file, import_file
from app_center.stock_files import export_stock
from app_center.tables import lines_of
from app_center.web.forms import Upload
from app_center.web.listing_markets import chosen_market, listing_markets
from app_center.web.visit import Fields, Visit, Visiting
from app_center.web.words.files import FILES
from core.apps import AppKey
from core.text import Text
from sync.stock_import import BadRow as BadStock
from sync.stock_import import import_stock

router = APIRouter()

STOCK: Final = "stock"
LISTINGS: Final = "listings"
#: Bad rows on one page.
PAGE: Final = 200
#: Lines between two words on how far it is.
_TELL: Final = 500
_PIECE: Final = 1 << 20


def chores_of(visit: Visit) -> Chores:
    chores: Chores = visit.request.app.state.chores
    return chores


@router.get("/a/{account}/articles/files")
def files(visit: Visiting, app: str = "") -> Response:
    return _page(visit, app, {})


def _page(visit: Visit, app: str, problems: Mapping[str, Text], status: int = 200) -> Response:
    markets = listing_markets(visit)
    kind = next((each for each in markets if each.manifest.key == app), markets[0] if markets else None)
    return visit.page("articles/files.html", FILES, status, markets=markets, kind=kind, problems=problems)


@router.post("/a/{account}/articles/files")
def upload(visit: Visiting, fields: Fields, file: Upload) -> Response:
    """Takes the file, and tries it: nothing is stored before somebody has seen what it would do."""
    what = fields.get("what", STOCK)
    app = fields.get("app", "")
    if file is None or what not in {STOCK, LISTINGS}:
        return _page(visit, app, {f"file-{what}": FILES["no_file"]}, 422)
    facts = {"name": (file.filename or "")[:200], "app": app, "tick": fields.get("tick", "")}
    if what == LISTINGS:
        facts["app"] = chosen_market(visit, app).manifest.key
    chore = chores_of(visit).take(visit.account.account.id, what, facts, file.file)
    return _begin(visit, chore, dry_run=True)


@router.get("/a/{account}/articles/files/run")
def run(visit: Visiting, chore: str = "", start: int = 0) -> Response:
    found = chores_of(visit).get(visit.account.account.id, chore)
    if found is None or found.kind not in {STOCK, LISTINGS}:
        return visit.go(f"{visit.base}/articles/files")
    first = max(0, start)
    rows = chores_of(visit).rows(visit.account.account.id, found, first, PAGE + 1)
    return visit.page(
        "articles/run.html",
        FILES,
        chore=found,
        dry_run=found.facts.get("dry_run") == "yes",
        rows=[(row, Text(*row["reason"])) for row in rows[:PAGE]],
        following=first + PAGE if len(rows) > PAGE else None,
        running=found.state is ChoreState.RUNNING,
    )


@router.post("/a/{account}/articles/files/run")
def go_on(visit: Visiting, fields: Fields) -> Response:
    """After the trial: take it over, or forget it."""
    chores, account = chores_of(visit), visit.account.account.id
    found = chores.get(account, fields.get("chore", ""))
    if found is None or found.kind not in {STOCK, LISTINGS}:
        return visit.go(f"{visit.base}/articles/files")
    if fields.get("do") == "forget":
        if found.state is not ChoreState.RUNNING:
            chores.forget(account, found)
        return visit.go(f"{visit.base}/articles/files")
    if found.state is ChoreState.RUNNING:
        return visit.go(_address(visit, found))
    return _begin(visit, found, dry_run=fields.get("do") != "take")


def _begin(visit: Visit, chore: Chore, *, dry_run: bool) -> Response:
    work = (_stock if chore.kind == STOCK else _listings)(visit, chore, dry_run=dry_run)
    chores_of(visit).begin(visit.account.account.id, chore, {"dry_run": "yes" if dry_run else "no"}, work)
    return visit.go(_address(visit, chore))


def _address(visit: Visit, chore: Chore) -> str:
    return f"{visit.base}/articles/files/run?{urlencode({'chore': chore.id})}"


def _stock(visit: Visit, chore: Chore, *, dry_run: bool) -> Work:
    center, memory = visit.center, visit.account
    offered = None if chore.facts.get("tick") else False

    def work(told: Told) -> None:
        bad = 0

        def named(row: BadStock) -> None:
            nonlocal bad
            bad += 1
            told.row(_row(row.line, row.sku, row.column or "", row.reason))

        def counted(lines: Iterator[str]) -> Iterator[str]:
            for number, line in enumerate(lines):
                if number % _TELL == 0:
                    told.count({"rows": number, "bad": bad})
                yield line

        with lines_of(told.file) as lines:
            done = import_stock(
                counted(iter(lines)),
                memory.warehouse,
                center.clock,
                offered=offered,
                dry_run=dry_run,
                on_bad=named,
            )
        told.count(
            {"rows": done.good + done.bad, "good": done.good, "changed": done.changed, "bad": done.bad}
        )
        if done.changed:
            start_due(center, memory, due_after_stock_changed(center, memory))

    return work


def _listings(visit: Visit, chore: Chore, *, dry_run: bool) -> Work:
    center, memory = visit.center, visit.account
    book = memory.listings(AppKey(chore.facts["app"]))

    def work(told: Told) -> None:
        def named(row: BadListing) -> None:
            told.row(_row(row.row, "", row.column, row.reason))

        def far(done: Imported) -> None:
            told.count(_counts(done))

        done = import_file(told.file, book, center.clock.now(), dry_run=dry_run, on_bad=named, told=far)
        told.count(_counts(done))

    return work


def _counts(done: Imported) -> dict[str, int]:
    good = done.changed + done.unchanged
    return {"rows": done.rows, "good": good, "changed": done.changed, "bad": done.bad}


def _row(line: int, sku: str, column: str, reason: Text) -> dict[str, object]:
    return {"line": line, "sku": sku, "column": column, "reason": [reason.en, reason.de]}


@router.get("/a/{account}/articles/export")
def export(visit: Visiting, what: str = STOCK, app: str = "") -> Response:
    """A file that the import takes as it is."""
    memory = visit.account
    if what == LISTINGS:
        key = chosen_market(visit, app).manifest.key
        return _download(lambda file: export_file(file, memory.listings(key)), f"listings-{key}.csv")
    return _download(lambda file: export_stock(file, memory.warehouse), "stock.csv")


def _download(write: Callable[[TextIO], int], name: str) -> Response:
    """Written before the first byte goes out, so that a slow browser holds no connection of the database."""
    file = SpooledTemporaryFile(max_size=_PIECE)  # noqa: SIM115 - closed by the last piece
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    write(text)
    text.detach()
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_pieces(file), media_type="text/csv; charset=utf-8", headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
