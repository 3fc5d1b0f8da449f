"""A marketplace that takes listings, in weather: calls may not arrive, or arrive while the answer is lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.errors import Complaint, Unreachable
from core.listing.values import Listing
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku
from ports.listings import HeldPage, Outcome, PriceChange, Progress, Result, Submission, VerdictPage
from ports.system import Clock

#: How long a task takes.
WORK = timedelta(seconds=10)
_SERVICE = "Fair"


@dataclass(slots=True)
class Task:
    """`apply` does the work, once; `outcomes` is None until then."""

    ready_at: datetime
    apply: Callable[[], tuple[Outcome, ...]]
    outcomes: tuple[Outcome, ...] | None = None


@dataclass(slots=True)
class FlakyListingMarket:
    """
    refuses   whether a listing is refused
    weather   what becomes of the next calls: "fine", "never arrived", "answer lost"; then it is fine
    newest    when the version that each listing has was sent: an older one that comes later does not count
    early     tasks that were asked about too soon
    writes    every call that arrived, by SKU
    """

    clock: Clock
    refuses: Callable[[Listing], bool] = lambda _: False
    weather: Iterator[str] = field(default_factory=lambda: iter(()))
    listings: dict[Sku, Listing] = field(default_factory=dict)
    newest: dict[Sku, datetime] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    early: list[str] = field(default_factory=list)
    writes: list[tuple[Sku, ...]] = field(default_factory=list)
    _numbers: int = 0

    def upsert(self, listings: Sequence[Listing], sent_at: datetime) -> Submission:
        def apply() -> tuple[Outcome, ...]:
            return tuple(self._take(listing, sent_at) for listing in listings)

        return self._submit([listing.sku for listing in listings], apply)

    def change_prices(self, changes: Sequence[PriceChange], sent_at: datetime) -> Submission:
        def apply() -> tuple[Outcome, ...]:
            return tuple(self._take_price(change, sent_at) for change in changes)

        return self._submit([change.sku for change in changes], apply)

    def _submit(self, skus: Sequence[Sku], apply: Callable[[], tuple[Outcome, ...]]) -> Submission:
        weather = next(self.weather, "fine")
        if weather == "never arrived":
            raise Unreachable(_SERVICE, "no connection")
        self.writes.append(tuple(skus))
        self._numbers += 1
        task = Task(self.clock.now() + WORK, apply)
        self.tasks[f"t{self._numbers}"] = task
        if weather == "answer lost":
            raise Unreachable(_SERVICE, "the answer is lost")
        return Submission(f"t{self._numbers}", task.ready_at)

    def _take(self, listing: Listing, sent_at: datetime) -> Outcome:
        if self.refuses(listing):
            return Outcome(listing.sku, Result.FAILED, (Complaint("no", "1", "$.mpn"),))
        return self._keep(listing, sent_at)

    def _keep(self, listing: Listing, sent_at: datetime) -> Outcome:
        newest = self.newest.get(listing.sku)
        if self.listings.get(listing.sku) == listing or (newest is not None and sent_at < newest):
            self.newest[listing.sku] = max(sent_at, newest or sent_at)
            return Outcome(listing.sku, Result.UNCHANGED)
        self.listings[listing.sku] = listing
        self.newest[listing.sku] = sent_at
        return Outcome(listing.sku, Result.SUCCEEDED)

    def _take_price(self, change: PriceChange, sent_at: datetime) -> Outcome:
        known = self.listings.get(change.sku)
        if known is None:
            return Outcome(change.sku, Result.FAILED, (Complaint("unknown"),))
        offer = replace(known.offer, price=change.price, sale=change.sale)
        return self._keep(replace(known, offer=offer), sent_at)

    def settle(self) -> None:
        """Do what is due."""
        now = self.clock.now()
        for task in self.tasks.values():
            if task.outcomes is None and task.ready_at <= now:
                task.outcomes = task.apply()

    def progress(self, task: str) -> Progress | None:
        if next(self.weather, "fine") != "fine":
            raise Unreachable(_SERVICE, "no connection")
        self.settle()
        found = self.tasks.get(task)
        if found is None:
            return None
        if self.clock.now() < found.ready_at:
            self.early.append(task)
        return Progress(found.ready_at, found.outcomes)

    def verdicts(self, since: datetime | None, page: str | None) -> VerdictPage:
        self.settle()
        return VerdictPage(
            tuple(Verdict(sku, VerdictState.ONLINE, self.newest[sku]) for sku in self.listings)
        )

    def held(self, page: str | None) -> HeldPage:
        self.settle()
        return HeldPage(tuple(self.listings.values()))

    def look_up(self, skus: Sequence[Sku]) -> Mapping[Sku, Listing]:
        if next(self.weather, "fine") != "fine":
            raise Unreachable(_SERVICE, "no connection")
        self.settle()
        return {sku: self.listings[sku] for sku in skus if sku in self.listings}
