"""What the app-center knows of listings: what is wrong with each, and why it is where it is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app_center.registry import Kind
from core.errors import Complaint, InvalidValue
from core.listing.delivery import Profile, sold_out_by_days
from core.listing.facts import DeliveryState, Explanation, Facts
from core.listing.record import ListingRecord, link_digest
from core.listing.verdict import Verdict
from core.listing.why import explain
from core.orders import Sku
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.listings import ListingKind
from ports.memory import AccountMemory
from ports.system import Clock
from sync.listing_judge import Judge, Judged, versions_of

_AT_ONCE = 500


def listing_kind(kind: Kind) -> ListingKind:
    """raises  InvalidValue (field `app`): it takes no listings"""
    if isinstance(kind, MarketplaceKind) and kind.listings is not None:
        return kind.listings
    name = kind.manifest.name
    raise InvalidValue(
        Text(en=f"{name} takes no listings", de=f"{name} nimmt keine Angebote an"), field="app"
    )


def judge_of(memory: AccountMemory, kind: Kind) -> Judge:
    app = kind.manifest.key
    return Judge(listing_kind(kind).rules(), memory.listings(app), memory.catalogue(app))


@dataclass(frozen=True, slots=True)
class Told:
    """A listing and why it is where it is; `record` None: only the marketplace has it."""

    sku: Sku
    record: ListingRecord | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Shown:
    """What another concern knows of a listing: the seller's switch, the quantity that buyers see."""

    active: bool | None = None
    quantity: int | None = None


def shown_of(memory: AccountMemory, kind: Kind, skus: Collection[Sku] | None = None) -> Mapping[Sku, Shown]:
    """By SKU, where either is known; of all listings, or of these."""
    app = kind.manifest.key
    books = memory.switches(app), memory.quantities(app)
    turned = books[0].all() if skus is None else books[0].some(skus).values()
    sent = books[1].records() if skus is None else books[1].some(skus).values()
    switches = {switch.sku: switch.on for switch in turned}
    quantities = {record.display.sku: record.display.acknowledged for record in sent}
    return {sku: Shown(switches.get(sku), quantities.get(sku)) for sku in switches.keys() | quantities.keys()}


def explained(
    memory: AccountMemory, kind: Kind, clock: Clock, shown: Mapping[Sku, Shown] | None = None
) -> Iterator[Told]:
    """Every listing, by SKU; those that only the marketplace has come last."""
    book = memory.listings(kind.manifest.key)
    verdicts = dict(book.verdicts())
    explainer = Explainer.of(memory, kind, clock)
    seen: set[Sku] = set()
    for part in _parts(book.all()):
        seen |= {record.sku for record in part}
        yield from explainer.explain(part, verdicts, shown or {})
    for sku in sorted(verdicts.keys() - seen):
        yield explainer.only_there(verdicts[sku])


def explained_some(
    memory: AccountMemory, kind: Kind, clock: Clock, skus: Collection[Sku], shown: Mapping[Sku, Shown]
) -> Mapping[Sku, Told]:
    """Those of these that are listings, here or at the marketplace, in a number of queries that does not grow
    with theirs."""
    book = memory.listings(kind.manifest.key)
    records, verdicts = book.some(skus), book.verdicts(skus)
    explainer = Explainer.of(memory, kind, clock)
    told = list(explainer.explain(list(records.values()), verdicts, shown))
    told += [explainer.only_there(verdicts[sku]) for sku in verdicts.keys() - records.keys()]
    return {each.sku: each for each in told}


@dataclass(frozen=True, slots=True)
class Explainer:
    """Why listings are where they are, many at once. `profiles` by name; None: they were never read."""

    judge: Judge
    offered: ListingKind
    profiles: Mapping[str, Profile] | None
    clock: Clock

    @classmethod
    def of(cls, memory: AccountMemory, kind: Kind, clock: Clock) -> "Explainer":
        profiles = memory.listings(kind.manifest.key).profiles()
        by_name = None if profiles is None else {profile.name: profile for profile in profiles}
        return cls(judge_of(memory, kind), listing_kind(kind), by_name, clock)

    def explain(
        self, records: Sequence[ListingRecord], verdicts: Mapping[Sku, Verdict], shown: Mapping[Sku, Shown]
    ) -> Iterator[Told]:
        judged = self.judge.judge(versions_of(records))
        for record in records:
            found = judged[record.sku]
            state, complaints = _delivery(record, found, self.profiles, self.judge.rules.sold_out_beyond)
            view = shown.get(record.sku, Shown())
            facts = Facts(
                record=record,
                listing=found.listing,
                now=self.clock.now(),
                findings=found.findings,
                verdict=verdicts.get(record.sku),
                active=view.active,
                quantity=view.quantity,
                counted=self.offered.counted,
                delivery=state,
                delivery_complaints=complaints,
                changed=found.changes,
            )
            yield Told(record.sku, record, explain(facts, self.offered.advise))

    def only_there(self, verdict: Verdict) -> Told:
        facts = Facts(record=None, listing=None, now=self.clock.now(), verdict=verdict)
        return Told(verdict.sku, None, explain(facts, self.offered.advise))


def _parts(records: Iterator[ListingRecord]) -> Iterator[list[ListingRecord]]:
    part: list[ListingRecord] = []
    for record in records:
        part.append(record)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _delivery(
    record: ListingRecord, judged: Judged, by_name: Mapping[str, Profile] | None, beyond: int | None
) -> tuple[DeliveryState, tuple[Complaint, ...]]:
    """Whether it can be delivered, as far as was read."""
    terms = judged.listing.offer.delivery
    if by_name is None:
        return DeliveryState.UNASKED, ()
    if terms is None:
        return (DeliveryState.LINKED if record.delivery else DeliveryState.NOT_CHOSEN), ()
    profile = by_name.get(terms.profile)
    if profile is None:
        return DeliveryState.NO_SUCH_PROFILE, ()
    if beyond is not None and sold_out_by_days(profile, terms.processing_days, beyond):
        return DeliveryState.TOO_SLOW, ()
    return _link(record, link_digest(record.current, profile.id))


def _link(record: ListingRecord, digest: str) -> tuple[DeliveryState, tuple[Complaint, ...]]:
    """What became of the link that the listing asks for."""
    if record.delivery == digest:
        return DeliveryState.LINKED, ()
    refusal = record.delivery_refusal
    if refusal is not None and refusal.digest == digest:
        return DeliveryState.REFUSED, refusal.complaints
    return DeliveryState.PENDING, ()
