"""What a text of DHL may not repeat: its words can hold the request, and errors are shown and logged."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from ports import Response

#: The parts of a request that are people and places.
_PARTIES: Final = ("shipper", "consignee", "returnAddress")
_LOGINS: Final = ("authorization", "dhl-api-key")
#: Shorter ones are no secret by themselves, and stand in every second sentence.
_SHORTEST: Final = 3
_HIDDEN: Final = "…"


def private_in(answer: Response) -> frozenset[str]:
    """Names, places and logins of the request that this answers; none where there is no request."""
    try:
        request = answer.request
    except RuntimeError:
        return frozenset()
    logins = (request.headers.get(name, "").removeprefix("Bearer ") for name in _LOGINS)
    try:
        body = json.loads(request.content) if request.content else None
    except ValueError:
        body = None
    found = (*logins, *_texts(body, wanted=False))
    return frozenset(text for text in found if len(text.strip()) >= _SHORTEST)


def _texts(value: Any, *, wanted: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "country":
                yield from _texts(part, wanted=wanted or name in _PARTIES)
        if wanted and "addressHouse" in value:
            yield f"{value.get('addressStreet')} {value['addressHouse']}"
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, wanted=wanted)
    elif wanted and isinstance(value, str):
        yield value


def hushed(text: str, private: frozenset[str]) -> str:
    """The text without them. Whole values only: words of a street's name are words of any sentence."""
    for value in sorted(private, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(value.strip())}(?!\w)", _HIDDEN, text, flags=re.IGNORECASE)
    return text
