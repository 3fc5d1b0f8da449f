"""What is kept of one listing: the draft, the version that the seller said to list, what the marketplace has.

Every version is in cells (`core.listing.cells`). The moves below are all that ever happens to a record; each
gives a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.errors import Complaint
from core.listing.digest import Cells, Part, digest_of, part_of
from core.orders import Sku


class Origin(StrEnum):
    """CREATED: first listed from here. ADOPTED: it stood at the marketplace before and was taken over."""

    CREATED = "created"
    ADOPTED = "adopted"


class Way(StrEnum):
    """How a version goes out: as a whole, or its price alone."""

    WHOLE = "whole"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Sending:
    """A version on its way. It is written down before the call.

    task        the marketplace's; None while the answer to the call is not known
    look_after  not to be asked about before
    certain     whether, before this, what the marketplace holds was known
    """

    cells: Cells
    way: Way
    sent_at: datetime
    task: str | None = None
    look_after: datetime | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the marketplace did not take, and its reasons. `digest` is of the refused version."""

    digest: str
    complaints: tuple[Complaint, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ListingRecord:
    """
    draft      what the seller saved last
    wanted     what he said to list; None before the first time
    held       what the marketplace took last; None before the first time
    certain    whether `held` is known to be what it has: not while something sent is without an outcome
    delivery   the link that the marketplace took last (`link_digest`); None: none
    foreign    it stood at the marketplace before anything was listed from here, and was not taken over
    revision   grows with every write
    """

    sku: Sku
    draft: Cells
    saved_at: datetime
    wanted: Cells | None = None
    wanted_at: datetime | None = None
    origin: Origin = Origin.CREATED
    held: Cells | None = None
    held_at: datetime | None = None
    certain: bool = True
    sending: Sending | None = None
    refusal: Refusal | None = None
    delivery: str | None = None
    delivery_refusal: Refusal | None = None
    foreign: bool = False
    revision: int = field(default=0, compare=False)

    @property
    def ours(self) -> bool:
        """Whether the marketplace's listing under this SKU, if there is one, may be changed from here."""
        return self.origin is Origin.ADOPTED or self.sending is not None or self.held is not None

    @property
    def current(self) -> Cells:
        """The version that counts: the one that was said to be listed, else the draft."""
        return self.draft if self.wanted is None else self.wanted

    @property
    def edited(self) -> bool:
        """Whether the draft says something else than the version that was listed last."""
        return self.wanted is not None and version(self.draft) != version(self.wanted)

    @property
    def settled(self) -> bool:
        """Whether the marketplace has what it should have."""
        return (
            self.wanted is not None
            and self.held is not None
            and self.certain
            and self.sending is None
            and told(self.wanted) == told(self.held)
        )

    @property
    def at_rest(self) -> bool:
        """Whether no pass has anything to do about it as it is."""
        if self.sending is not None:
            return False
        if self.wanted is None or self.foreign:
            return True
        taken_in = self.settled or (self.refusal is not None and self.refusal.digest == told(self.wanted))
        return taken_in and (self.held is None or self._link_at_rest(self.wanted))

    def _link_at_rest(self, wanted: Cells) -> bool:
        terms = link_digest(wanted, "")
        if not any(part_of(column) is Part.DELIVERY for column in wanted):
            return True
        links = (self.delivery, None if self.delivery_refusal is None else self.delivery_refusal.digest)
        return any(link is not None and link.startswith(terms) for link in links)


def link_digest(cells: Cells, profile_id: str) -> str:
    """A digest of how it is delivered and of the profile that this means now, if there is one."""
    return f"{digest_of(cells, Part.DELIVERY)}:{profile_id}"


def version(cells: Cells) -> str:
    """A digest of all of it."""
    return "".join(digest_of(cells, part) for part in Part)


def told(cells: Cells) -> str:
    """A digest of what goes out with the listing itself; delivery has its own way."""
    return digest_of(cells, Part.CONTENT) + digest_of(cells, Part.PRICE)


def saved(record: ListingRecord | None, sku: Sku, cells: Cells, now: datetime) -> ListingRecord:
    """The seller saved a draft; nothing of what is listed changes."""
    if record is None:
        return ListingRecord(sku, dict(cells), now)
    return replace(record, draft=dict(cells), saved_at=now)


def listed(record: ListingRecord, now: datetime) -> ListingRecord:
    """The seller said to list the draft. Said again, it also is a wish to try again what was refused."""
    return replace(record, wanted=record.draft, wanted_at=now, refusal=None, delivery_refusal=None)


def begun(record: ListingRecord, cells: Cells, way: Way, now: datetime) -> ListingRecord:
    """Before the call: from here on it is open what the marketplace holds."""
    return replace(
        record, sending=Sending(cells, way, now, certain=record.certain), certain=False, refusal=None
    )


def handed_over(record: ListingRecord, sent_at: datetime, task: str, look_after: datetime) -> ListingRecord:
    """The call was answered; the marketplace works on it."""
    sending = record.sending
    if sending is None or sending.sent_at != sent_at:
        return record
    return replace(record, sending=replace(sending, task=task, look_after=look_after))


def postponed(record: ListingRecord, task: str, look_after: datetime) -> ListingRecord:
    """The marketplace still works on it."""
    if record.sending is None or record.sending.task != task:
        return record
    return replace(record, sending=replace(record.sending, look_after=look_after))


def taken(record: ListingRecord, task: str, now: datetime) -> ListingRecord:
    """The marketplace has the version that was sent."""
    sending = record.sending
    if sending is None or sending.task != task:
        return record
    held = sending.cells
    if sending.way is Way.PRICE and record.held is not None:
        held = with_prices(record.held, sending.cells)
    return replace(record, held=held, held_at=now, certain=True, sending=None, refusal=None)


def refused(
    record: ListingRecord, sent_at: datetime, complaints: tuple[Complaint, ...], now: datetime
) -> ListingRecord:
    """The marketplace did not take it and has what it had before, as far as that was known."""
    sending = record.sending
    if sending is None or sending.sent_at != sent_at:
        return record
    refusal = Refusal(told(sending.cells), complaints, now)
    return replace(record, certain=sending.certain, sending=None, refusal=refusal)


def given_up(record: ListingRecord, sent_at: datetime) -> ListingRecord:
    """What became of it can no longer be learnt: it stays open what the marketplace holds, so send again."""
    if record.sending is None or record.sending.sent_at != sent_at:
        return record
    return replace(record, certain=False, sending=None)


def never_sent(record: ListingRecord, sent_at: datetime) -> ListingRecord:
    """The call did not go out, or was turned away as a whole: the marketplace has what it had before."""
    sending = record.sending
    if sending is None or sending.sent_at != sent_at:
        return record
    return replace(record, certain=sending.certain, sending=None)


def found_foreign(record: ListingRecord) -> ListingRecord:
    """It stands at the marketplace already: nothing goes out before it is adopted."""
    return record if record.ours else replace(record, foreign=True)


def linked(record: ListingRecord, digest: str) -> ListingRecord:
    return replace(record, delivery=digest, delivery_refusal=None)


def link_refused(
    record: ListingRecord, digest: str, complaints: tuple[Complaint, ...], now: datetime
) -> ListingRecord:
    return replace(record, delivery_refusal=Refusal(digest, complaints, now))


def adopted(record: ListingRecord | None, sku: Sku, cells: Cells, now: datetime) -> ListingRecord:
    """Taken over as the marketplace has it. A draft that is here stays a draft; nothing is sent by this."""
    known = record or ListingRecord(sku, dict(cells), now)
    return replace(
        known,
        wanted=dict(cells),
        wanted_at=now,
        origin=Origin.ADOPTED,
        held=dict(cells),
        held_at=now,
        certain=True,
        sending=None,
        refusal=None,
        foreign=False,
    )


def with_prices(cells: Cells, prices: Mapping[str, str]) -> Cells:
    """`cells` with the price part of `prices`."""
    kept = {column: cell for column, cell in cells.items() if part_of(column) is not Part.PRICE}
    return kept | {column: cell for column, cell in prices.items() if part_of(column) is Part.PRICE}
