"""Everything that can be known to be wrong with a listing before a marketplace sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.listing.category import Brand, CategoryGroup
from core.listing.cells import cell_of
from core.listing.checks.attributes import check_attributes, check_brand
from core.listing.checks.contacts import check_contacts
from core.listing.checks.family import check_family, check_unique
from core.listing.checks.identity import check_ean, check_texts
from core.listing.checks.media import check_media
from core.listing.checks.offer import check_offer
from core.listing.finding import Finding
from core.listing.rules import ListingRules
from core.listing.values import Listing
from core.orders import Sku
from core.text import Text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a listing is judged beside.

    known     whether the marketplace's brands and categories were read; before that neither is judged
    group     the category group of its category; None where the marketplace has none
    brand     the brand of its brand id; None where the marketplace has none
    variants  the other listings of the same main article
    same_ean  the other listings with the same EAN
    former    what the group of its category has now, if the category is gone
    accepted  what the marketplace last took under this SKU; None before the first time
    """

    known: bool = False
    group: CategoryGroup | None = None
    brand: Brand | None = None
    variants: Sequence[Listing] = ()
    same_ean: Sequence[Sku] = ()
    former: Sequence[str] = ()
    accepted: Listing | None = None


def check(listing: Listing, rules: ListingRules, beside: Surroundings) -> tuple[Finding, ...]:
    """All findings, hints among them. None that blocks means: the marketplace's contract is kept."""
    return tuple(_findings(listing, rules, beside))


def blocked(findings: Sequence[Finding]) -> bool:
    return any(finding.blocks for finding in findings)


def _findings(listing: Listing, rules: ListingRules, beside: Surroundings) -> Iterator[Finding]:
    yield from check_texts(listing, rules)
    yield from check_ean(listing, rules)
    yield from check_unique(beside.same_ean)
    yield from check_offer(listing, rules)
    yield from check_media(listing, rules)
    yield from check_contacts(listing, rules)
    if beside.known:
        yield from check_brand(listing, beside.brand)
        yield from check_attributes(listing, rules, beside.group, beside.former)
    yield from check_family(listing, beside.variants, beside.group, rules)
    if beside.accepted is not None:
        yield from _permanent(listing, beside.accepted, rules)


def _permanent(listing: Listing, accepted: Listing, rules: ListingRules) -> Iterator[Finding]:
    for column in rules.permanent:
        there = cell_of(accepted, column)
        if there and cell_of(listing, column) != there:
            yield Finding(
                column,
                Text(
                    en=f"cannot be changed once it is listed (there: {there[:60]})",
                    de=f"kann nach dem Listen nicht mehr geändert werden (dort: {there[:60]})",
                ),
                Text(
                    en="put it back, or list it under a new SKU",
                    de="bitte zurücksetzen oder unter einer neuen SKU listen",
                ),
            )
