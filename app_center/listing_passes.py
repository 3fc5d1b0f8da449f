"""How a pass over listings, and one over brands and categories, is put together."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app_center.bootstrap import AppCenter
from app_center.listings import judge_of, listing_kind
from ports.hooks import MarketplaceKind
from ports.lease import Lease
from ports.memory import AccountMemory
from sync.catalogue import Report as Pages
from sync.catalogue import read_catalogue
from sync.listing_delivery import link_deliveries
from sync.listing_release import release_quantities
from sync.listings import Report, Work, sync_listings

Progress = Callable[[str], None]


def catalogue_pass(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, progress: Progress
) -> Mapping[str, int]:
    """Nothing where the account lists nothing: reading all categories is no small matter."""
    if not memory.listings(kind.manifest.key).count():
        return {}
    return read_all(center, memory, kind, progress)


def read_all(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, progress: Progress
) -> Mapping[str, int]:
    """Brands and categories, as far as they changed; nothing where the marketplace publishes none."""
    source = kind.open(center.connect(memory, kind)).catalogue
    if source is None:
        return {}

    def told(report: Pages) -> None:
        progress(f"{kind.manifest.name}: {report.read + report.unchanged} pages of brands and categories")

    return read_catalogue(source, memory.catalogue(kind.manifest.key), center.clock, told).counts()


def listing_pass(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lease: Lease, progress: Progress
) -> Mapping[str, int]:
    """Nothing where the account lists nothing."""
    book = memory.listings(kind.manifest.key)
    if kind.listings is None or not book.count():
        return {}
    opened = kind.open(center.connect(memory, kind))
    if opened.listings is None:
        return {}

    def told(report: Report) -> None:
        progress(f"{kind.manifest.name}: {report.sent} listings sent, {report.accepted} accepted")

    clock, offered = center.clock, listing_kind(kind)
    work = Work(opened.listings, book, judge_of(memory, kind), offered, clock, lease, told)
    report = sync_listings(work)
    if opened.delivery is not None:
        report = replace(report, linked=link_deliveries(opened.delivery, book, offered, clock, lease))
    quantities = memory.quantities(kind.manifest.key)
    return report.counts() | {"quantities_released": release_quantities(book, quantities, clock)}
