"""A check that passes means that OTTO's own validation, which the stand-in has from the contract, accepts."""

from datetime import timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from adapters.otto.listings.rules import otto_rules
from core.listing.check import Surroundings, blocked, check
from core.listing.values import Listing
from ports.listings import Result
from tests.fit_listings import fit_listings
from tests.listing_bench import ListingBench
from tests.order_desk import OTTO


def _published() -> ListingBench:
    bench = ListingBench()
    bench.read_catalogue()
    return bench


_BOOK = _published().account.catalogue(OTTO)
_GROUPS = tuple({stored.group.name: stored.group for _, stored in _BOOK.find_categories("", 99)}.values())
_BRANDS = tuple(_BOOK.find_brands("", 99))


def _passes(listing: Listing) -> bool:
    group = next((group for group in _GROUPS if listing.product.category in group.categories), None)
    brand = next((brand for brand in _BRANDS if brand.id == listing.product.brand_id), None)
    return not blocked(check(listing, otto_rules(), Surroundings(True, group, brand)))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(fit_listings(_GROUPS, _BRANDS), min_size=1, max_size=6))
def test_what_passes_the_check_is_taken(drawn: list[Listing]) -> None:
    fit = [listing for listing in drawn if _passes(listing)]
    apart = {listing.ean: listing for listing in {each.reference: each for each in fit}.values()}
    wanted = {listing.sku: listing for listing in apart.values()}
    event(f"pass: {len(wanted)} of {len(drawn)}")
    if not wanted:
        return
    bench = ListingBench()
    desk = bench.otto.listings
    submission = desk.upsert(list(wanted.values()), bench.clock.now())
    bench.clock.forward(timedelta(minutes=1))
    progress = desk.progress(submission.task)
    assert progress is not None
    assert {each.complaints for each in progress.outcomes or ()} == {()}
    assert [each.sku for each in progress.outcomes or () if each.result is not Result.SUCCEEDED] == []
    assert bench.held() == wanted
