"""`/v5/products/marketplace-status` and `/content-changes`: OTTO's verdicts, and when data were changed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.variation import STATUSES, Notice, Variation, Verdict
from adapters.otto.standin.bodies import Json
from adapters.otto.standin.paging import paged
from adapters.otto.standin.products.filters import chosen
from adapters.otto.standin.timestamps import understood, written
from standins import as_json

_REACH: Final = timedelta(days=28)
_EVER: Final = datetime.min.replace(tzinfo=UTC)


class Statuses:
    """`verdict` says what OTTO shows of a variation at a moment."""

    def __init__(self, assortment: Assortment, verdict: Callable[[Variation, datetime], Verdict]) -> None:
        self.assortment = assortment
        self.verdict = verdict

    def listing(self, request: Request) -> Response:
        """By the date of the last change, newest first unless asked otherwise."""
        given = request.args.get("fromDate")
        since = _EVER if given is None else understood(given)
        order = request.args.get("sort-order", "desc")
        wanted = set(request.args.getlist("marketPlaceStatus"))
        if since is None or order not in {"asc", "desc"} or not wanted <= set(STATUSES):
            return Response(status=400)
        with self.assortment.lock:
            now = self.assortment.now()
            judged = [(self.verdict(one, now), one) for one in chosen(self.assortment.all(), request)]
        rows = [
            (verdict, variation)
            for verdict, variation in judged
            if verdict.since >= since and (not wanted or verdict.status in wanted)
        ]
        rows.sort(key=lambda row: (row[0].since, row[1].sku), reverse=order == "desc")
        return paged(request, "marketPlaceStatus", rows, 1000, _row)

    def single(self, _: Request, sku: str) -> Response:
        with self.assortment.lock:
            variation = self.assortment.find(sku)
            if variation is None:
                return Response(status=404)
            return as_json(_row((self.verdict(variation, self.assortment.now()), variation)))

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


def _row(judged: tuple[Verdict, Variation]) -> Json:
    verdict, variation = judged
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
