"""What the seller's software has written, entry by entry, and where it broke a rule that answers do not show.

The workshop's ledger counts calls; this one knows what was in them, also where the answer was lost.
"""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

_LIMIT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Write:
    """One call that was worked on.

    what     "quantities", "delivery", "products", "prices" or "active-status"
    entries  (sku, value) as sent, in the order of the call: the quantity, the profile with its processing
             time, the product, the price, the switch; the sku is "" where none was readable
    refused  places in `entries` that were refused at once
    """

    at: datetime
    what: str
    entries: tuple[tuple[str, Any], ...]
    refused: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that the caller broke: "early poll", "too many entries", "call without need"."""

    at: datetime
    rule: str
    about: str


class Record:
    """Safe to share between threads. A long-running stand-in forgets the oldest."""

    def __init__(self) -> None:
        self._writes: deque[Write] = deque(maxlen=_LIMIT)
        self._faults: deque[Fault] = deque(maxlen=_LIMIT)
        self._lock = threading.Lock()

    def note(self, write: Write) -> None:
        with self._lock:
            self._writes.append(write)

    def blame(self, at: datetime, rule: str, about: str) -> None:
        with self._lock:
            self._faults.append(Fault(at, rule, about))

    def writes(self, what: str | None = None, sku: str | None = None) -> Sequence[Write]:
        """Those that match; `sku` is in one of the entries."""
        with self._lock:
            everything = tuple(self._writes)
        return [
            write
            for write in everything
            if (what is None or write.what == what)
            and (sku is None or any(entry == sku for entry, _ in write.entries))
        ]

    def faults(self, rule: str | None = None) -> Sequence[Fault]:
        with self._lock:
            return [fault for fault in self._faults if rule is None or fault.rule == rule]

    def clear(self) -> None:
        with self._lock:
            self._writes.clear()
            self._faults.clear()
