"""The concerns that an app of an account is brought in line for, and how a pass of each is put together."""

from collections.abc import Callable, Mapping
from typing import Final

from app_center.bootstrap import AppCenter
from app_center.registry import Kind
from core.apps import PortalAccountId
from core.errors import InvalidValue
from core.text import Text
from ports.hooks import CarrierKind, MarketplaceKind
from ports.memory import AccountMemory, PassRecord
from sync.labels import settle_unknown
from sync.orders import Report, Terms, import_orders
from sync.passes import run_pass

Progress = Callable[[str], None]
Work = Callable[[AppCenter, AccountMemory, MarketplaceKind, Progress], Mapping[str, int]]


def _orders(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, progress: Progress
) -> Mapping[str, int]:
    settings = memory.apps.get(kind.manifest.key).settings

    def told(report: Report) -> None:
        progress(f"{kind.manifest.name}: {report.pages} pages, {report.new} new, {report.changed} changed")

    report = import_orders(
        kind.open(center.connect(memory, kind)).orders,
        memory.orders(kind.manifest.key),
        center.clock,
        Terms(
            portal_account=PortalAccountId(settings["portal_account_id"]),
            paid_by_marketplace=settings.get("paid_status") == "true",
        ),
        told,
    )
    return report.counts()


#: In the order in which they run: stock needs the reservations that orders make.
MARKETPLACE: Final[Mapping[str, Work]] = {"orders": _orders}


CarrierWork = Callable[[AppCenter, AccountMemory, CarrierKind, Progress], Mapping[str, int]]


def _labels(
    center: AppCenter, memory: AccountMemory, kind: CarrierKind, progress: Progress
) -> Mapping[str, int]:
    progress(f"{kind.manifest.name}: labels of unknown outcome")
    carrier = kind.open(center.connect(memory, kind))
    return settle_unknown(carrier, memory.labels(kind.manifest.key), center.clock).counts()


CARRIER: Final[Mapping[str, CarrierWork]] = {"labels": _labels}


def concerns_of(kind: Kind) -> tuple[str, ...]:
    """In the order in which they run."""
    return tuple(MARKETPLACE if isinstance(kind, MarketplaceKind) else CARRIER)


def wanted_concerns(kind: Kind, only: str | None) -> tuple[str, ...]:
    """The concerns of this kind of app, or the one that was named.

    raises  InvalidValue (field `only`): it has no such concern
    """
    concerns = concerns_of(kind)
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


def run_concern(
    center: AppCenter, memory: AccountMemory, kind: Kind, concern: str, progress: Progress
) -> PassRecord:
    """One pass of `concern`; errors as `run_pass`."""

    def work() -> Mapping[str, int]:
        if isinstance(kind, MarketplaceKind):
            return MARKETPLACE[concern](center, memory, kind, progress)
        return CARRIER[concern](center, memory, kind, progress)

    return run_pass(memory, kind.manifest.key, concern, work, center.clock)
