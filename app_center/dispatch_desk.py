"""A parcel is reported by a person: looked over before it is sent, sent, or kept with what holds it."""

from dataclasses import dataclass

from app_center.after_sale import ByHand, maker_of, not_offered, opened
from app_center.bootstrap import AppCenter
from app_center.by_hand import run_now
from core.apps import AppState
from core.dispatch import Notice
from core.errors import InvalidValue
from core.return_sources import settings_of
from core.text import Text
from ports.dispatch import DispatchDesk
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory
from sync.cancellations import kept_back
from sync.dispatch_notes import record
from sync.dispatch_preview import Preview, preview
from sync.dispatch_view import Bench


def open_desk(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind) -> DispatchDesk:
    """raises  InvalidValue: the app is not active, or its account has no right to report parcels"""
    app = memory.apps.get(kind.manifest.key)
    if app.state is not AppState.ACTIVE:
        name = kind.manifest.name
        raise InvalidValue(
            Text(
                en=f"{name} is not active; nothing can be reported now",
                de=f"{name} ist nicht aktiv; gerade lässt sich nichts melden",
            ),
            field="app",
        )
    desk = opened(center, memory, kind).dispatch
    if desk is None:
        raise not_offered(kind)
    return desk


def looked_over(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, draft: Notice) -> Preview:
    """raises  as `open_desk`"""
    desk, app = open_desk(center, memory, kind), kind.manifest.key
    lease = ByHand()
    maker = maker_of(center, memory, app, desk, lease)
    origin = settings_of(memory.apps.get(app).settings).origin
    going = kept_back(memory, app, center.clock.now())
    return preview(Bench(app, memory, desk, center.clock, lease, origin, maker, going), draft)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`trouble`: why the pass that should have sent it did not go well."""

    notice: Notice
    trouble: Text | None


def report(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, draft: Notice) -> Outcome:
    """Written down, then sent if it can be."""
    book = memory.dispatches(kind.manifest.key)
    noted = record(book, draft)
    trouble = run_now(center, memory, kind, "dispatch")
    return Outcome(book.get(noted.id) or noted, trouble)
