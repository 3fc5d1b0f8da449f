"""What must not show: the secrets of the bench and the addresses of the orders, and where they would show."""

import json
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Final
from urllib.parse import quote, quote_plus

from core.errors import RemoteError
from core.parcel import Party
from ports.conformance.bench import WRONG, Bench
from ports.conformance.people import CONSUMER, MERCHANT

#: Shorter values (a house number, "DE") stand in texts that are nobody's.
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A value and what it is. The value stays out of every report."""

    what: str
    value: str = field(repr=False)

    def shows_in(self, text: str) -> bool:
        """Whole, in whatever spelling: as it is, or as JSON, Python or a URL write it. `text` is folded."""
        return any(
            spelling in text and re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text)
            for spelling in _spellings(self.value)
        )


@cache
def _spellings(value: str) -> frozenset[str]:
    written = (json.dumps(value)[1:-1], repr(value)[1:-1], ascii(value)[1:-1])
    in_urls = (quote(value, safe=""), quote_plus(value))
    return frozenset(spelling.casefold() for spelling in (value, *written, *in_urls))


def address_marks(parties: Iterable[tuple[str, Party]]) -> Iterator[Mark]:
    for role, party in parties:
        for item in fields(party):
            value = getattr(party, item.name)
            for word in {value, *value.split()}:
                if len(word) >= _SHORTEST:
                    yield Mark(f"{role}.{item.name}", word)


def secret_marks(bench: Bench) -> Iterator[Mark]:
    """The secrets, right and wrong ones, and every token that the stand-in has given."""
    yield from (Mark(f"the secret {key}", secret.reveal()) for key, secret in bench.rehearsal.secrets.items())
    yield from (Mark("an access token", token.reveal()) for token in bench.shelf.seen)
    yield Mark("a wrong secret", WRONG.reveal())


def all_marks(bench: Bench) -> list[Mark]:
    marks = (*address_marks((("consumer", CONSUMER), ("merchant", MERCHANT))), *secret_marks(bench))
    return [mark for mark in marks if mark.value]


def showing(text: str, marks: Iterable[Mark]) -> list[str]:
    """What shows in the text, by name."""
    folded = text.casefold()
    return sorted({mark.what for mark in marks if mark.shows_in(folded)})


def told_by(error: BaseException) -> str:
    """Everything that an error shows to whoever logs it: itself, its parts, and the errors it came from."""
    parts = [str(error), repr(error), repr(error.args)]
    parts += [f"{name}={value!r} {value}" for name, value in vars(error).items()]
    if isinstance(error, RemoteError):
        parts.append(error.service)
    return "\n".join((*parts, *traceback.format_exception(error)))
