"""Listings are delivered by the profiles that they name."""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from core.errors import Complaint
from core.listing.cells import read
from core.listing.delivery import DeliveryLink, Profile
from core.listing.record import ListingRecord, link_digest, link_refused, linked
from core.listing.steps import wants_link
from core.orders import Sku
from ports.lease import Lease
from ports.listings import DeliveryDesk, ListingKind
from ports.memory import ListingBook
from ports.memory.listings import Move
from ports.system import Clock

log = structlog.get_logger()

#: The complaint about a profile that does not exist, which no marketplace was asked about.
NO_SUCH_PROFILE: Final = "NO_SUCH_PROFILE"


def link_deliveries(
    desk: DeliveryDesk, book: ListingBook, kind: ListingKind, clock: Clock, lease: Lease
) -> int:
    """How many were linked.

    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused, LeaseLost, Conflict
    """
    before = book.profiles()
    profiles = list(desk.profiles())
    if before is None or list(before) != profiles:
        book.keep_profiles(profiles)
    by_name = {profile.name: profile for profile in profiles}
    # A profile that came, went or changed its id may concern any listing; else only what moves is looked at.
    same = before is not None and _ids(before) == _ids(profiles)
    due = [record for record in (book.moving() if same else book.all()) if _wants_link(record, by_name)]
    done = 0
    for start in range(0, len(due), kind.link_batch):
        done += _link(desk, book, due[start : start + kind.link_batch], by_name, clock, lease)
    return done


def _ids(profiles: Sequence[Profile]) -> dict[str, str]:
    return {profile.name: profile.id for profile in profiles}


def _wants_link(record: ListingRecord, by_name: Mapping[str, Profile]) -> bool:
    if record.held is None or record.wanted is None:
        return False
    terms = read(record.wanted)[0].offer.delivery
    if terms is None:
        return False
    profile = by_name.get(terms.profile)
    return wants_link(record, link_digest(record.wanted, "" if profile is None else profile.id))


def _link(
    desk: DeliveryDesk,
    book: ListingBook,
    records: Sequence[ListingRecord],
    by_name: Mapping[str, Profile],
    clock: Clock,
    lease: Lease,
) -> int:
    links: dict[Sku, tuple[DeliveryLink, str]] = {}
    moves: dict[Sku, Move] = {}
    for record in records:
        terms = read(record.wanted or {})[0].offer.delivery
        if terms is None or record.wanted is None:
            continue
        profile = by_name.get(terms.profile)
        if profile is None:
            complaint = Complaint(terms.profile, NO_SUCH_PROFILE, "delivery_profile")
            moves[record.sku] = _refuse(link_digest(record.wanted, ""), complaint, clock)
        else:
            link = DeliveryLink(record.sku, profile.id, terms.processing_days)
            links[record.sku] = (link, link_digest(record.wanted, profile.id))
    if links:
        lease.hold()
        answer = desk.link([link for link, _ in links.values()])
        for sku, (_, digest) in links.items():
            if sku in answer.accepted:
                moves[sku] = _accept(digest)
            else:
                complaint = answer.complaints.get(sku, Complaint("not accepted"))
                moves[sku] = _refuse(digest, complaint, clock)
    book.change(moves)
    return sum(1 for sku in links if sku in answer.accepted) if links else 0


def _accept(digest: str) -> Move:
    return lambda record: None if record is None else linked(record, digest)


def _refuse(digest: str, complaint: Complaint, clock: Clock) -> Move:
    now = clock.now()
    return lambda record: None if record is None else link_refused(record, digest, (complaint,), now)
