"""The lister's mask: type in, check while typing, save as a draft, list."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app_center import mask as model
from app_center.followups import start_due
from app_center.listings import explained_some, judge_of, shown_of
from app_center.mask import Look, fresh_cells, look_at
from app_center.web import mask_form
from app_center.web.column_names import advice, label_of, worded
from app_center.web.forms import AllFields, Several, last
from app_center.web.headers import with_pictures
from app_center.web.listing_markets import chosen_market
from app_center.web.mask_form import posted
from app_center.web.visit import Visit, Visiting
from app_center.web.words.articles import STATES
from app_center.web.words.columns import COLUMNS, KINDS, ROLES
from app_center.web.words.mask import MASK
from core.errors import Conflict, InvalidValue
from core.listing.adoption import Difference, differences
from core.listing.digest import Cells
from core.listing.record import version
from core.orders import Sku
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.listing_drafts import list_drafts, plan_listing, save_draft

router = APIRouter()

_FOUND: Final = 30
_DONE: Final = frozenset({"saved", "listed"})
#: The longest search for a brand or a category.
_LONGEST: Final = 100


@router.get("/a/{account}/articles/mask")
def mask(visit: Visiting, app: str = "", sku: str = "", like: str = "", done: str = "") -> Response:
    kind = chosen_market(visit, app)
    try:
        cells = fresh_cells(visit.account, kind, Sku(sku), Sku(like) if like else None)
        said = MASK[done] if done in _DONE else None
        return _page(visit, kind, Sku(sku), cells, told=said, quiet=not cells)
    except InvalidValue as error:
        return _page(visit, kind, Sku(""), {}, 422, trouble=error.text)


@router.post("/a/{account}/articles/mask")
def act(visit: Visiting, fields: AllFields) -> Response:
    kind = chosen_market(visit, last(fields, "app"))
    sku, cells = Sku(last(fields, "cell.sku").strip()), _cells(visit, kind, fields)
    do = last(fields, "do")
    picked = {name: each for name in ("category", "brand_id") if (each := last(fields, f"pick.{name}"))}
    if not sku:
        return _page(visit, kind, sku, cells, 422, trouble=MASK["no_sku"])
    if picked:
        return _page(visit, kind, sku, {**cells, **picked})
    if do == "variant":
        return _variant(visit, kind, fields, sku)
    if do in {"save", "list", "list.sure"}:
        return _save(visit, kind, fields, sku, cells)
    found = _find(visit, kind, fields, do)
    return _page(visit, kind, sku, cells, searched=_searched(fields), found=found)


def _cells(visit: Visit, kind: MarketplaceKind, fields: Several) -> dict[str, str]:
    """The draft with what was typed over it: what the form has no field for stays."""
    sku = Sku(last(fields, "cell.sku").strip())
    known = visit.account.listings(kind.manifest.key).some([sku] if sku.isprintable() else [])
    draft: Cells = known[sku].draft if sku in known else {}
    typed = posted(fields)
    # Attributes of a category that was changed are only dropped where the form showed them.
    return {**draft, **typed, "sku": sku}


def _save(visit: Visit, kind: MarketplaceKind, fields: Several, sku: Sku, cells: Cells) -> Response:
    """Save the draft, and list it if that is what was said."""
    book, do = visit.account.listings(kind.manifest.key), last(fields, "do")
    trouble = _overtaken(visit, kind, fields, sku)
    if trouble is not None:
        return _page(visit, kind, sku, cells, 409, trouble=trouble)
    try:
        save_draft(book, sku, cells, visit.center.clock.now())
    except InvalidValue as error:
        trouble = error.text if error.field == "sku" else MASK["unreadable"]
        return _page(visit, kind, sku, cells, 422, trouble=trouble)
    except Conflict as error:
        return _page(visit, kind, sku, cells, 409, trouble=error.text)
    if do == "save":
        return visit.go(_address(visit, kind, sku, "saved"))
    return _list(visit, kind, sku, cells, sure=do == "list.sure")


def _overtaken(visit: Visit, kind: MarketplaceKind, fields: Several, sku: Sku) -> Text | None:
    """Why saving would overwrite what this form has never shown."""
    known = visit.account.listings(kind.manifest.key).some([sku] if sku.isprintable() else []).get(sku)
    if known is None:
        return None
    if last(fields, "opened") != sku:
        return MASK["sku_taken"]
    return None if last(fields, "seen") == version(known.draft) else MASK["overtaken"]


def _list(visit: Visit, kind: MarketplaceKind, sku: Sku, cells: Cells, *, sure: bool) -> Response:
    """The saved draft goes out, if it is ready and the first time is agreed to."""
    book, now = visit.account.listings(kind.manifest.key), visit.center.clock.now()
    plan = plan_listing(book, judge_of(visit.account, kind), [sku])
    if plan.blocked:
        return _page(visit, kind, sku, cells, 422, told=MASK["saved"], trouble=MASK["not_ready"])
    if plan.first and not sure:
        return _page(visit, kind, sku, cells, 409, told=MASK["saved"], ask=True)
    list_drafts(book, plan.ready, now)
    outcomes = start_due(visit.center, visit.account, [(kind.manifest.key, "listings")])
    trouble = next((outcome for _, outcome in outcomes if isinstance(outcome, Text)), None)
    if trouble is not None:
        return _page(visit, kind, sku, cells, told=MASK["listed"], trouble=trouble)
    return visit.go(_address(visit, kind, sku, "listed"))


def _address(visit: Visit, kind: MarketplaceKind, sku: Sku, done: str) -> str:
    query = {"app": kind.manifest.key, "sku": sku, "done": done}
    return f"{visit.base}/articles/mask?{urlencode(query)}"


def _variant(visit: Visit, kind: MarketplaceKind, fields: Several, sku: Sku) -> Response:
    new = last(fields, "variant.sku").strip()
    query = {"app": kind.manifest.key, "sku": new, "like": sku}
    if not new:
        return _page(visit, kind, sku, _cells(visit, kind, fields), 422, problems={"variant": MASK["no_sku"]})
    return visit.go(f"{visit.base}/articles/mask?{urlencode(query)}")


@router.post("/a/{account}/articles/mask/check")
def check(visit: Visiting, fields: AllFields) -> Response:
    """What is wrong with what stands in the form now, for every field; nothing is stored."""
    kind = chosen_market(visit, last(fields, "app"))
    sku, cells = Sku(last(fields, "cell.sku").strip()), _cells(visit, kind, fields)
    if not sku:
        return visit.page("mask/check.html", MASK, look=None, quiet=False, **_shared())
    try:
        look = look_at(visit.account, kind, sku, cells)
    except InvalidValue:
        return visit.page("mask/check.html", MASK, look=None, quiet=False, **_shared())
    return visit.page("mask/check.html", MASK, look=look, quiet=False, **_shared())


@router.post("/a/{account}/articles/mask/find")
def find(visit: Visiting, fields: AllFields, what: str = "category") -> Response:
    kind = chosen_market(visit, last(fields, "app"))
    return visit.page(
        "mask/found.html", MASK, what=what, found=_find(visit, kind, fields, f"find.{what}"), **_shared()
    )


def _searched(fields: Several) -> Mapping[str, str]:
    return {name: last(fields, f"find.{name}")[:_LONGEST] for name in ("category", "brand")}


def _find(
    visit: Visit, kind: MarketplaceKind, fields: Several, do: str
) -> Mapping[str, list[tuple[str, str, bool]]]:
    """By what was looked for: the value to take, what stands beside it, and whether it may be taken."""
    book, searched = visit.account.catalogue(kind.manifest.key), _searched(fields)
    if do == "find.brand" and searched["brand"].strip():
        brands = book.find_brands(searched["brand"], _FOUND)
        return {"brand": [(each.id, each.name, each.usable) for each in brands]}
    if do == "find.category" and searched["category"].strip():
        categories = book.find_categories(searched["category"], _FOUND)
        return {"category": [(name, stored.group.name, True) for name, stored in categories]}
    return {}


def _page(
    visit: Visit,
    kind: MarketplaceKind,
    sku: Sku,
    cells: Cells,
    status: int = 200,
    **said: Any,
) -> Response:
    """
    quiet  nothing was typed yet, so nothing is complained about
    ask    whether to list it for the first time, which cannot be taken back
    """
    look = None
    try:
        look = look_at(visit.account, kind, sku or Sku("?"), cells)
    except InvalidValue as error:
        status, said["trouble"] = 422, error.text
        look = look_at(visit.account, kind, Sku("?"), {**cells, "sku": "?"})
    told = explained_some(
        visit.account, kind, visit.center.clock, [sku], shown_of(visit.account, kind, [sku])
    )
    response = visit.page(
        "mask/mask.html",
        MASK,
        status,
        kind=kind,
        sku=sku,
        look=look,
        known=told[sku].explanation if sku in told else None,
        changes=_changes(look),
        seen="" if look.record is None else version(look.record.draft),
        states=STATES,
        advice=advice,
        acts=visit.may("POST /a/{account}/articles/mask"),
        **{
            **_shared(),
            "told": None,
            "trouble": None,
            "ask": False,
            "quiet": False,
            "problems": {},
            "found": {},
            "searched": {"category": "", "brand": ""},
            **said,
        },
    )
    return with_pictures(response)


def _changes(look: Look) -> tuple[Difference, ...]:
    """How the draft differs from the version that was listed last."""
    record = look.record
    if record is None or record.wanted is None or not record.edited:
        return ()
    return differences(record.draft, record.wanted)


def _shared() -> dict[str, Any]:
    """What the templates of the mask draw fields with."""
    return {
        "columns": COLUMNS,
        "kinds": KINDS,
        "role_words": ROLES,
        "place_of": mask_form.place_of,
        "form": mask_form,
        "values_of": model.values_of,
        "contact_parts": model.CONTACT_PARTS,
        "plain": advice,
        "worded": worded,
        "label_of": label_of,
    }
