"""The warehouse over a `Store`."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.apps import AccountId
from core.articles import Article, Count, Level
from core.claims import Claim, ClaimState
from core.orders import Sku
from core.stocktaking import Taking, take_claims, take_counts
from ports.inventory import StoredClaim
from tests.fakes.committed import Committed, Stock, Store, limited, refuse_unstorable


@dataclass(frozen=True, slots=True)
class InMemoryWarehouse:
    """A `Warehouse`."""

    _store: Store
    _account: AccountId

    def count(self, counts: Sequence[Count], now: datetime) -> int:
        refuse_unstorable(counts, now)

        def change(was: Committed) -> tuple[Committed, int]:
            stock = was.stocks.get(self._account, Stock())
            waiting = {sku: len(_holding(stock, sku)) for sku in (count.sku for count in counts)}
            return self._taken(was, take_counts(counts, stock.articles, waiting, stock.revision, now))

        return self._store.write(change)

    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        refuse_unstorable(claims, now)
        for claim in claims:
            limited(claim.key.app, claim.key.sales_order_id, claim.key.position_item_id)

        def change(was: Committed) -> tuple[Committed, int]:
            stock = was.stocks.get(self._account, Stock())
            known = {key: claim for key, (claim, _) in stock.claims.items()}
            return self._taken(was, take_claims(claims, known, stock.articles, stock.revision))

        return self._store.write(change)

    def _taken(self, was: Committed, taking: Taking) -> tuple[Committed, int]:
        stock = was.stocks.get(self._account, Stock())
        after = Stock(
            taking.revision, {**stock.articles, **taking.articles}, {**stock.claims, **taking.claims}
        )
        return replace(was, stocks={**was.stocks, self._account: after}), taking.changed

    def changed(self, after: int, limit: int) -> Sequence[Level]:
        stock = self._stock()
        moved = [each.level for each in stock.articles.values() if each.level.revision > after]
        moved.sort(key=lambda level: level.revision)
        return [replace(level, sold_at=_sold_at(stock, level.sku, after)) for level in moved[:limit]]

    def find(self, skus: Collection[Sku]) -> Sequence[Article]:
        return [article for article in self.articles() if article.sku in skus]

    def articles(self) -> Iterator[Article]:
        return iter(sorted(self._stock().articles.values(), key=lambda article: article.sku))

    def reserved(self, sku: Sku) -> Sequence[StoredClaim]:
        stock = self._stock()
        return [_stored(claim, sku in stock.articles) for claim in _holding(stock, sku)]

    def unknown(self) -> Sequence[StoredClaim]:
        stock = self._stock()
        return [_stored(claim, False) for claim in _holding(stock) if claim.sku not in stock.articles]

    def _stock(self) -> Stock:
        return self._store.read().stocks.get(self._account, Stock())


def _holding(stock: Stock, sku: Sku | None = None) -> list[Claim]:
    held = [
        claim
        for claim, _ in stock.claims.values()
        if claim.state is ClaimState.RESERVED and sku in {None, claim.sku}
    ]
    return sorted(held, key=lambda claim: (claim.sold_at, claim.key))


def _sold_at(stock: Stock, sku: Sku, after: int) -> datetime | None:
    sales = (
        claim.sold_at
        for claim, revision in stock.claims.values()
        if claim.sku == sku and revision > after and claim.state is not ClaimState.RELEASED
    )
    return min(sales, default=None)


def _stored(claim: Claim, known: bool) -> StoredClaim:
    return StoredClaim(claim.key, claim.sku, claim.state, claim.sold_at, known)
