"""A listing goes to OTTO's form and comes back the same."""

import json
import re
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from adapters.otto.listings.reader import read_variation
from adapters.otto.listings.rules import otto_rules
from adapters.otto.listings.writer import figure, variation
from core.listing.category import AttributeDefinition, Brand, CategoryGroup, ValueType
from core.listing.check import Surroundings, blocked, check
from core.listing.values import Listing
from ports import parse_json
from tests.fit_listings import fit_listings
from tests.listings import DRAFTS

_BRANDS = (Brand("B1", "Eins"), Brand("B2", "Zwei", usable=False))
_GROUPS = (
    CategoryGroup(
        "Jacken",
        ("Jacke", "Mantel"),
        (
            AttributeDefinition("Farbe", relevance="LEGAL"),
            AttributeDefinition("Gewicht", type=ValueType.INTEGER),
            AttributeDefinition("Länge", type=ValueType.DECIMAL, several=True),
            AttributeDefinition("Klasse", allowed=("A", "B"), media=("PRODUCT_DATASHEET",)),
        ),
    ),
)


# More than half of them have a slip: what is nearly right is what a check is for.
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(fit_listings(_GROUPS, _BRANDS))
def test_what_passes_the_check_comes_back_the_same(listing: Listing) -> None:
    found = check(listing, otto_rules(), Surroundings(True, _GROUPS[0], _BRANDS[0]))
    assume(not blocked(found))
    assert read_variation(parse_json(json.dumps(variation(listing)))) == listing


@settings(max_examples=50)
@given(DRAFTS)
def test_any_draft_can_be_written_and_read(listing: Listing) -> None:
    again = read_variation(parse_json(json.dumps(variation(listing))))
    assert again is not None
    assert again.sku == listing.sku


@given(st.integers(-(10**12), 10**12))
def test_amounts_are_written_exactly_and_without_an_exponent(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    written = json.dumps(figure(amount))
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", written)
    assert Decimal(written) == amount


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "sku",
                        "pricing",
                        "standardPrice",
                        "amount",
                        "currency",
                        "productDescription",
                        "attributes",
                        "name",
                        "values",
                        "compliance",
                        "productSafety",
                        "addresses",
                        "mediaAssets",
                        "location",
                        "logistics",
                        "packingUnits",
                        "order",
                        "maxOrderQuantity",
                        "sale",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_nothing_that_otto_may_answer_breaks_the_reader(body: object) -> None:
    listing = read_variation(body)
    assert listing is None or listing.sku
