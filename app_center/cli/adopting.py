"""What `listings adopt` does and shows: a row for each column that differs."""

from collections.abc import Iterator, Sequence
from typing import Any

from app_center.adopting import adopt, found_there
from app_center.bootstrap import AppCenter
from app_center.registry import Kind
from core.listing.adoption import Candidate
from ports.memory import AccountMemory


def adopted_rows(
    center: AppCenter, memory: AccountMemory, kind: Kind, skus: Sequence[str], *, take: bool
) -> Iterator[dict[str, Any]]:
    """raises  InvalidValue: it takes no listings"""
    if take:
        taken: list[Candidate] = []
        adopt(center, memory, kind, skus, taken.append)
        for found in taken:
            yield from _shown(found)
    else:
        for found in found_there(center, memory, kind, skus):
            yield from _shown(found)


def _shown(found: Candidate) -> Iterator[dict[str, Any]]:
    """One row for each difference; one without a column where there is none."""
    head = {"sku": found.sku, "match": found.match.value}
    if found.other is not None:
        yield {**head, "column": "sku", "here": found.other, "there": found.sku}
    rows = [(each.column, each.here, each.there) for each in found.differences if each.column != "sku"]
    for column, here, there in rows or ([] if found.other else [("", "", "")]):
        yield {**head, "column": column, "here": here, "there": there}
