"""The language that a host asks for."""

from typing import Final

from fastapi import Request

from core.text import Language

_KNOWN: Final[tuple[Language, ...]] = ("en", "de")


def language_of(request: Request) -> Language:
    """The better one of the two by `Accept-Language`; English where nothing is said."""
    weights: dict[Language, float] = {}
    for part in request.headers.get("Accept-Language", "").split(","):
        tag, _, quality = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        for language in _KNOWN:
            if name in {language, "*"}:
                weights[language] = max(weights.get(language, 0.0), _weight(quality))
    return max(_KNOWN, key=lambda language: weights.get(language, 0.0))


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
