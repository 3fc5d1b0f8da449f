"""The stock of one account in our own database: `ports.inventory.Warehouse`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.scope import CHUNK, chunks
from adapters.storage.tables import ARTICLE, STOCK_CLAIM, STOCK_REVISION
from core.apps import AccountId
from core.articles import Article, Count, Level
from core.claims import Claim, ClaimKey, ClaimState
from core.orders import Sku
from core.stocktaking import Taking, take_claims, take_counts
from ports.inventory import StoredClaim

_CLAIM_KEY: Final = ("app", "sales_order_id", "position_item_id")


class DatabaseWarehouse:
    def __init__(self, database: Database, account: AccountId) -> None:
        self._database = database
        self._account = account

    def count(self, counts: Sequence[Count], now: datetime) -> int:
        canonical([[count.sku, count.ean, count.title] for count in counts], now)
        skus = [count.sku for count in counts]
        with self._database.writing() as connection:
            before = self._locked(connection)
            known = self._articles(connection, skus)
            new = [sku for sku in skus if sku not in known]
            taking = take_counts(counts, known, self._waiting(connection, new), before, now)
            self._store(connection, before, taking)
        return taking.changed

    def claim(self, claims: Sequence[Claim], now: datetime) -> int:
        rows = [[*_key_of(claim.key), claim.sku, claim.sold_at, claim.left_at] for claim in claims]
        canonical(rows, now)
        for claim in claims:
            for identity in _key_of(claim.key):
                limited(identity)
        with self._database.writing() as connection:
            before = self._locked(connection)
            known = self._claims(connection, claims)
            skus = {claim.sku for claim in (*claims, *known.values())}
            taking = take_claims(claims, known, self._articles(connection, sorted(skus)), before)
            self._store(connection, before, taking)
        return taking.changed

    def changed(self, after: int, limit: int) -> Sequence[Level]:
        mine = ARTICLE.c.account_id == self._account
        query = select(ARTICLE).where(mine, ARTICLE.c.revision > after).order_by(ARTICLE.c.revision)
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit)).mappings().all()
            sales = self._sales(connection, after, [row["sku"] for row in rows])
        return [_level_of(row, sales.get(row["sku"])) for row in rows]

    def find(self, skus: Collection[Sku]) -> Sequence[Article]:
        with self._database.reading() as connection:
            return sorted(self._articles(connection, list(skus)).values(), key=lambda each: each.sku)

    def articles(self) -> Iterator[Article]:
        mine = select(ARTICLE).where(ARTICLE.c.account_id == self._account).order_by(ARTICLE.c.sku)
        with (
            self._database.reading() as connection,
            connection.execute(mine.execution_options(yield_per=CHUNK)) as result,
        ):
            yield from map(_article_of, result.mappings())

    def page(self, after: Sku | None, limit: int) -> Sequence[Article]:
        """At most `limit`, by SKU, those that follow `after`."""
        mine = select(ARTICLE).where(ARTICLE.c.account_id == self._account)
        if after is not None:
            mine = mine.where(ARTICLE.c.sku > after)
        with self._database.reading() as connection:
            rows = connection.execute(mine.order_by(ARTICLE.c.sku).limit(limit)).mappings()
            return list(map(_article_of, rows))

    def reserved(self, sku: Sku) -> Sequence[StoredClaim]:
        with self._database.reading() as connection:
            rows = connection.execute(self._holding().where(STOCK_CLAIM.c.sku == sku)).mappings()
            known = sku in self._articles(connection, [sku])
            return [_stored_claim(row, known) for row in rows]

    def unknown(self) -> Sequence[StoredClaim]:
        there = select(ARTICLE.c.sku).where(
            ARTICLE.c.account_id == self._account, ARTICLE.c.sku == STOCK_CLAIM.c.sku
        )
        with self._database.reading() as connection:
            rows = connection.execute(self._holding().where(~there.exists())).mappings()
            return [_stored_claim(row, known=False) for row in rows]

    def _holding(self) -> Select[Any]:
        return (
            select(STOCK_CLAIM)
            .where(
                STOCK_CLAIM.c.account_id == self._account,
                STOCK_CLAIM.c.state == ClaimState.RESERVED.value,
            )
            .order_by(STOCK_CLAIM.c.sold_at, *(STOCK_CLAIM.c[name] for name in _CLAIM_KEY))
        )

    def _locked(self, connection: Connection) -> int:
        """The highest revision; nobody else gives one out before this transaction ends."""
        mine = STOCK_REVISION.c.account_id == self._account
        begin = self._database.insert(STOCK_REVISION).values(account_id=self._account, revision=0)
        connection.execute(begin.on_conflict_do_nothing())
        query = select(STOCK_REVISION.c.revision).where(mine).with_for_update()
        return int(connection.execute(query).scalar_one())

    def _articles(self, connection: Connection, skus: Sequence[Sku]) -> dict[Sku, Article]:
        mine = select(ARTICLE).where(ARTICLE.c.account_id == self._account)
        return {
            Sku(row["sku"]): _article_of(row)
            for chunk in chunks(skus)
            for row in connection.execute(mine.where(ARTICLE.c.sku.in_(chunk))).mappings()
        }

    def _waiting(self, connection: Connection, skus: Sequence[Sku]) -> Mapping[Sku, int]:
        holding = (
            STOCK_CLAIM.c.account_id == self._account,
            STOCK_CLAIM.c.state == ClaimState.RESERVED.value,
        )
        return {
            Sku(sku): count
            for chunk in chunks(skus)
            for sku, count in connection.execute(
                select(STOCK_CLAIM.c.sku, func.count())
                .where(*holding, STOCK_CLAIM.c.sku.in_(chunk))
                .group_by(STOCK_CLAIM.c.sku)
            )
        }

    def _claims(self, connection: Connection, claims: Sequence[Claim]) -> Mapping[ClaimKey, Claim]:
        orders = sorted({claim.key.sales_order_id for claim in claims})
        mine = select(STOCK_CLAIM).where(STOCK_CLAIM.c.account_id == self._account)
        found = (
            _claim_of(row)
            for chunk in chunks(orders)
            for row in connection.execute(mine.where(STOCK_CLAIM.c.sales_order_id.in_(chunk))).mappings()
        )
        return {claim.key: claim for claim in found}

    def _sales(self, connection: Connection, after: int, skus: Sequence[Sku]) -> Mapping[Sku, datetime]:
        """The earliest sale of each article that a claim above this revision made."""
        recent = (
            STOCK_CLAIM.c.account_id == self._account,
            STOCK_CLAIM.c.revision > after,
            STOCK_CLAIM.c.state != ClaimState.RELEASED.value,
        )
        return {
            Sku(sku): sold_at
            for chunk in chunks(skus)
            for sku, sold_at in connection.execute(
                select(STOCK_CLAIM.c.sku, func.min(STOCK_CLAIM.c.sold_at))
                .where(*recent, STOCK_CLAIM.c.sku.in_(chunk))
                .group_by(STOCK_CLAIM.c.sku)
            )
        }

    def _store(self, connection: Connection, before: int, taking: Taking) -> None:
        articles = [self._article_row(article) for article in taking.articles.values()]
        self._upsert(connection, articles)
        claims = [
            {
                "account_id": self._account,
                **dict(zip(_CLAIM_KEY, _key_of(claim.key), strict=True)),
                "sku": claim.sku,
                "state": claim.state.value,
                "sold_at": claim.sold_at,
                "left_at": claim.left_at,
                "revision": revision,
            }
            for claim, revision in taking.claims.values()
        ]
        if claims:
            insert = self._database.insert(STOCK_CLAIM)
            changes = {name: insert.excluded[name] for name in ("state", "left_at", "revision")}
            connection.execute(
                insert.on_conflict_do_update(index_elements=["account_id", *_CLAIM_KEY], set_=changes), claims
            )
        if taking.revision != before:
            connection.execute(
                update(STOCK_REVISION)
                .where(STOCK_REVISION.c.account_id == self._account)
                .values(revision=taking.revision)
            )

    def _upsert(self, connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
        insert = self._database.insert(ARTICLE)
        changes = {
            column.name: insert.excluded[column.name] for column in ARTICLE.c if not column.primary_key
        }
        statement = insert.on_conflict_do_update(index_elements=["account_id", "sku"], set_=changes)
        if values := list(rows):
            connection.execute(statement, values)

    def _article_row(self, article: Article) -> dict[str, Any]:
        level = article.level
        return {
            "account_id": self._account,
            "sku": article.sku,
            "ean": article.ean,
            "title": article.title,
            "on_hand": level.on_hand,
            "reserved": level.reserved,
            "buffer": level.buffer,
            "offered": level.offered,
            "counted_at": article.counted_at,
            "revision": level.revision,
        }


def _key_of(key: ClaimKey) -> tuple[str, str, str]:
    return key.app, key.sales_order_id, key.position_item_id


def _level_of(row: RowMapping, sold_at: datetime | None = None) -> Level:
    numbers = {name: row[name] for name in ("on_hand", "reserved", "buffer", "revision", "offered")}
    return Level(Sku(row["sku"]), **numbers, sold_at=sold_at)


def _article_of(row: RowMapping) -> Article:
    return Article(_level_of(row), row["ean"], row["title"], row["counted_at"])


def _claim_key(row: RowMapping) -> ClaimKey:
    return ClaimKey(*(row[name] for name in _CLAIM_KEY))


def _claim_of(row: RowMapping) -> Claim:
    return Claim(_claim_key(row), Sku(row["sku"]), ClaimState(row["state"]), row["sold_at"], row["left_at"])


def _stored_claim(row: RowMapping, known: bool) -> StoredClaim:
    return StoredClaim(
        _claim_key(row), Sku(row["sku"]), ClaimState(row["state"]), row["sold_at"], known=known
    )
