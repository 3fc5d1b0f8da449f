"""How long articles were open to overselling: from a sale to the acknowledged fall on another portal."""

from collections.abc import Sequence
from datetime import datetime


def seconds_of(exposed_since: datetime | None, settled_at: datetime | None) -> float | None:
    """None where there was no such window, or it is open still."""
    if exposed_since is None or settled_at is None:
        return None
    return max(0.0, (settled_at - exposed_since).total_seconds())


def figures(lengths: Sequence[float]) -> tuple[float, float, float]:
    """What half of them, 99 of 100, and all of them do not exceed. At least one is given."""
    ordered = sorted(lengths)
    return _share(ordered, 50), _share(ordered, 99), ordered[-1]


def _share(ordered: Sequence[float], percent: int) -> float:
    return ordered[-(-len(ordered) * percent // 100) - 1]
