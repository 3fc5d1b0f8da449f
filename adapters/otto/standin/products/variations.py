"""`/v5/products`: variations, created or replaced by sku."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.categories import Directory
from adapters.otto.standin.assortment.tasks import Complaint
from adapters.otto.standin.assortment.variation import Variation
from adapters.otto.standin.bodies import Json, Unreadable, array_of, fields_of, text_of
from adapters.otto.standin.paging import paged
from adapters.otto.standin.products.checks.attributes import attributes
from adapters.otto.standin.products.checks.compliance import compliance
from adapters.otto.standin.products.checks.description import description
from adapters.otto.standin.products.checks.identity import identity
from adapters.otto.standin.products.checks.limits import logistics, order_limit
from adapters.otto.standin.products.checks.media import media
from adapters.otto.standin.products.checks.prices import pricing
from adapters.otto.standin.products.checks.siblings import siblings
from adapters.otto.standin.products.codes import complaint
from adapters.otto.standin.products.filters import chosen
from adapters.otto.standin.products.updates import Updates, Work, bad_request, is_stale
from standins import as_json

_OTHERS: Sequence[tuple[str, Callable[[Any, str], Iterator[Complaint]]]] = (
    ("mediaAssets", media),
    ("pricing", pricing),
    ("compliance", compliance),
    ("order", order_limit),
    ("logistics", logistics),
)


class Variations:
    def __init__(self, assortment: Assortment, directory: Directory, updates: Updates) -> None:
        self.assortment = assortment
        self.directory = directory
        self.updates = updates

    def listing(self, request: Request) -> Response:
        rows = chosen(self.assortment, request)
        return paged(request, "productVariations", rows, 100, lambda variation: variation.body)

    def single(self, _: Request, sku: str) -> Response:
        variation = self.assortment.find(sku)
        return Response(status=404) if variation is None else as_json(variation.body)

    def store(self, request: Request) -> Response:
        try:
            entries = array_of(request)
        except Unreadable as error:
            return bad_request(request.path, str(error))
        batch = {text_of(entry.get("sku")): entry for entry in map(fields_of, entries)}
        return self.updates.take(request, "products", entries, lambda asked_at: self._work(asked_at, batch))

    def _work(self, asked_at: datetime, batch: Mapping[str, Json]) -> Work:
        def work(place: int, entry: Json, at: datetime) -> Sequence[Complaint] | bool:
            complaints = tuple(self.complaints(entry, batch, f"$.productVariations[{place}]"))
            if complaints:
                return complaints
            before = self.assortment.kept(entry["sku"])
            if before is None:
                self.assortment.put(self._new(entry, asked_at, at))
                return True
            if is_stale(before, "products", asked_at) or before.body == entry:
                return False
            self.assortment.replace(before, entry, at)
            return True

        return work

    def complaints(self, body: Json, batch: Mapping[str, Json], path: str) -> Iterator[Complaint]:
        """Everything that is wrong with a variation, beside what is kept and the rest of its batch."""
        own = fields_of(body.get("productDescription"))
        group = self.directory.group_of(text_of(own.get("category")))
        yield from identity(body, path)
        yield from description(own, f"{path}.productDescription", self.directory)
        yield from attributes(own.get("attributes"), f"{path}.productDescription.attributes", group)
        for name, check in _OTHERS:
            yield from check(body.get(name), f"{path}.{name}")
        holder = self.assortment.sku_of_ean(text_of(body.get("ean")))
        if holder is not None and holder != body.get("sku"):
            yield complaint("EAN_ALREADY_USED", f"{path}.ean")
        yield from siblings(body, self._others(body, batch), path, group)

    def _others(self, body: Json, batch: Mapping[str, Json]) -> Sequence[Json]:
        """The other variations of the product: those of the batch, and of what is kept the rest."""
        reference, sku = text_of(body.get("productReference")), text_of(body.get("sku"))
        sent = [
            other
            for other_sku, other in batch.items()
            if other_sku != sku and other.get("productReference") == reference
        ]
        kept = self.assortment.siblings(reference, sku)
        return [*sent, *(variation.body for variation in kept if variation.sku not in batch)]

    def _new(self, body: Json, asked_at: datetime, at: datetime) -> Variation:
        """Switched on: nothing says that the switch has to be turned first."""
        return Variation(
            sku=body["sku"],
            body=body,
            moin=self.assortment.new_moin(),
            created_at=at,
            content_at=at,
            review_from=at,
            active=True,
            active_at=at,
            newest={"products": asked_at},
        )
