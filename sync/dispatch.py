"""Parcels are reported: every dispatch notice is told to the marketplace once, or is held with its reason.

A notice is stored before the call and settled after it. A lost answer is looked up by the tracking key, and
the notice is sent again only if the marketplace does not have it. What is held or refused is looked at again
in every pass, so that repairing the cause sends it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog

from core.dispatch import (
    CORRECTABLE,
    Notice,
    NoticeKind,
    NoticeMove,
    NoticeState,
    Origin,
    Shipment,
    Sight,
    as_shown,
    call_is_over,
    compare,
    content_of,
    may_try_again,
)
from core.dispatch_check import check
from core.errors import (
    AccessDenied,
    BrokenReply,
    Conflict,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unreachable,
)
from core.findings import Finding, holding
from core.text import Text
from ports.dispatch import DispatchDesk
from sync.dispatch_view import Bench, as_they_were, view_of, with_return_numbers
from sync.return_numbers import bind

log = structlog.get_logger()

#: How many open notices are looked at together.
_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did, in notices; all but `accepted` are those that are still open."""

    accepted: int = 0
    held: int = 0
    refused: int = 0
    unknown: int = 0

    def plus(self, notice: Notice) -> "Report":
        name = shown_state(notice)
        return replace(self, **{name: getattr(self, name) + 1})

    def counts(self) -> dict[str, int]:
        return {
            "accepted": self.accepted,
            "held": self.held,
            "refused": self.refused,
            "unknown": self.unknown,
        }


_SHOWN: Final = {
    NoticeState.READY: NoticeState.HELD,
    NoticeState.SENDING: NoticeState.UNKNOWN,
}


def shown_state(notice: Notice) -> str:
    """For people: accepted, held, refused, unknown, withdrawn. One that waits to be sent is held until then,
    and one that is being sent is unknown until the answer is there."""
    return _SHOWN.get(notice.state, notice.state).value


def dispatch_due(bench: Bench) -> Report:
    """Bring every open notice as far as it can go. One that fails does not keep the others waiting.

    raises  AccessDenied, Throttled, Unreachable: nothing more can be sent now; what was done stays
            LeaseLost
    """
    report = Report()
    for chunk in _chunks(bench.book.open()):
        waiting = as_they_were(bench, chunk)
        for notice in chunk:
            report = report.plus(notice if notice.id in waiting else _advanced(bench, notice))
    return report


def _chunks(notices: Sequence[Notice]) -> Iterator[Sequence[Notice]]:
    return (notices[start : start + _CHUNK] for start in range(0, len(notices), _CHUNK))


def _advanced(bench: Bench, notice: Notice) -> Notice:
    try:
        return advance(bench, notice)
    except Conflict:
        log.info("dispatch.overtaken", notice=notice.id)
    except (BrokenReply, Refused) as error:
        # Only looking does that; the notice stays as it is until the marketplace can be understood.
        log.warning("dispatch.look_failed", notice=notice.id, status=error.status)
    return notice


def advance(bench: Bench, notice: Notice) -> Notice:
    """One notice, as far as it can go now.

    raises  Conflict: another process works on it
            AccessDenied, Throttled, Unreachable, BrokenReply, Refused: looking or sending was not possible
            now LeaseLost
    """
    if notice.state in {NoticeState.SENDING, NoticeState.UNKNOWN}:
        notice = _look(bench, notice)
    if notice.state in CORRECTABLE:
        notice = _look_over(bench, notice)
    if notice.state is NoticeState.READY and bench.origin is not None:
        notice = _send(bench, notice, bench.origin)
    return notice


def _look(bench: Bench, notice: Notice) -> Notice:
    """Settle a call whose answer is not known. Only when it is long over, "not there" means that it
    failed."""
    now = bench.clock.now()
    sight, seen = _sight(bench, notice)
    match sight:
        case Sight.SAME:
            return _accept(bench, notice, seen)
        case Sight.OTHER:
            log.warning("dispatch.refused", notice=notice.id)
            return bench.book.write(notice.moved(NoticeMove.REFUSE, now, (_OTHER,)))
        case Sight.ABSENT if call_is_over(notice, now):
            log.info("dispatch.never_arrived", notice=notice.id)
            return bench.book.write(notice.moved(NoticeMove.MISS, now))
    return notice


def _sight(bench: Bench, notice: Notice) -> tuple[Sight, list[Shipment | None]]:
    since = notice.begun_at or notice.made_at
    seen = [bench.desk.find(parcel.tracking, notice.positions, since) for parcel in notice.parcels]
    return compare(notice, seen), seen


