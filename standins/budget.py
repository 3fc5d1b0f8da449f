"""How many requests a server allows in a span of its own clock."""

import threading
from collections.abc import Callable
from datetime import datetime

from pyrate_limiter import InMemoryBucket, Rate, RateItem


class Budget:
    """At most `requests` in any `seconds`, for each of the pairs at once. Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime], *rates: tuple[int, float]) -> None:
        self._clock = clock
        self._bucket = InMemoryBucket([Rate(requests, int(seconds * 1000)) for requests, seconds in rates])
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether one more request is allowed now; if so, it is counted."""
        with self._lock:
            now_ms = int(self._clock().timestamp() * 1000)
            self._bucket.leak(now_ms)
            return bool(self._bucket.put(RateItem("request", now_ms)))
