"""A receipt on paper."""

from typing import Final

from adapters.otto.standin.receipts.receipt import Kind, Receipt, tax_of
from adapters.otto.standin.receipts.view import SELLER
from standins.papers import Row, page_pdf

_TITLES: Final = {
    Kind.PURCHASE: "Rechnung",
    Kind.REFUND: "Gutschrift",
    Kind.PARTIAL_REFUND: "Gutschrift (Preisnachlass)",
}
_FEES: Final = {
    "DELIVERY_FEE_STANDARD": "Versandkosten",
    "DELIVERY_FEE_FREIGHT_SURCHARGE": "Speditionsaufschlag",
}


def paper(receipt: Receipt) -> bytes:
    """One A4 page as PDF; the same receipt is always the same bytes."""
    order, invoice = receipt.order, receipt.order.invoice
    rows: list[Row] = [
        (f"Beleg {receipt.number}", f"{receipt.created_at:%d.%m.%Y}"),
        (f"Bestellung {order.number}", f"{order.ordered_at:%d.%m.%Y}"),
        (f"{SELLER['partnerName']}, {SELLER['zipCode']} {SELLER['city']}", f"USt-IdNr. {SELLER['vatId']}"),
        (f"{invoice.first_name} {invoice.last_name}", f"{invoice.zip_code} {invoice.city}"),
        ("", ""),
    ]
    if receipt.linked is not None:
        rows.insert(1, (f"zu Beleg {receipt.linked.number}", f"{receipt.linked.created_at:%d.%m.%Y}"))
    rows += [(f"{len(line.items)} × {line.items[0].title}", _euros(line.cents)) for line in receipt.lines]
    if receipt.rebated is not None:
        item, cents = receipt.rebated
        rows.append((f"Preisnachlass {item.title}", _euros(cents)))
    rows += [(_FEES.get(fee.name, fee.name), _euros(fee.cents)) for fee in receipt.fees]
    rows.append(("", ""))
    rows += [
        (f"darin {rate} % Umsatzsteuer", _euros(tax_of(cents, rate)))
        for rate, cents in receipt.cents_by_rate().items()
    ]
    rows.append(("Summe", _euros(receipt.cents)))
    return page_pdf(_TITLES[receipt.kind], rows)


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d} EUR"
