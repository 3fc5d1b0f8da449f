"""`/v5/products/marketplace-status` and `/content-changes`: OTTO's verdicts, and when data were changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.timeline import Timeline
from adapters.otto.standin.assortment.variation import STATUSES, Notice, Variation, Verdict
from adapters.otto.standin.bodies import Json
from adapters.otto.standin.paging import paged
from adapters.otto.standin.products.filters import chosen, is_filtered
from adapters.otto.standin.timestamps import understood, written
from standins import as_json

_REACH: Final = timedelta(days=28)
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Statuses:
    def __init__(self, assortment: Assortment, timeline: Timeline) -> None:
        self.assortment = assortment
        self.timeline = timeline

    def listing(self, request: Request) -> Response:
        """By the date of the last change, newest first unless asked otherwise."""
        given = request.args.get("fromDate")
        since = _EVER if given is None else understood(given)
        order = request.args.get("sort-order", "desc")
        wanted = set(request.args.getlist("marketPlaceStatus"))
        if since is None or order not in {"asc", "desc"} or not wanted <= set(STATUSES):
            return Response(status=400)
        with self.assortment.lock:
            skus = [sku for _, sku in self.timeline.since(since)]
            if wanted:
                skus = [sku for sku in skus if self.timeline.shown(sku).status in wanted]
            if is_filtered(request):
                kept = {variation.sku for variation in chosen(self.assortment, request)}
                skus = [sku for sku in skus if sku in kept]
            if order == "desc":
                skus.reverse()
            return paged(request, "marketPlaceStatus", skus, 1000, self._shown)

    def single(self, _: Request, sku: str) -> Response:
        with self.assortment.lock:
            self.timeline.since(_NEVER)
            return Response(status=404) if self.assortment.find(sku) is None else as_json(self._shown(sku))

    def _shown(self, sku: str) -> Json:
        variation = self.assortment.kept(sku)
        assert variation is not None
        return _row(self.timeline.shown(sku), variation)

    def changes(self, request: Request, sku: str | None = None) -> Response:
        """Of the last 28 days at most, oldest first; 404 for a sku that is not listed."""
        given, now = request.args.get("fromDate"), self.assortment.now()
        since = now - _REACH if given is None else understood(given)
        if since is None:
            return Response(status=400)
        since = max(since, now - _REACH)
        named = _skus(request.args.getlist("sku")) if sku is None else [sku]
        found = [self.assortment.find(one) for one in named]
        if None in found:
            return Response(status=404)
        variations = [one for one in found if one is not None] if named else self.assortment.all()
        rows = sorted(
            (one for one in variations if one.content_at >= since), key=lambda one: (one.content_at, one.sku)
        )
        return paged(request, "contentChanges", rows, 100, _change)


def _skus(given: Sequence[str]) -> Sequence[str]:
    """Repeated or comma separated; an empty one beside them says that a comma belongs to the sku."""
    if "" in given:
        return [sku for sku in given if sku]
    return [sku for text in given for sku in text.split(",") if sku]


def _row(verdict: Verdict, variation: Variation) -> Json:
    links = [{"rel": "variation", "href": f"/v5/products/{quote(variation.sku, safe='')}"}]
    if verdict.status == "ONLINE":
        links.append({"rel": "shop", "href": _shop_link(variation)})
    return {
        "sku": variation.sku,
        "moin": variation.moin,
        "status": verdict.status,
        "errors": [_notice(notice) for notice in verdict.errors],
        "information": [_notice(notice) for notice in verdict.information],
        "links": links,
        "lastModified": written(verdict.since, "Z"),
    }


def _notice(notice: Notice) -> Json:
    return {"code": notice.code, "title": notice.title}


def _change(variation: Variation) -> Json:
    return {
        "sku": variation.sku,
        "ean": variation.ean,
        "productReference": variation.reference,
        "shopLink": _shop_link(variation),
        "lastContentChange": written(variation.content_at, "Z"),
    }


def _shop_link(variation: Variation) -> str:
    return f"https://www.otto.de/p/?moin={variation.moin}"
