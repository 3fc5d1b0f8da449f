"""Receipts."""

from types import MappingProxyType
from typing import Final

from core.text import Text

RECEIPT_KINDS: Final = MappingProxyType(
    {
        "PURCHASE": Text(en="Invoice", de="Rechnung"),
        "REFUND": Text(en="Credit note", de="Gutschrift"),
        "PARTIAL_REFUND": Text(en="Partial credit note", de="Teilgutschrift"),
        "OTHER": Text(en="Other receipt", de="Anderer Beleg"),
    }
)

RECEIPTS: Final = {
    "title": Text(en="Receipts", de="Belege"),
    "lead": Text(
        en="The marketplace writes the invoices and credit notes; here they are kept.",
        de="Rechnungen und Gutschriften schreibt der Marktplatz; hier sind sie aufbewahrt.",
    ),
    "which": Text(en="Which receipts", de="Welche Belege"),
    "search": Text(en="Receipt or order number", de="Beleg- oder Auftragsnummer"),
    "find": Text(en="Search", de="Suchen"),
    "all": Text(en="All", de="Alle"),
    "receipt": Text(en="Receipt", de="Beleg"),
    "paper_of": Text(en="Receipt {number}", de="Beleg {number}"),
    "kind": Text(en="Kind", de="Art"),
    "order": Text(en="Order", de="Auftrag"),
    "made": Text(en="Made", de="Erstellt"),
    "total": Text(en="Total", de="Summe"),
    "belongs_to": Text(en="to {number}", de="zu {number}"),
    "not_real": Text(en="no invoice for the tax office", de="keine Rechnung im Sinne der Umsatzsteuer"),
    "no_pdf": Text(en="not here yet", de="noch nicht da"),
    "download": Text(en="Save", de="Speichern"),
    "close": Text(en="Close", de="Schließen"),
    "none": Text(en="No receipts yet.", de="Noch keine Belege."),
    "none_found": Text(en="No receipt fits.", de="Kein Beleg passt."),
    "pages": Text(en="Pages", de="Seiten"),
    "newer": Text(en="Newer", de="Neuere"),
    "older": Text(en="Older", de="Ältere"),
}
