"""What the inside asks of the machine."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time from outside; `core` and `sync` have none of their own."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...
