"""What a dispatch notice is checked against, for one or for many at once, and the return numbers that it
lacks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.apps import AppKey
from core.dispatch import (
    CarrierCode,
    DeclaredCarrier,
    Notice,
    NoticeId,
    NoticeState,
    Origin,
    PositionRef,
    TrackingKey,
)
from core.dispatch_check import View, check, lacking
from core.findings import holding
from core.return_sources import NoSource, Source
from core.text import Text
from ports.dispatch import DispatchDesk
from ports.lease import Lease
from ports.memory import AccountMemory
from ports.memory.dispatch import DispatchBook
from ports.system import Clock
from sync.return_numbers import Maker, bind, make_number, reference_of, taken


@dataclass(frozen=True, slots=True)
class Bench:
    """What a pass works with for one marketplace app of one account.

    origin  the sender address of the settings; None where it is not set
    maker   makes the return numbers that are missing; None: they are only entered by hand
    going   the positions that the seller is having cancelled
    """

    app: AppKey
    memory: AccountMemory
    desk: DispatchDesk
    clock: Clock
    lease: Lease
    origin: Origin | None
    maker: Maker | None = None
    going: Collection[PositionRef] = frozenset()

    @property
    def book(self) -> DispatchBook:
        return self.memory.dispatches(self.app)


def as_they_were(bench: Bench, notices: Sequence[Notice]) -> Collection[NoticeId]:
    """Those of them that are held and for the same reasons as before. They are looked at together, so that
    thousands that wait cost little."""
    held = [notice for notice in notices if notice.state is NoticeState.HELD and holding(notice.findings)]
    now, views = bench.clock.now(), views_of(bench, held)
    return {notice.id for notice in held if check(notice, views[notice.id], now) == notice.findings}


def view_of(bench: Bench, notice: Notice) -> View:
    return views_of(bench, [notice])[notice.id]


def views_of(bench: Bench, notices: Sequence[Notice]) -> Mapping[NoticeId, View]:
    """What the check of each of these looks at, as it is now."""
    if not notices:
        return {}
    refs = {ref for notice in notices for ref in notice.positions}
    known = bench.memory.orders(bench.app).states({ref.sales_order_id for ref in refs})
    carriers = {carrier.code: carrier for carrier in bench.desk.carriers}
    others = _Others(bench.book.sharing(refs, (key for notice in notices for key in _keys(notice))))
    guarded = taken(bench.memory, bench.app, notices, bench.clock.now())
    prospect = _Prospect(bench.maker, carriers)
    going = frozenset(bench.going)
    return {
        notice.id: View(
            origin=bench.origin,
            carriers=carriers,
            positions={
                ref: known[ref.sales_order_id][ref.position_item_id]
                for ref in notice.positions
                if ref.position_item_id in known.get(ref.sales_order_id, {})
            },
            others=others.of(notice),
            taken=guarded.get(notice.id),
            going=going,
            why_none=prospect.why_none(notice),
            to_come=prospect.is_to_come(notice),
        )
        for notice in notices
    }


def _keys(notice: Notice) -> Iterable[TrackingKey]:
    return (parcel.tracking for parcel in notice.parcels if parcel.tracking.number is not None)


Name = PositionRef | TrackingKey


def _names(notice: Notice) -> list[Name]:
    return [*notice.positions, *_keys(notice)]


class _Others:
    """Notices by what they name."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self._naming: defaultdict[Name, dict[NoticeId, Notice]] = defaultdict(dict)
        for notice in notices:
            for name in _names(notice):
                self._naming[name][notice.id] = notice

    def of(self, notice: Notice) -> Sequence[Notice]:
        """Oldest first."""
        found: dict[NoticeId, Notice] = {}
        for name in _names(notice):
            found |= self._naming.get(name, {})
        return [found[identity] for identity in sorted(found)]


class _Prospect:
    """Whether the return numbers that are lacking can be made, and if not, why not and what helps."""

    def __init__(self, maker: Maker | None, carriers: Mapping[CarrierCode, DeclaredCarrier]) -> None:
        self._maker = maker
        self._carriers = carriers
        self._known: dict[tuple[CarrierCode, bool], Source] = {}

    def is_to_come(self, notice: Notice) -> bool:
        sources = self._sources(notice)
        return bool(sources) and not any(isinstance(source, NoSource) for source in sources)

    def why_none(self, notice: Notice) -> tuple[Text, Text] | None:
        sources = self._sources(notice)
        return next(((source.why, source.repair) for source in sources if isinstance(source, NoSource)), None)

    def _sources(self, notice: Notice) -> Sequence[Source]:
        if self._maker is None:
            return ()
        return [self._of(self._maker, notice.parcels[at].tracking) for at in lacking(notice, self._carriers)]

    def _of(self, maker: Maker, tracking: TrackingKey) -> Source:
        """It hangs on the carrier, and on whether there is a number."""
        like = (tracking.carrier, tracking.number is not None)
        if like not in self._known:
            self._known[like] = maker.where_from(tracking)
        return self._known[like]


def with_return_numbers(bench: Bench, notice: Notice, view: View) -> tuple[Notice, View]:
    """Each parcel with the return number that was made for it, and where that failed, why. The ledger has
    them as this notice's; asked again, it gives the same ones."""
    stored = bench.memory.orders(bench.app).get(notice.positions[0].sales_order_id)
    if bench.maker is None or stored is None or stored.order is None:
        return notice, view
    parcels = list(notice.parcels)
    for at in lacking(notice, view.carriers):
        tracking = parcels[at].tracking
        reference = reference_of(bench.app, notice, at)
        made = make_number(bench.maker, tracking, stored.order, reference, notice.id)
        if isinstance(made, NoSource):
            view = replace(view, to_come=False, why_none=(made.why, made.repair))
            break
        parcels[at] = replace(parcels[at], return_key=made)
    notice = replace(notice, parcels=tuple(parcels))
    bind(bench.memory, bench.app, notice, bench.clock)
    guarded = taken(bench.memory, bench.app, [notice], bench.clock.now())
    return notice, replace(view, taken=guarded.get(notice.id))
