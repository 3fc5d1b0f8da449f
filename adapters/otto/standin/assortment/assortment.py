"""Everything that OTTO keeps of the seller's products; what is due is done before anything is read."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from adapters.otto.standin.assortment.tasks import Outcome, Task, Tasks
from adapters.otto.standin.assortment.variation import Variation, Verdict

_MOIN_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Assortment:
    """Safe to share between threads: hold `lock` over whatever has to belong together.

    task_delay     from an accepted update until its task is done
    verdict_delay  from a done task (or a switch turned on) until OTTO has a verdict
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        draw: Random,
        *,
        task_delay: timedelta,
        verdict_delay: timedelta,
    ) -> None:
        self.clock = clock
        self.task_delay = task_delay
        self.verdict_delay = verdict_delay
        self.lock = threading.RLock()
        self._draw = draw
        self._tasks = Tasks(lambda: str(UUID(int=draw.getrandbits(128), version=4)))
        self._variations: dict[str, Variation] = {}
        self._sku_of_ean: dict[str, str] = {}
        self._skus_of_reference: dict[str, dict[str, None]] = {}
        self._watchers: list[Callable[[str], object]] = []

    def now(self) -> datetime:
        return self.clock()

    def watch(self, told: Callable[[str], object]) -> None:
        """`told` hears the sku of everything whose verdict may be another from now on."""
        self._watchers.append(told)

    def settle(self) -> None:
        with self.lock:
            self._tasks.settle(self.now())

    def start(self, path: str, total: int, work: Callable[[datetime], Outcome]) -> Task:
        with self.lock:
            return self._tasks.start(path, total, self.now(), self.task_delay, work)

    def task(self, task_id: str) -> Task | None:
        with self.lock:
            self._tasks.settle(self.now())
            return self._tasks.find(task_id)

    def find(self, sku: str) -> Variation | None:
        """The variation, if its data have passed their task."""
        with self.lock:
            self._tasks.settle(self.now())
            return self._variations.get(sku)

    def all(self) -> Sequence[Variation]:
        """In the order in which they came."""
        with self.lock:
            self._tasks.settle(self.now())
            return list(self._variations.values())

    def kept(self, sku: str) -> Variation | None:
        """For the work of a task: as it is, without settling anything."""
        return self._variations.get(sku)

    def sku_of_ean(self, ean: str) -> str | None:
        return self._sku_of_ean.get(ean)

    def siblings(self, reference: str, sku: str) -> Iterator[Variation]:
        """The other variations of a product."""
        for other in self._skus_of_reference.get(reference, ()):
            if other != sku:
                yield self._variations[other]

    def put(self, variation: Variation) -> None:
        """A new one."""
        with self.lock:
            self._variations[variation.sku] = variation
            self._sku_of_ean[variation.ean] = variation.sku
            self._skus_of_reference.setdefault(variation.reference, {})[variation.sku] = None
            self._tell(variation)

    def replace(self, variation: Variation, body: dict[str, Any], at: datetime) -> None:
        """Other data for the variation; it keeps its place in the lists."""
        with self.lock:
            self._sku_of_ean.pop(variation.ean, None)
            self._skus_of_reference[variation.reference].pop(variation.sku, None)
            variation.body = body
            variation.content_at = variation.review_from = at
            self._sku_of_ean[variation.ean] = variation.sku
            self._skus_of_reference.setdefault(variation.reference, {})[variation.sku] = None
            self._tell(variation)

    def switch(self, variation: Variation, active: bool, at: datetime) -> None:
        """The seller's switch. Turned on, the verdict is formed anew."""
        with self.lock:
            if active and not variation.active:
                variation.review_from = at
            variation.active, variation.active_at = active, at
            self._tell(variation)

    def force(self, variation: Variation, verdict: Verdict | None) -> None:
        """Fix the verdict; None leaves it to the rules."""
        with self.lock:
            variation.forced = verdict
            self._tell(variation)

    def _tell(self, variation: Variation) -> None:
        for told in self._watchers:
            told(variation.sku)

    def new_moin(self) -> str:
        return "M0" + "".join(self._draw.choices(_MOIN_LETTERS, k=8))
