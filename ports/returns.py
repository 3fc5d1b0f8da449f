"""What the inside asks of a marketplace whose buyers send things back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.dispatch import PositionRef
from core.returns import Decision, ReturnParcel, ReturnStatus, ShownReturn
from core.text import Text


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """`unreadable` counts entries that could not be read; `next_page` is opaque, None on the last page."""

    returns: tuple[ShownReturn, ...]
    unreadable: int = 0
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnParcelPage:
    parcels: tuple[ReturnParcel, ...]
    unreadable: int = 0
    next_page: str | None = None


class ReturnDesk(Protocol):
    """The returns of one account at a marketplace.

    Reading raises AccessDenied, Throttled, Unreachable, BrokenReply, Refused.
    """

    @property
    def reasons_to_accept(self) -> frozenset[str]: ...

    @property
    def reasons_to_reject(self) -> frozenset[str]: ...

    @property
    def batch(self) -> int:
        """The most decisions in one call."""
        ...

    def returns(self, status: ReturnStatus, page: str | None) -> ReturnPage:
        """The returns in this status, those that changed last first."""
        ...

    def parcels(self, since: datetime, page: str | None) -> ReturnParcelPage:
        """Return parcels announced or changed on or after `since`."""
        ...

    def decide(self, decisions: Mapping[PositionRef, Decision]) -> Mapping[PositionRef, Text | None]:
        """Accept or reject, all of one verdict. For each position: None when it was taken, else why not.

        Acceptance pays the buyer back and is final.

        raises  Refused: nothing of it was taken
                OutcomeUnknown: some of it, or all, may have been taken
                AccessDenied, Throttled, Unreachable: nothing arrived
        """
        ...
