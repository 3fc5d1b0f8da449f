"""The concerns that an app of an account is brought in line for, and how a pass of each is put together.

A new concern is one function and one line in the table of its kind of app.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from app_center.access_check import access_pass
from app_center.after_sale import dispatch_pass, receipts_pass, returns_pass
from app_center.bootstrap import AppCenter
from app_center.listing_passes import catalogue_pass, listing_pass
from app_center.outgoing import Errand
from app_center.privacy import privacy_pass
from app_center.registry import Kind
from app_center.stock_passes import alignment_pass, stock_pass, switch_pass
from app_center.worker import Worker
from core.apps import PortalAccountId
from core.errors import Conflict, InvalidValue
from core.schedule import Job, Rhythm, Urgency
from core.text import Text
from ports.hooks import CarrierKind, MarketplaceKind
from ports.lease import Lease
from ports.memory import AccountMemory, PassRecord, Taken
from sync.claims import settle_claims
from sync.labels import settle_unknown
from sync.orders import Report, Terms, import_orders
from sync.turns import Done, take_turn

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one pass works with.

    memory  the account; its writes fail with LeaseLost once a successor has taken over
    lease   to look at before each write that goes out
    """

    center: AppCenter
    memory: AccountMemory
    kind: Kind
    lease: Lease
    progress: Progress


@dataclass(frozen=True, slots=True)
class Concern:
    """`work` does one pass and answers with its counts."""

    work: Callable[[Shift], Mapping[str, int]]
    rhythm: Rhythm


def _orders(shift: Shift) -> Mapping[str, int]:
    memory, kind = shift.memory, _marketplace(shift.kind)
    settings = memory.apps.get(kind.manifest.key).settings

    def told(report: Report) -> None:
        shift.progress(
            f"{kind.manifest.name}: {report.pages} pages, {report.new} new, {report.changed} changed"
        )

    book, clock = memory.orders(kind.manifest.key), shift.center.clock
    report = import_orders(
        kind.open(shift.center.connect(memory, kind)).orders,
        book,
        clock,
        Terms(
            portal_account=PortalAccountId(settings["portal_account_id"]),
            paid_by_marketplace=settings.get("paid_status") == "true",
        ),
        told,
    )
    claimed = settle_claims(kind.manifest.key, book, memory.warehouse, clock)
    return report.counts() | {"claimed": claimed}


def _stock(shift: Shift) -> Mapping[str, int]:
    return stock_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.lease, shift.progress)


def _alignment(shift: Shift) -> Mapping[str, int]:
    return alignment_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.progress)


def _switches(shift: Shift) -> Mapping[str, int]:
    return switch_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.lease)


def _catalogue(shift: Shift) -> Mapping[str, int]:
    return catalogue_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.progress)


def _listings(shift: Shift) -> Mapping[str, int]:
    return listing_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.lease, shift.progress)


def _dispatch(shift: Shift) -> Mapping[str, int]:
    return dispatch_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.lease)


def _returns(shift: Shift) -> Mapping[str, int]:
    return returns_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.lease)


def _receipts(shift: Shift) -> Mapping[str, int]:
    return receipts_pass(shift.center, shift.memory, _marketplace(shift.kind), shift.lease)


def _labels(shift: Shift) -> Mapping[str, int]:
    kind = shift.kind
    assert isinstance(kind, CarrierKind)  # noqa: S101 - only `CARRIER` gets here
    shift.progress(f"{kind.manifest.name}: labels of unknown outcome")
    carrier = kind.open(shift.center.connect(shift.memory, kind))
    return settle_unknown(carrier, shift.memory.labels(kind.manifest.key), shift.center.clock).counts()


def _access(shift: Shift) -> Mapping[str, int]:
    return access_pass(shift.center, shift.memory, shift.kind)


def _privacy(shift: Shift) -> Mapping[str, int]:
    return privacy_pass(shift.center, shift.memory, shift.kind)


def _marketplace(kind: Kind) -> MarketplaceKind:
    assert isinstance(kind, MarketplaceKind)  # noqa: S101 - only `MARKETPLACE` gets here
    return kind


