"""SKU, EAN, reference, the texts of the product."""

from collections.abc import Iterator

from core.listing.cells import SCALARS, cell_of
from core.listing.checks.words import is_clean, is_text, length, missing
from core.listing.finding import Finding
from core.listing.rules import ListingRules
from core.listing.spelling import TEXT
from core.listing.values import Listing
from core.text import Text

#: Texts in which lines may end.
_LONG = frozenset({"description"})
_TEXTS = tuple(column for column, (_, codec) in SCALARS.items() if codec is TEXT)


def check_texts(listing: Listing, rules: ListingRules) -> Iterator[Finding]:
    """What is required, and the length and the signs of every text."""
    yield from (missing(column) for column in rules.required if not cell_of(listing, column).strip())
    for column in _TEXTS:
        if text := cell_of(listing, column):
            yield from length(column, text, rules.lengths.get(column))
            yield from _signs(column, text)
    points = listing.product.bullet_points
    if len(points) not in rules.bullet_points:
        yield _bullet_count(len(points), rules)
    for at, point in enumerate(points, start=1):
        yield from length(f"bullet_{at}", point, rules.lengths.get("bullet"))
        yield from _signs(f"bullet_{at}", point)


def _bullet_count(count: int, rules: ListingRules) -> Finding:
    least, most = rules.bullet_points.least, rules.bullet_points.most
    return Finding(
        "bullet_1" if count < least else f"bullet_{most + 1}",
        Text(
            en=f"there are {count} bullet points; {least} to {most} are wanted",
            de=f"es gibt {count} Stichpunkte; gewünscht sind {least} bis {most}",
        ),
        Text(en="write the first one", de="bitte den ersten schreiben")
        if count < least
        else Text(en="leave the last ones out", de="bitte die letzten weglassen"),
    )


def _signs(column: str, text: str) -> Iterator[Finding]:
    if text != text.strip():
        yield Finding(
            column,
            Text(en="begins or ends with a blank", de="beginnt oder endet mit einem Leerzeichen"),
            Text(en="remove it", de="bitte entfernen"),
        )
    if not (is_text(text) if column in _LONG else is_clean(text)):
        yield Finding(
            column,
            Text(en="contains control characters", de="enthält Steuerzeichen"),
            Text(en="type it anew", de="bitte neu eintippen"),
        )


def check_ean(listing: Listing, rules: ListingRules) -> Iterator[Finding]:
    ean = listing.ean
    if not ean:
        return
    if not (ean.isascii() and ean.isdigit() and len(ean) in {8, 12, 13, 14}):
        yield Finding(
            "ean",
            Text(
                en=f"{ean[:20]!r} is no EAN: it has 8, 12, 13 or 14 digits and nothing else",
                de=f"„{ean[:20]}“ ist keine EAN: sie hat 8, 12, 13 oder 14 Ziffern und sonst nichts",
            ),
            Text(en="copy it from the package", de="bitte von der Packung abschreiben"),
        )
    elif check_digit(ean[:-1]) != ean[-1]:
        yield Finding(
            "ean",
            Text(
                en=f"its last digit would have to be {check_digit(ean[:-1])}",
                de=f"die letzte Ziffer müsste {check_digit(ean[:-1])} sein",
            ),
            Text(en="look for the wrong digit", de="bitte die falsche Ziffer suchen"),
        )
    for lead in rules.refused_eans:
        if ean.startswith(lead):
            yield Finding(
                "ean",
                Text(
                    en=f"EANs that begin with {lead} are for use inside a shop and are not taken",
                    de=f"EANs, die mit {lead} beginnen, gelten nur im Laden und werden abgelehnt",
                ),
                Text(en="give the maker's EAN", de="bitte die EAN des Herstellers angeben"),
            )


def check_digit(digits: str) -> str:
    """The last digit of a GTIN whose other digits these are (GS1: weights 3 and 1 from the right)."""
    weighted = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)
