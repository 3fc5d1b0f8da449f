"""How long somebody waits after wrong passwords."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: So many wrong ones are free: people mistype.
FREE: Final = 5
#: Waiting doubles with each further one, up to this.
LONGEST: Final = timedelta(minutes=15)
#: After so long without a further one all is forgotten.
MEMORY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attempts:
    """The wrong passwords of late, for one e-mail or from one address."""

    failures: int = 0
    last: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """How long until the next try is looked at; nothing for the first few."""
        if self.last is None or self.failures < FREE or now - self.last > MEMORY:
            return timedelta()
        pause = min(timedelta(seconds=2 << min(self.failures - FREE, 20)), LONGEST)
        return max(timedelta(), self.last + pause - now)

    def failed(self, now: datetime) -> "Attempts":
        forgotten = self.last is None or now - self.last > MEMORY
        return Attempts(1 if forgotten else self.failures + 1, now)
