"""What the inside asks of a marketplace that shows quantities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.errors import Complaint
from core.orders import Sku
from core.stock import ShowQuantity


@dataclass(frozen=True, slots=True)
class QuantityPage:
    """One page of what is shown, in pieces. `next_page` is opaque; None on the last one."""

    shown: Mapping[Sku, int]
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class QuantityAnswer:
    """What became of one call, entry by entry.

    acknowledged  shown now, or accepted to be shown
    refused       not taken, with the reasons as far as they are known; what stands in neither was refused too
    """

    acknowledged: frozenset[Sku]
    refused: Mapping[Sku, tuple[Complaint, ...]] = field(default_factory=dict)


class QuantityBoard(Protocol):
    """The quantities that one account's listings show to buyers."""

    @property
    def batch(self) -> int:
        """How many listings one call may name."""
        ...

    @property
    def highest(self) -> int:
        """The largest quantity that can be shown."""
        ...

    def shown(self, page: str | None) -> QuantityPage:
        """What is shown now; listings that never had a quantity may be missing.

        `page` is None for the first page, else the token of the page before. A listing may stand on several
        pages; figures may change while they are read.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
        """
        ...

    def show(self, changes: Sequence[ShowQuantity]) -> QuantityAnswer:
        """Show these absolute quantities, at most `batch` of them, each SKU once.

        Sending the same again is harmless; of two calls the later one to arrive counts.

        raises  Unreachable, Throttled, AccessDenied, Refused: nothing of it is shown
                OutcomeUnknown, BrokenReply: any part of it may be shown, now or in a moment
        """
        ...