def _look_over(bench: Bench, notice: Notice) -> Notice:
    """Hold it, or clear it. A refused one stays refused until it says something else or time has passed.

    One that is clear is not stored as such: it is begun in a moment."""
    now = bench.clock.now()
    if notice.state is NoticeState.REFUSED and not may_try_again(
        notice, content_of(notice, bench.origin), now
    ):
        return notice
    bind(bench.memory, bench.app, notice, bench.clock)
    seen, view = notice, view_of(bench, notice)
    findings = check(notice, view, now)
    if view.to_come and not holding(findings):
        notice, view = with_return_numbers(bench, notice, view)
        findings = check(notice, view, now)
    moved = notice.moved(NoticeMove.HOLD if holding(findings) else NoticeMove.CLEAR, now, findings)
    if moved.state is NoticeState.READY or replace(moved, settled_at=seen.settled_at) == seen:
        return moved
    log.info("dispatch.held", notice=notice.id, reasons=[finding.code for finding in holding(findings)])
    return bench.book.write(moved)


def _send(bench: Bench, notice: Notice, origin: Origin) -> Notice:
    """Tell the marketplace. Stored as begun before, settled after."""
    now = bench.clock.now()
    begun = bench.book.write(
        replace(
            notice.moved(NoticeMove.BEGIN, now, notice.findings),
            begun_at=now,
            attempts=notice.attempts + 1,
            sent=content_of(notice, origin),
        )
    )
    bench.lease.hold()
    try:
        shipment = _report(bench.desk, begun, origin)
    except (OutcomeUnknown, BrokenReply) as error:
        log.warning("dispatch.outcome_unknown", notice=notice.id, status=error.status)
        lost = begun.moved(NoticeMove.LOSE, bench.clock.now(), (*notice.findings, _LOST))
        return bench.book.write(lost)
    except Refused as error:
        return _refused(bench, begun, error)
    except (AccessDenied, Throttled, Unreachable):
        bench.book.write(begun.moved(NoticeMove.POSTPONE, bench.clock.now(), notice.findings))
        raise
    return _settle(bench, replace(begun, shipment=shipment))


def _report(desk: DispatchDesk, notice: Notice, origin: Origin) -> str | None:
    match notice.kind:
        case NoticeKind.ONE:
            return desk.report(notice.parcels[0], notice.positions, origin)
        case NoticeKind.SPLIT:
            return desk.report_split(notice.parcels, notice.positions[0], origin)
        case NoticeKind.ADDED:
            desk.add(notice.parcels[0], notice.positions)
    return None


def _refused(bench: Bench, begun: Notice, error: Refused) -> Notice:
    """A no may mean "already reported": that counts only when the marketplace shows the same positions."""
    try:
        sight, seen = _sight(bench, begun)
    except (AccessDenied, Throttled, Unreachable, BrokenReply, Refused):
        # Nobody knows which no it was; the next pass looks.
        return bench.book.write(begun.moved(NoticeMove.LOSE, bench.clock.now(), (_no(error),)))
    if sight is Sight.SAME:
        return _accept(bench, begun, seen)
    log.warning("dispatch.refused", notice=begun.id, status=error.status)
    return bench.book.write(begun.moved(NoticeMove.REFUSE, bench.clock.now(), (_no(error),)))


def _accept(bench: Bench, notice: Notice, seen: Sequence[Shipment | None]) -> Notice:
    """It is there. Where the marketplace has another return number for it, that one counts, here too."""
    there = next((shipment for shipment in seen if shipment is not None), None)
    told = as_shown(notice, seen)
    if told.parcels != notice.parcels:
        log.warning("dispatch.other_return_number", notice=notice.id)
        bind(bench.memory, bench.app, told, bench.clock)
    return _settle(bench, told if there is None else replace(told, shipment=there.id))


def _settle(bench: Bench, notice: Notice) -> Notice:
    log.info("dispatch.accepted", notice=notice.id, positions=len(notice.positions))
    warnings = tuple(finding for finding in notice.findings if not finding.holds)
    return bench.book.write(notice.moved(NoticeMove.ACCEPT, bench.clock.now(), warnings))


def _no(error: Refused) -> Finding:
    field = next((complaint.field for complaint in error.complaints if complaint.field), None)
    return Finding("refused", field or "notice", error.text, _REPAIR)


_REPAIR: Final = Text(
    en="correct the notice, or mend it at the marketplace; it is tried again by itself",
    de="bitte die Meldung berichtigen oder beim Marktplatz beheben; sie wird von selbst erneut versucht",
)
_OTHER: Final = Finding(
    "tracking_key_taken",
    "tracking",
    Text(
        en="the marketplace has a shipment with this tracking number, but not with these positions",
        de="der Marktplatz kennt eine Sendung mit dieser Nummer, aber nicht mit diesen Positionen",
    ),
    Text(
        en="correct the number, or add the positions to that shipment",
        de="bitte die Nummer berichtigen oder die Positionen jener Sendung hinzufügen",
    ),
)
_LOST: Final = Finding(
    "answer_lost",
    "notice",
    Text(en="the answer was lost", de="die Antwort ging verloren"),
    Text(
        en="it is looked up by its tracking number and settled by itself",
        de="sie wird anhand der Sendungsnummer nachgesehen und klärt sich von selbst",
    ),
)
