"""What happens to orders after the sale, put together for one pass: dispatch, cancellations, returns,
receipts."""

from collections.abc import Mapping

from app_center.bootstrap import AppCenter
from app_center.return_labels import HostReturnLabels
from core.apps import AppKey
from core.dispatch import ReturnKey, TrackingKey
from core.errors import InvalidValue
from core.orders import Order
from core.parcel import Label, Reference
from core.return_sources import NoSource, settings_of
from core.text import Text
from ports.dispatch import DispatchDesk
from ports.hooks import MarketplaceKind
from ports.lease import Lease
from ports.marketplace import Marketplace
from ports.memory import AccountMemory
from sync import cancellations, dispatch, receipts, returns
from sync.claims import settle_claims
from sync.dispatch_view import Bench as DispatchBench
from sync.return_numbers import Maker, make_number

Counts = Mapping[str, int]


def dispatch_pass(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lease: Lease) -> Counts:
    """Dispatch notices and cancellations."""
    app, market = kind.manifest.key, opened(center, memory, kind)
    desk = market.dispatch
    if desk is None:
        if memory.dispatches(app).open():
            raise not_offered(kind)
        return {}
    origin = settings_of(memory.apps.get(app).settings).origin
    maker = maker_of(center, memory, app, desk, lease)
    going = cancellations.kept_back(memory, app, center.clock.now())
    bench = DispatchBench(app, memory, desk, center.clock, lease, origin, maker, going)
    report = dispatch.dispatch_due(bench)
    cancelled: Counts = {}
    if market.cancellations is not None:
        cancelled = cancellations.cancel_due(
            cancellations.Bench(app, memory, market.cancellations, center.clock, lease)
        )
    # What left consumes stock at once, without waiting for the next pass over orders.
    settle_claims(app, memory.orders(app), memory.warehouse, center.clock)
    return {**report.counts(), **cancelled}


def maker_of(
    center: AppCenter, memory: AccountMemory, app: AppKey, desk: DispatchDesk, lease: Lease
) -> Maker:
    settings = settings_of(memory.apps.get(app).settings)
    return Maker(
        app=app,
        memory=memory,
        carriers={carrier.code: carrier for carrier in desk.carriers},
        terms=settings.returns,
        labels=HostReturnLabels(center, memory, app, settings.fallback_email),
        clock=center.clock,
        lease=lease,
    )


class ByHand:
    """A `Lease` for what a person does once: a purchase of a label is guarded by its own intent."""

    fence = 0

    def hold(self) -> None:
        return


def number_for_parcel(
    center: AppCenter,
    memory: AccountMemory,
    kind: MarketplaceKind,
    carrier: AppKey,
    label: Label,
    order: Order,
) -> ReturnKey | NoSource:
    """The return number of a parcel whose label this carrier app has just made.

    raises  as `sync.return_numbers.make_number`
    """
    desk = opened(center, memory, kind).dispatch
    if desk is None:
        raise not_offered(kind)
    code = next((known.code for known in desk.carriers if known.app == carrier), None)
    if code is None:
        return NoSource(
            Text(
                en=f"the marketplace takes no parcels by {carrier}",
                de=f"der Marktplatz nimmt keine Pakete mit {carrier}",
            ),
            Text(
                en="report it with the code of another carrier", de="bitte mit dem Code eines anderen melden"
            ),
        )
    maker = maker_of(center, memory, kind.manifest.key, desk, ByHand())
    reference = Reference(f"{label.reference}-R")
    return make_number(maker, TrackingKey(code, label.number), order, reference)


def returns_pass(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lease: Lease) -> Counts:
    app, market = kind.manifest.key, opened(center, memory, kind)
    if market.returns is None:
        return {}
    return returns.returns_due(returns.Bench(app, memory, market.returns, center.clock, lease))


def receipts_pass(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lease: Lease) -> Counts:
    """Price reductions, then receipts, which tell of them."""
    app, market = kind.manifest.key, opened(center, memory, kind)
    counts: dict[str, int] = {}
    if memory.price_reductions(app).all():
        if market.price_reductions is None:
            raise not_offered(kind)
        counts |= receipts.reductions_due(
            receipts.Bench(app, memory, market.price_reductions, center.clock, lease)
        )
    if market.receipts is not None:
        counts |= receipts.receipts_due(memory, app, market.receipts, center.clock)
    return counts


def opened(center: AppCenter, memory: AccountMemory, kind: MarketplaceKind) -> Marketplace:
    return kind.open(center.connect(memory, kind))


def not_offered(kind: MarketplaceKind) -> InvalidValue:
    name, key = kind.manifest.name, kind.manifest.key
    return InvalidValue(
        Text(
            en=f"this account at {name} has no right to that; activate the app again (`app-center activate "
            f"{key}`)",
            de=f"diesem Account bei {name} fehlt das Recht dazu; bitte die App erneut aktivieren "
            f"(`app-center activate {key}`)",
        )
    )


def marketplace_kind(center: AppCenter, key: str) -> MarketplaceKind:
    """raises  InvalidValue (field `app`): no such marketplace"""
    kind = center.kind(AppKey(key))
    if not isinstance(kind, MarketplaceKind):
        name = kind.manifest.name
        raise InvalidValue(
            Text(en=f"{name} is no marketplace", de=f"{name} ist kein Marktplatz"), field="app"
        )
    return kind
