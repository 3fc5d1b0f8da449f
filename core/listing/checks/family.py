"""A listing beside others: the variants of its main article, and all EANs of the account."""

from collections.abc import Iterable, Iterator, Sequence

from core.listing.category import CategoryGroup
from core.listing.cells import cell_of
from core.listing.finding import Finding
from core.listing.rules import ListingRules
from core.listing.values import Listing
from core.orders import Sku
from core.text import Text


def check_family(
    listing: Listing, variants: Sequence[Listing], group: CategoryGroup | None, rules: ListingRules
) -> Iterator[Finding]:
    """`variants` are the others of the same main article."""
    for column in rules.shared:
        mine = cell_of(listing, column)
        for other in variants:
            theirs = cell_of(other, column)
            if theirs != mine:
                yield Finding(
                    column,
                    Text(
                        en=f"differs from the variant {other.sku} ({theirs[:40] or 'empty'})",
                        de=f"weicht von der Variante {other.sku} ab ({theirs[:40] or 'leer'})",
                    ),
                    Text(
                        en="all variants of a main article share it; make them equal",
                        de="alle Varianten eines Hauptartikels teilen es; bitte angleichen",
                    ),
                )
                break
    yield from _themes(listing, variants, group)


def _themes(listing: Listing, variants: Sequence[Listing], group: CategoryGroup | None) -> Iterator[Finding]:
    """Variants differ in the attributes that the category names for it."""
    if group is None or not group.variation_themes or not variants:
        return
    mine = _variation(listing, group)
    if not any(mine):
        themes = ", ".join(group.variation_themes)
        yield Finding(
            f"attribute:{group.variation_themes[0]}",
            Text(
                en=f"a variant needs what sets it apart: one of {themes}",
                de=f"eine Variante braucht, was sie unterscheidet: eines von {themes}",
            ),
            Text(en="fill it in", de="bitte ausfüllen"),
        )
        return
    for other in variants:
        if _variation(other, group) == mine:
            yield Finding(
                f"attribute:{group.variation_themes[0]}",
                Text(
                    en=f"the variant {other.sku} says the same here",
                    de=f"die Variante {other.sku} sagt hier dasselbe",
                ),
                Text(en="tell the variants apart", de="bitte die Varianten unterscheiden"),
            )
            return


def _variation(listing: Listing, group: CategoryGroup) -> tuple[tuple[str, ...], ...]:
    return tuple(listing.values_of(theme) for theme in group.variation_themes)


def check_unique(same_ean: Iterable[Sku]) -> Iterator[Finding]:
    """`same_ean` are the other listings with this EAN."""
    for sku in same_ean:
        yield Finding(
            "ean",
            Text(en=f"{sku} has it as well", de=f"{sku} hat sie auch"),
            Text(en="an EAN belongs to one article", de="eine EAN gehört zu einem Artikel"),
        )
        return
