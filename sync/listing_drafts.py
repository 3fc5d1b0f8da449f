"""What the seller does with his listings: save drafts, say which to list, take over what stands at the
marketplace. None of it sends anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import InvalidValue
from core.listing.adoption import Candidate, Match, candidate
from core.listing.cells import BadCell, read, spell
from core.listing.check import blocked
from core.listing.delivery import DeliveryLink
from core.listing.digest import Cells
from core.listing.finding import Finding
from core.listing.record import ListingRecord, adopted, link_digest, linked, listed, saved, version
from core.listing.values import DeliveryTerms, Listing
from core.orders import Sku
from ports.listings import DeliveryDesk, ListingDesk
from ports.memory import ListingBook
from ports.memory.listings import Move
from sync.listing_judge import Judge


def merged(draft: Cells | None, changes: Cells) -> tuple[dict[str, str], tuple[BadCell, ...]]:
    """The draft with these cells in place of its own, in their one form; an empty cell empties its column."""
    cells = {column: cell for column, cell in {**(draft or {}), **changes}.items() if cell.strip()}
    listing, bad = read(cells)
    return spell(listing), bad


def save_draft(book: ListingBook, sku: Sku, changes: Cells, now: datetime) -> ListingRecord:
    """
    raises  InvalidValue (field: the column): a cell that cannot be read; nothing was saved
    """
    cells, bad = merged(_draft(book, sku), {**changes, "sku": sku})
    for each in bad:
        raise InvalidValue(each.reason, field=each.column)

    def move(record: ListingRecord | None) -> ListingRecord:
        return saved(record, sku, cells, now)

    return book.change({sku: move})[sku]


def _draft(book: ListingBook, sku: Sku) -> Cells | None:
    record = book.some([sku]).get(sku)
    return None if record is None else record.draft


@dataclass(frozen=True, slots=True)
class Plan:
    """What saying "list" to some drafts comes to.

    ready      will be listed; `first` of them for the first time, which makes some columns permanent
    blocked    have findings that block, and stay drafts
    same       are listed as they are
    changing   of the ready ones, how many change what the marketplace has
    """

    ready: tuple[Sku, ...]
    first: tuple[Sku, ...]
    blocked: Mapping[Sku, tuple[Finding, ...]]
    same: tuple[Sku, ...]
    changing: int


def plan_listing(book: ListingBook, judge: Judge, skus: Sequence[Sku] | None) -> Plan:
    """For these SKUs, or for all drafts that say something else than what is listed.

    raises  InvalidValue (field `sku`): one of them is not here
    """
    if skus is None:
        records = [record for record in book.all() if record.wanted is None or record.edited]
    else:
        known = book.some(skus)
        for sku in skus:
            if sku not in known:
                raise InvalidValue(f"there is no listing {sku!r} here", field="sku")
        records = [known[sku] for sku in dict.fromkeys(skus)]
    judged = judge.judge({record.sku: record.draft for record in records})
    findings = {sku: found.findings for sku, found in judged.items() if blocked(found.findings)}
    same = [record for record in records if _stays(record) and record.sku not in findings]
    going = [record for record in records if record.sku not in findings and not _stays(record)]
    return Plan(
        ready=tuple(record.sku for record in going),
        first=tuple(record.sku for record in going if record.wanted is None),
        blocked=findings,
        same=tuple(record.sku for record in same),
        changing=sum(1 for record in going if record.held is not None),
    )


def _stays(record: ListingRecord) -> bool:
    """Whether saying "list" would change nothing; what was refused may be tried again."""
    if record.wanted is None or record.refusal is not None or record.delivery_refusal is not None:
        return False
    return version(record.draft) == version(record.wanted)


def list_drafts(book: ListingBook, skus: Sequence[Sku], now: datetime) -> int:
    """From now on the marketplace is to have these drafts as they are; how many there were."""

    def move(record: ListingRecord | None) -> ListingRecord | None:
        return None if record is None else listed(record, now)

    return len(book.change(dict.fromkeys(skus, move)))


def candidates(
    desk: ListingDesk, delivery: DeliveryDesk | None, book: ListingBook, only: frozenset[Sku] = frozenset()
) -> Iterator[Candidate]:
    """All that the marketplace has (or `only` these), and what taking it over means. Nothing is stored.

    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused
    """
    links = _links(delivery)
    page: str | None = None
    seen: set[str] = set()
    while True:
        held = desk.held(page)
        there = [_delivered(each, links) for each in held.listings if not only or each.sku in only]
        eans = book.with_eans(each.ean for each in there)
        by_ean = {ean: skus[0] for ean, skus in eans.items()}
        records = book.some({each.sku for each in there} | set(by_ean.values()))
        yield from (candidate(each, records, by_ean) for each in there)
        page = held.next_page
        if page is None or page in seen:
            return
        seen.add(page)


def take_over(
    book: ListingBook, found: Iterable[Candidate], profiles: Mapping[str, str], now: datetime
) -> int:
    """Adopt these; how many were. `profiles` are ids by name. What is known already stays as it is."""
    moves: dict[Sku, Move] = {}
    for each in found:
        if each.match is not Match.KNOWN:
            profile = profiles.get(each.there.get("delivery_profile", ""))
            link = None if profile is None else link_digest(each.there, profile)
            moves[each.sku] = _adopt(each, link, now)
    if moves:
        book.change(moves)
    return len(moves)


def _adopt(found: Candidate, link: str | None, now: datetime) -> Move:
    def move(record: ListingRecord | None) -> ListingRecord | None:
        if record is not None and record.ours:
            return None
        taken = adopted(record, found.sku, found.there, now)
        return taken if link is None else linked(taken, link)

    return move


def _links(delivery: DeliveryDesk | None) -> Mapping[Sku, DeliveryTerms]:
    """How everything is delivered now, by the names of the profiles."""
    if delivery is None:
        return {}
    names = {profile.id: profile.name for profile in delivery.profiles()}
    found: dict[Sku, DeliveryTerms] = {}
    page: str | None = None
    seen: set[str] = set()
    while True:
        links = delivery.links(page)
        found |= {link.sku: _terms(link, names) for link in links.links if link.profile_id in names}
        page = links.next_page
        if page is None or page in seen:
            return found
        seen.add(page)


def _terms(link: DeliveryLink, names: Mapping[str, str]) -> DeliveryTerms:
    return DeliveryTerms(names[link.profile_id], link.processing_days)


def _delivered(listing: Listing, links: Mapping[Sku, DeliveryTerms]) -> Listing:
    terms = links.get(listing.sku)
    return replace(listing, offer=replace(listing.offer, delivery=terms)) if terms else listing
