"""The seller's switches of the listings of an app, and the calls that turned them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.apps import PortalAccountId
from core.orders import Sku
from core.switching import Switch
from core.text import Text


class SwitchBook(Protocol):
    """The switches of one app of this account. The key is the SKU. Moves are those of `core.switching`."""

    def wish(self, skus: Collection[Sku], on: bool, portal_account: PortalAccountId) -> None: ...

    def due(self) -> Sequence[Switch]:
        """Those for which a call is to go out, by SKU."""
        ...

    def under_way(self) -> Mapping[str, Sequence[Switch]]:
        """Those that the marketplace works on, by its task."""
        ...

    def called(self, now: datetime) -> None:
        """Stored before each call: it counts against the budget of a day whatever becomes of it."""
        ...

    def calls_since(self, moment: datetime) -> int: ...

    def hand_over(self, switches: Mapping[Sku, bool], task: str, look_after: datetime) -> None: ...

    def postpone(self, task: str, look_after: datetime) -> None: ...

    def close(self, task: str, refused: Mapping[Sku, Text], now: datetime) -> None:
        """The task is done: these were refused, the others of it switched."""
        ...

    def lose(self, task: str) -> None:
        """The task is not known any more."""
        ...

    def see(self, switches: Mapping[Sku, bool], now: datetime) -> None:
        """They were read. What is not listed here is passed over."""
        ...

    def some(self, skus: Collection[Sku]) -> Mapping[Sku, Switch]:
        """Those of these that are here."""
        ...

    def all(self) -> Iterator[Switch]:
        """By SKU; those that were never wished for or read as well."""
        ...
