"""Taking over what stands at a marketplace already: found by SKU, else by EAN; compared column by column."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.listing.cells import spell
from core.listing.digest import Cells
from core.listing.record import ListingRecord, Origin
from core.listing.values import Listing
from core.orders import Sku


class Match(StrEnum):
    """
    NEW       not known here: it is taken over with all its data
    DRAFTED   a draft here has its SKU: the draft stays a draft beside what the marketplace has
    BY_EAN    a draft here has its EAN under another SKU; the marketplace's SKU counts
    KNOWN     listed from here or adopted before: nothing to do
    """

    NEW = "new"
    DRAFTED = "drafted"
    BY_EAN = "by_ean"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Difference:
    """`here` and `there` are cells; empty where nothing stands."""

    column: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing of the marketplace, and what taking it over means. `other` is the SKU here, found by EAN."""

    sku: Sku
    match: Match
    there: Cells
    differences: tuple[Difference, ...] = ()
    other: Sku | None = None


def differences(here: Cells, there: Cells) -> tuple[Difference, ...]:
    columns = [*here, *(column for column in there if column not in here)]
    return tuple(
        Difference(column, here.get(column, ""), there.get(column, ""))
        for column in columns
        if here.get(column, "") != there.get(column, "")
    )


def candidate(there: Listing, records: Mapping[Sku, ListingRecord], by_ean: Mapping[str, Sku]) -> Candidate:
    """`by_ean` names the drafts here by their EAN."""
    cells = spell(there)
    record = records.get(there.sku)
    if record is not None:
        known = record.origin is Origin.ADOPTED or record.ours
        match = Match.KNOWN if known else Match.DRAFTED
        return Candidate(there.sku, match, cells, differences(record.draft, cells))
    other = by_ean.get(there.ean) if there.ean else None
    if other is not None and other in records:
        return Candidate(there.sku, Match.BY_EAN, cells, differences(records[other].draft, cells), other)
    return Candidate(there.sku, Match.NEW, cells)
