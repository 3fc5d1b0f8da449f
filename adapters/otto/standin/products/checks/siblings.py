"""What the variations of one product have to have in common, and in what they have to differ."""

from collections.abc import Sequence
from typing import Final

from adapters.otto.standin.assortment.categories import Group
from adapters.otto.standin.bodies import Json, fields_of
from adapters.otto.standin.products.checks.attributes import values_of
from adapters.otto.standin.products.checks.fields import Complaints
from adapters.otto.standin.products.codes import complaint

_SAME: Final = ("category", "brandId", "productLine")


def siblings(body: Json, others: Sequence[Json], path: str, group: Group | None) -> Complaints:
    """`others` are the other variations of the product, as they would be after this batch."""
    if not others:
        return
    own = fields_of(body.get("productDescription"))
    for name in _SAME:
        theirs = [fields_of(other.get("productDescription")).get(name) for other in others]
        if any(value != own.get(name) for value in theirs):
            yield complaint("VARIATIONS_DIFFER", f"{path}.productDescription.{name}")
    if group is None:
        return
    distinct = themes_of(body, group)
    if not any(distinct):
        yield complaint("VARIATION_THEME_MISSING", f"{path}.productDescription.attributes")
    elif distinct in [themes_of(other, group) for other in others]:
        yield complaint("VARIATION_NOT_DISTINCT", f"{path}.productDescription.attributes")


def themes_of(body: Json, group: Group) -> tuple[tuple[str, ...], ...]:
    """What tells the variation apart: its values of the group's variation themes."""
    values = values_of(fields_of(body.get("productDescription")).get("attributes"))
    return tuple(values.get(theme, ()) for theme in group.themes)
