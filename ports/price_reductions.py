"""What the inside asks of a marketplace where sellers may lower a price after the sale."""

from collections.abc import Sequence
from typing import Protocol

from core.dispatch import PositionRef
from core.money import Money
from core.price_reductions import ShownReduction


class PriceReductionDesk(Protocol):
    """The price reductions of one account at a marketplace."""

    def reduce(self, position: PositionRef, amount: Money) -> None:
        """Pay the buyer so much of the price back. Each call reduces again; nothing tells two calls apart.

        raises  Refused: a clear no
                OutcomeUnknown: it may have happened
                AccessDenied, Throttled, Unreachable: nothing arrived
        """
        ...

    def reductions(self, position: PositionRef) -> Sequence[ShownReduction]:
        """All of this position, whoever made them; their ids stay the same.

        raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
        """
        ...
