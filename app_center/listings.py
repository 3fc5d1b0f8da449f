"""What the app-center knows of listings: what is wrong with each, and why it is where it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app_center.registry import Kind
from core.errors import Complaint, InvalidValue
from core.listing.delivery import Profile, sold_out_by_days
from core.listing.facts import DeliveryState, Explanation, Facts
from core.listing.record import ListingRecord, link_digest
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


def shown_of(memory: AccountMemory, kind: Kind) -> Mapping[Sku, Shown]:
    """By SKU, where either is known."""
    app = kind.manifest.key
    switches = {switch.sku: switch.on for switch in memory.switches(app).all()}
    quantities = {
        record.display.sku: record.display.acknowledged for record in memory.quantities(app).records()
    }
    return {sku: Shown(switches.get(sku), quantities.get(sku)) for sku in switches.keys() | quantities.keys()}


def explained(
    memory: AccountMemory, kind: Kind, clock: Clock, shown: Mapping[Sku, Shown] | None = None
) -> Iterator[Told]:
    """Every listing, by SKU; those that only the marketplace has come last."""
    app, offered = kind.manifest.key, listing_kind(kind)
    book, judge = memory.listings(app), judge_of(memory, kind)
    verdicts = dict(book.verdicts())
    profiles = book.profiles()
    by_name = None if profiles is None else {profile.name: profile for profile in profiles}
    beyond = judge.rules.sold_out_beyond
    seen: set[Sku] = set()
    for part in _parts(book.all()):
        judged = judge.judge(versions_of(part))
        for record in part:
            seen.add(record.sku)
            found = judged[record.sku]
            state, complaints = _delivery(record, found, by_name, beyond)
            view = (shown or {}).get(record.sku, Shown())
            facts = Facts(
                record=record,
                listing=found.listing,
                now=clock.now(),
                findings=found.findings,
                verdict=verdicts.get(record.sku),
                active=view.active,
                quantity=view.quantity,
                delivery=state,
                delivery_complaints=complaints,
                changed=found.changes,
            )
            yield Told(record.sku, record, explain(facts, offered.advise))
    for sku in sorted(verdicts.keys() - seen):
        facts = Facts(record=None, listing=None, now=clock.now(), verdict=verdicts[sku])
        yield Told(sku, None, explain(facts, offered.advise))


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
    return _link(record, link_digest(record.wanted or record.draft, profile.id))


def _link(record: ListingRecord, digest: str) -> tuple[DeliveryState, tuple[Complaint, ...]]:
    """What became of the link that the listing asks for."""
    if record.delivery == digest:
        return DeliveryState.LINKED, ()
    refusal = record.delivery_refusal
    if refusal is not None and refusal.digest == digest:
        return DeliveryState.REFUSED, refusal.complaints
    return DeliveryState.PENDING, ()
