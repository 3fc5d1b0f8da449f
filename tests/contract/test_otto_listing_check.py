"""A check that passes means that OTTO's own validation, which the stand-in has from the contract, accepts."""

from datetime import timedelta

from hypothesis import HealthCheck, assume, event, given, settings

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


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(fit_listings(_GROUPS, _BRANDS, sku="A"))
def test_what_passes_the_check_is_taken(listing: Listing) -> None:
    group = next((group for group in _GROUPS if listing.product.category in group.categories), None)
    brand = next((brand for brand in _BRANDS if brand.id == listing.product.brand_id), None)
    passes = not blocked(check(listing, otto_rules(), Surroundings(True, group, brand)))
    event(f"passes: {passes}")
    assume(passes)
    bench = ListingBench()
    desk = bench.otto.listings
    submission = desk.upsert([listing], bench.clock.now())
    bench.clock.forward(timedelta(minutes=1))
    progress = desk.progress(submission.task)
    assert progress is not None
    assert [(each.result, each.complaints) for each in progress.outcomes or ()] == [(Result.SUCCEEDED, ())]
    assert bench.held() == {listing.sku: listing}
