"""Brand, category, and what the category asks for, conditional requirements included."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from core.listing.category import (
    AttributeDefinition,
    Brand,
    CategoryGroup,
    Requirement,
    TargetKind,
    ValueType,
    unmet,
)
from core.listing.finding import Finding
from core.listing.rules import ListingRules
from core.listing.values import Attribute, Listing
from core.text import Text

_PATTERN: Final = {
    ValueType.INTEGER: re.compile(r"[+-]?\d{1,18}", re.ASCII),
    ValueType.DECIMAL: re.compile(r"[+-]?\d{1,18}(\.\d{1,9})?", re.ASCII),
}


def check_brand(listing: Listing, brand: Brand | None) -> Iterator[Finding]:
    """`brand` is what the marketplace has under the listing's brand id."""
    if not listing.product.brand_id:
        return
    if brand is None:
        yield Finding(
            "brand_id",
            Text(
                en=f"the marketplace has no brand {listing.product.brand_id[:40]!r}",
                de=f"der Marktplatz kennt keine Marke „{listing.product.brand_id[:40]}“",
            ),
            Text(
                en="look up the id with `app-center brands`; it is not the name",
                de="die Kennung mit `app-center brands` suchen; es ist nicht der Name",
            ),
        )
    elif not brand.usable:
        yield Finding(
            "brand_id",
            Text(
                en=f"{brand.name} may not be sold by this account",
                de=f"{brand.name} darf dieser Account nicht verkaufen",
            ),
            Text(
                en="ask the marketplace for the brand", de="bitte die Marke beim Marktplatz freigeben lassen"
            ),
        )


def check_attributes(
    listing: Listing, rules: ListingRules, group: CategoryGroup | None, former: Sequence[str] = ()
) -> Iterator[Finding]:
    """`group` is what the marketplace has under the listing's category, `former` what it has in its place."""
    category = listing.product.category
    if not category:
        return
    if group is None:
        yield _no_category(category, former)
        return
    for attribute in listing.attributes:
        if not attribute.own:
            definition = group.attribute(attribute.name)
            if definition is None:
                yield _unknown(attribute, group)
            else:
                yield from _values(attribute, definition)
                yield from _belonging_media(listing, definition)
    yield from _required(listing, rules, group)


def _no_category(category: str, former: Sequence[str]) -> Finding:
    if not former:
        return Finding(
            "category",
            Text(
                en=f"the marketplace has no category {category[:60]!r}",
                de=f"der Marktplatz kennt keine Kategorie „{category[:60]}“",
            ),
            Text(
                en="look up its name with `app-center categories`",
                de="ihren Namen mit `app-center categories` suchen",
            ),
        )
    now = ", ".join(former[:5])
    return Finding(
        "category",
        Text(
            en=f"the marketplace renamed or removed the category {category[:60]!r}",
            de=f"der Marktplatz hat die Kategorie „{category[:60]}“ umbenannt oder entfernt",
        ),
        Text(en=f"choose one of its group: {now}", de=f"eine aus ihrer Gruppe wählen: {now}"),
    )


def _unknown(attribute: Attribute, group: CategoryGroup) -> Finding:
    known = [definition.name for definition in group.attributes]
    near = get_close_matches(attribute.name, known, n=1)
    hint_en = f"write attribute:{near[0]}, or" if near else ""
    hint_de = f"attribute:{near[0]} schreiben, oder" if near else ""
    own = f"own:{attribute.name}"
    return Finding(
        f"attribute:{attribute.name}",
        Text(en=f"{group.name} has no such attribute", de=f"{group.name} hat kein solches Attribut"),
        Text(
            en=f"{hint_en} name the column {own} if it is one of your own".strip(),
            de=f"{hint_de} die Spalte {own} nennen, wenn es ein eigenes ist".strip(),
        ),
    )


