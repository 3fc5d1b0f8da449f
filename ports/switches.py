"""What the inside asks of a marketplace where the seller switches listings on and off.

The switch is the seller's; whether a listing that is on is also on sale is the marketplace's verdict
(`ports.listings.ListingDesk.verdicts`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.orders import Sku
from ports.listings import Progress, Submission


@dataclass(frozen=True, slots=True)
class SwitchPage:
    """One page of switches as they stand: on is True. `next_page` is opaque; None on the last one."""

    switches: Mapping[Sku, bool]
    next_page: str | None = None


class SwitchBoard(Protocol):
    """The seller's switches of one account's listings."""

    @property
    def batch(self) -> int:
        """How many listings one call may name."""
        ...

    @property
    def calls_a_day(self) -> int | None:
        """How many calls of `turn` the marketplace allows in 24 hours; None: as many as one likes."""
        ...

    def turn(self, switches: Mapping[Sku, bool]) -> Submission:
        """Switch these on (True) or off, at most `batch` of them. What becomes of it tells `progress`.

        Sending the same again is harmless, but costs a call.

        raises  Unreachable, Throttled, AccessDenied, Refused: nothing was switched
                OutcomeUnknown, BrokenReply: it may be switched
        """
        ...

    def progress(self, task: str) -> Progress | None:
        """As `ports.listings.ListingDesk.progress`."""
        ...

    def switches(self, page: str | None) -> SwitchPage:
        """How all of them stand; pages as in `ports.quantities.QuantityBoard.shown`.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
        """
        ...
