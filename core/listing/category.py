"""Categories and brands of a marketplace, and what a category asks for under which condition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.listing.cells import spell
from core.listing.values import Listing


class ValueType(StrEnum):
    """What a value of an attribute is. TEXT also stands for words that this version does not know."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Brand:
    """`usable` is whether this account may sell it."""

    id: str
    name: str
    usable: bool = True
    logo: str = ""


@dataclass(frozen=True, slots=True)
class AttributeDefinition:
    """One attribute of a category group.

    allowed  the only values; none: any. `recommended` and `examples` only help
    media    kinds of media that belong to the attribute
    """

    name: str
    group: str = ""
    type: ValueType = ValueType.TEXT
    several: bool = False
    unit: str = ""
    allowed: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    relevance: str = ""
    features: tuple[str, ...] = ()
    description: str = ""
    media: tuple[str, ...] = ()


class TargetKind(StrEnum):
    ATTRIBUTE = "attribute"
    COLUMN = "column"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Target:
    """What a requirement is about: an attribute, a column of `core.listing.cells`, or a kind of medium."""

    kind: TargetKind
    name: str

    @property
    def column(self) -> str:
        """Where the seller sees it."""
        if self.kind is TargetKind.ATTRIBUTE:
            return f"attribute:{self.name}"
        return "media" if self.kind is TargetKind.MEDIUM else self.name


@dataclass(frozen=True, slots=True)
class Condition:
    """Met when the target has this value; with `value` None when it has any."""

    target: Target
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """`target` must be there, always or under a condition."""

    target: Target
    condition: Condition | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """Categories with the same attributes. `title` shows how the marketplace builds its titles."""

    name: str
    categories: tuple[str, ...]
    attributes: tuple[AttributeDefinition, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    variation_themes: tuple[str, ...] = ()
    title: str = ""
    changed_at: datetime | None = field(default=None, compare=False)

    def attribute(self, name: str) -> AttributeDefinition | None:
        return next((each for each in self.attributes if each.name == name), None)


def shown(listing: Listing, target: Target) -> tuple[str, ...]:
    """What the listing says at this target."""
    if target.kind is TargetKind.ATTRIBUTE:
        return listing.values_of(target.name)
    if target.kind is TargetKind.MEDIUM:
        return tuple(medium.url for medium in listing.media if medium.kind == target.name)
    cell = spell(listing).get(target.name, "")
    return (cell,) if cell else ()


def met(condition: Condition, listing: Listing) -> bool:
    values = shown(listing, condition.target)
    return bool(values) if condition.value is None else condition.value in values


def unmet(requirements: Iterable[Requirement], listing: Listing) -> Iterator[Requirement]:
    """The requirements that hold for this listing and are not kept."""
    for requirement in requirements:
        holds = requirement.condition is None or met(requirement.condition, listing)
        if holds and not shown(listing, requirement.target):
            yield requirement
