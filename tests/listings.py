"""Listings for tests: drafts of any shape."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from core.listing.values import (
    Attribute,
    BasePrice,
    Contact,
    DeliveryTerms,
    Listing,
    Medium,
    Offer,
    OrderLimit,
    PackingUnit,
    Product,
    Sale,
    Vat,
)
from core.money import Money
from core.orders import Sku

_SIGNS: Final = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
#: Texts that are absent or have something in them; a text of blanks alone is absent in a cell.
TEXTS: Final = st.just("") | st.text(_SIGNS, max_size=12).filter(lambda text: bool(text.strip()))
WORDS: Final = st.text(_SIGNS, min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
MONEY: Final = st.builds(Money, st.integers(-(10**6), 10**9), st.sampled_from(["EUR", "USD"]))
MOMENTS: Final = st.integers(0, 4 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
_COUNTS: Final = st.none() | st.integers(-5, 10**6)
_TRUTHS: Final = st.none() | st.booleans()
_DECIMALS: Final = st.none() | st.decimals(
    min_value=Decimal("-999"), max_value=Decimal("999999"), places=3, allow_nan=False
)


def _several(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=most).map(tuple)


def _not_empty(parts: st.SearchStrategy[Any], empty: object) -> st.SearchStrategy[Any]:
    """None instead of a part in which nothing stands: cells cannot tell the two apart."""
    return st.none() | parts.map(lambda part: None if part == empty else part)


_SALES: Final = st.builds(Sale, st.none() | MONEY, st.none() | MOMENTS, st.none() | MOMENTS)
_BASES: Final = st.builds(BasePrice, _COUNTS, TEXTS, _DECIMALS, TEXTS)
_LIMITS: Final = st.builds(OrderLimit, _COUNTS, _COUNTS)
_TERMS: Final = st.builds(DeliveryTerms, TEXTS, _COUNTS)
_OFFERS: Final = st.builds(
    Offer,
    price=st.none() | MONEY,
    vat=st.none() | st.sampled_from(Vat),
    msrp=st.none() | MONEY,
    sale=_not_empty(_SALES, Sale()),
    base_price=_not_empty(_BASES, BasePrice()),
    released_at=st.none() | MOMENTS,
    order_limit=_not_empty(_LIMITS, OrderLimit()),
    delivery=_not_empty(_TERMS, DeliveryTerms("")),
)
_PRODUCTS: Final = st.builds(
    Product,
    **dict.fromkeys(
        ["category", "brand_id", "product_line", "description", "mpn", "pzn", "moin", "product_url"], TEXTS
    ),
    bullet_points=_several(WORDS, 6),
    produced_at=st.none() | MOMENTS,
    **dict.fromkeys(["multi_pack", "bundle", "fsc_certified", "disposal"], _TRUTHS),
)
_CONTACTS: Final = st.builds(
    Contact,
    name=WORDS,
    **dict.fromkeys(["address", "region", "email", "url", "phone"], TEXTS),
    roles=_several(WORDS, 2),
    components=_several(WORDS, 2),
)
_PACKING: Final = st.builds(PackingUnit, *([st.none() | st.integers(0, 10**6)] * 4)).filter(
    lambda unit: unit != PackingUnit()
)
_ATTRIBUTES: Final = st.builds(
    Attribute, WORDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.booleans()
)
_MEDIA: Final = st.builds(Medium, WORDS, st.sampled_from(["IMAGE", "USER_MANUAL"]))

#: Any draft: what a seller may have typed, right or wrong.
DRAFTS: Final = st.builds(
    Listing,
    sku=WORDS.map(Sku),
    reference=TEXTS,
    ean=TEXTS,
    product=_PRODUCTS,
    offer=_OFFERS,
    attributes=_several(_ATTRIBUTES),
    media=_several(_MEDIA),
    contacts=_several(_CONTACTS, 2),
    packing=_several(_PACKING, 2),
    packing_count=_COUNTS,
)
