"""What the inside asks of a marketplace where sellers can cancel."""

from collections.abc import Sequence
from typing import Protocol

from core.orders import PositionItemId, SalesOrderId


class CancellationDesk(Protocol):
    """The cancellations of one account at a marketplace."""

    def cancel(self, order: SalesOrderId, positions: Sequence[PositionItemId]) -> None:
        """Ask for these positions to be cancelled; empty: the whole order. All of them, or none.

        The marketplace takes it and carries it out later; the order then shows it. What is cancelled already
        is left alone, so asking again is safe.

        raises  Refused: among others, a position that is announced or sent
                OutcomeUnknown: it may have been taken
                AccessDenied, Throttled, Unreachable: nothing arrived
        """
        ...
