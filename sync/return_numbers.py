"""Every return number is accounted for: made when the parcel is made, bound to its notice, found by
number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Protocol

import structlog

from core.apps import AppKey
from core.dispatch import (
    CarrierCode,
    DeclaredCarrier,
    Notice,
    NoticeId,
    Parcel,
    ReturnKey,
    TrackingKey,
)
from core.errors import AccessDenied, Conflict, InvalidValue, Refused, RemoteError
from core.orders import Order
from core.parcel import Reference
from core.parcel_numbers import plain
from core.purchases import Purchase, PurchaseState
from core.return_numbers import (
    GUARD,
    NumberRange,
    NumberSource,
    NumberState,
    ReturnNumber,
    rivals,
    runs_dry_on,
    state_in,
)
from core.return_sources import (
    FromLabel,
    FromRange,
    FromTracking,
    NoSource,
    ReturnTerms,
    Source,
    source_of,
)
from core.text import Text
from ports.lease import Lease
from ports.memory import AccountMemory
from ports.memory.dispatch import ReturnNumberBook
from ports.system import Clock

log = structlog.get_logger()

_LOOK_BACK: Final = timedelta(days=28)
_TRIES: Final = 5
#: Of an entry whose number is not made yet.
_NO_KEY: Final = ReturnKey(CarrierCode(""), "")


class ReturnLabels(Protocol):
    """What the host lends: the carrier apps of this account that make return labels."""

    def cannot(self, app: AppKey) -> NoSource | None:
        """Why this carrier app makes none now, and what helps; None: it does."""
        ...

    def buy(self, app: AppKey, reference: Reference, order: Order) -> Purchase:
        """An independent return label for the buyer of this order; once per reference, as
        `sync.labels.buy_label`. Its document is kept and not printed."""
        ...


@dataclass(frozen=True, slots=True)
class Maker:
    """What making return numbers works with for one marketplace app of one account, for one pass.

    down  carrier apps that could not be asked in this pass, and why: they are left alone until the next one
    """

    app: AppKey
    memory: AccountMemory
    carriers: Mapping[CarrierCode, DeclaredCarrier]
    terms: ReturnTerms
    labels: ReturnLabels
    clock: Clock
    lease: Lease
    down: dict[AppKey, NoSource] = field(default_factory=dict, compare=False)

    def where_from(self, tracking: TrackingKey) -> Source:
        """Where the number of this parcel would come from, as things are now. Nothing is made."""
        chosen = self.terms.carrier
        cannot = None if chosen is None else self.down.get(chosen) or self.labels.cannot(chosen)
        return source_of(tracking, self.terms, self.carriers, self.memory.return_numbers.ranges(), cannot)


def make_number(
    maker: Maker,
    tracking: TrackingKey,
    order: Order,
    reference: Reference,
    notice: NoticeId | None = None,
) -> ReturnKey | NoSource:
    """The return number of this parcel: the one that was made for it before, or one made now.

    A carrier that cannot be asked now is a reason like any other: it stops nothing but its own numbers.

    reference  ours for the parcel, unique in the account; asked again with it, the same number comes back
    notice     that it is made for, where there is one already

    raises  Conflict: another process is at it
            LeaseLost
    """
    book = maker.memory.return_numbers
    for known in (*book.of_parcel(tracking), book.made_for(reference)):
        if known is not None and _is_still(known, tracking) and maker.clock.now() < known.guarded_until:
            return known.key
    blank = ReturnNumber(
        0, _NO_KEY, NumberSource.RANGE, maker.clock.now(), maker.app, notice, tracking, made_for=reference
    )
    for _ in range(_TRIES):
        source = maker.where_from(tracking)
        try:
            match source:
                case NoSource():
                    return source
                case FromTracking(carrier):
                    key = ReturnKey(carrier, tracking.number or "")
                    return book.issue(replace(blank, key=key, source=NumberSource.TRACKING)).key
                case FromRange(numbers):
                    return _take(maker, numbers, blank)
                case FromLabel():
                    return _buy(maker, source, order, blank)
        except Conflict:
            continue
    raise Conflict(
        Text(
            en="the number range is in great demand; try again",
            de="der Nummernkreis ist stark gefragt; bitte erneut versuchen",
        )
    )


def _is_still(known: ReturnNumber, tracking: TrackingKey) -> bool:
    """A number that was the tracking number follows it; every other one stays with the parcel."""
    return known.source is not NumberSource.TRACKING or known.key.number == tracking.number


def foreseen(maker: Maker, tracking: TrackingKey) -> ReturnKey | Source:
    """What `make_number` would answer or do for this parcel. Nothing is made."""
    known = [entry for entry in maker.memory.return_numbers.of_parcel(tracking) if _is_still(entry, tracking)]
    fresh = [entry.key for entry in known if maker.clock.now() < entry.guarded_until]
    return fresh[0] if fresh else maker.where_from(tracking)


def _take(maker: Maker, numbers: NumberRange, blank: ReturnNumber) -> ReturnKey:
    """The next number of the range that no other parcel has. Those that are taken are passed by.

    raises  Conflict: somebody else took from the range
    """
    book = maker.memory.return_numbers
    while True:
        key, now = ReturnKey(numbers.carrier, numbers.number()), maker.clock.now()
        entry, others = replace(blank, key=key), book.under([key])
        rival = others and rivals(entry, others, notices_behind(maker.memory, others), now)
        if not rival and not book.elsewhere([key], now - GUARD):
            return book.take(numbers, entry).key
        numbers = book.pass_by(numbers)
        if not numbers.left:
            raise Conflict(Text(en="the range is used up", de="der Nummernkreis ist aufgebraucht"))


def _buy(maker: Maker, source: FromLabel, order: Order, blank: ReturnNumber) -> ReturnKey | NoSource:
    maker.lease.hold()
    reference = Reference(blank.made_for)
    try:
        purchase = maker.labels.buy(source.app, reference, order)
    except (InvalidValue, Refused) as error:
        return NoSource(error.text, _MEND)
    except RemoteError as error:
        maker.down[source.app] = reason = _not_now(maker, source.app, error)
        log.warning("return_number.carrier_down", carrier=source.app, status=error.status)
        return reason
    if purchase.state is not PurchaseState.BOUGHT or purchase.label is None:
        return NoSource(
            purchase.reason or Text(en="no label was bought", de="es wurde kein Label gekauft"),
            Text(
                en=f"settle it with label-decide (carrier {source.app}, reference {reference}), or enter the "
                "number",
                de=f"bitte mit label-decide klären (Versender {source.app}, Referenz {reference}) oder die "
                "Nummer "
                "eingeben",
            ),
        )
    key = ReturnKey(source.carrier, purchase.label.number)
    entry = replace(blank, key=key, source=NumberSource.LABEL, label=(source.app, reference))
    log.info("return_number.bought", carrier=source.app)
    return maker.memory.return_numbers.issue(entry).key


def _not_now(maker: Maker, app: AppKey, error: RemoteError) -> NoSource:
    """A lost access stands in the app's own record by now, with what helps."""
    refused = maker.labels.cannot(app) if isinstance(error, AccessDenied) else None
    return refused or NoSource(error.text, _LATER)


