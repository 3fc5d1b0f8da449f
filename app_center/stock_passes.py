"""How a pass over quantities, the full alignment, and one over the seller's switches are put together."""

from collections.abc import Callable, Mapping
from typing import Final

from app_center.bootstrap import AppCenter
from core.apps import PortalAccountId
from ports.hooks import MarketplaceKind
from ports.lease import Lease
from ports.memory import AccountMemory
from sync.alignment import Report as Aligned
from sync.alignment import align_quantities, read_switches
from sync.claims import settle_claims
from sync.stock import Report, StockPass
from sync.switches import turn_switches

Progress = Callable[[str], None]

_NOTHING: Final[Mapping[str, int]] = {}


def stock_pass(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lease: Lease, progress: Progress
) -> Mapping[str, int]:
    """The orders of all marketplaces of the account reserve before quantities are worked out."""
    key, clock = kind.manifest.key, center.clock
    claimed = sum(
        settle_claims(record.app, memory.orders(record.app), memory.warehouse, clock)
        for record in memory.apps.all()
    )
    board = kind.open(center.connect(memory, kind)).quantities
    if board is None:
        return {"claimed": claimed}

    def told(report: Report) -> None:
        progress(f"{kind.manifest.name}: {report.acknowledged} quantities acknowledged")

    work = StockPass(
        board=board,
        book=memory.quantities(key),
        stray=center.memory.of(memory.account.id).quantities(key),
        warehouse=memory.warehouse,
        portal_account=portal_account_of(memory, kind),
        lease=lease,
        clock=clock,
        on_call=told,
    )
    return {"claimed": claimed, **work.run().counts()}


def alignment_pass(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, progress: Progress
) -> Mapping[str, int]:
    key = kind.manifest.key
    opened = kind.open(center.connect(memory, kind))
    counts = dict(_NOTHING)
    if opened.quantities is not None:

        def told(report: Aligned) -> None:
            progress(f"{kind.manifest.name}: {report.read} quantities read")

        book = memory.quantities(key)
        counts |= align_quantities(opened.quantities, book, center.clock, told).counts()
    if opened.switches is not None:
        progress(f"{kind.manifest.name}: switches")
        counts["switches"] = read_switches(opened.switches, memory.switches(key), center.clock)
    return counts


def switch_pass(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lease: Lease
) -> Mapping[str, int]:
    board = kind.open(center.connect(memory, kind)).switches
    if board is None:
        return _NOTHING
    return turn_switches(board, memory.switches(kind.manifest.key), lease, center.clock).counts()


def portal_account_of(memory: AccountMemory, kind: MarketplaceKind) -> PortalAccountId:
    """Where the listings of this app belong: its setting, or a channel with the app's own name."""
    chosen = memory.apps.get(kind.manifest.key).settings.get("portal_account_id")
    if chosen:
        return PortalAccountId(chosen)
    return memory.portal_accounts.find_or_add(kind.manifest.name).id
