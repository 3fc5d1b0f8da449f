"""The product side of the stand-in: assortment, quantities, deliveries, profiles, and their areas."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from werkzeug.wrappers import Response

from adapters.otto.standin.area import Area
from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.generator import products
from adapters.otto.standin.assortment.known import listable
from adapters.otto.standin.assortment.published import published
from adapters.otto.standin.assortment.timeline import Timeline
from adapters.otto.standin.assortment.variation import Variation, Verdict
from adapters.otto.standin.assortment.verdicts import verdict
from adapters.otto.standin.availability.area import Availability
from adapters.otto.standin.availability.board import MOST, QuantityBoard
from adapters.otto.standin.availability.deliveries import DEFAULT, Deliveries, Delivery
from adapters.otto.standin.availability.delivery_information import DeliveryInformation
from adapters.otto.standin.availability.quantities import Quantities
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.catalogue import Article
from adapters.otto.standin.products.area import Products
from adapters.otto.standin.products.catalogue import Catalogue
from adapters.otto.standin.products.prices_desk import Prices
from adapters.otto.standin.products.statuses import Statuses
from adapters.otto.standin.products.switches import Switches
from adapters.otto.standin.products.tasks_desk import TaskDesk
from adapters.otto.standin.products.updates import Updates
from adapters.otto.standin.products.variations import Variations
from adapters.otto.standin.record import Record
from adapters.otto.standin.shipping_profiles.area import ShippingProfiles
from adapters.otto.standin.shipping_profiles.book import FREIGHT, STANDARD, ProfileBook

#: How long ago a generated assortment was listed.
_LISTED: Final = timedelta(days=30)
_VAT: Final = {"FULL": 19, "REDUCED": 7, "FREE": 0}


class Goods:
    """
    assortment  variations, their tasks
    board       quantities shown
    deliveries  links of skus to `profiles`
    directory   brands and categories
    record      what was written, and faults of the caller
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        odd: Oddities,
        seed: int,
        too_many: Callable[[], Response],
        *,
        task_delay: timedelta,
        verdict_delay: timedelta,
    ) -> None:
        draw = Random(f"goods {seed}")
        self.odd = odd
        self.draw = draw
        self.directory = published()
        self.record = Record()
        self.assortment = Assortment(clock, draw, task_delay=task_delay, verdict_delay=verdict_delay)
        self.board = QuantityBoard(self.assortment)
        self.profiles = ProfileBook(
            self.assortment.lock,
            lambda: str(UUID(int=draw.getrandbits(128), version=4)),
        )
        self.deliveries = Deliveries(self.assortment, self.profiles)
        self._too_many = too_many
        self._known: dict[str, Article] = {}

    def verdict(self, variation: Variation, now: datetime | None = None) -> Verdict:
        """What OTTO shows of it at that moment, or now."""
        assortment = self.assortment
        return verdict(variation, self.directory, now or assortment.now(), assortment.verdict_delay)

    def article(self, sku: str) -> Article:
        """What a buyer puts into his basket.

        raises  LookupError: not listed
        """
        variation = self.assortment.find(sku)
        if variation is None:
            raise LookupError(sku)
        body = variation.body
        if sku in self._known:
            rate = _VAT[body["pricing"]["vat"]]
            known, freight = self._known[sku], self.deliveries.by_forwarder(sku)
            return replace(known, price_cents=variation.price_cents, vat_rate=rate, forwarder=freight)
        description = body["productDescription"]
        return Article(
            sku=sku,
            title=f"{description['category']} »{description.get('productLine', sku)}«",
            price_cents=variation.price_cents,
            ean=variation.ean,
            article_number=f"S0{variation.moin[-7:]}",
            vat_rate=_VAT[body["pricing"]["vat"]],
            forwarder=self.deliveries.by_forwarder(sku),
        )

    def order_limit(self, sku: str) -> int:
        """How many pieces one order may hold."""
        variation = self.assortment.find(sku)
        order = {} if variation is None else variation.body.get("order", {})
        return int(order.get("maxOrderQuantity", {}).get("quantity", MOST))

    def areas(self) -> Sequence[Area]:
        tasks = TaskDesk(self.assortment, self.odd, self.record)
        updates = Updates(self.assortment, tasks, self.record)
        return (
            Products(
                tasks,
                Variations(self.assortment, self.directory, updates),
                Prices(self.assortment, updates),
                Switches(self.assortment, updates, self._too_many),
                Statuses(self.assortment, Timeline(self.assortment, self.directory, self.verdict)),
                Catalogue(self.directory),
            ),
            Availability(
                Quantities(self.board, self.odd, self.record),
                DeliveryInformation(self.deliveries, self.record),
            ),
            ShippingProfiles(self.profiles, self.deliveries.in_use),
        )

    def list_generated(self, count: int, units: int | None) -> Sequence[str]:
        """`count` articles that were listed long ago: active, delivered by the standard profile, showing
        `units` pieces, or without a quantity yet. Answers with their skus."""
        return [self._list(body, STANDARD, units) for body in products(count, self.draw)]

    def list_known(self, most: int, units: int | None) -> Sequence[str]:
        """At most so many articles out of the order catalogue, otherwise as `list_generated`; what is too
        large for a parcel is delivered by a profile of its own."""
        skus = []
        for article, body in listable()[:most]:
            self._known[article.sku] = article
            if article.forwarder:
                self.profiles.put_freight()
            skus.append(self._list(body, FREIGHT if article.forwarder else STANDARD, units))
        return skus

    def listed(self) -> Sequence[Article]:
        """All that is listed, as buyers put it into their baskets."""
        return [self.article(variation.sku) for variation in self.assortment.all()]

    def _list(self, body: dict[str, Any], profile: str, units: int | None) -> str:
        listed_at = self.assortment.now() - _LISTED
        sku: str = body["sku"]
        self.assortment.put(
            Variation(
                sku=sku,
                body=body,
                moin=self.assortment.new_moin(),
                created_at=listed_at,
                content_at=listed_at,
                review_from=listed_at,
                active=True,
                active_at=listed_at,
            )
        )
        self.deliveries.link(Delivery(sku, profile, DEFAULT))
        if units is not None:
            self.board.store(sku, units)
        return sku
