"""The seller cancels: asked for once it is written down, in effect when the marketplace's order says so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from core.apps import AppKey
from core.cancellations import (
    UNDER_WAY,
    Cancellation,
    CancellationId,
    CancelMove,
    CancelState,
    keeps_back,
    outcome,
    wanted_positions,
)
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
from core.orders import PositionItemId, PositionState, SalesOrderId
from core.text import Text
from ports.cancellations import CancellationDesk
from ports.lease import Lease
from ports.memory import AccountMemory
from ports.system import Clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bench:
    app: AppKey
    memory: AccountMemory
    desk: CancellationDesk
    clock: Clock
    lease: Lease


def record(
    memory: AccountMemory, app: AppKey, order: SalesOrderId, only: tuple[PositionItemId, ...], clock: Clock
) -> Cancellation:
    """Write down what is to be cancelled. Nothing is sent yet; the same again is the same.

    raises  InvalidValue (field `order` or `position`): not known, or not in a state that may be cancelled
    """
    stored = memory.orders(app).get(order)
    if stored is None or stored.order is None:
        raise InvalidValue(
            Text(
                en=f"there is no order {order} here; bring the orders in first",
                de=f"hier gibt es keinen Auftrag {order}; bitte zuerst Aufträge einlesen",
            ),
            field="order",
        )
    book = memory.cancellations(app)
    positions = wanted_positions(stored.order, only)
    for known in book.all():
        if (
            known.sales_order_id == order
            and known.state in UNDER_WAY
            and set(positions) <= set(known.positions)
        ):
            return known
    return book.add(
        Cancellation(
            CancellationId(0),
            order,
            positions,
            clock.now(),
            whole=len(positions) == len(stored.order.positions),
        )
    )


def cancel_due(bench: Bench) -> dict[str, int]:
    """Ask for every cancellation that was not asked for yet, and see what the orders show of the others.

    raises  AccessDenied, Throttled, Unreachable: nothing more can be sent now
            LeaseLost
    """
    counts = {"cancelled": 0, "being_cancelled": 0}
    book = bench.memory.cancellations(bench.app)
    for known in reversed(book.all()):
        if known.state not in UNDER_WAY:
            continue
        try:
            wish = _advance(bench, known)
        except Conflict:
            continue
        counts["cancelled"] += wish.state is CancelState.DONE
        counts["being_cancelled"] += wish.state in UNDER_WAY
    return counts


def _advance(bench: Bench, wish: Cancellation) -> Cancellation:
    book, now = bench.memory.cancellations(bench.app), bench.clock.now()
    shown = outcome(wish, _states(bench, wish))
    if shown is not None:
        log.info("cancellation.settled", cancellation=wish.id, move=shown)
        return book.write(wish.moved(shown, now, _SLIPPED if shown is CancelMove.SLIP else None))
    if wish.state is CancelState.ASKED:
        return wish
    # Asking again is safe: what is cancelled already is left alone.
    begun = book.write(replace(wish.moved(CancelMove.BEGIN, now), begun_at=now))
    bench.lease.hold()
    try:
        bench.desk.cancel(begun.sales_order_id, () if begun.whole else begun.positions)
    except (OutcomeUnknown, BrokenReply) as error:
        return book.write(begun.moved(CancelMove.LOSE, bench.clock.now(), error.text))
    except Refused as error:
        log.warning("cancellation.refused", cancellation=wish.id, status=error.status)
        return book.write(begun.moved(CancelMove.REFUSE, bench.clock.now(), error.text))
    except (AccessDenied, Throttled, Unreachable):
        book.write(begun.moved(CancelMove.POSTPONE, bench.clock.now()))
        raise
    log.info("cancellation.taken", cancellation=wish.id)
    return book.write(begun.moved(CancelMove.TAKE, bench.clock.now()))


def _states(bench: Bench, wish: Cancellation) -> Mapping[PositionItemId, PositionState]:
    stored = bench.memory.orders(bench.app).get(wish.sales_order_id)
    if stored is None or stored.order is None:
        return {}
    return {position.position_item_id: position.state for position in stored.order.positions}


_SLIPPED = Text(
    en="a position was sent before the marketplace cancelled it",
    de="eine Position wurde versendet, bevor der Marktplatz sie storniert hat",
)


def kept_back(memory: AccountMemory, app: AppKey, now: datetime) -> frozenset[PositionRef]:
    """The positions that are not to be sent now, because they may be cancelled any moment."""
    wishes = memory.cancellations(app).all()
    return frozenset(ref for wish in wishes if keeps_back(wish, now) for ref in wish.refs)


def being_cancelled(memory: AccountMemory, app: AppKey) -> Mapping[PositionRef, Cancellation]:
    """By order and position: the cancellations that the marketplace has not carried out yet."""
    wishes = [wish for wish in memory.cancellations(app).all() if wish.state in UNDER_WAY]
    return {ref: wish for wish in reversed(wishes) for ref in wish.refs}
