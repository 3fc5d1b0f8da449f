"""Receipts: the marketplace's invoices and credit notes. This project never numbers one."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.money import Money
from core.orders import SalesOrderId


class ReceiptKind(StrEnum):
    """OTHER is a word of the marketplace that this version does not know."""

    PURCHASE = "PURCHASE"
    REFUND = "REFUND"
    PARTIAL_REFUND = "PARTIAL_REFUND"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt. `number` is the marketplace's, unique per account there.

    linked  the purchase that a refund belongs to
    total   gross; None where the marketplace gives several currencies or none
    real    False: no invoice in the sense of VAT law
    """

    number: str
    kind: ReceiptKind
    created_at: datetime
    sales_order_id: SalesOrderId | None = None
    order_number: str | None = None
    linked: str | None = None
    total: Money | None = None
    real: bool = True


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as it is kept here. `pdf` shows an address, so it is not in the repr; None until it was
    fetched."""

    receipt: Receipt
    pdf: bytes | None = field(default=None, repr=False)
