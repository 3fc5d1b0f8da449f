"""Brands and categories of OTTO, page by page, with conditional requests. Facts: NOTES.md, "listings"."""

from collections.abc import Iterator
from typing import Any, Final

from adapters.otto.calls import OttoCalls
from adapters.otto.listings.parts import each, list_of, moment_of, object_of, text_of, texts_of
from adapters.otto.listings.places import attribute_in, column_of, medium_in
from adapters.otto.manifest import SERVICE
from adapters.otto.orders import next_query
from core.listing.category import (
    AttributeDefinition,
    Brand,
    CategoryGroup,
    Condition,
    Requirement,
    Target,
    TargetKind,
    ValueType,
)
from ports import Response, json_of, reading
from ports.listings import BrandPage, CategoryPage, Validator

BRANDS: Final = "/v5/products/brands"
CATEGORIES: Final = "/v5/products/categories"
_BRAND_PAGE: Final = 1000
_CATEGORY_PAGE: Final = 2000
_NOT_MODIFIED: Final = 304
_TYPES: Final = {"INTEGER": ValueType.INTEGER, "FLOAT": ValueType.DECIMAL}


class OttoCatalogue:
    """A `Catalogue`."""

    def __init__(self, calls: OttoCalls) -> None:
        self._calls = calls

    def brands(self, page: int, known: Validator) -> BrandPage | None:
        answer = self._page(f"{BRANDS}?page={page}&limit={_BRAND_PAGE}", known)
        if answer is None:
            return None
        with reading(SERVICE):
            body = json_of(answer)
            brands = tuple(brand for brand in each(body, "brands", _brand) if brand is not None)
            return BrandPage(brands, _validator(answer), next_query(body.get("links")) is not None)

    def categories(self, page: int, known: Validator) -> CategoryPage | None:
        answer = self._page(f"{CATEGORIES}?page={page}&limit={_CATEGORY_PAGE}", known)
        if answer is None:
            return None
        with reading(SERVICE):
            body = json_of(answer)
            groups = tuple(group for group in each(body, "categoryGroups", _group) if group is not None)
            return CategoryPage(groups, _validator(answer), next_query(body.get("links")) is not None)

    def _page(self, target: str, known: Validator) -> Response | None:
        headers = {"If-None-Match": known.etag} if known.etag else {}
        if known.last_modified and not known.etag:
            headers["If-Modified-Since"] = known.last_modified
        answer = self._calls.read(target, "products", headers=headers, accept={_NOT_MODIFIED})
        return None if answer.status_code == _NOT_MODIFIED else answer


def _validator(answer: Response) -> Validator:
    return Validator(
        etag=answer.headers.get("etag", "")[:500], last_modified=answer.headers.get("last-modified", "")[:100]
    )


def _brand(body: object) -> Brand | None:
    entry = object_of(body)
    brand_id = text_of(entry.get("id"))
    if not brand_id:
        return None
    return Brand(
        id=brand_id,
        name=text_of(entry.get("name")) or brand_id,
        usable=entry.get("usable") is not False,
        logo=text_of(entry.get("logo")),
    )


def _group(body: object) -> CategoryGroup | None:
    entry = object_of(body)
    name = text_of(entry.get("categoryGroup"))
    if not name:
        return None
    return CategoryGroup(
        name=name,
        categories=tuple(texts_of(entry.get("categories"))),
        attributes=tuple(_attributes(entry.get("attributes"))),
        requirements=tuple(_requirements(entry.get("additionalRequirements"))),
        variation_themes=tuple(texts_of(entry.get("variationThemes"))),
        title=text_of(entry.get("title")),
        changed_at=moment_of(entry.get("lastModified")),
    )


def _attributes(value: object) -> Iterator[AttributeDefinition]:
    for entry in map(object_of, list_of(value)):
        if name := text_of(entry.get("name")):
            yield AttributeDefinition(
                name=name,
                group=text_of(entry.get("attributeGroup")),
                type=_TYPES.get(text_of(entry.get("type")).upper(), ValueType.TEXT),
                several=entry.get("multiValue") is True,
                unit=text_of(entry.get("unit")),
                allowed=tuple(texts_of(entry.get("allowedValues"))),
                recommended=tuple(texts_of(entry.get("recommendedValues"))),
                examples=tuple(texts_of(entry.get("exampleValues"))),
                relevance=text_of(entry.get("relevance")),
                features=tuple(texts_of(entry.get("featureRelevance"))),
                description=text_of(entry.get("description")),
                media=tuple(texts_of(entry.get("relatedMediaAssets"))),
            )


def _requirements(value: object) -> Iterator[Requirement]:
    for entry in map(object_of, list_of(value)):
        target = _target(entry)
        if target is not None:
            yield Requirement(target, _condition(entry.get("condition")), text_of(entry.get("description")))


def _condition(value: object) -> Condition | None:
    entry = object_of(value)
    target = _target(entry)
    return None if target is None else Condition(target, text_of(entry.get("value")) or None)


def _target(entry: dict[str, Any]) -> Target | None:
    """What a path picks: an attribute by name, a medium by type, a field; else an attribute of this name.

    source  NOTES.md, "listings"
    """
    path, name = text_of(entry.get("jsonPath")), text_of(entry.get("name"))
    if attribute := attribute_in(path):
        return Target(TargetKind.ATTRIBUTE, attribute)
    if kind := medium_in(path):
        return Target(TargetKind.MEDIUM, kind)
    column = column_of(path)
    if column is not None and not name:
        return Target(TargetKind.COLUMN, column)
    if name:
        return Target(TargetKind.ATTRIBUTE, name)
    return None
