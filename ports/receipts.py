"""What the inside asks of a marketplace that writes the invoices itself."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.receipts import Receipt


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """`unreadable` counts entries that could not be read; `next_page` is opaque, None on the last page."""

    receipts: tuple[Receipt, ...]
    unreadable: int = 0
    next_page: str | None = None


class ReceiptDesk(Protocol):
    """The receipts of one account at a marketplace.

    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
    """

    def receipts(self, since: date | None, page: str | None) -> ReceiptPage:
        """Receipts made on or after this day (UTC), newest first; all for None."""
        ...

    def pdf(self, number: str) -> bytes:
        """The receipt as people read it.

        raises  BrokenReply: it is no PDF
        """
        ...
