"""Attributes against what the category's group publishes: names, kinds, values, and what has to be there."""

import re
from collections.abc import Mapping
from typing import Any, Final

from adapters.otto.standin.assortment.categories import LEGAL, AttributeRule, Group
from adapters.otto.standin.bodies import Json, fields_of
from adapters.otto.standin.products.checks.fields import Complaints, optional_flag, text
from adapters.otto.standin.products.codes import complaint

_KINDS: Final = {
    "INTEGER": re.compile(r"[+-]?[0-9]+\Z"),
    "FLOAT": re.compile(r"[+-]?[0-9]+([.,][0-9]+)?\Z"),
}

Values = Mapping[str, tuple[str, ...]]


def attributes(value: Any, path: str, group: Group | None) -> Complaints:
    """Without a known group only the shape is looked at."""
    if value is not None and not isinstance(value, list):
        yield complaint("INVALID_TYPE", path)
        return
    for place, attribute in enumerate(map(fields_of, value or ())):
        yield from _attribute(attribute, f"{path}[{place}]", group)
    if group is not None:
        yield from _demanded(values_of(value), path, group)


def values_of(value: Any) -> Values:
    """The values by name, of what can be read."""
    found = {}
    for attribute in map(fields_of, value if isinstance(value, list) else ()):
        values = attribute.get("values")
        if isinstance(attribute.get("name"), str) and isinstance(values, list):
            found[attribute["name"]] = tuple(str(one) for one in values if str(one).strip())
    return found


def _attribute(attribute: Json, path: str, group: Group | None) -> Complaints:
    yield from text(attribute.get("name"), f"{path}.name")
    yield from optional_flag(attribute.get("additional"), f"{path}.additional")
    values = attribute.get("values")
    if not isinstance(values, list) or not values:
        yield complaint("MANDATORY_FIELD_MISSING", f"{path}.values")
        return
    for place, value in enumerate(values):
        yield from text(value, f"{path}.values[{place}]")
    if group is None or attribute.get("additional") is True:
        return
    rule = group.rule(str(attribute.get("name")))
    if rule is None:
        yield complaint("UNKNOWN_ATTRIBUTE", f"{path}.name")
    elif (len(values) > 1 and not rule.multi) or not all(
        isinstance(value, str) and _fits(value, rule) for value in values
    ):
        yield complaint("INVALID_ATTRIBUTE_VALUE", f"{path}.values")


def _fits(value: str, rule: AttributeRule) -> bool:
    pattern = _KINDS.get(rule.kind)
    if pattern is not None and not pattern.match(value):
        return False
    return not rule.allowed or value in rule.allowed


def _demanded(values: Values, path: str, group: Group) -> Complaints:
    for rule in group.attributes:
        if rule.relevance == LEGAL and not values.get(rule.name):
            yield complaint("LEGAL_ATTRIBUTE_MISSING", f"{path}[?(@.name=='{rule.name}')]")
    for demand in group.requirements:
        if demand.value in values.get(demand.when, ()) and not values.get(demand.name):
            yield complaint("CONDITIONAL_ATTRIBUTE_MISSING", f"{path}[?(@.name=='{demand.name}')]")
