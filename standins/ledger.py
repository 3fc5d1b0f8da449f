"""What a stand-in has received and answered. Headers and bodies are not kept, so no secret can be."""

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from standins.weather import Kind

#: Query parameters that stand for a person's consent or prove something.
_HIDDEN: Final = frozenset(
    {"access_token", "client_secret", "code", "password", "refresh_token", "state", "token"}
)
#: A long-running stand-in forgets its oldest entries.
_LIMIT: Final = 200_000

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One request.

    at       the stand-in's clock when it arrived, aware UTC
    answered the status that was sent; None where the connection broke before one was
    outcome  the status that the application came to; None where nobody worked on the request
    weather  what hit it
    """

    at: datetime
    method: str
    path: str
    query: Query
    answered: int | None
    outcome: int | None
    weather: Kind

    @property
    def happened(self) -> bool:
        """Whether a change that was asked for took place, whatever the caller got to know of it."""
        return (
            self.method not in {"GET", "HEAD", "OPTIONS"} and self.outcome is not None and self.outcome < 400
        )


class Ledger:
    """The entries in the order in which they were answered. Safe to share between threads."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_LIMIT)
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)

    def entries(
        self, method: str | None = None, path: str | None = None, answered: int | None = None
    ) -> Sequence[Entry]:
        """Those that match; `path` is the beginning of a path."""
        with self._lock:
            everything = tuple(self._entries)
        return [
            entry
            for entry in everything
            if (method is None or entry.method == method)
            and (path is None or entry.path.startswith(path))
            and (answered is None or entry.answered == answered)
        ]

    def count(self, method: str | None = None, path: str | None = None, answered: int | None = None) -> int:
        return len(self.entries(method, path, answered))

    def happened(self, path: str | None = None) -> Sequence[Entry]:
        """The changes that took place, also those whose answer was lost."""
        return [entry for entry in self.entries(path=path) if entry.happened]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


def without_secrets(query: Iterable[tuple[str, str]]) -> Query:
    """The query with the values hidden that nobody may read later."""
    return tuple((key, "***" if key in _HIDDEN else value) for key, value in query)
