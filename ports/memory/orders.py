"""The orders that an app brought in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.apps import PortalAccountId
from core.checkpoint import Checkpoint
from core.orders import Order, PositionItemId, PositionState, SalesOrderId, UnreadableOrder
from core.text import Text


@dataclass(frozen=True, slots=True)
class Kept:
    """What storing a page did, by sales order id. Every version that came in is counted once.

    outdated  versions older than what is stored, or than another version on the same page
    """

    new: tuple[SalesOrderId, ...] = ()
    changed: tuple[SalesOrderId, ...] = ()
    unchanged: int = 0
    outdated: int = 0
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order as it is kept here.

    order    None where it could never be read
    paid     what is in force here: by the marketplace if the setting said so when the order came in, else
             None (the host's rule)
    problem  why its latest version is set aside; None when all is well
    first_seen_at  when any version of it, readable or not, first came in
    """

    sales_order_id: SalesOrderId | None
    order_number: str | None
    order: Order | None
    portal_account: PortalAccountId | None
    paid: bool | None
    problem: Text | None
    first_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """Which orders are looked for.

    states  of the order; none of them for all
    words   as `core.finding.words_of` makes them; every one begins something that stands on the order
    """

    states: frozenset[PositionState] = frozenset()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderCursor:
    """The order after which a page begins."""

    ordered_at: datetime
    sales_order_id: SalesOrderId


@dataclass(frozen=True, slots=True)
class OrderList:
    """One page of what was looked for. `following` begins the next; None at the end."""

    orders: Sequence[StoredOrder]
    following: OrderCursor | None = None


@dataclass(frozen=True, slots=True)
class ClaimingOrder:
    """A version of an order of which the warehouse does not know yet what it claims. `version` names it.

    `order` may come without addresses and charges: they claim nothing.
    """

    order: Order
    version: str


PositionStates = Mapping[PositionItemId, PositionState]


class OrderBook(Protocol):
    """The orders that one app brought in for this account. The key is the sales order id, nothing else."""

    def checkpoint(self) -> Checkpoint: ...

    def keep(
        self,
        orders: Sequence[Order],
        unreadable: Sequence[UnreadableOrder],
        *,
        move: tuple[Checkpoint, Checkpoint] | None,
        portal_account: PortalAccountId,
        paid_by_marketplace: bool,
        now: datetime,
        read_again: Sequence[str] = (),
    ) -> Kept:
        """Store a page, and move the checkpoint from the first to the second value, in one transaction.

        An order is inserted, replaced with all its positions, or left alone when the stored version is
        newer (`core.orders.supersedes`) or the same; a paid state that another `paid_by_marketplace` leads
        to is a change. Of several versions on the page the newest counts. An order that reads again loses
        its problem, unless the unreadable version is known to be newer; an unreadable version of a known
        order adds the problem and leaves the order, unless it is known to be older. The portal account of
        a known order stays. `move` is None when only set-aside orders are looked at again.

        read_again  the `raw` of set-aside versions that `orders` and `unreadable` were now made of: they are
                    set aside no longer, except where `unreadable` brings them back. Without it a version
                    that never had an id would stay for ever

        raises  Conflict: the stored checkpoint is no longer `move[0]`; nothing was stored
                InvalidValue (field `portal_account`): this account has no such portal account
        """
        ...

    def set_aside(self) -> Sequence[UnreadableOrder]:
        """Oldest first."""
        ...

    def orders(self) -> Iterator[StoredOrder]:
        """By order date, newest first; set-aside ones that were never readable come first.

        All as they were when the first was taken. It holds a connection until it is read or closed.
        """
        ...

    def find(self, query: OrderQuery, *, after: OrderCursor | None = None, limit: int = 50) -> OrderList:
        """Readable orders by order date, newest first, at most `limit` of them."""
        ...

    def get(self, sales_order_id: SalesOrderId) -> StoredOrder | None:
        """A readable order; None where there is none with this id."""
        ...

    def states(self, orders: Iterable[SalesOrderId]) -> Mapping[SalesOrderId, PositionStates]:
        """The states of all positions of these orders, as far as they are here."""
        ...

    def claiming(self, limit: int) -> Sequence[ClaimingOrder]:
        """Up to `limit` orders that came in or changed since `claimed` last named them."""
        ...

    def claimed(self, orders: Sequence[ClaimingOrder]) -> None:
        """The warehouse knows what these versions claim. Of an order that has another version by now it does
        not."""
        ...

    def counts(self) -> Mapping[PositionState, int]:
        """Orders per state."""
        ...