_LATER: Final = Text(
    en="it is asked again by itself; or enter the return number",
    de="er wird von selbst erneut gefragt; oder die Retourennummer eingeben",
)
_MEND: Final = Text(
    en="mend it, or enter the return number", de="bitte beheben oder die Retourennummer eingeben"
)


def bind(memory: AccountMemory, app: AppKey, notice: Notice, clock: Clock) -> None:
    """See to it that the ledger has each return number of this notice, as its own. May be repeated."""
    book = memory.return_numbers
    keys = keys_of(notice)
    entries = book.under(keys) if keys else ()
    for parcel in notice.parcels:
        key = parcel.return_key
        if key is None:
            continue
        own = next((entry for entry in entries if entry.key == key and _is_of(entry, app, notice.id)), None)
        if own is not None:
            if own.parcel != parcel.tracking:  # the tracking number was corrected
                book.write(replace(own, parcel=parcel.tracking))
            continue
        unbound = [entry for entry in entries if entry.key == key and entry.notice is None]
        fitting = [entry for entry in unbound if entry.parcel in {None, parcel.tracking}]
        if fitting:
            book.write(replace(fitting[-1], app=app, notice=notice.id, parcel=parcel.tracking))
        else:
            book.issue(
                ReturnNumber(0, key, NumberSource.ENTERED, clock.now(), app, notice.id, parcel.tracking)
            )


def _may_be_of(entry: ReturnNumber, parcel: Parcel) -> bool:
    """Whether this entry is of the very parcel: an addition shares the number, a spare one waits for it."""
    return entry.parcel == parcel.tracking or (entry.notice is None and entry.parcel is None)


def _is_of(entry: ReturnNumber, app: AppKey, notice: NoticeId) -> bool:
    return (entry.app, entry.notice) == (app, notice)


