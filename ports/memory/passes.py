"""What was done when, and how it went."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.text import Text


@dataclass(frozen=True, slots=True)
class PassRecord:
    """One pass of one concern. `failure` is None after a success; `counts` are what it reported."""

    concern: str
    started_at: datetime
    finished_at: datetime
    failure: Text | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


class PassLog(Protocol):
    """The passes of one app of this account: the newest few hundred of each concern, and always the last good
    and the last bad one."""

    def add(self, record: PassRecord) -> None: ...

    def last(self, concern: str) -> PassRecord | None:
        """The one that finished latest."""
        ...

    def last_success(self, concern: str) -> PassRecord | None: ...
