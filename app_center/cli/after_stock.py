"""What follows at once from what a command did: quantities from changed stock, dispatch notices from what
held them. An outage does not spoil the command."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from app_center.registry import Kind
    from core.followups import Due
    from core.text import Text
    from ports.memory import AccountMemory


def bring_quantities_in_line(center: "AppCenter", memory: "AccountMemory") -> None:
    from app_center.followups import due_after_stock_changed

    run_and_tell(center, memory, due_after_stock_changed(center, memory))


def send_what_was_held(center: "AppCenter", memory: "AccountMemory") -> None:
    """After something was set right that may have held dispatch notices."""
    from app_center.followups import due_after_repair

    run_and_tell(center, memory, due_after_repair(center, memory))


def follow_up(
    center: "AppCenter", memory: "AccountMemory", kind: "Kind", done: Mapping[str, Mapping[str, int]]
) -> None:
    """After passes of an app, by concern. What ran among them itself is not run again for that app, unless it
    was reported before what made it due."""
    from app_center.followups import due_after_pass
    from core.followups import Due

    ran = list(done)
    due: dict[Due, None] = {}
    for at, (concern, counts) in enumerate(done.items()):
        for app, wanted in due_after_pass(center, memory, kind, concern, counts):
            if app != kind.manifest.key or wanted not in ran[at + 1 :]:
                due[app, wanted] = None
    run_and_tell(center, memory, list(due))


def run_and_tell(center: "AppCenter", memory: "AccountMemory", due: Sequence["Due"]) -> None:
    from app_center.cli.output import say
    from app_center.followups import run_due

    for (app, concern), outcome in run_due(center, memory, due, lambda _: None):
        if isinstance(outcome, Mapping):
            told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in outcome.items())
            say(f"{app} {concern}: {told}")
        else:
            say(_later(app, concern, outcome))


def _later(app: str, concern: str, reason: "Text") -> "Text":
    from core.text import Text

    return Text(
        en=f"{app} {concern}: not now ({reason.en}); the next pass catches up",
        de=f"{app} {concern}: jetzt nicht ({reason.de}); der nächste Durchlauf holt es nach",
    )