def _values(attribute: Attribute, definition: AttributeDefinition) -> Iterator[Finding]:
    column = f"attribute:{attribute.name}"
    if len(attribute.values) > 1 and not definition.several:
        yield Finding(
            column,
            Text(
                en=f"has {len(attribute.values)} values; one is allowed",
                de=f"hat {len(attribute.values)} Werte; erlaubt ist einer",
            ),
            Text(en="keep one", de="bitte einen behalten"),
        )
    pattern = _PATTERN.get(definition.type)
    for value in attribute.values:
        if definition.allowed and value not in definition.allowed:
            near = get_close_matches(value, definition.allowed, n=1) or definition.allowed[:5]
            words = ", ".join(near)
            yield Finding(
                column,
                Text(
                    en=f"{value[:60]!r} is none of the allowed values",
                    de=f"„{value[:60]}“ ist keiner der erlaubten Werte",
                ),
                Text(
                    en=f"choose one, for instance: {words}", de=f"bitte einen wählen, zum Beispiel: {words}"
                ),
            )
        elif pattern is not None and not pattern.fullmatch(value):
            whole = definition.type is ValueType.INTEGER
            unit = f" ({definition.unit})" if definition.unit else ""
            kind = ("whole number", "ganze Zahl") if whole else ("number", "Zahl")
            yield Finding(
                column,
                Text(
                    en=f"{value[:60]!r} is no {kind[0]}{unit}",
                    de=f"„{value[:60]}“ ist keine {kind[1]}{unit}",
                ),
                Text(
                    en=f"write the figure alone, like {'12' if whole else '1.5'}",
                    de=f"bitte nur die Zahl schreiben, wie {'12' if whole else '1.5'}",
                ),
            )


def _belonging_media(listing: Listing, definition: AttributeDefinition) -> Iterator[Finding]:
    present = {medium.kind for medium in listing.media}
    for kind in definition.media:
        if kind not in present:
            yield Finding(
                "media",
                Text(
                    en=f"the attribute {definition.name} needs a {kind}",
                    de=f"zum Attribut {definition.name} gehört ein {kind}",
                ),
                Text(en=f"add {kind}=ADDRESS", de=f"bitte {kind}=ADRESSE ergänzen"),
            )


def _required(listing: Listing, rules: ListingRules, group: CategoryGroup) -> Iterator[Finding]:
    for definition in group.attributes:
        if definition.relevance in rules.binding_relevance and not listing.values_of(definition.name):
            yield Finding(
                f"attribute:{definition.name}",
                Text(en=f"the law asks for it in {group.name}", de=f"das Gesetz verlangt es in {group.name}"),
                _fill(definition),
            )
    for requirement in unmet(group.requirements, listing):
        yield Finding(requirement.target.column, _why(requirement), _how(requirement, group))


def _fill(definition: AttributeDefinition | None) -> Text:
    if definition is None or not (words := ", ".join((definition.allowed or definition.examples)[:5])):
        return Text(en="fill it in", de="bitte ausfüllen")
    return Text(en=f"fill it in, for instance: {words}", de=f"bitte ausfüllen, zum Beispiel: {words}")


def _why(requirement: Requirement) -> Text:
    about = f" ({requirement.description})" if requirement.description else ""
    condition = requirement.condition
    if condition is None:
        return Text(en=f"is asked for{about}", de=f"wird verlangt{about}")
    shown = f"{condition.target.name} = {condition.value}" if condition.value else condition.target.name
    return Text(en=f"is asked for because of {shown}{about}", de=f"wird verlangt wegen {shown}{about}")


def _how(requirement: Requirement, group: CategoryGroup) -> Text:
    target = requirement.target
    if target.kind is TargetKind.MEDIUM:
        return Text(en=f"add {target.name}=ADDRESS", de=f"bitte {target.name}=ADRESSE ergänzen")
    return _fill(group.attribute(target.name) if target.kind is TargetKind.ATTRIBUTE else None)