def taken(
    memory: AccountMemory, app: AppKey, notices: Iterable[Notice], now: datetime
) -> Mapping[NoticeId, Mapping[ReturnKey, datetime]]:
    """By notice: its return numbers that another parcel has within the guard, and until when."""
    ids = {notice.id: keys_of(notice) for notice in notices}
    keys = {key for own in ids.values() for key in own}
    if not keys:
        return {}
    book = memory.return_numbers
    entries: defaultdict[ReturnKey, list[ReturnNumber]] = defaultdict(list)
    for entry in book.under(keys):
        entries[entry.key].append(entry)
    bound = notices_behind(memory, (entry for own in entries.values() for entry in own))
    elsewhere = book.elsewhere(keys, now - GUARD)
    found: defaultdict[NoticeId, dict[ReturnKey, datetime]] = defaultdict(dict)
    for identity, own in ids.items():
        for mine in (entry for key in own for entry in entries[key] if _is_of(entry, app, identity)):
            others = [rival.guarded_until for rival in rivals(mine, entries[mine.key], bound, now)]
            before = [at + GUARD for at in elsewhere.get(mine.key, ()) if at <= mine.issued_at]
            if others or before:
                found[identity][mine.key] = max(others + before)
    return found


def keys_of(notice: Notice) -> list[ReturnKey]:
    return [parcel.return_key for parcel in notice.parcels if parcel.return_key is not None]


def would_be_taken(
    memory: AccountMemory, app: AppKey, notice: Notice, now: datetime
) -> Mapping[ReturnKey, datetime]:
    """As `taken`, for a notice whose numbers the ledger need not have yet."""
    found: dict[ReturnKey, datetime] = {}
    book = memory.return_numbers
    elsewhere = book.elsewhere(keys_of(notice), now - GUARD)
    for parcel in notice.parcels:
        key = parcel.return_key
        if key is None:
            continue
        entries = book.under([key])
        mine = next((entry for entry in entries if notice.id and _is_of(entry, app, notice.id)), None)
        mine = mine or ReturnNumber(0, key, NumberSource.ENTERED, now, parcel=parcel.tracking)
        strangers = [entry for entry in entries if not _may_be_of(entry, parcel)]
        rivalling = rivals(mine, strangers, notices_behind(memory, strangers), now)
        others = [entry.guarded_until for entry in rivalling]
        before = [at + GUARD for at in elsewhere.get(key, ()) if at <= mine.issued_at]
        if others or before:
            found[key] = max(others + before)
    return found


def notices_behind(
    memory: AccountMemory, entries: Iterable[ReturnNumber]
) -> dict[tuple[AppKey, NoticeId], Notice]:
    places: defaultdict[AppKey, set[NoticeId]] = defaultdict(set)
    for entry in entries:
        if entry.app is not None and entry.notice is not None:
            places[entry.app].add(entry.notice)
    return {
        (app, notice.id): notice
        for app, ids in places.items()
        for notice in memory.dispatches(app).several(ids)
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger, as it stands now."""

    entry: ReturnNumber
    state: NumberState
    notice: Notice | None


def ledger(memory: AccountMemory, number: str | None = None) -> list[Line]:
    """The whole ledger, or every issue of one number, newest first."""
    book = memory.return_numbers
    entries = book.all() if number is None else book.find(plain(number))
    notices = notices_behind(memory, entries)
    return [
        Line(
            entry,
            state_in(entry, notices),
            None if entry.app is None or entry.notice is None else notices.get((entry.app, entry.notice)),
        )
        for entry in entries
    ]


def forecast(book: ReturnNumberBook, now: datetime) -> list[tuple[NumberRange, date | None]]:
    """Each range with the day on which it is used up at the present pace; None: it is not used."""
    recent = book.issued_since(now - _LOOK_BACK)
    by_carrier: dict[CarrierCode, list[datetime]] = {}
    for entry in recent:
        if entry.source is NumberSource.RANGE:
            by_carrier.setdefault(entry.key.carrier, []).append(entry.issued_at)
    before: dict[CarrierCode, int] = {}
    answer = []
    for numbers in book.ranges():
        left = before[numbers.carrier] = before.get(numbers.carrier, 0) + numbers.left
        answer.append((numbers, runs_dry_on(left, by_carrier.get(numbers.carrier, []), now)))
    return answer


def came_back(book: ReturnNumberBook, keys: Iterable[ReturnKey], at: datetime) -> int:
    """These parcels are back. How many entries that changed."""
    changed = 0
    for entry in book.under(keys):
        latest = entry.returned_at is None and entry.issued_at <= at
        if latest:
            book.write(replace(entry, returned_at=at))
            changed += 1
    return changed


def reference_of(app: AppKey, notice: Notice, at: int) -> Reference:
    """Ours, for what is made for this parcel of the notice, counted from 0; short enough for every carrier,
    long enough for DHL."""
    return Reference(f"{app.upper()[:8]}-R{notice.id:05d}-{at + 1}")
