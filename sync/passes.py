"""One pass of one concern: who may run it, what is written down about it, what a failure leads to."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from core.apps import AppKey, AppState, Move, after
from core.errors import AccessDenied, AppError, Conflict, InvalidValue, LeaseLost
from core.text import Text
from ports.memory import AccountMemory, PassRecord
from ports.system import Clock

log = structlog.get_logger()

_CRASHED = Text(
    en="internal error; the log has the details", de="interner Fehler; Näheres steht im Protokoll"
)


def run_pass(
    memory: AccountMemory,
    app: AppKey,
    concern: str,
    work: Callable[[], Mapping[str, int]],
    clock: Clock,
) -> PassRecord:
    """Do `work` once for an active app and write down how it went. `work` answers with its counts.

    A failure of the other side is part of the record. AccessDenied turns the app to "needs access".

    raises  InvalidValue: the app is not active; nothing was done
            LeaseLost: a successor works on it and writes down how that goes
            whatever else `work` raises that is no AppError, after it was written down
    """
    record = memory.apps.get(app)
    if record.state is not AppState.ACTIVE:
        raise InvalidValue(_not_active(app, record.state, record.reason))
    with structlog.contextvars.bound_contextvars(account=memory.account.id, app=app, concern=concern):
        started = clock.now()
        counts: Mapping[str, int] = {}
        failure: Text | None = None
        try:
            counts = work()
        except LeaseLost:
            log.warning("pass.lease_lost")
            raise
        except AccessDenied as error:
            failure = error.text
            lose_access(memory, app, error.text)
        except AppError as error:
            failure = error.text
        except Exception:
            memory.passes(app).add(PassRecord(concern, started, clock.now(), _CRASHED))
            log.exception("pass.crashed")
            raise
        result = PassRecord(concern, started, clock.now(), failure, counts)
        memory.passes(app).add(result)
        seconds = (result.finished_at - started).total_seconds()
        if failure is None:
            log.info("pass.finished", seconds=seconds, **counts)
        else:
            log.warning("pass.failed", seconds=seconds, reason=failure.en)
        return result


def _not_active(app: AppKey, state: AppState, reason: Text | None) -> Text:
    why_en = f": {reason.en}" if reason else ""
    why_de = f": {reason.de}" if reason else ""
    return Text(
        en=f"the app {app} is not active ({state.words.en}{why_en}); activate it first",
        de=f"die App {app} ist nicht aktiv ({state.words.de}{why_de}); bitte zuerst aktivieren",
    )


def lose_access(memory: AccountMemory, app: AppKey, reason: Text) -> None:
    """Stops the app's calls until a person has been there, however often the record moves meanwhile."""
    while True:
        record = memory.apps.get(app)
        if record.state not in {AppState.ACTIVE, AppState.PAUSED, AppState.NEEDS_ACCESS}:
            return
        try:
            memory.apps.write(
                replace(record, state=after(record.state, Move.LOSE_ACCESS), reason=reason),
            )
        except Conflict:
            continue
        log.warning("app.access_lost", reason=reason.en)
        return
