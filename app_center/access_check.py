"""Whether an app still has the access that its activation proved; asked now and then, unprompted."""

from collections.abc import Mapping
from dataclasses import replace

from app_center.bootstrap import AppCenter
from app_center.desk import proven_again
from app_center.registry import Kind
from core.activation import Activate, Ask, Stop, Visit, Wait
from core.apps import AppState
from core.errors import AccessDenied, RemoteError
from ports.memory import AccountMemory


def access_pass(center: AppCenter, memory: AccountMemory, kind: Kind) -> Mapping[str, int]:
    """Rights as they are today are kept, with the day on which one ends.

    raises  AccessDenied: what is in force does not open the other side any more, and why
            RemoteError: it cannot be told right now
    """
    service = kind.manifest.name
    step = proven_again(center, memory, kind)
    match step:
        case Activate():
            record = memory.apps.get(kind.manifest.key)
            if record.state is AppState.ACTIVE:
                memory.apps.write(replace(record, rights=step.rights, checked_at=center.clock.now()))
            granted = sum(right.granted is True for right in step.rights)
            return {"granted": granted, "missing": sum(right.granted is False for right in step.rights)}
        case Stop():
            raise AccessDenied(service, step.reason)
        case Wait():
            raise RemoteError(service, step.reason)
        case Ask(problems=problems) if problems:
            raise AccessDenied(service, next(iter(problems.values())))
        case Visit():
            raise AccessDenied(service, step.text)
        case Ask():
            # A newer version asks for more than was answered; what is in force works on.
            return {"unanswered": sum(field.required for field in step.fields)}
