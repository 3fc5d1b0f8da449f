"""Brands and categories of a marketplace, read with conditional requests, page by page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import structlog

from ports.listings import Catalogue, Validator
from ports.memory import CatalogueBook
from ports.memory.catalogue import KnownPage, Shelf
from ports.system import Clock

log = structlog.get_logger()

#: More pages than any marketplace has: a circle of pages ends here.
_MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Report:
    """`read` and `unchanged` are pages, `changed` category groups that are other than before."""

    read: int = 0
    unchanged: int = 0
    changed: int = 0

    def counts(self) -> dict[str, int]:
        return {"pages_read": self.read, "pages_unchanged": self.unchanged, "groups_changed": self.changed}


def read_catalogue(
    source: Catalogue, book: CatalogueBook, clock: Clock, told: Callable[[Report], None]
) -> Report:
    """
    raises  AccessDenied, Throttled, Unreachable, BrokenReply, Refused: the pages that were read stay
    """
    report = Report()
    for shelf in Shelf:
        known = book.pages(shelf)
        page, more = 0, True
        while more and page < _MOST_PAGES:
            before = known.get(page)
            after, changed = _page(source, book, shelf, page, before, clock)
            report = replace(
                report,
                read=report.read + (after is not before),
                unchanged=report.unchanged + (after is before),
                changed=report.changed + changed,
            )
            told(report)
            more, page = after.more, page + 1
        book.finish(shelf, page)
    if report.changed:
        log.info("catalogue.changed", groups=report.changed)
    return report


def _page(
    source: Catalogue,
    book: CatalogueBook,
    shelf: Shelf,
    page: int,
    before: KnownPage | None,
    clock: Clock,
) -> tuple[KnownPage, int]:
    """The page as it is now, the same object when nothing changed, and how many groups did."""
    validator = Validator() if before is None else before.validator
    if shelf is Shelf.BRANDS:
        brands = source.brands(page, validator)
        if brands is not None:
            book.keep_brands(page, brands)
            return KnownPage(brands.validator, brands.more), 0
    else:
        groups = source.categories(page, validator)
        if groups is not None:
            changed = book.keep_groups(page, groups, clock.now())
            return KnownPage(groups.validator, groups.more), len(changed)
    # Unchanged where nothing was known cannot be: then there is nothing, and nothing behind it.
    return before or KnownPage(Validator(), more=False), 0