def every(seconds: int, least: int, most: int, urgency: Urgency = Urgency.NORMAL) -> Rhythm:
    usual, shortest, longest = (timedelta(seconds=number) for number in (seconds, least, most))
    return Rhythm(usual, shortest, longest, urgency)


_PRIVACY: Final = Concern(_privacy, every(86400, least=3600, most=7 * 86400, urgency=Urgency.BULK))
_ACCESS: Final = Concern(_access, every(900, least=300, most=86400))

#: In the order in which they run: stock needs the reservations that orders make.
MARKETPLACE: Final[Mapping[str, Concern]] = {
    "orders": Concern(_orders, every(60, least=30, most=3600)),
    "dispatch": Concern(_dispatch, every(60, least=10, most=3600, urgency=Urgency.URGENT)),
    "stock": Concern(_stock, every(60, least=10, most=3600, urgency=Urgency.URGENT)),
    "switches": Concern(_switches, every(60, least=30, most=3600)),
    "alignment": Concern(_alignment, every(86400, least=3600, most=7 * 86400, urgency=Urgency.BULK)),
    "catalogue": Concern(_catalogue, every(6 * 3600, least=1800, most=7 * 86400, urgency=Urgency.BULK)),
    "listings": Concern(_listings, every(60, least=30, most=86400, urgency=Urgency.BULK)),
    "returns": Concern(_returns, every(600, least=300, most=7200)),
    "receipts": Concern(_receipts, every(3600, least=600, most=86400, urgency=Urgency.BULK)),
    "access": _ACCESS,
    "privacy": _PRIVACY,
}
CARRIER: Final[Mapping[str, Concern]] = {
    "labels": Concern(_labels, every(900, least=60, most=86400)),
    "access": _ACCESS,
    "privacy": _PRIVACY,
}


def concerns_of(kind: Kind) -> Mapping[str, Concern]:
    """In the order in which they run."""
    match kind:
        case MarketplaceKind():
            return MARKETPLACE
        case CarrierKind():
            return CARRIER


def wanted_concerns(kind: Kind, only: str | None) -> tuple[str, ...]:
    """The concerns of this kind of app, or the one that was named.

    raises  InvalidValue (field `only`): it has no such concern
    """
    concerns = tuple(concerns_of(kind))
    if only is None:
        return concerns
    if only in concerns:
        return (only,)
    name = kind.manifest.name
    known = ", ".join(concerns)
    raise InvalidValue(
        Text(
            en=f"{name} has no concern {only!r}; it has: {known}",
            de=f"{name} kennt „{only}“ nicht, nur: {known}",
        ),
        field="only",
    )


def work_on(
    center: AppCenter,
    worker: Worker,
    memory: AccountMemory,
    kind: Kind,
    concern: str,
    progress: Progress,
    *,
    asked: bool,
) -> Done | Taken | None:
    """One pass of `concern` if it is due or was asked for; as `sync.turns.take_turn`."""
    found = concerns_of(kind)[concern]
    app = kind.manifest.key

    def work(guarded: AccountMemory, lease: Lease) -> Mapping[str, int]:
        bound = replace(center, errand=Errand(found.rhythm.urgency, lease))
        return found.work(Shift(bound, guarded, kind, lease, progress))

    with worker.under_way(Job(memory.account.id, app, concern)):
        return take_turn(
            memory,
            app,
            concern,
            found.rhythm,
            work,
            hand=worker.hand,
            clock=center.clock,
            asked=asked,
        )


def run_concern(
    center: AppCenter, memory: AccountMemory, kind: Kind, concern: str, progress: Progress
) -> PassRecord:
    """One pass of `concern` now.

    raises  Conflict: another process works on it, and which one
            whatever else `work_on` raises
    """
    with Worker(center.memory.agenda, center.clock, center.config.patience) as worker:
        done = work_on(center, worker, memory, kind, concern, progress, asked=True)
    if isinstance(done, Done):
        return done.record
    assert isinstance(done, Taken)  # noqa: S101 - what is asked for is due
    raise Conflict(
        Text(
            en=f"{concern}: the process {done.holder} works on it right now; try again in a moment",
            de=f"{concern}: der Prozess {done.holder} arbeitet gerade daran; bitte gleich erneut versuchen",
        )
    )
