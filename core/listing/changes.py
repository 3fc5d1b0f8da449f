"""What changed in a category group since it was read before, in words for the listings it touches."""

from collections.abc import Iterator

from core.listing.category import AttributeDefinition, CategoryGroup
from core.text import Text


def changes(before: CategoryGroup, after: CategoryGroup) -> tuple[Text, ...]:
    """In the order of what matters most: categories, requirements, attributes."""
    return tuple(_changes(before, after))


def _changes(before: CategoryGroup, after: CategoryGroup) -> Iterator[Text]:
    gone = [name for name in before.categories if name not in after.categories]
    came = [name for name in after.categories if name not in before.categories]
    for name in gone:
        new_en = f"; new: {', '.join(came)}" if came else ""
        new_de = f"; neu: {', '.join(came)}" if came else ""
        yield Text(en=f"category {name} is gone{new_en}", de=f"Kategorie {name} entfallen{new_de}")
    if not gone:
        for name in came:
            yield Text(en=f"new category {name}", de=f"neue Kategorie {name}")
    if set(before.requirements) != set(after.requirements):
        yield Text(en="requirements changed", de="Anforderungen geändert")
    if set(before.variation_themes) != set(after.variation_themes):
        yield Text(en="variation attributes changed", de="Variantenmerkmale geändert")
    old = {each.name: each for each in before.attributes}
    new = {each.name: each for each in after.attributes}
    for name in old.keys() - new.keys():
        yield Text(en=f"attribute {name} is gone", de=f"Attribut {name} entfallen")
    for name, definition in new.items():
        if name not in old:
            yield Text(en=f"new attribute {name}", de=f"neues Attribut {name}")
        elif _rules(old[name]) != _rules(definition):
            yield Text(en=f"attribute {name} changed", de=f"Attribut {name} geändert")


def _rules(definition: AttributeDefinition) -> tuple[object, ...]:
    """What decides whether a value is taken; descriptions and examples do not."""
    return (
        definition.type,
        definition.several,
        definition.unit,
        definition.allowed,
        definition.relevance,
        definition.media,
    )
