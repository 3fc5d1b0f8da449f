"""What a person has just written down goes out now, if it can."""

from app_center.bootstrap import AppCenter
from app_center.concerns import run_concern
from app_center.followups import due_after_pass
from app_center.foreman import wake
from app_center.registry import Kind
from core.errors import AppError, Conflict
from core.text import Text
from ports.memory import AccountMemory


def run_now(center: AppCenter, memory: AccountMemory, kind: Kind, concern: str) -> Text | None:
    """One pass now. The answer says why it did not go well; what was written down stays, and the next pass
    takes it up."""
    try:
        record = run_concern(center, memory, kind, concern, lambda _: None)
    except Conflict as error:
        # Whoever works on it may have passed this by: it is due once more.
        wake(center, memory, kind, concern, "asked")
        return error.text
    except AppError as error:
        return error.text
    for app, due in due_after_pass(center, memory, kind, concern, record.counts):
        wake(center, memory, center.kind(app), due, concern)
    return record.failure
