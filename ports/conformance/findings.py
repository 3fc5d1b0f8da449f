"""A check of many cases says at its end what was wrong with each, so that an author sees all at once.

And how properties are tried.
"""

from types import TracebackType
from typing import Final, Self

import pytest
from hypothesis import Phase, settings

from core.errors import AppError, InvalidValue, RemoteError
from ports.carrier import FeatureCheck

_MOST: Final = 12

#: The same examples in every run, and nothing written anywhere.
derandomized: Final = settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)


class Findings:
    """Collects; the end of the `with` block fails the check where something was collected."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def say(self, case: object, words: str) -> None:
        line = f"{case}: {words}"
        if line not in self._lines:
            self._lines.append(line)

    def unless(self, fine: bool, case: object, words: str) -> None:
        if not fine:
            self.say(case, words)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._lines:
            more = [f"... and {len(self._lines) - _MOST} more"] if len(self._lines) > _MOST else []
            pytest.fail("\n".join((*self._lines[:_MOST], *more)), pytrace=False)


def named(result: object) -> str:
    """An outcome in a few words; of an error also what it carries beyond its text."""
    match result:
        case InvalidValue():
            return f"InvalidValue at {result.field!r}"
        case RemoteError():
            return f"{type(result).__name__} ({result})"
        case AppError():
            return type(result).__name__
        case None:
            return "None"
        case [FeatureCheck() as first, *_]:
            return f"a check with works={first.works}"
        case _:
            return f"a {type(result).__name__}"
