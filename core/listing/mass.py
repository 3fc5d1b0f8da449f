"""A stop before many listings change at once: a wrong file should not reach every buyer."""

from dataclasses import dataclass

from core.text import Text


@dataclass(frozen=True, slots=True)
class MassLimit:
    """More than `share` percent of all listings, and more than `least` of them, are many."""

    share: int = 20
    least: int = 20


def too_many(changing: int, total: int, limit: MassLimit) -> Text | None:
    """What to ask before going on; None when it is no mass change."""
    if changing <= limit.least or changing * 100 <= total * limit.share:
        return None
    return Text(
        en=f"this changes {changing} of {total} listings at once, more than {limit.share} %; "
        "if that is meant, say so with --yes",
        de=f"das ändert {changing} von {total} Angeboten auf einmal, mehr als {limit.share} %; "
        "falls das so gemeint ist, bitte mit --yes bestätigen",
    )
