"""What would become of a dispatch notice, found out before anything is stored or sent."""

from dataclasses import dataclass, replace

from core.dispatch import CORRECTABLE, Notice, ReturnKey
from core.dispatch_check import check, lacking
from core.findings import Finding, holding
from core.return_sources import Source
from sync.dispatch_notes import as_recorded
from sync.dispatch_view import Bench, view_of
from sync.return_numbers import foreseen, would_be_taken


@dataclass(frozen=True, slots=True)
class Preview:
    """
    notice    as `sync.dispatch.record` would keep it
    findings  what stands against sending it now
    way_back  where each parcel's return number comes from, in their order; None: it needs none, or there is
              no way to make one
    """

    notice: Notice
    findings: tuple[Finding, ...]
    way_back: tuple[ReturnKey | Source | None, ...]

    @property
    def may_go(self) -> bool:
        return not holding(self.findings)


def preview(bench: Bench, draft: Notice) -> Preview:
    """Sends nothing and stores nothing; what the marketplace itself will say is not known."""
    notice = as_recorded(bench.book, draft)
    if notice.state not in CORRECTABLE:
        return Preview(notice, (), tuple(parcel.return_key for parcel in notice.parcels))
    now = bench.clock.now()
    view = replace(
        view_of(bench, notice),
        taken=would_be_taken(bench.memory, bench.app, notice, now),
    )
    return Preview(notice, check(notice, view, now), _ways_back(bench, notice))


def _ways_back(bench: Bench, notice: Notice) -> tuple[ReturnKey | Source | None, ...]:
    carriers = {carrier.code: carrier for carrier in bench.desk.carriers}
    ways: list[ReturnKey | Source | None] = [parcel.return_key for parcel in notice.parcels]
    if bench.maker is not None:
        for at in lacking(notice, carriers):
            ways[at] = foreseen(bench.maker, notice.parcels[at].tracking)
    return tuple(ways)
