"""The list of carriers that are broken on purpose, with the promise that each breaks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from core.text import Text
from tests.conformance.sound import Plugin, Sound

Carrier = TypeVar("Carrier", bound=type[Sound])


@dataclass(frozen=True)
class Broken:
    """A plug-in, and the promise that the kit has to find broken."""

    promise: int
    plugin: Plugin


BROKEN: Final[dict[str, Broken]] = {}


def broken(promise: int, name: str, plugin: Plugin) -> None:
    BROKEN[name] = Broken(promise, plugin)


def breaks(promise: int) -> Callable[[Carrier], Carrier]:
    """Says that a carrier breaks this promise, and makes a plug-in of it under its name."""

    def mark(carrier: Carrier) -> Carrier:
        broken(promise, carrier.__name__, Plugin(open=carrier))
        return carrier

    return mark


def both(words: str) -> Text:
    return Text(en=words, de=words)
