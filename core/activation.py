"""The steps that an activation is made of, as values; who asks and who answers is not decided here.

A flow looks at the answers given so far and says what comes next:

    Ask       fields to fill in, with what is wrong about earlier answers
    Visit     an address to open in the browser, for a consent given elsewhere
    Wait      nothing to do but try again later
    Activate  everything is there and proven
    Stop      it cannot go on, and what a person has to change elsewhere first
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from core.errors import InvalidValue
from core.secret import Secret
from core.text import Text

#: What a seller has answered, by field key. Ticks are "true" or "false". Secrets stay wrapped.
Answers = Mapping[str, str | Secret]

_TICKED: Final = frozenset({"true", "yes", "on", "1", "ja", "wahr"})
_UNTICKED: Final = frozenset({"false", "no", "off", "0", "nein", "falsch", ""})


class FieldKind(StrEnum):
    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - the word, not one
    EMAIL = "email"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose. `unavailable` says why it cannot be chosen now, and what to do about it."""

    value: str
    label: Text
    unavailable: Text | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. `default` is taken where nothing is answered; required ones without are asked."""

    key: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    help: Text | None = None
    default: str | None = None
    choices: tuple[Choice, ...] = ()
    max_length: int = 200

    @property
    def is_secret(self) -> bool:
        return self.kind is FieldKind.SECRET

    def read(self, given: str) -> str:
        """The answer in its stored form: blanks at the edges off, ticks as "true" or "false".

        raises  InvalidValue, with this field, in the words of whoever typed it
        """
        value = given.strip()
        if self.kind is FieldKind.TICK:
            return self._tick(value)
        if not value:
            if self.required:
                raise self._wrong(Text(en="is required", de="ist erforderlich"))
            return ""
        if len(value) > self.max_length:
            raise self._wrong(
                Text(
                    en=f"is longer than {self.max_length} characters",
                    de=f"ist länger als {self.max_length} Zeichen",
                )
            )
        if not value.isprintable():
            raise self._wrong(
                Text(en="contains invisible characters", de="enthält unsichtbare Zeichen"),
            )
        if self.kind is FieldKind.CHOICE:
            self._choose(value)
        return value

    def _tick(self, value: str) -> str:
        word = value.lower()
        if word in _TICKED:
            return "true"
        if word in _UNTICKED:
            return "false"
        raise self._wrong(Text(en="is yes or no", de="ist ja oder nein"))

    def _choose(self, value: str) -> None:
        for choice in self.choices:
            if choice.value == value:
                if choice.unavailable is not None:
                    raise self._wrong(choice.unavailable)
                return
        known = ", ".join(choice.value for choice in self.choices)
        raise self._wrong(Text(en=f"is one of: {known}", de=f"ist eines von: {known}"))

    def _wrong(self, text: Text) -> InvalidValue:
        return InvalidValue(
            Text(en=f"{self.label.en}: {text.en}", de=f"{self.label.de}: {text.de}"), field=self.key
        )


@dataclass(frozen=True, slots=True)
class StepTitle:
    """A step as the list of steps shows it."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class Ask:
    """Fields to fill in. `problems` says, by field key, what is wrong with an earlier answer."""

    step: str
    fields: tuple[Field, ...]
    problems: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Visit:
    """Open `url`; the other side sends the browser back to the host's callback address.

    `state` comes back unchanged; anything else is not ours. It stands in `url`, so neither is in the repr.
    `answer` is the field key under which the host stores the code that came with it.
    """

    step: str
    url: str = field(repr=False)
    state: Secret
    answer: str
    text: Text


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again in `retry_after` seconds (None: whenever the seller likes). All answers are kept."""

    step: str
    reason: Text
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """One right at the other side: there, missing, or (None) could not be told. `text` says so to people.

    ends_on  the day on which it ends unless a person acts before, as passwords do; None: no such day
    """

    key: str
    granted: bool | None
    text: Text
    ends_on: date | None = None


#: From so many days before the end of a right on, people are told.
WARN_AHEAD: Final = timedelta(days=20)


def ending_soon(rights: Iterable[Right], today: date) -> list[Right]:
    """The rights that end within `WARN_AHEAD`, or should have ended, the first to end first."""
    ends = [(right.ends_on, right) for right in rights if right.ends_on is not None]
    near = [(end, right) for end, right in ends if end - today <= WARN_AHEAD]
    return [right for _, right in sorted(near, key=lambda pair: pair[0])]


@dataclass(frozen=True, slots=True)
class Activate:
    """All is proven. `settings` are the answers in force from now on: with defaults, without secrets."""

    settings: Mapping[str, str] = field(repr=False)
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """It cannot go on. `repair` is what a person has to do first."""

    step: str
    reason: Text
    repair: Text
    rights: tuple[Right, ...] = ()


Step = Ask | Visit | Wait | Activate | Stop
