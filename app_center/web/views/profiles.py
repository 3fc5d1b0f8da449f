"""Delivery profiles: created, changed, deleted at the marketplace, and articles assigned to one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app_center.followups import start_due
from app_center.profiles import assign, delivery_desk, profile_from
from app_center.web.forms import AllFields, Several, last, whole
from app_center.web.listing_markets import chosen_market
from app_center.web.visit import Fields, Visit, Visiting
from app_center.web.words.profiles import DAYS, DELIVERY_KINDS, PROFILES
from core.errors import AppError, InvalidValue, RemoteError
from core.listing.delivery import DeliveryKind, Profile, Weekday
from core.orders import Sku
from core.text import Text
from ports.hooks import MarketplaceKind
from sync.delivery_profiles import delete_profile, set_profile

router = APIRouter()

_DONE: Final = frozenset({"created", "changed", "deleted"})
_FIELDS: Final = {"working_days": "days", "order_cutoff": "cutoff", "processing_days": "processing"}


@router.get("/a/{account}/articles/profiles")
def profiles(visit: Visiting, app: str = "", done: str = "") -> Response:
    return _page(visit, chosen_market(visit, app), told_well=PROFILES[done] if done in _DONE else None)


def _page(visit: Visit, kind: MarketplaceKind, status: int = 200, **said: Any) -> Response:
    """What the marketplace has now; where it cannot be asked, what it had when last read."""
    found: Sequence[Profile]
    stale: Text | None = None
    book = visit.account.listings(kind.manifest.key)
    try:
        found = delivery_desk(visit.center, visit.account, kind).profiles()
        book.keep_profiles(found)
    except (RemoteError, InvalidValue) as error:
        found, stale = book.profiles() or (), error.text
    return visit.page(
        "articles/profiles.html",
        PROFILES,
        status,
        kind=kind,
        profiles=sorted(found, key=lambda profile: profile.name),
        stale=stale,
        kinds=DELIVERY_KINDS,
        all_kinds=list(DeliveryKind),
        days=DAYS,
        weekdays=list(Weekday),
        **{"told_well": None, "trouble": None, "problems": {}, "typed": None, "text": "", **said},
    )


@router.post("/a/{account}/articles/profiles")
def save(visit: Visiting, fields: AllFields) -> Response:
    """Create a profile, or change the one of this name."""
    kind = chosen_market(visit, last(fields, "app"))
    try:
        created = set_profile(delivery_desk(visit.center, visit.account, kind), _profile(fields))
    except InvalidValue as error:
        field = _FIELDS.get(error.field or "", error.field or "name")
        problems = {field.removesuffix("_days"): error.text}
        return _page(visit, kind, 422, problems=problems, typed=_typed(fields))
    except RemoteError as error:
        return _page(visit, kind, 422, trouble=error.text, typed=_typed(fields))
    return _go(visit, kind, "created" if created else "changed")


def _profile(fields: Several) -> Profile:
    figures = {name: whole(last(fields, name)) for name in ("processing", "transport")}
    for name, figure in figures.items():
        if figure is None:
            raise InvalidValue(PROFILES["no_days"], field=name)
    return profile_from(
        last(fields, "name").strip(),
        last(fields, "kind"),
        ",".join(fields.get("days", ())),
        last(fields, "cutoff"),
        figures["processing"] or 0,
        figures["transport"] or 0,
    )


def _typed(fields: Several) -> Mapping[str, Any]:
    plain = {name: last(fields, name) for name in ("name", "kind", "cutoff", "processing", "transport")}
    return {**plain, "days": list(fields.get("days", ())), "old": last(fields, "old")}


@router.post("/a/{account}/articles/profiles/delete")
def delete(visit: Visiting, fields: Fields) -> Response:
    kind = chosen_market(visit, fields.get("app", ""))
    try:
        delete_profile(delivery_desk(visit.center, visit.account, kind), fields.get("name", ""))
    except AppError as error:
        return _page(visit, kind, 422, trouble=error.text)
    return _go(visit, kind, "deleted")


@router.post("/a/{account}/articles/profiles/assign")
def assign_articles(visit: Visiting, fields: Fields) -> Response:
    """These articles are delivered by this profile; what is listed already is told so at once."""
    kind = chosen_market(visit, fields.get("app", ""))
    text = fields.get("skus", "")
    skus = [Sku(line.strip()) for line in text.splitlines() if line.strip()]
    name = fields.get("name", "")
    if not skus or not name:
        return _page(visit, kind, 422, problems={"skus": PROFILES["no_skus"]}, text=text)
    done = assign(visit.account, kind, name, skus, visit.center.clock.now())
    if done.listed:
        start_due(visit.center, visit.account, [(kind.manifest.key, "listings")])
    told = _told(len(done.assigned), len(done.listed))
    if done.unknown:
        names = ", ".join(done.unknown[:10])
        missing = PROFILES["unknown_skus"]
        problem = Text(en=missing.en.format(skus=names), de=missing.de.format(skus=names))
        left = "\n".join(done.unknown)
        return _page(visit, kind, 422, told_well=told, problems={"skus": problem}, text=left)
    return _page(visit, kind, told_well=told)


def _told(assigned: int, listed: int) -> Text:
    text = PROFILES["assigned"]
    values = {"count": assigned, "listed": listed}
    return Text(en=text.en.format(**values), de=text.de.format(**values))


def _go(visit: Visit, kind: MarketplaceKind, done: str) -> Response:
    return visit.go(f"{visit.base}/articles/profiles?{urlencode({'app': kind.manifest.key, 'done': done})}")
