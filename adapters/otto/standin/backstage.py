"""Controls that belong to no single interface.

GET  /_standin/books      what came of the seller's calls: reports, decisions, reductions, cancellations
GET  /_standin/oddities   the oddities in force
POST /_standin/oddities   {"lag": 30, "not_processable": "conflict"}: some of them anew; times in seconds
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from adapters.otto.standin.area import Route
from adapters.otto.standin.books import Books
from adapters.otto.standin.oddities import Oddities
from standins.application import Control


class Backstage:
    def __init__(self, books: Books, odd: Oddities) -> None:
        self.books = books
        self.odd = odd

    def routes(self) -> Sequence[Route]:
        return ()

    def controls(self) -> Mapping[str, Control]:
        return {
            "GET /_standin/books": lambda _: _plain(asdict(self.books)),
            "GET /_standin/oddities": lambda _: _plain(asdict(self.odd)),
            "POST /_standin/oddities": self._change,
        }

    def _change(self, wanted: Mapping[str, Any]) -> Any:
        known = {field.name for field in fields(self.odd)}
        if strange := set(wanted) - known:
            raise ValueError(f"no such oddity: {min(strange)}; known: {', '.join(sorted(known))}")
        for name, value in wanted.items():
            is_span = isinstance(getattr(self.odd, name), timedelta)
            setattr(self.odd, name, timedelta(seconds=value) if is_span else value)
        return _plain(asdict(self.odd))


def _plain(value: Any) -> Any:
    """Something for JSON: moments in ISO 8601, spans in seconds."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, datetime) else value
