"""What may be called settled, whatever the pages hold and however the clocks differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checkpoint import OVERLAP, Checkpoint, Listing
from tests.fakes.clock import NOON

MOMENTS = st.integers(-60, 60).map(lambda minutes: NOON + timedelta(minutes=minutes))
CHANGES = st.lists(st.none() | MOMENTS, max_size=4)
OVERLAPS = st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes))


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows: the change dates on it, and the marketplace's clock."""

    changes: Sequence[datetime | None]
    as_of: datetime | None


PAGES = st.builds(Page, CHANGES, st.none() | MOMENTS)
LISTINGS = st.lists(PAGES, min_size=1, max_size=5)
SETTLED = st.builds(Checkpoint, st.none() | MOMENTS)


def read(checkpoint: Checkpoint, started: datetime, pages: Sequence[Page]) -> Checkpoint:
    """One listing from its first page to its last."""
    checkpoint = checkpoint.begin(started)
    for number, page in enumerate(pages, 1):
        following = f"page {number + 1}" if number < len(pages) else None
        checkpoint = checkpoint.stored(page.changes, following, page.as_of)
    return checkpoint


def told(pages: Sequence[Page]) -> list[datetime]:
    return [change for page in pages for change in page.changes if change is not None]


@given(SETTLED, MOMENTS, LISTINGS)
def test_settled_never_goes_back(before: Checkpoint, started: datetime, pages: list[Page]) -> None:
    after = read(before, started, pages)
    if before.settled is not None:
        assert after.settled is not None
        assert after.settled >= before.settled


@given(SETTLED, MOMENTS, LISTINGS)
def test_settled_passes_neither_the_newest_change_nor_the_beginning(
    before: Checkpoint, started: datetime, pages: list[Page]
) -> None:
    after = read(before, started, pages)
    if after.settled != before.settled:
        assert after.settled is not None
        assert after.settled <= max(told(pages))
        assert after.settled <= started
        assert pages[0].as_of is None or after.settled <= pages[0].as_of


@given(SETTLED, MOMENTS, LISTINGS)
def test_settled_reaches_as_far_as_its_bounds_allow(
    before: Checkpoint, started: datetime, pages: list[Page]
) -> None:
    after = read(before, started, pages)
    beginning = min(moment for moment in (started, pages[0].as_of) if moment is not None)
    for change in told(pages):
        assert after.settled is not None
        assert after.settled >= min(change, beginning)


@given(SETTLED, MOMENTS, LISTINGS)
def test_changes_without_a_time_settle_nothing(
    before: Checkpoint, started: datetime, pages: list[Page]
) -> None:
    silent = [replace(page, changes=[None] * len(page.changes)) for page in pages]
    assert read(before, started, silent) == before


@given(SETTLED, MOMENTS, LISTINGS, PAGES)
def test_a_page_that_has_a_next_one_settles_nothing(
    before: Checkpoint, started: datetime, pages: list[Page], last: Page
) -> None:
    checkpoint = before.begin(started)
    for number, page in enumerate(pages):
        checkpoint = checkpoint.stored(page.changes, f"page {number + 2}", page.as_of)
        assert checkpoint.settled == before.settled
        assert checkpoint.listing is not None
        assert checkpoint.listing.page == f"page {number + 2}"
    assert checkpoint.stored(last.changes, None, last.as_of).listing is None


@given(SETTLED, MOMENTS, LISTINGS, OVERLAPS)
def test_a_listing_keeps_its_filter_and_its_beginning_from_page_to_page(
    before: Checkpoint, started: datetime, pages: list[Page], overlap: timedelta
) -> None:
    checkpoint = before.begin(started, overlap).stored(pages[0].changes, "2", pages[0].as_of)
    first = checkpoint.listing
    assert first is not None
    assert first.since == (None if before.settled is None else before.settled - overlap)
    for page in pages[1:]:
        checkpoint = checkpoint.stored(page.changes, "more", page.as_of)
        assert checkpoint.listing is not None
        assert (checkpoint.listing.since, checkpoint.listing.started) == (first.since, first.started)


@given(SETTLED, MOMENTS, LISTINGS)
def test_how_the_changes_are_spread_over_pages_does_not_matter(
    before: Checkpoint, started: datetime, pages: list[Page]
) -> None:
    in_one = Page([change for page in pages for change in page.changes], pages[0].as_of)
    assert read(before, started, pages) == read(before, started, [in_one])


@given(SETTLED, MOMENTS, MOMENTS, LISTINGS)
def test_a_listing_under_way_is_gone_on_with(
    before: Checkpoint, started: datetime, later: datetime, pages: list[Page]
) -> None:
    under_way = before.begin(started).stored(pages[0].changes, "2", pages[0].as_of)
    assert under_way.begin(later) is under_way


@given(SETTLED, MOMENTS, MOMENTS, LISTINGS, OVERLAPS)
def test_a_restart_keeps_what_is_settled_and_nothing_else(
    before: Checkpoint, started: datetime, later: datetime, pages: list[Page], overlap: timedelta
) -> None:
    under_way = before.begin(started).stored(pages[0].changes, "2", pages[0].as_of)
    since = None if before.settled is None else before.settled - overlap
    assert under_way.restart(later, overlap) == Checkpoint(before.settled, Listing(since, later))


@given(SETTLED, MOMENTS)
def test_an_overlap_is_left_unless_another_is_asked_for(before: Checkpoint, started: datetime) -> None:
    assert before.begin(started) == before.begin(started, OVERLAP) == before.restart(started, OVERLAP)
    assert timedelta(0) < OVERLAP


@given(SETTLED, CHANGES)
def test_a_page_of_no_listing_is_a_defect(before: Checkpoint, changes: list[datetime | None]) -> None:
    with pytest.raises(ValueError, match="no listing"):
        before.stored(changes, None)
