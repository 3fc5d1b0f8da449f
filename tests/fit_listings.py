"""Listings as a careful seller writes them for these categories and brands, with a slip here and there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from core.listing.category import AttributeDefinition, Brand, CategoryGroup, ValueType
from core.listing.checks.identity import check_digit
from core.listing.values import (
    Attribute,
    BasePrice,
    Contact,
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

_MONDAY: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
_LETTERS: Final = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Cf"]
)
_WORDS: Final = st.text(_LETTERS, min_size=1, max_size=12)
_SENTENCES: Final = st.text(_LETTERS | st.just(" "), min_size=3, max_size=180).map(
    lambda text: text.strip() if len(text.strip()) >= 3 else "abc"
)
_EANS: Final = st.integers(400_000_000_000, 439_999_999_999).map(
    lambda head: f"{head}{check_digit(str(head))}"
)
_URLS: Final = st.integers(0, 9).map(lambda number: f"https://bilder.example.com/{number}.jpg")
_MOMENTS: Final = st.integers(0, 400).map(lambda hours: _MONDAY + timedelta(hours=hours))
_CENTS: Final = st.integers(1, 10**7).map(lambda cents: Money(cents, "EUR"))

CONTACT: Final = Contact(
    name="Muster GmbH",
    address="Musterstraße 1, 12345, Musterstadt, Deutschland",
    region="DE",
    email="info@muster.example.com",
    roles=("DISTRIBUTOR",),
)


@st.composite
def fit_listings(
    draw: st.DrawFn, groups: Sequence[CategoryGroup], brands: Sequence[Brand], *, sku: str | None = None
) -> Listing:
    group = draw(st.sampled_from(groups))
    listing = Listing(
        sku=Sku(sku or draw(_WORDS)),
        reference=draw(_WORDS),
        ean=draw(_EANS),
        product=draw(_products(group, brands)),
        offer=draw(_offers()),
        attributes=draw(_attributes(group)),
        media=draw(_media(group)),
        contacts=draw(_contacts()),
        packing=tuple(draw(st.lists(st.builds(PackingUnit, *([st.integers(1, 5000)] * 4)), max_size=2))),
    )
    return draw(st.just(listing) | _slips(listing))


def _products(group: CategoryGroup, brands: Sequence[Brand]) -> st.SearchStrategy[Product]:
    words = st.just("") | _WORDS
    return st.builds(
        Product,
        category=st.sampled_from(group.categories),
        brand_id=st.sampled_from([brand.id for brand in brands]),
        product_line=words,
        description=st.just("") | _SENTENCES,
        bullet_points=st.lists(_SENTENCES, min_size=1, max_size=5).map(tuple),
        mpn=words,
        product_url=st.just("") | _URLS,
        multi_pack=st.none() | st.booleans(),
        produced_at=st.none() | _MOMENTS,
    )


@st.composite
def _offers(draw: st.DrawFn) -> Offer:
    price = draw(_CENTS)
    return Offer(
        price=price,
        vat=draw(st.sampled_from(Vat)),
        msrp=draw(st.none() | _CENTS),
        sale=draw(st.none() | _sales(price)),
        base_price=draw(st.none() | _bases()),
        released_at=draw(st.none() | _MOMENTS),
        order_limit=draw(st.none() | st.builds(OrderLimit, st.integers(1, 51), st.integers(1, 366))),
    )


@st.composite
def _sales(draw: st.DrawFn, price: Money) -> Sale:
    start = draw(_MOMENTS)
    lower = Money(max(1, price.cents - draw(st.integers(0, 500))), "EUR")
    return Sale(lower, start, start + timedelta(hours=draw(st.integers(0, 99))))


def _bases() -> st.SearchStrategy[BasePrice]:
    units = st.sampled_from(["Stk", "qm", "kg", "l", "m", "ml", "g", "Paar", "RM", "dm3"])
    amounts = st.decimals(Decimal("0.001"), Decimal(5000), places=3)
    norms = st.sampled_from([(1, "kg"), (100, "g"), (1000, "g"), (1, "l"), (100, "ml"), (1, "Stk")])
    fitting = st.builds(lambda norm, amount: BasePrice(norm[0], norm[1], amount, norm[1]), norms, amounts)
    return fitting | st.builds(BasePrice, st.sampled_from([1, 100, 1000]), units, amounts, units)


@st.composite
def _attributes(draw: st.DrawFn, group: CategoryGroup) -> tuple[Attribute, ...]:
    chosen = draw(st.lists(st.sampled_from(group.attributes), unique_by=lambda each: each.name, max_size=6))
    due = [each for each in group.attributes if each.relevance == "LEGAL"]
    wanted = {each.name: each for each in [*chosen, *due]}
    for requirement in draw(st.sampled_from([(), group.requirements])):
        definition = group.attribute(requirement.target.name)
        if definition is not None:
            wanted[definition.name] = definition
    found = [Attribute(each.name, draw(_values(each))) for each in wanted.values()]
    return (
        *found,
        *draw(st.lists(st.builds(Attribute, _WORDS, st.tuples(_WORDS), st.just(True)), max_size=1)),
    )


def _values(definition: AttributeDefinition) -> st.SearchStrategy[tuple[str, ...]]:
    if definition.allowed:
        values: st.SearchStrategy[str] = st.sampled_from(definition.allowed)
    elif definition.type is ValueType.INTEGER:
        values = st.integers(0, 500).map(str)
    elif definition.type is ValueType.DECIMAL:
        values = st.decimals(Decimal("0.1"), Decimal(500), places=1).map(str)
    else:
        values = _WORDS
    most = 3 if definition.several else 1
    return st.lists(values, min_size=1, max_size=most, unique=True).map(tuple)


@st.composite
def _media(draw: st.DrawFn, group: CategoryGroup) -> tuple[Medium, ...]:
    images = [Medium(url) for url in draw(st.lists(_URLS, min_size=1, max_size=3, unique=True))]
    kinds = sorted({kind for each in group.attributes for kind in each.media})
    return (*images, *(Medium(f"https://bilder.example.com/{kind}.pdf", kind) for kind in kinds))


def _contacts() -> st.SearchStrategy[tuple[Contact, ...]]:
    maker = replace(CONTACT, name="Werk", email="", url="https://werk.example.com", roles=("MANUFACTURER",))
    both = replace(CONTACT, roles=("MANUFACTURER", "DISTRIBUTOR"), phone="+49 40 123")
    food = replace(CONTACT, roles=("FOOD_BUSINESS_OPERATOR",), components=("Salat",))
    return st.sampled_from([(CONTACT,), (maker, CONTACT), (both,), (food,), (maker,), (food, CONTACT)])


def _slips(listing: Listing) -> st.SearchStrategy[Listing]:
    """The same with one thing changed, which may or may not matter."""
    product, offer, contact = listing.product, listing.offer, listing.contacts[0]
    texts = st.sampled_from(
        ["", " x", "x ", "ab", "x" * 51, "x" * 71, "x" * 200, "x" * 2000, "a\nb", "a\tb", "\x07a"]
    )
    urls = st.sampled_from(
        [
            "http://x",
            "ftp://a.example.com/x",
            "https://a.example.com/" + "x" * 2083,
            "https://10.0.0.1/a",
            "https://a.example.com/ä.jpg",
            "//a.example.com",
            "https://u:p@a.example.com/x",
            "https://a.example.com/a b",
        ]
    )
    changes: list[st.SearchStrategy[Listing]] = [
        st.builds(
            lambda ean: replace(listing, ean=ean),
            st.sampled_from(["2000000000008", "4006381333932", "96385074", "036000291452", "abc", "5"]),
        ),
        st.builds(lambda text: replace(listing, reference=text), texts),
        *(
            st.builds(
                lambda text, name=name: replace(listing, product=replace(product, **{name: text})), texts
            )
            for name in ("product_line", "description", "mpn", "pzn", "brand_id", "category")
        ),
        st.builds(
            lambda text: replace(listing, product=replace(product, bullet_points=(text,) if text else ())),
            texts,
        ),
        st.builds(
            lambda cents: replace(listing, offer=replace(offer, price=Money(cents, "EUR"))),
            st.sampled_from([0, -5, 10**12]),
        ),
        st.just(replace(listing, offer=replace(offer, price=Money(100, "USD")))),
        st.just(replace(listing, offer=replace(offer, vat=None))),
        st.builds(lambda url: replace(listing, media=(*listing.media, Medium(url))), urls),
        st.builds(lambda url: replace(listing, product=replace(product, product_url=url)), urls),
        st.just(replace(listing, media=tuple(each for each in listing.media if each.kind != "IMAGE"))),
        st.just(replace(listing, contacts=())),
        *(
            st.builds(
                lambda text, name=name: replace(listing, contacts=(replace(contact, **{name: text}),)), texts
            )
            for name in ("name", "address", "region", "email", "phone")
        ),
        st.builds(lambda url: replace(listing, contacts=(replace(contact, url=url),)), urls),
        st.builds(
            lambda words: replace(
                listing, attributes=tuple(replace(each, values=words) for each in listing.attributes)
            ),
            st.sampled_from([("1,5",), ("1.5",), ("007",), ("+3",), ("1e3",), ("a", "b"), ("-1",), (" 5",)]),
        ),
        st.just(replace(listing, attributes=listing.attributes[1:])),
        st.just(replace(listing, packing=(PackingUnit(weight_g=0),))),
        st.just(replace(listing, packing=(PackingUnit(weight_g=5),), packing_count=3)),
    ]
    return st.one_of(changes)


def changed(listing: Listing, **parts: Any) -> Listing:
    return replace(listing, **parts)
