"""OTTO's rules for product variations (Products v5). Facts: NOTES.md, "listings"."""

from functools import cache
from typing import Final

from core.listing.rules import ContactGroup, ListingRules, Range

#: Roles of `compliance.productSafety` and of `compliance.foodInformation`.
SAFETY: Final = frozenset({"MANUFACTURER", "DISTRIBUTOR"})
FOOD: Final = frozenset({"FOOD_BUSINESS_OPERATOR", "FEED_BUSINESS_OPERATOR"})

MEDIA: Final = frozenset(
    {
        "IMAGE",
        "DIMENSIONAL_DRAWING",
        "COLOR_VARIANT",
        "ENERGY_EFFICIENCY_LABEL",
        "MATERIAL_SAMPLE",
        "PRODUCT_DATASHEET",
        "USER_MANUAL",
        "MANUFACTURER_WARRANTY",
        "SAFETY_DATASHEET",
        "ASSEMBLY_INSTRUCTIONS",
        "WARNING_LABEL",
    }
)

_WEIGHTS: Final = frozenset({"kg", "g"})
_VOLUMES: Final = frozenset({"l", "ml"})
#: "1 pcs, 1 sqm, 1 kg, 1 l, 1 m, 100 ml, 100 g, 1 g, 1000 g, 1 pair, 1 RM, 1 dm3"
BASE_PRICES: Final = {
    **{(1, unit): frozenset({unit}) for unit in ("Stk", "qm", "m", "Paar", "RM", "dm3")},
    **{(amount, "g"): _WEIGHTS for amount in (1, 100, 1000)},
    (1, "kg"): _WEIGHTS,
    (1, "l"): _VOLUMES,
    (100, "ml"): _VOLUMES,
}


@cache
def otto_rules() -> ListingRules:
    import pycountry  # noqa: PLC0415 - reads its tables from disk, which `--help` need not wait for

    return ListingRules(
        required=("sku", "reference", "ean", "category", "brand_id", "price", "vat"),
        lengths={
            "sku": Range(1, 50),
            "reference": Range(1, 50),
            "mpn": Range(1, 50),
            "product_line": Range(1, 70),
            "description": Range(1, 1999),
            "bullet": Range(3, 180),
            "contact.name": Range(1, 100),
            "contact.address": Range(1, 200),
            "contact.email": Range(1, 100),
            "contact.url": Range(1, 200),
            "contact.phone": Range(1, 20),
        },
        bullet_points=Range(1, 5),
        currencies=frozenset({"EUR"}),
        order_quantity=Range(1, 50),
        order_days=Range(1, 365),
        base_prices=BASE_PRICES,
        media_kinds=MEDIA,
        media_url=2083,
        contact_groups=(
            ContactGroup("productSafety", SAFETY, frozenset({"DISTRIBUTOR"})),
            ContactGroup("foodInformation", FOOD),
        ),
        regions=frozenset(country.alpha_2 for country in pycountry.countries),
        refused_eans=("2",),
        binding_relevance=frozenset({"LEGAL"}),
        permanent=("sku", "ean", "reference"),
        shared=("category", "brand_id", "product_line"),
        sold_out_beyond=72,
    )
