"""The catalogue book over a `Store`: the rules of `ports.memory.CatalogueBook` in plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.apps import AccountId, AppKey
from core.finding import fold
from core.listing.category import Brand, CategoryGroup
from core.listing.changes import changes
from core.text import Text
from ports.listings import BrandPage, CategoryPage
from ports.memory.catalogue import KnownPage, Shelf, StoredGroup
from tests.fakes.committed import Committed, Store, limited, refuse_unstorable


@dataclass(frozen=True, slots=True)
class Noticed:
    group: CategoryGroup
    page: int | None
    changes: tuple[Text, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CatalogueShelf:
    pages: Mapping[tuple[Shelf, int], KnownPage] = field(default_factory=dict)
    brands: Mapping[str, tuple[Brand, int | None]] = field(default_factory=dict)
    groups: Mapping[str, Noticed] = field(default_factory=dict)
    #: Category to its group, and whether it is gone.
    categories: Mapping[str, tuple[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InMemoryCatalogueBook:
    _store: Store
    _account: AccountId
    _app: AppKey

    def _shelf(self, was: Committed) -> CatalogueShelf:
        found = was.catalogues.get((self._account, self._app), CatalogueShelf())
        assert isinstance(found, CatalogueShelf)
        return found

    def _here(self) -> CatalogueShelf:
        return self._shelf(self._store.read())

    def _change(self, **parts: Any) -> Any:
        def put(was: Committed) -> Committed:
            shelf = replace(self._shelf(was), **parts)
            return replace(was, catalogues={**was.catalogues, (self._account, self._app): shelf})

        return put

    def pages(self, shelf: Shelf) -> Mapping[int, KnownPage]:
        return {page: known for (where, page), known in self._here().pages.items() if where is shelf}

    def keep_brands(self, page: int, found: BrandPage) -> None:
        refuse_unstorable(found)
        limited(*(brand.id for brand in found.brands))

        def change(was: Committed) -> tuple[Committed, None]:
            shelf = self._shelf(was)
            brands = {
                key: (brand, None if where == page else where) for key, (brand, where) in shelf.brands.items()
            }
            brands |= {brand.id: (brand, page) for brand in found.brands}
            pages = {**shelf.pages, (Shelf.BRANDS, page): KnownPage(found.validator, found.more)}
            return self._change(brands=brands, pages=pages)(was), None

        self._store.write(change)

    def keep_groups(self, page: int, found: CategoryPage, now: datetime) -> Sequence[str]:
        refuse_unstorable(found)
        limited(*(group.name for group in found.groups))

        def change(was: Committed) -> tuple[Committed, Sequence[str]]:
            shelf = self._shelf(was)
            groups = {
                name: replace(each, page=None if each.page == page else each.page)
                for name, each in shelf.groups.items()
            }
            categories, changed = dict(shelf.categories), []
            for group in {each.name: each for each in found.groups}.values():
                before = groups.get(group.name)
                noticed = () if before is None else changes(before.group, group)
                if before is None:
                    groups[group.name] = Noticed(group, page)
                elif noticed:
                    groups[group.name] = Noticed(group, page, noticed, now)
                    changed.append(group.name)
                else:
                    groups[group.name] = replace(before, group=group, page=page)
                for name, (of, _) in list(categories.items()):
                    if of == group.name and name not in group.categories:
                        categories[name] = (of, True)
                categories |= dict.fromkeys(group.categories, (group.name, False))
            pages = {**shelf.pages, (Shelf.CATEGORIES, page): KnownPage(found.validator, found.more)}
            return self._change(groups=groups, categories=categories, pages=pages)(was), changed

        return self._store.write(change)

    def finish(self, shelf: Shelf, pages: int) -> None:
        def change(was: Committed) -> tuple[Committed, None]:
            here = self._shelf(was)
            parts: dict[str, Any] = {
                "pages": {
                    key: known for key, known in here.pages.items() if key[0] is not shelf or key[1] < pages
                }
            }
            if shelf is Shelf.BRANDS:
                parts["brands"] = {
                    key: each for key, each in here.brands.items() if each[1] is not None and each[1] < pages
                }
            else:
                stay = {
                    name: each
                    for name, each in here.groups.items()
                    if each.page is not None and each.page < pages
                }
                parts["groups"] = stay
                parts["categories"] = {
                    name: (of, gone or of not in stay) for name, (of, gone) in here.categories.items()
                }
            return self._change(**parts)(was), None

        self._store.write(change)

    def complete(self) -> bool:
        pages = self._here().pages
        return all(
            any(not known.more for (where, _), known in pages.items() if where is shelf) for shelf in Shelf
        )

    def brands(self, ids: Iterable[str]) -> Mapping[str, Brand]:
        known = self._here().brands
        return {key: known[key][0] for key in ids if key in known}

    def groups(self, categories: Iterable[str]) -> Mapping[str, StoredGroup]:
        here = self._here()
        found = {name: here.categories[name][0] for name in categories if name in here.categories}
        return {name: _stored(here, of) for name, of in found.items() if of in here.groups}

    def find_brands(self, words: str, most: int) -> Sequence[Brand]:
        brands = [brand for brand, _ in self._here().brands.values() if _has(brand.name, words)]
        return sorted(brands, key=lambda brand: (fold(brand.name), brand.id))[:most]

    def find_categories(self, words: str, most: int) -> Sequence[tuple[str, StoredGroup]]:
        here = self._here()
        found = [
            (name, _stored(here, of))
            for name, (of, gone) in here.categories.items()
            if not gone and of in here.groups and _has(f"{name} {of}", words)
        ]
        return sorted(found, key=lambda each: each[0])[:most]


def _has(text: str, words: str) -> bool:
    return all(word in fold(text) for word in fold(words).split())


def _stored(here: CatalogueShelf, name: str) -> StoredGroup:
    each = here.groups[name]
    gone = sorted(category for category, (of, left) in here.categories.items() if of == name and left)
    return StoredGroup(each.group, tuple(gone), each.changes, each.at)
