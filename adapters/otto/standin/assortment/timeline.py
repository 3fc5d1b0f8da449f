"""Verdicts in the order of their changes. What changed is put into its place: nobody sorts a whole assortment
for each page of a list."""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.categories import Directory
from adapters.otto.standin.assortment.variation import Variation, Verdict

#: When a verdict was last changed, and of which sku.
Place = tuple[datetime, str]


class Timeline:
    """`verdict` says what OTTO shows of a variation at a moment. Everything is done under the assortment's
    lock."""

    def __init__(
        self, assortment: Assortment, directory: Directory, verdict: Callable[[Variation, datetime], Verdict]
    ) -> None:
        self._assortment = assortment
        self._directory = directory
        self._verdict = verdict
        self._places: list[Place] = []
        self._shown: dict[str, Verdict] = {}
        #: Until when what is shown holds by itself, earliest first.
        self._due: list[Place] = []
        self._stirred: set[str] = set()
        self._made_for: tuple[int, timedelta] | None = None
        self._made_at: datetime | None = None
        assortment.watch(self._stirred.add)

    def since(self, moment: datetime) -> list[Place]:
        """Those that changed at that moment or later, earliest first."""
        with self._assortment.lock:
            self._bring_up_to_date()
            return self._places[bisect_left(self._places, (moment, "")) :]

    def shown(self, sku: str) -> Verdict:
        """As of the last `since`."""
        return self._shown[sku]

    def _bring_up_to_date(self) -> None:
        self._assortment.settle()
        now = self._assortment.now()
        made_for = (self._directory.revision, self._assortment.verdict_delay)
        backwards = self._made_at is not None and now < self._made_at
        if made_for != self._made_for or backwards:
            self._make(self._assortment.all(), now)
        else:
            while self._due and self._due[0][0] <= now:
                self._stirred.add(heappop(self._due)[1])
            for sku in self._stirred:
                self._put(sku, now)
        self._stirred.clear()
        self._made_for, self._made_at = made_for, now

    def _make(self, variations: Sequence[Variation], now: datetime) -> None:
        self._shown = {variation.sku: self._verdict(variation, now) for variation in variations}
        self._places = sorted((verdict.since, sku) for sku, verdict in self._shown.items())
        self._due = [(self._end(variation), variation.sku) for variation in variations]
        self._due = [place for place in self._due if place[0] > now]
        heapify(self._due)

    def _put(self, sku: str, now: datetime) -> None:
        variation = self._assortment.kept(sku)
        if variation is None:
            return
        if sku in self._shown:
            del self._places[bisect_left(self._places, (self._shown[sku].since, sku))]
        verdict = self._shown[sku] = self._verdict(variation, now)
        insort(self._places, (verdict.since, sku))
        if (end := self._end(variation)) > now:
            heappush(self._due, (end, sku))

    def _end(self, variation: Variation) -> datetime:
        return variation.review_from + self._assortment.verdict_delay
