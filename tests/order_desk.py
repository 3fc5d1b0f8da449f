"""An order book to keep pages in, with few words."""

from dataclasses import dataclass
from typing import Any, Final

from core.apps import AppKey, PortalAccount
from core.checkpoint import Checkpoint
from core.orders import Order, UnreadableOrder
from ports.memory import AccountMemory, Kept, Memory, OrderBook, StoredOrder
from tests.orders import MINUTE, NOON

OTTO: Final = AppKey("otto")


@dataclass
class Desk:
    """An order book, with what stays the same from page to page."""

    book: OrderBook
    account: AccountMemory
    portal_account: PortalAccount

    def keep(
        self,
        *page: Order | UnreadableOrder,
        minute: int = 0,
        move: tuple[Checkpoint, Checkpoint] | None = None,
        **terms: Any,
    ) -> Kept:
        return self.book.keep(
            [each for each in page if isinstance(each, Order)],
            [each for each in page if isinstance(each, UnreadableOrder)],
            **{
                "move": move,
                "portal_account": self.portal_account.id,
                "paid_by_marketplace": False,
                "now": NOON + minute * MINUTE,
                **terms,
            },
        )

    def stored(self) -> list[StoredOrder]:
        return list(self.book.orders())

    def orders(self) -> list[Order | None]:
        return [stored.order for stored in self.book.orders()]


def a_desk(memory: Memory, name: str = "Anna") -> Desk:
    """Of a new account."""
    account = memory.of(memory.accounts.add(name).id)
    return Desk(account.orders(OTTO), account, account.portal_accounts.find_or_add("OTTO"))
