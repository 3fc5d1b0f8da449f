"""What is wrong with listings, judged beside all that is stored: categories, brands, variants, EANs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.listing.cells import read
from core.listing.check import Surroundings, check
from core.listing.digest import Cells
from core.listing.finding import Finding
from core.listing.record import ListingRecord
from core.listing.rules import ListingRules
from core.listing.values import Listing
from core.orders import Sku
from core.text import Text
from ports.memory import CatalogueBook, ListingBook

#: Listings that are judged together.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """`changes` is what changed in its category since it was said to be listed."""

    listing: Listing
    findings: tuple[Finding, ...]
    changes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    rules: ListingRules
    book: ListingBook
    catalogue: CatalogueBook

    def judge(self, versions: Mapping[Sku, Cells]) -> Mapping[Sku, Judged]:
        """These versions of these listings, whether they are stored or not."""
        found: dict[Sku, Judged] = {}
        skus = list(versions)
        complete = self.catalogue.complete()
        for start in range(0, len(skus), _AT_ONCE):
            part = {sku: read(versions[sku])[0] for sku in skus[start : start + _AT_ONCE]}
            found |= self._judge(part, complete)
        return found

    def _judge(self, listings: Mapping[Sku, Listing], complete: bool) -> dict[Sku, Judged]:
        each = listings.values()
        together = _by_reference(each)
        groups = self.catalogue.groups({listing.product.category for listing in each})
        brands = self.catalogue.brands({listing.product.brand_id for listing in each})
        family = self.book.with_references({listing.reference for listing in each})
        eans = self.book.with_eans({listing.ean for listing in each})
        records = self.book.some(listings)
        found = {}
        for sku, listing in listings.items():
            category = listing.product.category
            stored = groups.get(category)
            current = stored is not None and category not in stored.gone
            beside = Surroundings(
                known=complete,
                group=stored.group if stored is not None and current else None,
                brand=brands.get(listing.product.brand_id),
                variants=_variants(
                    listing,
                    family.get(listing.reference, ()),
                    listings,
                    together.get(listing.reference, ()),
                ),
                same_ean=[other for other in eans.get(listing.ean, ()) if other != sku],
                accepted=_held(records.get(sku)),
                former=stored.group.categories if stored is not None and not current else (),
            )
            record = records.get(sku)
            since = None if record is None else record.wanted_at
            new = stored is not None and stored.noticed_at is not None and since is not None
            changed = stored.changes if stored and new and stored.noticed_at > since else ()  # type: ignore[operator]
            found[sku] = Judged(listing, check(listing, self.rules, beside), changed)
        return found


def _by_reference(listings: Iterable[Listing]) -> Mapping[str, Sequence[Listing]]:
    found: dict[str, list[Listing]] = {}
    for listing in listings:
        if listing.reference:
            found.setdefault(listing.reference, []).append(listing)
    return found


def _variants(
    listing: Listing,
    stored: Sequence[ListingRecord],
    judged: Mapping[Sku, Listing],
    together: Sequence[Listing],
) -> Sequence[Listing]:
    """The others of the main article: as they are judged now (`together`), else as they were listed, else as
    drafts."""
    others = {record.sku: record.current for record in stored if record.sku not in judged}
    beside = [other for other in together if other.sku != listing.sku]
    read_ones = [read(cells)[0] for cells in others.values()]
    return [*(other for other in read_ones if other.reference == listing.reference), *beside]


def _held(record: ListingRecord | None) -> Listing | None:
    return None if record is None or record.held is None else read(record.held)[0]


def versions_of(records: Iterable[ListingRecord]) -> dict[Sku, Cells]:
    """The version that counts for each: the one that was said to be listed, else the draft."""
    return {record.sku: record.current for record in records}
