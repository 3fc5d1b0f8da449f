"""Calls hold every listing once and are as full as can be; variants that change together stay together."""

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from core.listing.batches import batches
from core.listing.record import ListingRecord
from core.orders import Sku
from tests.orders import NOON

#: Of each variant: its main article, and whether the marketplace has it already.
VARIANTS = st.lists(st.tuples(st.sampled_from(["", "R1", "R2", "R3"]), st.booleans()), max_size=14)


def records(variants: list[tuple[str, bool]]) -> list[ListingRecord]:
    return [
        ListingRecord(
            Sku(f"S{number:02}"),
            {"sku": f"S{number:02}", "reference": reference},
            NOON,
            held={"sku": f"S{number:02}"} if held else None,
        )
        for number, (reference, held) in enumerate(variants)
    ]


def split_families(calls: Sequence[Sequence[ListingRecord]], most: int) -> Iterator[str]:
    """Main articles whose variants stand in several calls though one would hold them."""
    for reference in ("R1", "R2", "R3"):
        parts = [
            sum(record.held is not None and record.draft["reference"] == reference for record in call)
            for call in calls
        ]
        if sum(part > 0 for part in parts) > 1 and sum(parts) <= most:
            yield reference


@given(VARIANTS, st.integers(1, 6))
def test_each_goes_out_once_in_calls_that_are_not_too_large(
    variants: list[tuple[str, bool]], most: int
) -> None:
    calls = list(batches(records(variants), most))
    assert sorted(record.sku for call in calls for record in call) == [
        record.sku for record in records(variants)
    ]
    assert all(0 < len(call) <= most for call in calls)
    assert list(split_families(calls, most)) == []


@given(VARIANTS, st.integers(1, 6))
def test_what_is_new_costs_no_call_more_than_it_must(variants: list[tuple[str, bool]], most: int) -> None:
    new = records([(reference, False) for reference, _ in variants])
    assert len(list(batches(new, most))) == -(-len(new) // most)


def test_cutting_by_number_alone_would_part_them() -> None:
    family = records([("", True), ("R1", True), ("R1", True)])
    by_number = [family[:2], family[2:]]
    assert list(split_families(by_number, 2)) == ["R1"]
    assert list(split_families(list(batches(family, 2)), 2)) == []
