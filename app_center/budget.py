"""Waiting for a slot in the request budget of an account, and telling it of a 429."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock
from typing import Final, TypeVar

from core.apps import AccountId, AppKey
from core.budget import SECOND, Pace, Wait, full_rate, rate_at, reserve, throttled
from core.errors import Throttled
from core.schedule import Urgency
from ports.hooks import Manifest, Rate
from ports.memory import Paces

T = TypeVar("T")

#: Seconds that a request waits for its slot; where it would be longer, the pass ends and comes back later.
PATIENCE: Final = 10.0
#: Slots taken at once by whoever sends much, so that the database is asked less often.
_BATCH: Final = 4
#: Two requests within this time are "much".
_BUSY: Final = SECOND // 2


class LocalPaces:
    """The paces of one process: a `Paces` for where only one works."""

    def __init__(self) -> None:
        self._paces: dict[tuple[AccountId, AppKey], Pace] = {}
        self._lock = Lock()

    def change(
        self, account: AccountId, app: AppKey, decide: Callable[[Pace, int], tuple[Pace, T]]
    ) -> tuple[T, int]:
        with self._lock:
            now = time.time_ns() // 1000
            self._paces[account, app], answer = decide(self._paces.get((account, app), Pace()), now)
        return answer, now


class Budget:
    """What one account may send to one app. Safe to be used by many threads."""

    def __init__(
        self,
        paces: Paces,
        account: AccountId,
        app: AppKey,
        name: str,
        rates: Sequence[Rate],
        *,
        batch: int = _BATCH,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._change = partial(paces.change, account, app)
        self._name = name
        self._full = _full(rates)
        self._batch = batch
        self._sleep = sleep
        self._lock = Lock()
        self._kept: deque[float] = deque()  # slots that are ours already, by our own steady clock
        self._last = 0.0
        self._share = 1.0

    def wait(self, urgency: Urgency) -> None:
        """Until it is this request's turn.

        raises  Throttled: that would take too long; nothing was sent
        """
        given_up_at = time.monotonic() + PATIENCE
        while True:
            slot = self._kept_slot()
            if slot is None:
                slot = self._reserve(urgency, given_up_at)
            if slot is None:
                continue
            pause = slot - time.monotonic()
            if pause > 0:
                self._sleep(pause)
            return

    def _kept_slot(self) -> float | None:
        """One of those taken before; slots that have passed unused are nobody's."""
        now = time.monotonic()
        with self._lock:
            while self._kept and self._kept[0] < now:
                self._kept.popleft()
            return self._kept.popleft() if self._kept else None

    def _reserve(self, urgency: Urgency, given_up_at: float) -> float | None:
        asked = time.monotonic()
        with self._lock:
            busy = asked - self._last < _BUSY / SECOND
            self._last = asked
        count = self._batch if busy else 1
        answer, now = self._change(lambda pace, now: self._note(pace, now, urgency, count))
        if isinstance(answer, Wait):
            self._pause(answer, given_up_at)
            return None
        here = time.monotonic()
        first, *more = (here + (slot - now) / SECOND for slot in answer)
        with self._lock:
            self._kept.extend(more)
        return first

    def _note(
        self, pace: Pace, now: int, urgency: Urgency, count: int
    ) -> tuple[Pace, tuple[int, ...] | Wait]:
        self._share = rate_at(pace, self._full, now) / self._full
        return reserve(pace, self._full, now, urgency, count)

    def _pause(self, wait: Wait, given_up_at: float) -> None:
        seconds = wait.us / SECOND
        if time.monotonic() + seconds > given_up_at:
            raise Throttled(self._name, seconds)
        self._sleep(seconds)

    def share(self) -> float:
        """The pace as this process saw it last, as a share of the full one."""
        return self._share

    def throttled(self, retry_after: float | None) -> None:
        """The other side said 429."""
        with self._lock:
            self._kept.clear()
        self._change(lambda pace, now: (throttled(pace, self._full, now, retry_after), None))


def _full(rates: Sequence[Rate]) -> float:
    return full_rate([(rate.requests, rate.seconds) for rate in rates])


def full_pace(manifest: Manifest) -> float:
    """Requests in a second, of an app that has a budget."""
    return _full(manifest.budget)


def opened_budget(paces: Paces, account: AccountId, manifest: Manifest) -> Budget | None:
    if not manifest.budget:
        return None
    return Budget(paces, account, manifest.key, manifest.name, manifest.budget)
