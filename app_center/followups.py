"""What is due because something happened, done at once in this process or by whoever works next."""

from collections.abc import Mapping, Sequence

import structlog

from app_center.bootstrap import AppCenter
from app_center.concerns import Progress, concerns_of, run_concern
from app_center.registry import Kind
from core.apps import AppKey, AppState
from core.errors import AppError
from core.followups import Due, after_pass, after_stock_changed
from core.text import Text
from ports.memory import AccountMemory

log = structlog.get_logger()


def active_marketplaces(center: AppCenter, memory: AccountMemory) -> Sequence[AppKey]:
    """Those of the account that are on offer and at work."""
    on_offer = center.registry.marketplaces
    return [each.app for each in memory.apps.all() if each.state is AppState.ACTIVE and each.app in on_offer]


def due_after_pass(
    center: AppCenter, memory: AccountMemory, kind: Kind, concern: str, counts: Mapping[str, int]
) -> Sequence[Due]:
    marketplaces = active_marketplaces(center, memory)
    return after_pass(kind.manifest.key, concern, counts, marketplaces)


def due_after_stock_changed(center: AppCenter, memory: AccountMemory) -> Sequence[Due]:
    return after_stock_changed(active_marketplaces(center, memory))


def run_due(
    center: AppCenter, memory: AccountMemory, due: Sequence[Due], progress: Progress
) -> Sequence[tuple[Due, Mapping[str, int] | Text]]:
    """Each with its counts, or why it did not go well. What failed is woken, and made up for later."""
    outcomes: list[tuple[Due, Mapping[str, int] | Text]] = []
    for app, concern in due:
        kind = center.kind(app)
        try:
            record = run_concern(center, memory, kind, concern, progress)
        except AppError as error:
            _wake(center, memory, kind, concern)
            outcomes.append(((app, concern), error.text))
        else:
            outcomes.append(((app, concern), record.failure or record.counts))
    return outcomes


def _wake(center: AppCenter, memory: AccountMemory, kind: Kind, concern: str) -> None:
    """Somebody else works on it just now and may not have seen what happened: it is due again at once."""
    rhythm = concerns_of(kind)[concern].rhythm
    try:
        memory.work(kind.manifest.key).wake(concern, rhythm, center.clock.now(), "stock changed")
    except AppError as error:
        log.warning("followup.not_woken", concern=concern, reason=error.text.en)
