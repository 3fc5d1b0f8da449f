"""`/v5/products/prices`: prices and sales on their own path."""

from collections.abc import Sequence
from datetime import datetime

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.tasks import Complaint
from adapters.otto.standin.assortment.variation import Variation
from adapters.otto.standin.bodies import Json, Unreadable, array_of, text_of
from adapters.otto.standin.paging import paged
from adapters.otto.standin.products.checks.prices import amount, sale
from adapters.otto.standin.products.filters import chosen
from adapters.otto.standin.products.updates import Updates, Work, bad_request, is_stale, unknown_sku
from standins import as_json


class Prices:
    """An update replaces the standard price and the sale; without a sale there is none any more."""

    def __init__(self, assortment: Assortment, updates: Updates) -> None:
        self.assortment = assortment
        self.updates = updates

    def listing(self, request: Request) -> Response:
        return paged(request, "variationPrices", chosen(self.assortment, request), 100, _row)

    def single(self, _: Request, sku: str) -> Response:
        variation = self.assortment.find(sku)
        return Response(status=404) if variation is None else as_json(_row(variation))

    def store(self, request: Request) -> Response:
        try:
            entries = array_of(request)
        except Unreadable as error:
            return bad_request(request.path, str(error))
        return self.updates.take(request, "prices", entries, self._work)

    def _work(self, asked_at: datetime) -> Work:
        def work(place: int, entry: Json, _: datetime) -> Sequence[Complaint] | bool:
            variation = self.assortment.kept(text_of(entry.get("sku")))
            if variation is None:
                return unknown_sku(place)
            complaints = (
                *amount(entry.get("standardPrice"), f"$[{place}].standardPrice"),
                *sale(entry.get("sale"), f"$[{place}].sale"),
            )
            if complaints:
                return complaints
            if is_stale(variation, "prices", asked_at):
                return False
            return _changed(variation, entry)

        return work


def _changed(variation: Variation, entry: Json) -> bool:
    pricing = {**variation.body["pricing"], "standardPrice": entry["standardPrice"]}
    pricing.pop("sale", None)
    if entry.get("sale") is not None:
        pricing["sale"] = entry["sale"]
    if pricing == variation.body["pricing"]:
        return False
    # Generated variations share their parts, so nothing is changed in place.
    variation.body = {**variation.body, "pricing": pricing}
    return True


def _row(variation: Variation) -> Json:
    pricing = variation.body["pricing"]
    row = {"sku": variation.sku, "standardPrice": pricing["standardPrice"]}
    return row | ({"sale": pricing["sale"]} if "sale" in pricing else {})
