"""What is due because something happened, done at once in this process or by whoever works next."""

from collections.abc import Mapping, Sequence

from app_center.bootstrap import AppCenter
from app_center.concerns import Progress, run_concern
from app_center.foreman import active_marketplaces, wake
from app_center.registry import Kind
from core.errors import AppError
from core.followups import Due, after_pass, after_repair, after_stock_changed
from core.text import Text
from ports.memory import AccountMemory


def due_after_pass(
    center: AppCenter, memory: AccountMemory, kind: Kind, concern: str, counts: Mapping[str, int]
) -> Sequence[Due]:
    marketplaces = active_marketplaces(center, memory)
    return after_pass(kind.manifest.key, concern, counts, marketplaces)


def due_after_stock_changed(center: AppCenter, memory: AccountMemory) -> Sequence[Due]:
    return after_stock_changed(active_marketplaces(center, memory))


def due_after_repair(center: AppCenter, memory: AccountMemory) -> Sequence[Due]:
    """After something was set right that may have held dispatch notices of the account."""
    apps = active_marketplaces(center, memory)
    return after_repair(app for app in apps if memory.dispatches(app).open())


def wake_repaired(center: AppCenter, memory: AccountMemory) -> None:
    for app, concern in due_after_repair(center, memory):
        wake(center, memory, center.kind(app), concern, "repaired", by_person=True)


def start_due(
    center: AppCenter, memory: AccountMemory, due: Sequence[Due]
) -> Sequence[tuple[Due, Mapping[str, int] | Text]]:
    """At once and without waiting for it, where this process has an engine; else as `run_due`."""
    if center.jobs is None:
        return run_due(center, memory, due, lambda _: None)
    for app, concern in due:
        wake(center, memory, center.kind(app), concern, "asked", by_person=True)
    return ()


def run_due(
    center: AppCenter, memory: AccountMemory, due: Sequence[Due], progress: Progress
) -> Sequence[tuple[Due, Mapping[str, int] | Text]]:
    """Each with its counts, or why it did not go well. What could not begin is woken, for somebody else may
    be at it without having seen what happened."""
    outcomes: list[tuple[Due, Mapping[str, int] | Text]] = []
    for app, concern in due:
        kind = center.kind(app)
        try:
            record = run_concern(center, memory, kind, concern, progress)
        except AppError as error:
            wake(center, memory, kind, concern, "stock")
            outcomes.append(((app, concern), error.text))
        else:
            outcomes.append(((app, concern), record.failure or record.counts))
    return outcomes
