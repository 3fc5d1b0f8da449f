"""Articles, listings and verdicts side by side: `ports.memory.Assortment`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, false, func, null, or_, select, union

from adapters.storage.database import Database
from adapters.storage.scope import Scope
from adapters.storage.tables import ARTICLE, LISTING, LISTING_RECORD, VERDICT
from core.listing.record import Origin
from core.listing.verdict import VerdictState
from core.orders import Sku
from ports.memory.assortment import Aspect, AssortmentQuery

_RECORD, _VERDICT, _SHOWN, _ARTICLE = LISTING_RECORD.c, VERDICT.c, LISTING.c, ARTICLE.c
#: Where each table is searched.
_SEARCHED: Final[Mapping[Table, Sequence[ColumnElement[str]]]] = {
    ARTICLE: (_ARTICLE.sku, _ARTICLE.ean, _ARTICLE.title),
    LISTING_RECORD: (_RECORD.sku, _RECORD.ean, _RECORD.reference),
    VERDICT: (_VERDICT.sku,),
    LISTING: (_SHOWN.sku,),
}
_SUSPECT: Final = (VerdictState.RESTRICTED, VerdictState.REJECTED, VerdictState.UNKNOWN)


class DatabaseAssortment:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def find(self, query: AssortmentQuery, after: Sku | None, limit: int) -> Sequence[Sku]:
        if not all(word.isprintable() for word in query.words):
            return []
        if after is not None and ("\0" in after or not after.isprintable()):
            return []
        parts = [self._page(part, after, limit) for part in self._parts(query)]
        merged = union(*parts).subquery()
        wanted = select(merged.c.sku).order_by(merged.c.sku).limit(limit)
        with self._database.reading() as connection:
            return [Sku(sku) for sku in connection.execute(wanted).scalars()]

    def count(self) -> int:
        parts = [select(table.c.sku).where(self._mine(table)) for table in _SEARCHED]
        everything = union(*parts).subquery()
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(everything)).scalar_one())

    def _page(self, part: Select[Any], after: Sku | None, limit: int) -> Select[Any]:
        """Each part is cut before they are put together, so that none is read to its end."""
        sku = part.selected_columns.sku
        cut = part if after is None else part.where(sku > after)
        page = cut.order_by(sku).limit(limit).subquery()
        return select(page.c.sku)

    def _parts(self, query: AssortmentQuery) -> Iterable[Select[Any]]:
        match query.aspect:
            case Aspect.ALL:
                for table, columns in _SEARCHED.items():
                    yield select(table.c.sku).where(self._mine(table), *_with(query.words, columns))
            case Aspect.UNLISTED:
                listed = or_(self._has(LISTING_RECORD, _ARTICLE.sku), self._has(VERDICT, _ARTICLE.sku))
                words = _with(query.words, _SEARCHED[ARTICLE])
                yield select(_ARTICLE.sku).where(self._mine(ARTICLE), ~listed, *words)
            case Aspect.FOREIGN:
                yield self._beside(LISTING_RECORD, query.words).where(_RECORD.foreign)
                yield self._beside(VERDICT, query.words).where(_not_ours())
            case aspect:
                joined = self._beside(LISTING_RECORD, query.words)
                yield joined.where(_ASPECTS[aspect](query))

    def _beside(self, base: Table, words: Sequence[str]) -> Select[Any]:
        """The rows of one table with what the others know of the same SKU."""
        others = [table for table in _SEARCHED if table is not base]
        joined: Any = base
        for table in others:
            joined = joined.outerjoin(table, and_(self._mine(table), table.c.sku == base.c.sku))
        columns = [column for table in (base, ARTICLE, LISTING_RECORD) for column in _SEARCHED[table]]
        return select(base.c.sku).select_from(joined).where(self._mine(base), *_with(words, columns))

    def _has(self, table: Table, sku: ColumnElement[str]) -> ColumnElement[bool]:
        return select(table.c.sku).where(self._mine(table), table.c.sku == sku).exists()

    def _mine(self, table: Table) -> ColumnElement[bool]:
        if table is ARTICLE:
            return _ARTICLE.account_id == self._scope.account
        return self._scope.of(table)


def _with(words: Sequence[str], columns: Sequence[ColumnElement[str]]) -> list[ColumnElement[bool]]:
    return [
        or_(*(_contains(column, spelt) for column in columns for spelt in _spellings(word))) for word in words
    ]


def _contains(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word, autoescape=True)


def _spellings(word: str) -> set[str]:
    """SQLite's `lower` knows ASCII alone: a capital Ä stays one."""
    return {word, word.upper(), word.capitalize()} if not word.isascii() else {word}


def _not_ours() -> ColumnElement[bool]:
    """What stands at the marketplace and was neither listed from here nor taken over."""
    untouched = and_(
        _RECORD.origin == Origin.CREATED.value,
        _RECORD.sending.is_(null()),
        _RECORD.held.is_(null()),
    )
    return or_(_RECORD.sku.is_(None), untouched)


def _moving(_: AssortmentQuery) -> ColumnElement[bool]:
    waits = or_(_VERDICT.sku.is_(None), _VERDICT.state == VerdictState.PENDING.value)
    return or_(~_RECORD.at_rest, and_(_RECORD.held.is_not(null()), waits))


def _troubled(query: AssortmentQuery) -> ColumnElement[bool]:
    return or_(
        _RECORD.refusal.is_not(null()),
        _VERDICT.state.in_([state.value for state in _SUSPECT]),
        and_(_RECORD.wanted.is_not(null()), ~_RECORD.at_rest),
        and_(_RECORD.held.is_not(null()), _undelivered(query.profiles)),
    )


def _undelivered(profiles: frozenset[str] | None) -> ColumnElement[bool]:
    if profiles is None:
        return false()
    profile = _RECORD.wanted["delivery_profile"].as_string()
    own_days = _RECORD.wanted["processing_days"].as_string()
    return or_(
        _RECORD.delivery.is_(None),
        _RECORD.delivery_refusal.is_not(null()),
        ~_RECORD.at_rest,
        own_days.is_not(None),
        profile.is_(None),
        profile.not_in(sorted(profiles)),
    )


def _sold_out(_: AssortmentQuery) -> ColumnElement[bool]:
    uncounted = and_(
        _SHOWN.acknowledged.is_(null()),
        _RECORD.held.is_not(null()),
        _RECORD.origin == Origin.CREATED.value,
    )
    return or_(_SHOWN.acknowledged <= 0, uncounted)


_ASPECTS: Final[Mapping[Aspect, Callable[[AssortmentQuery], ColumnElement[bool]]]] = {
    Aspect.DRAFT: lambda _: and_(_RECORD.wanted.is_(null()), ~_RECORD.foreign),
    Aspect.MOVING: _moving,
    Aspect.TROUBLE: _troubled,
    Aspect.OFF: lambda _: or_(_SHOWN.switch_on.is_(False), _VERDICT.state == VerdictState.INACTIVE.value),
    Aspect.SOLD_OUT: _sold_out,
    Aspect.ONLINE: lambda _: _VERDICT.state == VerdictState.ONLINE.value,
}
