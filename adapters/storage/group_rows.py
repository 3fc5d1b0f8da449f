"""Category groups to JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.listing.category import (
    AttributeDefinition,
    CategoryGroup,
    Condition,
    Requirement,
    Target,
    TargetKind,
    ValueType,
)


def group_values(group: CategoryGroup) -> dict[str, Any]:
    values = asdict(group)
    del values["changed_at"]
    return values


def group_of(values: Mapping[str, Any]) -> CategoryGroup:
    return CategoryGroup(
        name=values["name"],
        categories=tuple(values["categories"]),
        attributes=tuple(_attribute(each) for each in values["attributes"]),
        requirements=tuple(_requirement(each) for each in values["requirements"]),
        variation_themes=tuple(values["variation_themes"]),
        title=values["title"],
    )


def _attribute(values: Mapping[str, Any]) -> AttributeDefinition:
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return AttributeDefinition(**{**values, **lists, "type": ValueType(values["type"])})


def _requirement(values: Mapping[str, Any]) -> Requirement:
    condition = values["condition"]
    return Requirement(
        target=_target(values["target"]),
        condition=None if condition is None else Condition(_target(condition["target"]), condition["value"]),
        description=values["description"],
    )


def _target(values: Mapping[str, Any]) -> Target:
    return Target(TargetKind(values["kind"]), values["name"])
