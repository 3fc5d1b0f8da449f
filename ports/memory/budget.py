"""The pace of requests, shared by all who send for an account."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from core.apps import AccountId, AppKey
from core.budget import Pace

T = TypeVar("T")


class Paces(Protocol):
    """The pace of each account at each app."""

    def change(
        self, account: AccountId, app: AppKey, decide: Callable[[Pace, int], tuple[Pace, T]]
    ) -> tuple[T, int]:
        """What `decide` makes of the pace and the moment (microseconds since 1970, by the clock that all who
        share the pace share). Nobody else changes it meanwhile. Answers with the moment, too."""
        ...
