"""Articles as the seller looks through them: stock, what every portal shows, and how each is listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app_center.bootstrap import AppCenter
from app_center.listings import Told, explained_some, judge_of, listing_kind, shown_of
from core.apps import AppKey
from core.articles import Article
from core.listing.delivery import sold_out_by_days
from core.listing.facts import ListingState
from core.orders import Sku
from core.switching import Switch
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory, Aspect, AssortmentQuery, QuantityRecord

#: Rows of a page, and how often more are looked up for one before it is left to the next.
PAGE: Final = 50
_LOOKS: Final = 6

#: The states that an aspect stands for; those that are not in it have no listing.
STATES: Final[Mapping[Aspect, frozenset[ListingState]]] = {
    Aspect.DRAFT: frozenset({ListingState.DRAFT, ListingState.INCOMPLETE}),
    Aspect.MOVING: frozenset({ListingState.QUEUED, ListingState.SENDING, ListingState.CHECKING}),
    Aspect.TROUBLE: frozenset(
        {
            ListingState.INCOMPLETE,
            ListingState.REFUSED,
            ListingState.RESTRICTED,
            ListingState.REJECTED,
            ListingState.NO_DELIVERY,
            ListingState.UNKNOWN,
        }
    ),
    Aspect.OFF: frozenset({ListingState.SWITCHED_OFF}),
    Aspect.SOLD_OUT: frozenset({ListingState.SOLD_OUT}),
    Aspect.ONLINE: frozenset({ListingState.ONLINE}),
    Aspect.FOREIGN: frozenset({ListingState.FOREIGN}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One SKU. `article` None: stock knows nothing of it; `told` None: it is no listing at this marketplace.
    `portals` has what each app shows."""

    sku: Sku
    article: Article | None
    told: Told | None
    switch: Switch | None
    portals: Mapping[AppKey, QuantityRecord]


@dataclass(frozen=True, slots=True)
class Page:
    """`following` begins the next one; None at the end. `searched`: rows may be missing only because what is
    rare was not found yet."""

    rows: Sequence[Row]
    following: Sku | None
    searched: bool = False


def look_through(
    center: AppCenter,
    memory: AccountMemory,
    kind: MarketplaceKind,
    aspect: Aspect,
    words: tuple[str, ...],
    after: Sku | None,
) -> Page:
    """A page of articles that have this aspect, whatever their number.

    raises  InvalidValue (field `app`): the marketplace takes no listings
    """
    listing_kind(kind)
    query = AssortmentQuery(aspect, words, _fit_profiles(memory, kind))
    assortment = memory.assortment(kind.manifest.key)
    rows: list[Row] = []
    place = after
    for _ in range(_LOOKS):
        skus = assortment.find(query, place, PAGE + 1)
        for row in rows_of(center, memory, kind, skus[:PAGE]):
            if _has(row, aspect):
                rows.append(row)
                if len(rows) == PAGE:
                    more = row.sku != skus[-1]
                    return Page(rows, row.sku if more else None)
        if len(skus) <= PAGE:
            return Page(rows, None)
        place = skus[PAGE - 1]
    return Page(rows, place, searched=True)


def _has(row: Row, aspect: Aspect) -> bool:
    states = STATES.get(aspect)
    if states is None:
        return True
    return row.told is not None and row.told.explanation.state in states


def rows_of(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, skus: Sequence[Sku]
) -> list[Row]:
    """One for each of these, in their order; the number of queries does not grow with theirs."""
    app = kind.manifest.key
    shown = shown_of(memory, kind, skus)
    told = explained_some(memory, kind, center.clock, skus, shown)
    articles = {article.sku: article for article in memory.warehouse.find(skus)}
    switches = memory.switches(app).some(skus)
    portals = {key: memory.quantities(key).some(skus) for key in center.registry.marketplaces}
    return [
        Row(
            sku,
            articles.get(sku),
            told.get(sku),
            switches.get(sku),
            {key: records[sku] for key, records in portals.items() if sku in records},
        )
        for sku in skus
    ]


def _fit_profiles(memory: AccountMemory, kind: MarketplaceKind) -> frozenset[str] | None:
    """Names of the delivery profiles with which an article is not shown as sold out."""
    profiles = memory.listings(kind.manifest.key).profiles()
    if profiles is None:
        return None
    beyond = judge_of(memory, kind).rules.sold_out_beyond
    return frozenset(
        profile.name for profile in profiles if beyond is None or not sold_out_by_days(profile, None, beyond)
    )
