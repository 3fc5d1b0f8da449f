"""`/v5/products/active-status`: the seller's switches."""

from collections.abc import Callable, Sequence
from datetime import datetime

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.tasks import Complaint
from adapters.otto.standin.assortment.variation import Variation
from adapters.otto.standin.bodies import Json, Unreadable, body_of, text_of
from adapters.otto.standin.paging import paged
from adapters.otto.standin.products import codes
from adapters.otto.standin.products.filters import chosen
from adapters.otto.standin.products.updates import Updates, Work, bad_request, is_stale, unknown_sku
from adapters.otto.standin.timestamps import written
from standins import Budget, as_json

_A_DAY = (3600, 86_400.0)


class Switches:
    """More than 3600 updates in 24 hours are answered with 429."""

    def __init__(self, assortment: Assortment, updates: Updates, too_many: Callable[[], Response]) -> None:
        self.assortment = assortment
        self.updates = updates
        self.too_many = too_many
        self._budget = Budget(assortment.now, _A_DAY)

    def listing(self, request: Request) -> Response:
        return paged(request, "status", chosen(self.assortment, request), 100, _row)

    def single(self, _: Request, sku: str) -> Response:
        variation = self.assortment.find(sku)
        return Response(status=404) if variation is None else as_json(_row(variation))

    def store(self, request: Request) -> Response:
        if not self._budget.take():
            return self.too_many()
        try:
            body = body_of(request)
        except Unreadable as error:
            return bad_request(request.path, str(error))
        status = body.get("status") if isinstance(body, dict) else None
        if not isinstance(status, list):
            return bad_request(request.path, "status is missing")
        return self.updates.take(request, "active-status", status, self._work)

    def _work(self, asked_at: datetime) -> Work:
        def work(place: int, entry: Json, at: datetime) -> Sequence[Complaint] | bool:
            variation = self.assortment.kept(text_of(entry.get("sku")))
            if variation is None:
                return unknown_sku(place)
            active = entry.get("active")
            if not isinstance(active, bool):
                return (codes.complaint("INVALID_TYPE", f"$.status[{place}].active"),)
            if is_stale(variation, "active-status", asked_at) or variation.active == active:
                return False
            self.assortment.switch(variation, active, at)
            return True

        return work


def _row(variation: Variation) -> Json:
    return {
        "sku": variation.sku,
        "active": variation.active,
        "lastModified": written(variation.active_at, "Z"),
    }
