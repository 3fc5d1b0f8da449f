"""The right to work on one concern of one app of an account, which a frozen worker may have lost unawares."""

from typing import Protocol


class Lease(Protocol):
    """Held for one pass. `fence` grows with every holder, which tells an old one from its successor."""

    @property
    def fence(self) -> int: ...

    def hold(self) -> None:
        """Called before every write that goes out to another system.

        raises  LeaseLost: somebody else works on this concern by now; nothing more may be sent
        """
        ...
