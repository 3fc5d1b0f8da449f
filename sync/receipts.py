"""Receipts come in with their PDF; price reductions go out, each at most once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from core.apps import AppKey
from core.dispatch import PositionRef
from core.errors import (
    AccessDenied,
    BrokenReply,
    Conflict,
    InvalidValue,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unreachable,
)
from core.money import Money
from core.price_reductions import (
    PriceReduction,
    ReductionId,
    ReductionMove,
    ReductionState,
    ShownState,
    match,
    problem,
)
from core.text import Text
from ports.lease import Lease
from ports.memory import AccountMemory
from ports.price_reductions import PriceReductionDesk
from ports.receipts import ReceiptDesk
from ports.system import Clock
from sync.returns import position_of

log = structlog.get_logger()

#: Days that a listing reaches back behind the last complete one, for receipts that become visible late.
_OVERLAP: Final = timedelta(days=3)
_MOST_PAGES: Final = 10_000


def receipts_due(memory: AccountMemory, app: AppKey, desk: ReceiptDesk, clock: Clock) -> dict[str, int]:
    """Bring in every receipt made since the last complete listing, and the PDFs that are missing.

    Once a day the list is read as far back as receipts may become visible late; in between a page without
    news ends it.

    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused: what was stored until then stays
    """
    book = memory.receipts(app)
    started = clock.now().date()
    until = book.listed_until()
    since = None if until is None else until - _OVERLAP
    new, seen, page = 0, 0, None
    for _ in range(_MOST_PAGES):
        found = desk.receipts(since, page)
        fresh = book.keep(found.receipts)
        new += fresh
        seen += len(found.receipts)
        if found.unreadable:
            log.warning("receipts.unreadable", count=found.unreadable)
        if until == started and not fresh:
            break
        if found.next_page is None or found.next_page == page:
            if seen:  # nothing at all may be a marketplace that answers oddly: then ask for as much again
                book.listed(started)
            break
        page = found.next_page
    return {"receipts": new, "pdfs": _fetch_pdfs(memory, app, desk)}


def _fetch_pdfs(memory: AccountMemory, app: AppKey, desk: ReceiptDesk) -> int:
    """One that cannot be had does not keep the others waiting; the next pass asks again."""
    book = memory.receipts(app)
    fetched = 0
    for number in book.without_pdf():
        try:
            book.keep_pdf(number, desk.pdf(number))
            fetched += 1
        except (BrokenReply, Refused) as error:
            log.warning("receipt.pdf_missing", status=error.status)
    return fetched


@dataclass(frozen=True, slots=True)
class Bench:
    app: AppKey
    memory: AccountMemory
    desk: PriceReductionDesk
    clock: Clock
    lease: Lease


def record_reduction(
    memory: AccountMemory,
    app: AppKey,
    position: PositionRef,
    amount: Money,
    clock: Clock,
    intent: str | None = None,
) -> PriceReduction:
    """Write down one reduction. Nothing is sent yet. Asked again it is a further one, except under the same
    intent.

    raises  InvalidValue (field `position` or `amount`)
    """
    known = position_of(memory, app, position)
    if known is None:
        raise InvalidValue(
            Text(
                en=f"position {position.position_item_id} is not known here",
                de=f"Position {position.position_item_id} ist hier nicht bekannt",
            ),
            field="position",
        )
    why = problem(known, amount)
    if why is not None:
        raise InvalidValue(why, field="amount")
    wanted = PriceReduction(ReductionId(0), position, amount, clock.now(), intent=intent)
    return memory.price_reductions(app).add(wanted)


def demand_no_open_outcome(memory: AccountMemory, app: AppKey, position: PositionRef) -> None:
    """For whoever cannot tell whether he means the same reduction once more.

    raises  InvalidValue (field `position`): nobody knows yet whether an earlier one happened
    """
    unsure = {ReductionState.SENDING, ReductionState.UNKNOWN}
    for known in memory.price_reductions(app).all():
        if known.position == position and known.state in unsure:
            raise InvalidValue(
                Text(
                    en=f"nobody knows yet whether price reduction {known.id} of this position happened; look "
                    f"at the marketplace and settle it first (`price-reduction-decide --id {known.id}`)",
                    de=f"noch ist offen, ob Preisnachlass {known.id} dieser Position ankam; bitte beim "
                    f"Marktplatz nachsehen und ihn zuerst klären (`price-reduction-decide --id {known.id}`)",
                ),
                field="position",
            )


def reductions_due(bench: Bench) -> dict[str, int]:
    """Send what was never sent, and see what became of the rest. Nothing is ever sent twice.

    raises  AccessDenied, Throttled, Unreachable: nothing more can be sent or asked now
            LeaseLost
    """
    counts = {"reduced": 0, "reductions_open": 0}
    for known in reversed(bench.memory.price_reductions(bench.app).all()):
        try:
            reduction = _advance(bench, known)
        except Conflict:
            continue
        except (BrokenReply, Refused) as error:
            log.warning("price_reduction.look_failed", status=error.status)
            reduction = known
        counts["reduced"] += reduction.state is ReductionState.TAKEN and known.state is not reduction.state
        counts["reductions_open"] += reduction.state in _OPEN
    return counts


_OPEN: Final = frozenset(
    {ReductionState.READY, ReductionState.SENDING, ReductionState.TAKEN, ReductionState.UNKNOWN}
)


def _advance(bench: Bench, reduction: PriceReduction) -> PriceReduction:
    if reduction.state is ReductionState.READY:
        return _send(bench, reduction)
    if reduction.state in _OPEN:
        return _look(bench, reduction)
    return reduction


def _send(bench: Bench, reduction: PriceReduction) -> PriceReduction:
    book, now = bench.memory.price_reductions(bench.app), bench.clock.now()
    begun = book.write(replace(reduction.moved(ReductionMove.BEGIN, now), begun_at=now))
    bench.lease.hold()
    try:
        bench.desk.reduce(begun.position, begun.amount)
    except (OutcomeUnknown, BrokenReply) as error:
        log.warning("price_reduction.outcome_unknown", reduction=begun.id, status=error.status)
        return book.write(begun.moved(ReductionMove.LOSE, bench.clock.now(), _unknown(error.text)))
    except Refused as error:
        return book.write(begun.moved(ReductionMove.REFUSE, bench.clock.now(), error.text))
    except (AccessDenied, Throttled, Unreachable):
        book.write(begun.moved(ReductionMove.POSTPONE, bench.clock.now()))
        raise
    return book.write(begun.moved(ReductionMove.TAKE, bench.clock.now()))


def _look(bench: Bench, reduction: PriceReduction) -> PriceReduction:
    book, now = bench.memory.price_reductions(bench.app), bench.clock.now()
    if reduction.state is ReductionState.SENDING and now - (reduction.begun_at or now) < _LONGEST_CALL:
        return reduction
    listed = bench.desk.reductions(reduction.position)
    shown = match(reduction, listed, _taken(book.all(), reduction))
    if shown is None:
        if reduction.state is ReductionState.SENDING:
            return book.write(reduction.moved(ReductionMove.LOSE, now, _unknown(None)))
        return reduction
    move = _MOVES[shown.state]
    if move is ReductionMove.TAKE and reduction.state is ReductionState.TAKEN:
        return reduction if reduction.shown else book.write(replace(reduction, shown=shown.id))
    if move is ReductionMove.TAKE and reduction.state is ReductionState.SENDING:
        reduction = replace(reduction, shown=shown.id)
        return book.write(reduction.moved(move, now))
    why = _REJECTED if move is ReductionMove.REJECT else None
    return book.write(replace(reduction, shown=shown.id).moved(move, now, why))


_LONGEST_CALL: Final = timedelta(minutes=3)
_MOVES: Final = {
    ShownState.INITIATED: ReductionMove.TAKE,
    ShownState.PROCESSED: ReductionMove.PROCESS,
    ShownState.REJECTED: ReductionMove.REJECT,
}
_REJECTED: Final = Text(
    en="the marketplace rejected it, for instance because the position came back meanwhile",
    de="der Marktplatz hat ihn abgelehnt, etwa weil die Position inzwischen zurückkam",
)


def _taken(all_of_them: Iterable[PriceReduction], mine: PriceReduction) -> set[str]:
    return {other.shown for other in all_of_them if other.id != mine.id and other.shown is not None}


def _unknown(text: Text | None) -> Text:
    head = Text(en="the answer was lost", de="die Antwort ging verloren") if text is None else text
    return Text(
        en=f"{head.en}; it is never sent again by itself: look at the marketplace",
        de=f"{head.de}; er wird nie von selbst erneut gesendet: bitte beim Marktplatz nachsehen",
    )


def decide_reduction(
    memory: AccountMemory, app: AppKey, identity: ReductionId, *, happened: bool, clock: Clock
) -> PriceReduction:
    """A person has looked: a reduction of unknown outcome happened, or did not.

    raises  InvalidValue: its outcome is not unknown
    """
    book = memory.price_reductions(app)
    known = next((reduction for reduction in book.all() if reduction.id == identity), None)
    if known is None or known.state is not ReductionState.UNKNOWN:
        raise InvalidValue(
            Text(
                en="the outcome of this price reduction is not open",
                de="der Ausgang dieses Preisnachlasses ist nicht offen",
            ),
            field="id",
        )
    move = ReductionMove.PROCESS if happened else ReductionMove.DENY
    return book.write(known.moved(move, clock.now()))
