"""A turn: one pass of one concern by whoever holds the lease on it, and when the next one is due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from core.apps import AppKey
from core.errors import AppError, InvalidValue, LeaseLost
from core.schedule import Ending, Outcome, Rhythm
from core.text import Text
from ports.lease import Lease
from ports.memory import AccountMemory, PassRecord, Taken
from ports.system import Clock
from sync.passes import run_pass

log = structlog.get_logger()

_CRASHED: Final = Text(
    en="internal error; the log has the details", de="interner Fehler; Näheres steht im Protokoll"
)


@dataclass(frozen=True, slots=True)
class Hand:
    """The process that works.

    patience  how long it counts as alive without a sign of life
    gone      whether the process of this name is known to live no more
    """

    name: str
    patience: timedelta
    gone: Callable[[str], bool] = field(default=lambda _: False)


@dataclass(frozen=True, slots=True)
class Done:
    """`record` is what is written down; `due_again`: meanwhile something happened that it may have missed."""

    record: PassRecord
    due_again: bool


def take_turn(
    memory: AccountMemory,
    app: AppKey,
    concern: str,
    rhythm: Rhythm,
    work: Callable[[AccountMemory, Lease], Mapping[str, int]],
    *,
    hand: Hand,
    clock: Clock,
    asked: bool,
) -> Done | Taken | None:
    """Do `work` if nobody else does, and if it is due (None: it is not) or was `asked` for.

    `work` gets the account as it may write to it, and the lease to look at before each write that goes out.

    raises  InvalidValue: the app is not active
            LeaseLost: this process was held up, and a successor took over
            whatever else `sync.passes.run_pass` raises
    """
    book = memory.work(app)
    now = clock.now()
    lease = book.begin(concern, rhythm, hand.name, now, now + hand.patience, asked=asked)
    if isinstance(lease, Taken) and hand.gone(lease.holder):
        until = now + hand.patience
        lease = book.begin(concern, rhythm, hand.name, now, until, asked=asked, dead=lease.holder)
    if lease is None or isinstance(lease, Taken):
        return lease
    guarded = memory.under(lease)
    outcome = Outcome(Ending.FAILED, failure=_CRASHED)

    def watched() -> Mapping[str, int]:
        nonlocal outcome
        try:
            counts = work(guarded, lease)
        except AppError as error:
            outcome = Outcome.of(error)
            raise
        outcome = Outcome()
        return counts

    with structlog.contextvars.bound_contextvars(pass_id=f"{concern}-{lease.fence}"):
        try:
            record = run_pass(guarded, app, concern, watched, clock)
        except LeaseLost:
            raise
        except InvalidValue as error:
            # Not active: `Agenda.enrol` starts it again once it is.
            book.end(lease, concern, rhythm, Outcome(Ending.STOPPED, failure=error.text), clock.now())
            raise
        except Exception:
            book.end(lease, concern, rhythm, outcome, clock.now())
            raise
        standing = book.end(lease, concern, rhythm, outcome, clock.now())
    return Done(record, due_again=standing.due is not None and standing.due <= clock.now())
