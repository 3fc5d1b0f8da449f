"""Returns: what buyers announce and what becomes of it is taken over; the seller's decisions go out once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from core.apps import AppKey
from core.dispatch import PositionRef, ReturnKey
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
from core.orders import Position, PositionState
from core.parcel_numbers import plain
from core.returns import (
    Condition,
    Decision,
    DecisionState,
    ParcelStage,
    Return,
    ReturnParcel,
    ReturnStatus,
    ShownReturn,
    Verdict,
    may_decide,
    taken_over,
    the_reason,
)
from core.text import Text
from ports.lease import Lease
from ports.memory import AccountMemory
from ports.returns import ReturnDesk
from ports.system import Clock
from sync.return_numbers import Line, came_back, ledger

log = structlog.get_logger()

#: How far back return parcels are asked for: longer than a parcel is on its way.
_PARCELS_BACK: Final = timedelta(days=60)
_MOST_PAGES: Final = 2000
#: After this time an unanswered decision that the marketplace's list does not show was not taken.
_LONGEST_CALL: Final = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Bench:
    app: AppKey
    memory: AccountMemory
    desk: ReturnDesk
    clock: Clock
    lease: Lease


def returns_due(bench: Bench) -> dict[str, int]:
    """Take over what the marketplace shows, then send the decisions that wait.

    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused: what was done until then stays
            LeaseLost
    """
    shown = sum(_take_over(bench, status) for status in ReturnStatus)
    parcels = _take_over_parcels(bench)
    _forget_lost(bench)
    decided = _send_decisions(bench)
    return {"changed": shown, "parcels": parcels, "decided": decided}


def _take_over(bench: Bench, status: ReturnStatus) -> int:
    """The list is sorted by change, newest first: a page without news ends it.

    It is kept from the oldest on, so that a pass that is cut short leaves news on the first page, and the
    next one comes this far again."""
    news: list[ShownReturn] = []
    for page in _pages(bench, status):
        fresh = [shown for shown in page if _is_news(bench, shown)]
        news += fresh
        if not fresh:
            break
    return sum(_keep(bench, shown) for shown in reversed(news))


def _pages(bench: Bench, status: ReturnStatus) -> Iterator[Sequence[ShownReturn]]:
    page: str | None = None
    for _ in range(_MOST_PAGES):
        found = bench.desk.returns(status, page)
        if found.unreadable:
            log.warning("returns.unreadable", count=found.unreadable, status=status)
        yield found.returns
        if found.next_page is None or found.next_page == page:
            return
        page = found.next_page


def _is_news(bench: Bench, shown: ShownReturn) -> bool:
    known = bench.memory.returns(bench.app).get(shown.position)
    return taken_over(known, shown) != known


def _keep(bench: Bench, shown: ShownReturn) -> bool:
    book = bench.memory.returns(bench.app)
    known = book.get(shown.position)
    after = taken_over(known, shown)
    if after == known:
        return False
    book.write(after)
    if shown.status is ReturnStatus.ACCEPTED:
        came_back(bench.memory.return_numbers, _keys_of(bench, after), bench.clock.now())
    return True


def _keys_of(bench: Bench, known: Return) -> set[ReturnKey]:
    notices = bench.memory.dispatches(bench.app).sharing([known.position], ())
    dispatched = {
        parcel.return_key for notice in notices for parcel in notice.parcels if parcel.return_key is not None
    }
    return dispatched | set(known.shown.keys if known.shown else ())


def _take_over_parcels(bench: Bench) -> int:
    since = bench.clock.now() - _PARCELS_BACK
    page: str | None = None
    changed = 0
    for _ in range(_MOST_PAGES):
        found = bench.desk.parcels(since, page)
        for parcel in found.parcels:
            if bench.memory.returns(bench.app).keep_parcel(parcel):
                changed += 1
                _note_arrival(bench, parcel)
        if found.next_page is None or found.next_page == page:
            break
        page = found.next_page
    return changed


def _note_arrival(bench: Bench, parcel: ReturnParcel) -> None:
    if parcel.stage is ParcelStage.DELIVERED:
        came_back(bench.memory.return_numbers, [parcel.key], parcel.stage_at or bench.clock.now())


def _forget_lost(bench: Bench) -> None:
    """A decision whose answer was lost and that the list does not show after a while was not taken: a person
    may decide again."""
    book, now = bench.memory.returns(bench.app), bench.clock.now()
    for known in book.all():
        lost = known.state in {DecisionState.SENDING, DecisionState.UNKNOWN}
        if lost and known.begun_at is not None and now - known.begun_at >= _LONGEST_CALL:
            book.write(replace(known, state=DecisionState.REFUSED, why=_NOT_TAKEN))


_NOT_TAKEN: Final = Text(
    en="the answer was lost and the marketplace does not show the decision; decide again",
    de="die Antwort ging verloren und der Marktplatz zeigt die Entscheidung nicht; bitte erneut entscheiden",
)


def decide(
    memory: AccountMemory,
    app: AppKey,
    desk: ReturnDesk,
    positions: Iterable[PositionRef],
    verdict: Verdict,
    condition: Condition,
    reason: str,
) -> list[Return]:
    """Write down a decision about these positions. Nothing is sent yet.

    raises  InvalidValue (field `reason` or `position`): no such reason; not known, not sent or decided
    already
    """
    known_reasons = desk.reasons_to_accept if verdict is Verdict.ACCEPT else desk.reasons_to_reject
    decision = Decision(verdict, condition, the_reason(reason, known_reasons))
    book = memory.returns(app)
    wanted = list(dict.fromkeys(positions))
    found = [book.get(ref) for ref in wanted]
    for known in found:
        problem = may_decide(known, verdict) or _not_sent(memory, app, known)
        if problem is not None:
            item = known.position.position_item_id
            raise InvalidValue(
                Text(en=f"position {item}: {problem.en}", de=f"Position {item}: {problem.de}"),
                field="position",
            )
    return [
        book.write(
            replace(known, decision=decision, state=DecisionState.READY, by_marketplace=False, why=None)
        )
        for known in found
    ]


def _not_sent(memory: AccountMemory, app: AppKey, known: Return) -> Text | None:
    """What the marketplace announced was sent; of anything else the order tells."""
    if known.shown is not None:
        return None
    position = position_of(memory, app, known.position)
    if position is None:
        return Text(en="is not known here", de="ist hier nicht bekannt")
    if position.state not in {PositionState.SENT, PositionState.UNKNOWN}:
        return Text(
            en=f"is {position.state.value.lower()}; only what was sent can come back",
            de=f"ist im Zustand {position.state.value}; nur Versendetes kann zurückkommen",
        )
    return None


def position_of(memory: AccountMemory, app: AppKey, ref: PositionRef) -> Position | None:
    stored = memory.orders(app).get(ref.sales_order_id)
    if stored is None or stored.order is None:
        return None
    return next((p for p in stored.order.positions if p.position_item_id == ref.position_item_id), None)


def _send_decisions(bench: Bench) -> int:
    book = bench.memory.returns(bench.app)
    waiting = [known for known in book.all() if known.state is DecisionState.READY and known.decision]
    done = 0
    for verdict in Verdict:
        of_it = [known for known in waiting if known.decision and known.decision.verdict is verdict]
        for start in range(0, len(of_it), bench.desk.batch):
            done += _send(bench, of_it[start : start + bench.desk.batch])
    return done


def _send(bench: Bench, batch: Sequence[Return]) -> int:
    """One call. What it says is read entry by entry."""
    book, now = bench.memory.returns(bench.app), bench.clock.now()
    begun: dict[PositionRef, Return] = {}
    for known in batch:
        try:
            begun[known.position] = book.write(replace(known, state=DecisionState.SENDING, begun_at=now))
        except Conflict:
            continue
    if not begun:
        return 0
    bench.lease.hold()
    decisions: Mapping[PositionRef, Decision] = {
        ref: known.decision for ref, known in begun.items() if known.decision is not None
    }
    try:
        answers = bench.desk.decide(decisions)
    except (OutcomeUnknown, BrokenReply) as error:
        for known in begun.values():
            book.write(replace(known, state=DecisionState.UNKNOWN, why=error.text))
        return 0
    except Refused as error:
        answers = dict.fromkeys(begun, error.text)
    except (AccessDenied, Throttled, Unreachable):
        for known in begun.values():
            book.write(replace(known, state=DecisionState.READY))
        raise
    for ref, known in begun.items():
        why = answers.get(ref, _UNANSWERED)
        state = DecisionState.DONE if why is None else DecisionState.REFUSED
        book.write(replace(known, state=state, why=why))
        if why is None and known.decision and known.decision.verdict is Verdict.ACCEPT:
            came_back(bench.memory.return_numbers, _keys_of(bench, known), bench.clock.now())
    return sum(1 for ref in begun if ref in answers and answers[ref] is None)


_UNANSWERED: Final = Text(
    en="the marketplace says nothing about this position", de="der Marktplatz sagt zu dieser Position nichts"
)


@dataclass(frozen=True, slots=True)
class Matched:
    """A return with all that belongs to it.

    position  of the order, where that is known here
    lines     of the ledger: the numbers that it may come back under
    parcel    on its way back, where there is one
    """

    known: Return
    position: Position | None
    order_number: str | None
    lines: tuple[Line, ...]
    parcel: ReturnParcel | None


def under_number(memory: AccountMemory, app: AppKey, number: str) -> list[Return]:
    """The returns that the marketplace announces under this number, or whose parcel has it. Letter case and
    gaps do not count."""
    book, wanted = memory.returns(app), plain(number).upper()
    coming = {ref for parcel in book.parcels() if parcel.number.upper() == wanted for ref in parcel.positions}
    announced = {
        known.position
        for known in book.all()
        if known.shown is not None and any(key.number.upper() == wanted for key in known.shown.keys)
    }
    return [book.get(ref) for ref in sorted(coming | announced)]


def matched(memory: AccountMemory, app: AppKey) -> Iterator[Matched]:
    """All returns, those that changed last first, each with its position, its numbers and its parcel."""
    book = memory.returns(app)
    parcels: dict[PositionRef, ReturnParcel] = {}
    for parcel in book.parcels():
        parcels |= dict.fromkeys(parcel.positions, parcel)
    by_notice: dict[object, list[Line]] = {}
    by_number: dict[str, list[Line]] = {}
    for line in ledger(memory):
        by_number.setdefault(line.entry.key.number, []).append(line)
        for ref in line.notice.positions if line.notice else ():
            by_notice.setdefault(ref, []).append(line)
    for known in book.all():
        ref = known.position
        stored = memory.orders(app).get(ref.sales_order_id)
        keys = known.shown.keys if known.shown else ()
        lines = by_notice.get(ref) or [line for key in keys for line in by_number.get(key.number, ())]
        yield Matched(
            known,
            position_of(memory, app, ref),
            stored.order_number if stored else (known.shown.order_number if known.shown else None),
            tuple(lines),
            parcels.get(ref),
        )
