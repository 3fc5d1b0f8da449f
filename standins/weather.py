"""Weather: what happens to a request on its way. Decided by a list, or by a seeded generator and a rate."""

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, Self

ROUGH: Final = "rough"


class Kind(StrEnum):
    """What can hit one request."""

    FINE = "fine"
    RESET_BEFORE = "reset_before"
    """The connection breaks; nobody worked on the request."""
    ANSWER_LOST = "answer_lost"
    """The request is worked on; then the connection breaks."""
    STORM_429 = "storm_429"
    """429 to a few requests in a row; nobody worked on them."""
    HTML_502 = "html_502"
    """A gateway's error page; nobody worked on the request."""
    SLOW = "slow"
    """The request is worked on; the answer comes late."""
    TRUNCATED = "truncated"
    """The request is worked on; the second half of the body is missing."""


#: Every name that `Weather` knows.
NAMES: Final = (*(kind.value for kind in Kind), ROUGH)

RetryAfter = Literal["none", "seconds", "date"]
Cut = Literal["length", "json"]


@dataclass(frozen=True, slots=True)
class Spell:
    """What hits one request.

    refused      RESET_BEFORE: not even the connection comes about (in-process only)
    retry_after  STORM_429: the form of the Retry-After header
    html         STORM_429: the body is a gateway's page, not JSON
    cut          TRUNCATED: "length" ends the body before the announced Content-Length,
                 "json" is valid HTTP whose JSON stops in the middle
    seconds      SLOW: how late; STORM_429: what Retry-After asks for
    """

    kind: Kind = Kind.FINE
    refused: bool = False
    retry_after: RetryAfter = "none"
    html: bool = False
    cut: Cut = "length"
    seconds: float = 0.0


class Weather:
    """Says for each request, in the order of arrival, what hits it. Safe to share between threads.

    name   one of `NAMES`; "rough" mixes all kinds
    rate   the share of requests that are hit, 0 to 1; for storms, the share that starts one
    seed   the same seed and the same order of requests give the same weather
    delay  seconds that a slow answer takes
    only   hits only paths that begin with this
    """

    def __init__(
        self, name: str = "fine", *, rate: float = 0.3, seed: int = 0, delay: float = 2.0, only: str = ""
    ) -> None:
        if name not in NAMES:
            raise ValueError(f"no such weather: {name!r}; known: {', '.join(NAMES)}")
        if not 0 <= rate <= 1:
            raise ValueError(f"a rate is a share from 0 to 1, not {rate}")
        if delay < 0:
            raise ValueError(f"a delay is not negative, not {delay}")
        self.name = name
        self.rate = rate
        self.seed = seed
        self.delay = delay
        self.only = only
        self._random = random.Random(seed)
        self._storm_left = 0
        self._list: list[str | Spell] | None = None
        self._lock = threading.Lock()

    @classmethod
    def listed(cls, *spells: str | Spell, seed: int = 0, delay: float = 2.0, only: str = "") -> Self:
        """These, one per request; fine after the last."""
        known = {kind.value for kind in Kind}
        if wrong := [spell for spell in spells if isinstance(spell, str) and spell not in known]:
            raise ValueError(f"no such weather: {wrong[0]!r}; known: {', '.join(sorted(known))}")
        weather = cls(seed=seed, delay=delay, only=only)
        weather.name = "listed"
        weather._list = list(spells)
        return weather

    def next(self, path: str) -> Spell:
        """What hits the request that has just arrived for `path`."""
        if not path.startswith(self.only):
            return Spell()
        with self._lock:
            if self._list is not None:
                spell = self._list.pop(0) if self._list else Kind.FINE
                return spell if isinstance(spell, Spell) else self._spell(Kind(spell))
            return self._drawn()

    def _drawn(self) -> Spell:
        if self._storm_left:
            self._storm_left -= 1
            return self._spell(Kind.STORM_429)
        if self.name == Kind.FINE or self._random.random() >= self.rate:
            return Spell()
        kind = self._random.choice([*Kind][1:]) if self.name == ROUGH else Kind(self.name)
        if kind is Kind.STORM_429:
            self._storm_left = self._random.randint(0, 3)
        return self._spell(kind)

    def _spell(self, kind: Kind) -> Spell:
        draw = self._random
        match kind:
            case Kind.RESET_BEFORE:
                return Spell(kind, refused=draw.random() < 0.5)
            case Kind.STORM_429:
                return Spell(
                    kind,
                    retry_after=draw.choice(("none", "seconds", "date")),
                    html=draw.random() < 0.5,
                    seconds=draw.randint(1, 3),
                )
            case Kind.SLOW:
                return Spell(kind, seconds=self.delay)
            case Kind.TRUNCATED:
                return Spell(kind, cut=draw.choice(("length", "json")))
            case _:
                return Spell(kind)

    def described(self) -> Mapping[str, str | float]:
        """The settings, for people and for the control address."""
        return {
            "name": self.name,
            "rate": self.rate,
            "seed": self.seed,
            "delay": self.delay,
            "only": self.only,
        }
