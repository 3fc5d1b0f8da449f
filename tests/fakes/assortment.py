"""The assortment over the other books: the rules of `ports.memory.Assortment` in plain Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.articles import Article
from core.display import Display
from core.listing.record import ListingRecord, Origin
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku
from core.switching import Switch
from ports.memory import Aspect, AssortmentQuery
from tests.fakes.listing_book import InMemoryListingBook
from tests.fakes.quantities import InMemoryQuantityBook, InMemorySwitchBook
from tests.fakes.warehouse import InMemoryWarehouse


@dataclass(frozen=True, slots=True)
class Known:
    """All that is stored of one SKU."""

    record: ListingRecord | None
    verdict: Verdict | None
    display: Display | None
    switch: Switch | None
    article: Article | None


def _foreign(known: Known, _: AssortmentQuery) -> bool:
    record = known.record
    return (record is not None and record.foreign) or (
        known.verdict is not None and (record is None or not record.ours)
    )


def _trouble(known: Known, query: AssortmentQuery) -> bool:
    record, verdict = known.record, known.verdict
    if record is None:
        return False
    suspect = (VerdictState.RESTRICTED, VerdictState.REJECTED, VerdictState.UNKNOWN)
    return (
        record.refusal is not None
        or (verdict is not None and verdict.state in suspect)
        or (record.wanted is not None and not record.at_rest)
        or (record.held is not None and _undelivered(record, query.profiles))
    )


def _undelivered(record: ListingRecord, profiles: frozenset[str] | None) -> bool:
    wanted = record.wanted or {}
    return profiles is not None and (
        record.delivery is None
        or record.delivery_refusal is not None
        or not record.at_rest
        or "processing_days" in wanted
        or wanted.get("delivery_profile") not in profiles
    )


def _moving(known: Known, _: AssortmentQuery) -> bool:
    record, verdict = known.record, known.verdict
    waits = verdict is None or verdict.state is VerdictState.PENDING
    return record is not None and (not record.at_rest or (record.held is not None and waits))


def _off(known: Known, _: AssortmentQuery) -> bool:
    inactive = known.verdict is not None and known.verdict.state is VerdictState.INACTIVE
    return known.record is not None and (inactive or (known.switch is not None and known.switch.on is False))


def _sold_out(known: Known, _: AssortmentQuery) -> bool:
    shown = None if known.display is None else known.display.acknowledged
    record = known.record
    if record is None:
        return False
    return shown <= 0 if shown is not None else record.held is not None and record.origin is Origin.CREATED


_ASPECTS: Final[Mapping[Aspect, Callable[[Known, AssortmentQuery], bool]]] = {
    Aspect.ALL: lambda _known, _query: True,
    Aspect.UNLISTED: lambda known, _: known.article is not None and not known.record and not known.verdict,
    Aspect.DRAFT: lambda known, _: (
        known.record is not None and known.record.wanted is None and not known.record.foreign
    ),
    Aspect.MOVING: _moving,
    Aspect.TROUBLE: _trouble,
    Aspect.OFF: _off,
    Aspect.SOLD_OUT: _sold_out,
    Aspect.ONLINE: lambda known, _: (
        known.record is not None and known.verdict is not None and known.verdict.state is VerdictState.ONLINE
    ),
    Aspect.FOREIGN: _foreign,
}


@dataclass(frozen=True, slots=True)
class InMemoryAssortment:
    _listings: InMemoryListingBook
    _quantities: InMemoryQuantityBook
    _switches: InMemorySwitchBook
    _warehouse: InMemoryWarehouse

    def find(self, query: AssortmentQuery, after: Sku | None, limit: int) -> Sequence[Sku]:
        fitting = [
            sku
            for sku, known in sorted(self._everything().items())
            if (after is None or sku > after)
            and _ASPECTS[query.aspect](known, query)
            and _has(known, sku, query)
        ]
        return fitting[:limit]

    def count(self) -> int:
        return len(self._everything())

    def _everything(self) -> Mapping[Sku, Known]:
        records = {record.sku: record for record in self._listings.all()}
        verdicts = self._listings.verdicts()
        displays = {each.display.sku: each.display for each in self._quantities.records()}
        switches = {switch.sku: switch for switch in self._switches.all()}
        articles = {article.sku: article for article in self._warehouse.articles()}
        return {
            sku: Known(
                records.get(sku), verdicts.get(sku), displays.get(sku), switches.get(sku), articles.get(sku)
            )
            for sku in records.keys() | verdicts.keys() | displays.keys() | articles.keys()
        }


def _has(known: Known, sku: Sku, query: AssortmentQuery) -> bool:
    texts = [sku]
    if known.article is not None:
        texts += [known.article.ean, known.article.title]  # type: ignore[list-item]
    if known.record is not None:
        texts += [known.record.current.get(column, "") for column in ("ean", "reference")]  # type: ignore[misc]
    return all(any(word in text.lower() for text in texts) for word in query.words)
