"""Brands and categories as one account sees them: `ports.memory.CatalogueBook`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, or_, select, update

from adapters.storage.canonical import canonical, limited
from adapters.storage.database import Database
from adapters.storage.group_rows import group_of, group_values
from adapters.storage.scope import Scope, chunks
from adapters.storage.tables import BRAND, CATALOGUE_PAGE, CATEGORY, CATEGORY_GROUP
from core.finding import fold
from core.listing.category import Brand, CategoryGroup
from core.listing.changes import changes
from core.text import Text
from ports.listings import BrandPage, CategoryPage, Validator
from ports.memory.catalogue import KnownPage, Shelf, StoredGroup

_TABLES: Mapping[Shelf, Table] = {Shelf.BRANDS: BRAND, Shelf.CATEGORIES: CATEGORY_GROUP}


class DatabaseCatalogueBook:
    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    def pages(self, shelf: Shelf) -> Mapping[int, KnownPage]:
        query = select(CATALOGUE_PAGE).where(
            self._scope.of(CATALOGUE_PAGE), CATALOGUE_PAGE.c.shelf == shelf.value
        )
        with self._database.reading() as connection:
            return {
                row["page"]: KnownPage(Validator(row["etag"], row["last_modified"]), row["more"])
                for row in connection.execute(query).mappings()
            }

    def keep_brands(self, page: int, found: BrandPage) -> None:
        with self._database.writing() as connection:
            self._clear(connection, BRAND, page)
            for brand in {each.id: each for each in found.brands}.values():
                row = self._scope.row(
                    id=brand.id,
                    name=brand.name,
                    folded=fold(brand.name),
                    usable=brand.usable,
                    logo=brand.logo,
                    page=page,
                )
                limited(brand.id)
                self._upsert(connection, BRAND, row, "id")
            self._keep_page(connection, Shelf.BRANDS, page, found.validator, found.more)

    def keep_groups(self, page: int, found: CategoryPage, now: datetime) -> Sequence[str]:
        changed = []
        with self._database.writing() as connection:
            self._clear(connection, CATEGORY_GROUP, page)
            for group in {each.name: each for each in found.groups}.values():
                limited(group.name)
                if self._keep_group(connection, page, group, now):
                    changed.append(group.name)
            self._keep_page(connection, Shelf.CATEGORIES, page, found.validator, found.more)
        return changed

    def _keep_group(self, connection: Connection, page: int, group: CategoryGroup, now: datetime) -> bool:
        """Whether it was known and is another now."""
        here = (self._scope.of(CATEGORY_GROUP), CATEGORY_GROUP.c.name == group.name)
        row = connection.execute(select(CATEGORY_GROUP).where(*here)).mappings().first()
        before = None if row is None else group_of(row["content"])
        noticed = () if before is None else changes(before, group)
        values = self._scope.row(name=group.name, content=group_values(group), page=page)
        if noticed or row is None:
            values["changes"] = [{"en": each.en, "de": each.de} for each in noticed]
            values["noticed_at"] = now if noticed else None
        else:
            values |= {"changes": row["changes"], "noticed_at": row["noticed_at"]}
        self._upsert(connection, CATEGORY_GROUP, values, "name")
        if before is not None:
            self._drop_categories(connection, group.name, group.categories)
        for name in dict.fromkeys(group.categories):
            limited(name)
            category = self._scope.row(
                name=name,
                group_name=group.name,
                folded=fold(f"{name} {group.name}"),
                gone=False,
            )
            self._upsert(connection, CATEGORY, category, "name")
        return bool(noticed)

    def _drop_categories(self, connection: Connection, group: str, stay: Sequence[str]) -> None:
        query = select(CATEGORY.c.name).where(self._scope.of(CATEGORY), CATEGORY.c.group_name == group)
        gone = [name for (name,) in connection.execute(query) if name not in stay]
        for part in chunks(gone):
            condition = (self._scope.of(CATEGORY), CATEGORY.c.name.in_(part), CATEGORY.c.group_name == group)
            connection.execute(update(CATEGORY).where(*condition).values(gone=True))

    def finish(self, shelf: Shelf, pages: int) -> None:
        table = _TABLES[shelf]
        with self._database.writing() as connection:
            left = or_(table.c.page.is_(None), table.c.page >= pages)
            if table is CATEGORY_GROUP:
                names = select(table.c.name).where(self._scope.of(table), left)
                for (name,) in connection.execute(names).all():
                    self._drop_categories(connection, name, ())
            connection.execute(delete(table).where(self._scope.of(table), left))
            connection.execute(
                delete(CATALOGUE_PAGE).where(
                    self._scope.of(CATALOGUE_PAGE),
                    CATALOGUE_PAGE.c.shelf == shelf.value,
                    CATALOGUE_PAGE.c.page >= pages,
                )
            )

    def complete(self) -> bool:
        known = {shelf: self.pages(shelf) for shelf in Shelf}
        return all(any(not page.more for page in pages.values()) for pages in known.values())

    def brands(self, ids: Iterable[str]) -> Mapping[str, Brand]:
        with self._database.reading() as connection:
            rows = self._named(connection, BRAND, BRAND.c.id, ids)
            return {row["id"]: _brand(row) for row in rows}

    def groups(self, categories: Iterable[str]) -> Mapping[str, StoredGroup]:
        with self._database.reading() as connection:
            rows = self._named(connection, CATEGORY, CATEGORY.c.name, categories)
            groups = self._groups(connection, {row["group_name"] for row in rows})
            return {row["name"]: groups[row["group_name"]] for row in rows if row["group_name"] in groups}

    def find_brands(self, words: str, most: int) -> Sequence[Brand]:
        query = select(BRAND).where(self._scope.of(BRAND), *_all_words(BRAND.c.folded, words))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(BRAND.c.folded, BRAND.c.id).limit(most)).mappings()
            return [_brand(row) for row in rows]

    def find_categories(self, words: str, most: int) -> Sequence[tuple[str, StoredGroup]]:
        query = select(CATEGORY).where(
            self._scope.of(CATEGORY), CATEGORY.c.gone.is_(False), *_all_words(CATEGORY.c.folded, words)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(CATEGORY.c.name).limit(most)).mappings().all()
            groups = self._groups(connection, {row["group_name"] for row in rows})
            return [(row["name"], groups[row["group_name"]]) for row in rows if row["group_name"] in groups]

    def _groups(self, connection: Connection, names: Iterable[str]) -> dict[str, StoredGroup]:
        rows = self._named(connection, CATEGORY_GROUP, CATEGORY_GROUP.c.name, names)
        gone: dict[str, list[str]] = {}
        of_groups = [row["name"] for row in rows]
        for row in self._named(connection, CATEGORY, CATEGORY.c.group_name, of_groups):
            if row["gone"]:
                gone.setdefault(row["group_name"], []).append(row["name"])
        return {row["name"]: _group(row, gone.get(row["name"], ())) for row in rows}

    def _named(
        self, connection: Connection, table: Table, column: ColumnElement[str], names: Iterable[str]
    ) -> list[RowMapping]:
        return [
            row
            for part in chunks(sorted({name for name in names if name}))
            for row in connection.execute(
                select(table).where(self._scope.of(table), column.in_(part))
            ).mappings()
        ]

    def _clear(self, connection: Connection, table: Table, page: int) -> None:
        connection.execute(update(table).where(self._scope.of(table), table.c.page == page).values(page=None))

    def _keep_page(
        self, connection: Connection, shelf: Shelf, page: int, validator: Validator, more: bool
    ) -> None:
        row = self._scope.row(
            shelf=shelf.value,
            page=page,
            etag=validator.etag,
            last_modified=validator.last_modified,
            more=more,
        )
        self._upsert(connection, CATALOGUE_PAGE, row, "shelf", "page")

    def _upsert(self, connection: Connection, table: Table, row: dict[str, Any], *key: str) -> None:
        canonical(row)
        statement = self._database.insert(table).values(row)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["account_id", "app", *key], set_=row)
        )


def _all_words(column: ColumnElement[str], words: str) -> list[ColumnElement[bool]]:
    return [column.contains(word, autoescape=True) for word in fold(words).split()]


def _brand(row: RowMapping) -> Brand:
    return Brand(row["id"], row["name"], row["usable"], row["logo"])


def _group(row: RowMapping, gone: Sequence[str]) -> StoredGroup:
    return StoredGroup(
        group=group_of(row["content"]),
        gone=tuple(sorted(gone)),
        changes=tuple(Text(**each) for each in row["changes"]),
        noticed_at=row["noticed_at"],
    )
