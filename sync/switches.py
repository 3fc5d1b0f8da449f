"""The seller's switches go out in as few calls as there can be, within the budget of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from core.orders import Sku
from core.switching import DAY, Switch, left_today
from core.text import Text
from ports.lease import Lease
from ports.listings import Outcome, Result
from ports.memory import SwitchBook
from ports.switches import SwitchBoard
from ports.system import Clock

log = structlog.get_logger()

#: A task that the marketplace does not know is given up after this, and its switches are sent again.
_GIVEN_UP: Final = timedelta(hours=1)

_UNNAMED: Final = Text(
    en="the marketplace did not say what became of it", de="der Marktplatz sagt nicht, was daraus wurde"
)


@dataclass(frozen=True, slots=True)
class Report:
    """In listings: `handed_over` now, `switched`, `refused`; `open` wait for an answer, `waiting` for the
    budget of the next day."""

    handed_over: int = 0
    switched: int = 0
    refused: int = 0
    open: int = 0
    waiting: int = 0

    def counts(self) -> dict[str, int]:
        return {
            "handed_over": self.handed_over,
            "switched": self.switched,
            "refused": self.refused,
            "open": self.open,
            "waiting": self.waiting,
        }


def turn_switches(board: SwitchBoard, book: SwitchBook, lease: Lease, clock: Clock) -> Report:
    """Hand over what is due, and look after what the marketplace works on.

    raises  AccessDenied, Throttled, Unreachable, Refused, OutcomeUnknown, BrokenReply: what is due stays due
    """
    report = _hand_over(board, book, lease, clock, Report())
    return _look_after(board, book, clock, report)


def _hand_over(board: SwitchBoard, book: SwitchBook, lease: Lease, clock: Clock, report: Report) -> Report:
    # Off before on: what must not be sold any more is the more urgent.
    wanted = sorted(
        ((switch.sku, switch.wanted) for switch in book.due() if switch.wanted is not None),
        key=lambda pair: pair[1],
    )
    while wanted:
        left = left_today(board.calls_a_day, book.calls_since(clock.now() - DAY))
        if left == 0:
            log.warning("switches.budget_used_up", waiting=len(wanted))
            return replace(report, waiting=len(wanted))
        batch: Mapping[Sku, bool] = dict(wanted[: board.batch])
        book.called(clock.now())
        lease.hold()
        taken = board.turn(batch)
        book.hand_over(batch, taken.task, taken.look_after)
        report = replace(report, handed_over=report.handed_over + len(batch))
        wanted = wanted[board.batch :]
    return report


def _look_after(board: SwitchBoard, book: SwitchBook, clock: Clock, report: Report) -> Report:
    for task, switches in book.under_way().items():
        look_after = max(each.look_after for each in switches if each.look_after is not None)
        if look_after > clock.now():
            report = replace(report, open=report.open + len(switches))
            continue
        progress = board.progress(task)
        if progress is None and clock.now() - look_after > _GIVEN_UP:
            book.lose(task)
        if progress is None or progress.outcomes is None:
            report = replace(report, open=report.open + len(switches))
            if progress is not None and progress.look_after is not None:
                book.postpone(task, progress.look_after)
            continue
        refused = _refusals(switches, progress.outcomes)
        book.close(task, refused, clock.now())
        report = replace(
            report,
            switched=report.switched + len(switches) - len(refused),
            refused=report.refused + len(refused),
        )
    return report


def _refusals(switches: Sequence[Switch], outcomes: Sequence[Outcome]) -> Mapping[Sku, Text]:
    named = {outcome.sku: outcome for outcome in outcomes}
    refused = {}
    for sku in (switch.sku for switch in switches):
        if sku not in named:
            refused[sku] = _UNNAMED
        elif named[sku].result is Result.FAILED:
            reasons = "; ".join(map(str, named[sku].complaints))
            refused[sku] = Text(en=reasons, de=reasons) if reasons else _UNNAMED
    return refused
