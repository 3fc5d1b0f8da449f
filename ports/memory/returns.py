"""What happens to an order after it was sent, or instead: cancellations, returns, receipts, price
reductions."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.cancellations import Cancellation
from core.dispatch import PositionRef
from core.price_reductions import PriceReduction
from core.receipts import KeptReceipt, Receipt
from core.returns import Return, ReturnParcel


class CancellationBook(Protocol):
    """The cancellations of one app of this account, by their numbers from 1 on."""

    def add(self, wish: Cancellation) -> Cancellation:
        """Store a new one; the answer carries its id and revision 1."""
        ...

    def write(self, wish: Cancellation) -> Cancellation:
        """raises  Conflict: somebody else wrote first; nothing was stored"""
        ...

    def all(self) -> Sequence[Cancellation]:
        """Newest first."""
        ...


class ReturnBook(Protocol):
    """The returns of one app of this account, one a position."""

    def get(self, position: PositionRef) -> Return:
        """A fresh one (revision 0) where nothing is known."""
        ...

    def write(self, known: Return) -> Return:
        """raises  Conflict: somebody else wrote first; nothing was stored"""
        ...

    def all(self) -> Sequence[Return]:
        """Those that changed last first."""
        ...

    def keep_parcel(self, parcel: ReturnParcel) -> bool:
        """Store it under its id; True when it is new or says something new."""
        ...

    def parcels(self) -> Sequence[ReturnParcel]: ...


class ReceiptBook(Protocol):
    """The receipts of one app of this account, by the marketplace's numbers."""

    def keep(self, receipts: Sequence[Receipt]) -> int:
        """Store them; a PDF that is there stays. How many are new."""
        ...

    def keep_pdf(self, number: str, pdf: bytes) -> None: ...

    def get(self, number: str) -> KeptReceipt | None:
        """With its PDF."""
        ...

    def all(self) -> Sequence[Receipt]:
        """Newest first."""
        ...

    def without_pdf(self) -> Sequence[str]:
        """Their numbers, oldest first."""
        ...

    def listed_until(self) -> date | None:
        """The day up to which a complete listing has gone; None before the first."""
        ...

    def listed(self, until: date) -> None: ...


class PriceReductionBook(Protocol):
    """The price reductions of one app of this account, by their numbers from 1 on."""

    def add(self, reduction: PriceReduction) -> PriceReduction:
        """Store a new one; the answer carries its id and revision 1. Where one with its intent is stored,
        that one is the answer, and nothing changes."""
        ...

    def write(self, reduction: PriceReduction) -> PriceReduction:
        """raises  Conflict: somebody else wrote first; nothing was stored"""
        ...

    def all(self) -> Sequence[PriceReduction]:
        """Newest first."""
        ...
