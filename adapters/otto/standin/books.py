"""What the seller's software has brought about, position by position: to compare with in tests.

The workshop's ledger counts calls. The books know what came of them, also where the answer was lost.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A position that was reported as sent, once for each parcel that it is in. `call` counts the calls."""

    at: datetime
    call: int
    order: str
    item: str
    shipment: str
    carrier: str
    number: str | None
    return_carrier: str | None
    return_number: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A return that was decided: "accepted" or "rejected", by the seller's software or by OTTO itself."""

    at: datetime
    order: str
    item: str
    verdict: str
    condition: str | None
    reason: str | None
    by_marketplace: bool = False


@dataclass(frozen=True, slots=True)
class Reduction:
    """A price reduction that was asked for and answered with 202, whatever became of it."""

    at: datetime
    order: str
    item: str
    cents: int


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A position that the seller's software asked to cancel; `taken_effect` when it was."""

    at: datetime
    order: str
    item: str
    taken_effect: bool


@dataclass(slots=True)
class Books:
    """In the order in which it happened. Written under the lock of the shelf."""

    reports: list[Report] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    reductions: list[Reduction] = field(default_factory=list)
    cancellations: list[Cancellation] = field(default_factory=list)

    def shipments_of(self, item: str) -> Sequence[str]:
        """The shipments that the position was reported in. A multiparcel shipment has several parcels."""
        return [report.shipment for report in self.reports if report.item == item]

    def times_reported(self) -> Counter[str]:
        """By position item: how many calls reported it. The parcels of one multiparcel call count as one."""
        return Counter(item for _, item in {(report.call, report.item) for report in self.reports})

    def return_numbers(self) -> Counter[tuple[str, str]]:
        """By return carrier and number: in how many shipments it was used."""
        used = {
            (report.return_carrier, report.return_number, report.shipment)
            for report in self.reports
            if report.return_carrier is not None and report.return_number is not None
        }
        return Counter((carrier, number) for carrier, number, _ in used)

    def times_accepted(self) -> Counter[str]:
        """By position item: how often the seller's software accepted its return."""
        return Counter(d.item for d in self.decisions if d.verdict == "accepted" and not d.by_marketplace)

    def reduced_cents(self) -> Counter[str]:
        """By position item: the sum of all reductions that were asked for."""
        total: Counter[str] = Counter()
        for reduction in self.reductions:
            total[reduction.item] += reduction.cents
        return total

    def cancelled(self, *, taken_effect: bool = True) -> Counter[str]:
        """By position item: how often its cancellation took effect, or was asked for."""
        return Counter(c.item for c in self.cancellations if c.taken_effect is taken_effect)
