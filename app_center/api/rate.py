"""How much a key may ask for: so many requests a minute, told in every answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from core.interface_keys import KeyId

WINDOW: Final = 60
#: Keys that are remembered; those of the oldest windows go first.
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of the window, which ends in `seconds`."""

    allowed: bool
    most: int
    left: int
    seconds: int

    @property
    def headers(self) -> Mapping[str, str]:
        """As in the IETF's draft on RateLimit fields for HTTP (draft 10, 2026)."""
        return {
            "RateLimit-Policy": f'"minute";q={self.most};w={WINDOW}',
            "RateLimit": f'"minute";r={self.left};t={self.seconds}',
        }


class Gate:
    """Counts requests of this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: dict[KeyId, tuple[int, int]] = {}
        self._lock = Lock()

    def enter(self, key: KeyId, now: datetime) -> Room:
        window, passed = divmod(int(now.timestamp()), WINDOW)
        with self._lock:
            known, count = self._counts.pop(key, (window, 0))
            count = count if known == window else 0
            allowed = count < self._most
            self._counts[key] = (window, count + allowed)
            if len(self._counts) > _MOST:
                del self._counts[next(iter(self._counts))]
        return Room(allowed, self._most, self._most - count - allowed, WINDOW - passed)
