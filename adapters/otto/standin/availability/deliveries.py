"""Which shipping profile each sku is linked to, and the processing time that goes before the profile's."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.shipping_profiles.book import ProfileBook

DEFAULT: Final = "DEFAULT"
#: Above so many days, processing and transport together, an offer shows as sold out.
_TOO_LONG: Final = 72


@dataclass(frozen=True, slots=True)
class Delivery:
    """`processing_time` is "1" to "99" or "DEFAULT"."""

    sku: str
    profile_id: str
    processing_time: str


class Deliveries:
    """Shares the lock of the assortment."""

    def __init__(self, assortment: Assortment, profiles: ProfileBook) -> None:
        self.assortment = assortment
        self.profiles = profiles
        self._links: dict[str, Delivery] = {}
        self._linked: dict[str, int] = {}
        self._sorted: list[str] | None = []

    def link(self, delivery: Delivery) -> None:
        with self.assortment.lock:
            before = self._links.get(delivery.sku)
            if before is None:
                self._sorted = None
            else:
                self._linked[before.profile_id] -= 1
            self._links[delivery.sku] = delivery
            self._linked[delivery.profile_id] = self._linked.get(delivery.profile_id, 0) + 1

    def in_use(self, profile_id: str) -> bool:
        return self._linked.get(profile_id, 0) > 0

    def find(self, sku: str) -> Delivery | None:
        return self._links.get(sku)

    def deliverable(self, sku: str) -> bool:
        """Whether buyers get the article within the time that OTTO still sells."""
        link = self._links.get(sku)
        profile = None if link is None else self.profiles.find(link.profile_id)
        if link is None or profile is None:
            return False
        processing = profile.processing if link.processing_time == DEFAULT else int(link.processing_time)
        return processing + profile.transport <= _TOO_LONG

    def by_forwarder(self, sku: str) -> bool:
        link = self._links.get(sku)
        profile = None if link is None else self.profiles.find(link.profile_id)
        return profile is not None and profile.delivery_type != "PARCEL"

    def page(self, after: str | None, limit: int) -> tuple[Sequence[Delivery], bool]:
        """By sku, from behind `after` on, and whether more follow."""
        with self.assortment.lock:
            if self._sorted is None:
                self._sorted = sorted(self._links)
            place = 0 if after is None else bisect_right(self._sorted, after)
            chosen = self._sorted[place : place + limit]
            return [self._links[sku] for sku in chosen], place + limit < len(self._sorted)
