"""How long buyers' data is kept, and what may be forgotten when.

Receipts are kept as long as the law asks: eight years from the end of the calendar year in which they were
made (§ 147 AO, § 14b UStG, both as amended by the BEG IV on 2025-01-01). What a seller needs of a buyer
beside them ends much earlier.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.orders import PositionState
from core.text import Text

#: An order with none of these is closed: nothing follows that needs the buyer's address.
OPEN: Final = frozenset({PositionState.ANNOUNCED, PositionState.PROCESSABLE, PositionState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Retention:
    """
    buyers         days after the last change of a closed order for which name, address, e-mail and phone stay
    labels         days for which the papers of a label stay
    set_aside      days for which the unreadable text of an order stays, after it was last seen
    receipt_years  calendar years for which receipts stay, after the year in which they were made
    """

    buyers: int = 180
    labels: int = 180
    set_aside: int = 90
    receipt_years: int = 8


@dataclass(frozen=True, slots=True)
class Horizon:
    """What lies before these moments is to be forgotten."""

    buyers: datetime
    labels: datetime
    set_aside: datetime
    receipts: datetime


def horizon(retention: Retention, now: datetime) -> Horizon:
    first_kept_year = now.year - retention.receipt_years
    return Horizon(
        buyers=now - timedelta(days=retention.buyers),
        labels=now - timedelta(days=retention.labels),
        set_aside=now - timedelta(days=retention.set_aside),
        receipts=now.replace(year=first_kept_year, month=1, day=1, hour=0, minute=0, second=0, microsecond=0),
    )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one pass forgot: orders made anonymous, papers, texts of unreadable orders, receipts."""

    buyers: int = 0
    labels: int = 0
    set_aside: int = 0
    receipts: int = 0


@dataclass(frozen=True, slots=True)
class Processing:
    """One line of the record of processing activities (Art. 30 DSGVO)."""

    what: Text
    why: Text
    basis: Text
    where: str
    kept: Text


def record_of_processing(retention: Retention) -> tuple[Processing, ...]:
    """Every place where buyers' data is kept, with purpose, legal basis and time."""
    fulfilment = Text(
        en="fulfilment of the contract of sale (Art. 6 (1) b GDPR)",
        de="Erfüllung des Kaufvertrags (Art. 6 Abs. 1 lit. b DSGVO)",
    )
    return (
        Processing(
            Text(
                en="name, address, e-mail and phone of delivery and invoice",
                de="Name, Anschrift, E-Mail und Telefon von Lieferung und Rechnung",
            ),
            Text(en="delivering an order, returns", de="Auftrag ausliefern, Retouren"),
            fulfilment,
            "order_address, sales_order.terms",
            _days(
                retention.buyers,
                "after the last change of a closed order",
                "nach der letzten Änderung eines abgeschlossenen Auftrags",
            ),
        ),
        Processing(
            Text(en="label papers with the address on them", de="Labels mit aufgedruckter Anschrift"),
            Text(en="sending parcels and having them returned", de="Pakete versenden und Retouren annehmen"),
            fulfilment,
            "label_document",
            _days(retention.labels, "after the purchase", "nach dem Kauf"),
        ),
        Processing(
            Text(en="orders that could not be read, as sent", de="nicht lesbare Aufträge im Wortlaut"),
            Text(en="reading them later", de="spätere Übernahme"),
            fulfilment,
            "order_set_aside.raw",
            _days(retention.set_aside, "after it was last seen", "nachdem er zuletzt gesehen wurde"),
        ),
        Processing(
            Text(en="the marketplace's receipts (PDF)", de="Belege des Marktplatzes (PDF)"),
            Text(en="bookkeeping", de="Buchführung"),
            Text(
                en="legal obligation (Art. 6 (1) c GDPR, § 147 AO, § 14b UStG)",
                de="rechtliche Verpflichtung (Art. 6 Abs. 1 lit. c DSGVO, § 147 AO, § 14b UStG)",
            ),
            "receipt.pdf",
            Text(
                en=f"{retention.receipt_years} years after the end of the year",
                de=f"{retention.receipt_years} Jahre nach Ende des Jahres",
            ),
        ),
    )


def _days(number: int, en: str, de: str) -> Text:
    return Text(en=f"{number} days {en}", de=f"{number} Tage {de}")
