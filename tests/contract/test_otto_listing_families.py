"""A main article with its variants: what passes the check beside its siblings is taken beside them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.listing.checks.identity import check_digit
from core.listing.record import ListingRecord
from core.orders import Sku
from sync import listings
from sync.listing_drafts import list_drafts, plan_listing
from tests.listing_bench import KIND, ListingBench
from tests.order_desk import OTTO

SHIRT = {
    "category": "T-Shirt",
    "brand_id": "B4MOEWE0",
    "bullet_1": "Reine Baumwolle",
    "price": "19.95",
    "vat": "FULL",
    "media": "https://bilder.example.com/1.jpg",
    "attribute:Materialzusammensetzung": "100% Baumwolle",
    "contact_1_name": "Muster GmbH",
    "contact_1_address": "Musterstraße 1, 12345, Musterstadt, Deutschland",
    "contact_1_region": "DE",
    "contact_1_email": "info@muster.example.com",
    "contact_1_roles": "DISTRIBUTOR",
}
#: SKU, main article, last digits of the EAN, product line, colour, size; few of each, so that they collide.
VARIANTS = st.tuples(
    st.sampled_from("ABCD"),
    st.sampled_from(["R", "R", "Q"]),
    st.integers(0, 4),
    st.sampled_from(["Kutter", "Kutter", "Deich"]),
    st.sampled_from(["blau", "rot", ""]),
    st.sampled_from(["S", "M", ""]),
)
#: Each round is saved and said to be listed as a whole; later ones change what stands at OTTO.
ROUNDS = st.lists(st.lists(VARIANTS, min_size=1, max_size=5), min_size=1, max_size=3)


def cells(variant: tuple[str, str, int, str, str, str]) -> dict[str, str]:
    _, reference, number, line, colour, size = variant
    digits = f"{400638133300 + number}"
    named = {"reference": reference, "ean": digits + check_digit(digits), "product_line": line}
    return SHIRT | named | {"attribute:Farbe": colour, "attribute:Größe": size}


def tried(bench: ListingBench, variants: list[tuple[str, str, int, str, str, str]]) -> list[ListingRecord]:
    """Saved, listed where the check passes, and carried to OTTO; those that OTTO refused."""
    book = bench.account.listings(OTTO)
    for variant in variants:
        bench.save(variant[0], **cells(variant))
    plan = plan_listing(book, bench.judge, [Sku(variant[0]) for variant in variants])
    list_drafts(book, plan.ready, bench.clock.now())
    bench.settle()
    return [record for record in book.all() if record.refusal is not None]


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ROUNDS)
def test_what_passes_beside_its_siblings_is_taken_beside_them(rounds: list[list[Any]]) -> None:
    bench = ListingBench()
    bench.read_catalogue()
    for variants in rounds:
        assert tried(bench, variants) == []


def test_the_line_of_a_family_changes_however_many_others_change_with_it() -> None:
    bench = ListingBench(kind=replace(KIND, batch=3))
    bench.read_catalogue()
    family = [("B", "R", 1, "blau"), ("C", "R", 2, "rot"), ("D", "R", 3, "grün")]
    variants = [("A", "Q", 0, "blau"), *family, ("E", "P", 4, "rot")]
    for line in ("Kutter", "Deich"):
        assert tried(bench, [(*variant[:3], line, variant[3], "M") for variant in variants]) == []
        assert {each.product.product_line for each in bench.held().values()} == {line}
    assert len(bench.held()) == len(variants)


def test_a_family_that_is_cut_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The case above finds it where calls are cut by number alone."""

    def by_number(records: list[ListingRecord], most: int) -> list[list[ListingRecord]]:
        return [records[start : start + most] for start in range(0, len(records), most)]

    monkeypatch.setattr(listings, "batches", by_number)
    with pytest.raises(AssertionError):
        test_the_line_of_a_family_changes_however_many_others_change_with_it()
