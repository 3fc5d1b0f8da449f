"""What `listings adopt` does and shows: a row for each column that differs."""

from collections.abc import Iterator, Sequence
from typing import Any

from app_center.bootstrap import AppCenter
from app_center.listings import listing_kind
from app_center.registry import Kind
from core.errors import InvalidValue
from core.listing.adoption import Candidate
from core.orders import Sku
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory
from sync.listing_drafts import candidates, take_over

_AT_ONCE = 200


def adopted_rows(
    center: AppCenter, memory: AccountMemory, kind: Kind, skus: Sequence[str], *, take: bool
) -> Iterator[dict[str, Any]]:
    """raises  InvalidValue: it takes no listings"""
    listing_kind(kind)
    opened = kind.open(center.connect(memory, kind)) if isinstance(kind, MarketplaceKind) else None
    if opened is None or opened.listings is None:
        raise InvalidValue(Text(en="nothing to take over", de="nichts zu übernehmen"), field="app")
    book = memory.listings(kind.manifest.key)
    profiles = {} if opened.delivery is None else {each.name: each.id for each in opened.delivery.profiles()}
    part: list[Candidate] = []
    only = frozenset(Sku(sku) for sku in skus)
    for found in candidates(opened.listings, opened.delivery, book, only):
        part.append(found)
        if take and len(part) == _AT_ONCE:
            take_over(book, part, profiles, center.clock.now())
            part = []
        yield from _shown(found)
    if take:
        take_over(book, part, profiles, center.clock.now())


def _shown(found: Candidate) -> Iterator[dict[str, Any]]:
    """One row for each difference; one without a column where there is none."""
    head = {"sku": found.sku, "match": found.match.value}
    if found.other is not None:
        yield {**head, "column": "sku", "here": found.other, "there": found.sku}
    rows = [(each.column, each.here, each.there) for each in found.differences if each.column != "sku"]
    for column, here, there in rows or ([] if found.other else [("", "", "")]):
        yield {**head, "column": column, "here": here, "there": there}
