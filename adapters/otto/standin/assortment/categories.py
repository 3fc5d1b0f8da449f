"""Category groups with their attributes and rules, and brands: what OTTO publishes and changes at will."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

LEGAL: Final = "LEGAL"
HIGH: Final = "HIGH"
MEDIUM: Final = "MEDIUM"
#: When the published groups and brands were last changed before the stand-in starts.
PUBLISHED_AT: Final = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRule:
    """
    kind       STRING, INTEGER or FLOAT
    relevance  LEGAL is demanded, the rest is not
    media      types of media assets that have to come along
    features   FILTER, VARIATION_THEME, PRODUCT_DETAILS, LICENSE_REQUIRED
    """

    name: str
    group: str
    kind: str = "STRING"
    multi: bool = False
    relevance: str = MEDIUM
    unit: tuple[str, str] | None = None
    allowed: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    features: tuple[str, ...] = ("PRODUCT_DETAILS",)
    media: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The attribute `name` is demanded where the attribute `when` has the value `value`."""

    name: str
    when: str
    value: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    categories: tuple[str, ...]
    themes: tuple[str, ...]
    attributes: tuple[AttributeRule, ...]
    requirements: tuple[Requirement, ...] = ()
    created_at: datetime = PUBLISHED_AT
    changed_at: datetime = PUBLISHED_AT

    def rule(self, attribute: str) -> AttributeRule | None:
        return next((rule for rule in self.attributes if rule.name == attribute), None)


@dataclass(frozen=True, slots=True)
class Brand:
    """`usable` is false where this seller may not sell under it."""

    id: str
    name: str
    usable: bool = True


@dataclass(slots=True)
class Directory:
    """What is published now. `changed_at` is the newest change of a group; `revision` counts all changes."""

    groups: list[Group]
    brands: list[Brand]
    changed_at: datetime = PUBLISHED_AT
    brands_changed_at: datetime = PUBLISHED_AT
    brand_changed_at: dict[str, datetime] = field(default_factory=dict)
    revision: int = 0
    by_category: dict[str, Group] = field(default_factory=dict)
    by_brand: dict[str, Brand] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._index()

    def _index(self) -> None:
        self.revision += 1
        self.by_category = {category: group for group in self.groups for category in group.categories}
        self.by_brand = {brand.id: brand for brand in self.brands}

    def rename_category(self, old: str, new: str, at: datetime) -> None:
        """raises  LookupError: no such category"""
        group = self.by_category[old]
        categories = tuple(new if name == old else name for name in group.categories)
        self._replace(replace(group, categories=categories, changed_at=at), at)

    def change_attribute(self, category: str, name: str, changes: Mapping[str, Any], at: datetime) -> None:
        """Fields of `AttributeRule`; an attribute that is not there yet is added.

        raises  LookupError: no such category; TypeError: no such field
        """
        group = self.by_category[category]
        before = group.rule(name)
        rule = replace(before or AttributeRule(name=name, group="Produktdetails"), **changes)
        others = [other for other in group.attributes if other.name != name]
        place = len(others) if before is None else group.attributes.index(before)
        attributes = (*others[:place], rule, *others[place:])
        self._replace(replace(group, attributes=attributes, changed_at=at), at)

    def change_brand(self, brand: Brand, at: datetime) -> None:
        """New, or in place of the one with its id."""
        others = [other for other in self.brands if other.id != brand.id]
        self.brands = [*others, brand]
        self.brands_changed_at = self.brand_changed_at[brand.id] = at
        self._index()

    def _replace(self, group: Group, at: datetime) -> None:
        self.groups = [group if other.name == group.name else other for other in self.groups]
        self.changed_at = at
        self._index()

    def group_of(self, category: str) -> Group | None:
        return self.by_category.get(category)
