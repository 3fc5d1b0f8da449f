"""Quantities follow the stock: observe, plan (`core.stock`), send falls before rises, read every answer.

What is about to be sent is stored before each call, so a pass that dies leaves a doubt and no gap.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from core.apps import PortalAccountId
from core.display import Outcome, Sending, Settlement
from core.errors import (
    AccessDenied,
    BrokenReply,
    Complaint,
    LeaseLost,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unreachable,
)
from core.orders import Sku
from core.stock import Line, ShowQuantity, batches, plan
from core.text import Text
from ports.inventory import Warehouse
from ports.lease import Lease
from ports.memory import QuantityBook
from ports.quantities import QuantityAnswer, QuantityBoard
from ports.system import Clock

log = structlog.get_logger()

#: Articles observed in one transaction.
OBSERVED: Final = 1000
#: Calls without a usable answer, or turned away as a whole, after which a pass gives up.
PATIENCE: Final = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did, in listings; `calls` in calls. `unknown`: they may show it, or not."""

    observed: int = 0
    calls: int = 0
    acknowledged: int = 0
    refused: int = 0
    unknown: int = 0

    def counts(self) -> dict[str, int]:
        return {
            "observed": self.observed,
            "acknowledged": self.acknowledged,
            "refused": self.refused,
            "unknown": self.unknown,
        }


def _silent(_: Report) -> None:
    return


@dataclass(slots=True)
class StockPass:
    """One pass over the quantities of one app.

    book    of the pass; its writes fail with LeaseLost once a successor works
    stray   the same without that: there a worker that lost its right says what it sent all the same
    """

    board: QuantityBoard
    book: QuantityBook
    stray: QuantityBook
    warehouse: Warehouse
    portal_account: PortalAccountId
    lease: Lease
    clock: Clock
    on_call: Callable[[Report], None] = _silent
    report: Report = field(default_factory=Report)
    _failures: list[RemoteError] = field(default_factory=list)
    _patience: int = PATIENCE

    def run(self) -> Report:
        """
        raises  AccessDenied, Throttled, Unreachable: nothing more can be sent now
                OutcomeUnknown, BrokenReply: of some calls nobody knows; all others were sent
                LeaseLost: a successor works on it
        """
        self.observe()
        lines = self.book.due(self.clock.now())
        changes = plan(lines, self.board.highest)
        by_sku = {line.sku: line for line in lines}
        going = {change.sku for change in changes}
        self.book.agree([line for line in lines if line.sku not in going])
        for batch in batches(changes, self.board.batch):
            self._send(batch, by_sku)
        if self._failures:
            raise self._failures[-1]
        return self.report

    def observe(self) -> None:
        """Take over what changed in the warehouse."""
        while levels := self.warehouse.changed(self.book.observed(), OBSERVED):
            self.book.observe(levels, self.portal_account, self.clock.now())
            self.report = replace(self.report, observed=self.report.observed + len(levels))

    def _send(self, batch: Sequence[ShowQuantity], lines: Mapping[Sku, Line]) -> None:
        begun = self.book.begin([(lines[sku], pieces) for sku, pieces in batch], self.clock.now())
        self.lease.hold()
        self.report = replace(self.report, calls=self.report.calls + 1)
        try:
            answer = self.board.show(batch)
        except (AccessDenied, Throttled, Unreachable) as error:
            self._settle([Settlement(each, Outcome.NEVER_ARRIVED, error.text) for each in begun])
            raise
        except Refused as error:
            self._turned_away(batch, begun, lines, error)
        except (OutcomeUnknown, BrokenReply) as error:
            self._settle([Settlement(each, Outcome.UNKNOWN, error.text) for each in begun])
            self._failed(error)
        else:
            self._settle([_read(each, answer) for each in begun])
        self.on_call(self.report)

    def _turned_away(
        self,
        batch: Sequence[ShowQuantity],
        begun: Sequence[Sending],
        lines: Mapping[Sku, Line],
        error: Refused,
    ) -> None:
        """The call as a whole: what is wrong with one entry must not keep the others back."""
        if len(batch) == 1:
            self._settle([Settlement(each, Outcome.REFUSED, error.text) for each in begun])
            return
        self._settle([Settlement(each, Outcome.NEVER_ARRIVED, error.text) for each in begun])
        self._failed(error, lasting=False)
        half = len(batch) // 2
        self._send(batch[:half], lines)
        self._send(batch[half:], lines)

    def _failed(self, error: RemoteError, *, lasting: bool = True) -> None:
        self._patience -= 1
        if lasting:
            self._failures.append(error)
        if self._patience <= 0:
            raise error

    def _settle(self, settlements: Sequence[Settlement]) -> None:
        try:
            self.book.settle(settlements, self.clock.now())
        except LeaseLost:
            # It was sent after a successor had begun, and may stand above what the successor sent.
            sent = [each.sending for each in settlements if each.outcome is not Outcome.NEVER_ARRIVED]
            self.stray.suspect(sent, self.clock.now())
            log.warning("stock.sent_without_lease", listings=len(sent))
            raise
        count = dict.fromkeys(Outcome, 0)
        for each in settlements:
            count[each.outcome] += 1
        self.report = replace(
            self.report,
            acknowledged=self.report.acknowledged + count[Outcome.ACKNOWLEDGED],
            refused=self.report.refused + count[Outcome.REFUSED],
            unknown=self.report.unknown + count[Outcome.UNKNOWN],
        )


def _read(sending: Sending, answer: QuantityAnswer) -> Settlement:
    """What is not acknowledged was refused, whether or not a reason is given."""
    if sending.sku in answer.acknowledged:
        return Settlement(sending, Outcome.ACKNOWLEDGED)
    return Settlement(sending, Outcome.REFUSED, _reasons(answer.refused.get(sending.sku, ())))


def _reasons(complaints: tuple[Complaint, ...]) -> Text | None:
    reasons = "; ".join(map(str, complaints)).strip()
    return Text(en=reasons, de=reasons) if reasons else None
