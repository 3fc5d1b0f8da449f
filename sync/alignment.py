"""The full alignment: what a marketplace shows is read, and what somebody changed by hand becomes due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from core.orders import Sku
from ports.memory import QuantityBook, SwitchBook
from ports.quantities import QuantityBoard
from ports.switches import SwitchBoard
from ports.system import Clock

log = structlog.get_logger()

#: How long the ledger of quantities is kept.
LEDGER: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Report:
    """`read` listings on `pages`; `differing` show something that was not expected; `switches` were read."""

    pages: int = 0
    read: int = 0
    differing: int = 0
    switches: int = 0

    def counts(self) -> dict[str, int]:
        return {"read": self.read, "differing": self.differing, "switches": self.switches}


def _silent(_: Report) -> None:
    return


def align_quantities(
    board: QuantityBoard, book: QuantityBook, clock: Clock, on_page: Callable[[Report], None] = _silent
) -> Report:
    """Reads everything. It sends nothing: the next pass over stock repairs what differs.

    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused: what was read until then counts
    """
    report, page, visited = Report(), None, {""}
    while True:
        asked_at = clock.now()
        answer = board.shown(page)
        differing = book.read(answer.shown, asked_at, clock.now())
        report = replace(
            report,
            pages=report.pages + 1,
            read=report.read + len(answer.shown),
            differing=report.differing + differing,
        )
        on_page(report)
        page = _following(answer.next_page, visited)
        if page is None:
            book.forget(clock.now() - LEDGER)
            return report


def read_switches(board: SwitchBoard, book: SwitchBook, clock: Clock) -> int:
    """How many; errors as `align_quantities`."""
    read: dict[Sku, bool] = {}
    page, visited = None, {""}
    while True:
        answer = board.switches(page)
        read |= answer.switches
        _keep(book, answer.switches, clock)
        page = _following(answer.next_page, visited)
        if page is None:
            return len(read)


def _keep(book: SwitchBook, switches: Mapping[Sku, bool], clock: Clock) -> None:
    if switches:
        book.see(switches, clock.now())


def _following(page: str | None, visited: set[str]) -> str | None:
    """The next page; None at the end, and where a link leads back to what was read."""
    if page is None:
        return None
    if page in visited:
        log.warning("alignment.link_repeated", pages=len(visited))
        return None
    visited.add(page)
    return page
