"""Labels are bought once. The purchase is stored before the call and settled after it (`core.purchases`)."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from core.errors import AppError, BrokenReply, Conflict, InvalidValue, OutcomeUnknown, Refused, RemoteError
from core.parcel import Cancellation, Label, LabelKind, LabelOrder, Reference
from core.purchases import (
    NextStep,
    Purchase,
    PurchaseState,
    Sight,
    after_looking,
    next_step,
    under_way,
)
from core.text import Text
from ports.carrier import Capability, Carrier, NotOffered
from ports.memory import LabelBook
from ports.system import Clock

log = structlog.get_logger()

#: How far back a carrier is asked for a reference: the clocks of two machines and a day's end lie between.
_LOOK_BACK: Final = timedelta(days=1)

_UNDER_WAY: Final = Text(
    en="is being bought right now; ask again in a few minutes",
    de="wird gerade gekauft; bitte in einigen Minuten erneut abrufen",
)
_LOOK_YOURSELF: Final = Text(
    en="it may have been bought: look in the carrier's own portal, then say whether it was",
    de="es kann gekauft worden sein: bitte im Portal des Versenders nachsehen und angeben, ob es so ist",
)


def buy_label(carrier: Carrier, book: LabelBook, clock: Clock, order: LabelOrder) -> Purchase:
    """The label for this order: bought now, found again, or handed out as bought earlier.

    The answer's state tells: bought; or outcome unknown, with what a person can do.

    raises  InvalidValue: a field does not fit, the carrier does not offer it, the reference was used for
            another order or was cancelled, or is being bought right now; nothing was sent
            Conflict: another process began the same purchase first
            AccessDenied, Throttled, Unreachable, Refused: nothing was bought; that is written down
    """
    known = book.get(order.kind, order.reference)
    digest = _digest(order)
    if known is not None and known.state is not PurchaseState.FAILED and known.digest != digest:
        raise InvalidValue(_REUSED, field="reference")
    can_find = Capability.to_find(order.kind) in carrier.info.capabilities
    step = next_step(known, clock.now(), can_find=can_find)
    if step is NextStep.LOOK and known is not None:
        found = _find(carrier, known)
        if isinstance(found, Label):
            return book.write(_bought(known, found, clock))
        sight = Sight.ABSENT if found is None else Sight.HIDDEN
        step = after_looking(known, clock.now(), sight)
    match step:
        case NextStep.BUY:
            return _buy(carrier, book, clock, order, known, digest)
        case NextStep.WAIT:
            raise InvalidValue(_UNDER_WAY, field="reference")
        case NextStep.HOLD if known is not None and known.state is PurchaseState.CANCELLED:
            raise InvalidValue(_CANCELLED, field="reference")
        case _:
            assert known is not None  # noqa: S101 - GIVE and HOLD speak of something known
            return known


_REUSED: Final = Text(
    en="this reference was used for another order; take a new one",
    de="diese Referenz gehört zu einem anderen Auftrag; bitte eine neue wählen",
)
_CANCELLED: Final = Text(
    en="the label of this reference was cancelled; take a new reference",
    de="das Label zu dieser Referenz wurde storniert; bitte eine neue Referenz wählen",
)


def _buy(
    carrier: Carrier,
    book: LabelBook,
    clock: Clock,
    order: LabelOrder,
    known: Purchase | None,
    digest: str,
) -> Purchase:
    begun = book.write(
        Purchase(
            carrier=book.carrier,
            kind=order.kind,
            reference=order.reference,
            state=PurchaseState.OUTCOME_UNKNOWN,
            digest=digest,
            begun_at=clock.now(),
            reason=_LOOK_YOURSELF,
            revision=known.revision if known is not None else 0,
        )
    )
    try:
        label = carrier.buy(order)
    except (OutcomeUnknown, BrokenReply) as error:
        # An answer that nobody can read does not say that nothing was bought.
        log.warning("label.outcome_unknown", carrier=book.carrier, kind=order.kind, status=error.status)
        return book.write(replace(begun, settled_at=clock.now(), reason=_unknown(error)))
    except AppError as error:
        # Every other class says that nothing was bought.
        book.write(_failed(begun, error.text, clock))
        raise
    if isinstance(label, NotOffered):
        text = label.text or Text(
            en=f"this carrier account does not offer: {label.capability.value}",
            de=f"dieser Versender-Zugang bietet nicht an: {label.capability.value}",
        )
        book.write(_failed(begun, text, clock))
        raise InvalidValue(text, field="kind")
    log.info("label.bought", carrier=book.carrier, kind=order.kind)
    return book.write(_bought(begun, label, clock))


@dataclass(frozen=True, slots=True)
class Settling:
    """What came of the purchases of unknown outcome: `settled` were found, `open` are what is left."""

    settled: int = 0
    open: int = 0

    def counts(self) -> dict[str, int]:
        return {"settled": self.settled, "open": self.open}


def settle_unknown(carrier: Carrier, book: LabelBook, clock: Clock) -> Settling:
    """Ask the carrier, where it can be asked, for each purchase of unknown outcome.

    One that the carrier does not know stays open and says so: only whoever wants the label may buy again.
    One that cannot be asked for now, or that somebody else settles meanwhile, does not keep the others
    waiting. One whose call may still be under way is left to that call.

    raises  AccessDenied, Throttled, Unreachable: nothing more can be asked now
    """
    settled = left = 0
    for purchase in book.all():
        if purchase.state is not PurchaseState.OUTCOME_UNKNOWN:
            continue
        findable = Capability.to_find(purchase.kind) in carrier.info.capabilities
        if findable and not under_way(purchase, clock.now()) and _settle(carrier, book, clock, purchase):
            settled += 1
        else:
            left += 1
    return Settling(settled, left)


def _settle(carrier: Carrier, book: LabelBook, clock: Clock, purchase: Purchase) -> bool:
    """Whether this one is no longer open."""
    try:
        found = _find(carrier, purchase)
    except (BrokenReply, Refused) as error:
        log.warning("label.look_failed", carrier=book.carrier, status=error.status)
        return False
    try:
        if isinstance(found, Label):
            book.write(_bought(purchase, found, clock))
            log.info("label.found", carrier=book.carrier, kind=purchase.kind)
            return True
        if found is None and purchase.reason != _NONE_THERE:
            book.write(replace(purchase, settled_at=clock.now(), reason=_NONE_THERE))
    except Conflict:
        log.info("label.settled_elsewhere", carrier=book.carrier, kind=purchase.kind)
    return False


_NONE_THERE: Final = Text(
    en="the carrier knows no label under this reference; asked for again, it is bought",
    de="der Versender kennt zu dieser Referenz kein Label; beim nächsten Abruf wird es gekauft",
)


def cancel_label(
    carrier: Carrier, book: LabelBook, clock: Clock, kind: LabelKind, reference: Reference
) -> tuple[Purchase, Cancellation]:
    """Take a bought label back, where the carrier can.

    raises  InvalidValue: nothing was bought under this reference
            OutcomeUnknown: cancelling again is safe
    """
    purchase = book.get(kind, reference)
    if purchase is None or purchase.state is not PurchaseState.BOUGHT or purchase.label is None:
        raise InvalidValue(
            Text(
                en="nothing that could be cancelled was bought under this reference",
                de="unter dieser Referenz wurde nichts gekauft, das storniert werden könnte",
            ),
            field="reference",
        )
    answer = carrier.cancel(kind, purchase.label.handle)
    if answer is Cancellation.DONE:
        purchase = book.write(replace(purchase, state=PurchaseState.CANCELLED, settled_at=clock.now()))
    return purchase, answer


def decide(
    book: LabelBook, clock: Clock, kind: LabelKind, reference: Reference, number: str | None
) -> Purchase:
    """A person has looked: the label was bought as `number`, or (None) it was not.

    raises  InvalidValue: the outcome of this reference is not unknown
    """
    purchase = book.get(kind, reference)
    if purchase is None or purchase.state is not PurchaseState.OUTCOME_UNKNOWN:
        raise InvalidValue(
            Text(
                en="the outcome of this reference is not open",
                de="der Ausgang dieser Referenz ist nicht offen",
            ),
            field="reference",
        )
    if number is None:
        return book.write(_failed(purchase, _NOT_BOUGHT, clock))
    return book.write(_bought(purchase, Label(kind, reference, number, handle=number), clock))


_NOT_BOUGHT: Final = Text(
    en="a person has looked: it was not bought", de="von Hand geprüft: es wurde nicht gekauft"
)


def _find(carrier: Carrier, purchase: Purchase) -> Label | NotOffered | None:
    """None: the carrier has none. NotOffered: it cannot tell about this one."""
    since = (purchase.begun_at - _LOOK_BACK).date()
    return carrier.find(purchase.kind, purchase.reference, since)


def _bought(purchase: Purchase, label: Label, clock: Clock) -> Purchase:
    return replace(purchase, state=PurchaseState.BOUGHT, label=label, settled_at=clock.now(), reason=None)


def _failed(purchase: Purchase, reason: Text, clock: Clock) -> Purchase:
    return replace(purchase, state=PurchaseState.FAILED, settled_at=clock.now(), reason=reason)


def _unknown(error: RemoteError) -> Text:
    return Text(
        en=f"{error.text.en}; {_LOOK_YOURSELF.en}",
        de=f"{error.text.de}; {_LOOK_YOURSELF.de}",
    )


def _digest(order: LabelOrder) -> str:
    """Of what makes it another label; the day does not, for a repeated call may come a day later."""
    content = {key: value for key, value in asdict(order).items() if key != "on"}
    return hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()
