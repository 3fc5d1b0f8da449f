"""How long articles were open to overselling: from a sale to the acknowledged fall on another portal."""

from collections.abc import Sequence
from datetime import datetime


def seconds_of(exposure: tuple[datetime, datetime] | None) -> float | None:
    """None where there was no such window."""
    if exposure is None:
        return None
    sold_at, settled_at = exposure
    return max(0.0, (settled_at - sold_at).total_seconds())


def figures(lengths: Sequence[float]) -> tuple[float, float, float]:
    """What half of them, 99 of 100, and all of them do not exceed. At least one is given."""
    ordered = sorted(lengths)
    return _share(ordered, 50), _share(ordered, 99), ordered[-1]


def _share(ordered: Sequence[float], percent: int) -> float:
    return ordered[-(-len(ordered) * percent // 100) - 1]
