"""Returns: what buyers announce, what the seller decides, what OTTO does by itself."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import count
from typing import Final

from adapters.otto.standin.books import Books, Decision
from adapters.otto.standin.orders import moves
from adapters.otto.standin.orders.moves import Chosen, Impossible
from adapters.otto.standin.orders.sales_order import Item, SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.return_shipments.parcels import ReturnParcels
from adapters.otto.standin.returns.case import MARKETPLACE_REASONS, Case, Status, Verdict
from adapters.otto.standin.shipments.depot import Depot
from adapters.otto.standin.shipments.shipment import TrackingKey

_WAREHOUSE: Final = "e4fae5b7e4fae5b7d4"


class Objection(StrEnum):
    """Why a verdict is not taken."""

    NOT_SENT = "not sent"
    OTHER_ORDER = "other order"
    ALREADY_ACCEPTED = "already accepted"


class Cases:
    """One case for each position item, the last that is known. Works under the lock of the shelf; `settle`
    lets take place what is due before anything is decided.

    In all actions of buyers and OTTO `items` are position item ids; None means all that are SENT.

    raises  Impossible: no such order, or not in a state for it; nothing has changed
    """

    def __init__(
        self,
        shelf: Shelf,
        books: Books,
        depot: Depot,
        parcels: ReturnParcels,
        settle: Callable[[], None],
    ) -> None:
        self._shelf = shelf
        self._books = books
        self._depot = depot
        self._parcels = parcels
        self._settle = settle
        self._cases: dict[str, Case] = {}
        self._turns: dict[str, int] = {}
        self._turn = count(1)
        shelf.watchers.append(self._catch_up)

    def listed(self, status: Status | None = None) -> Sequence[Case]:
        """The newest change of status first."""
        with self._shelf.lock:
            found = [case for case in self._cases.values() if status is None or case.status is status]
            key = self._turns
            return sorted(found, key=lambda case: (case.changed_at, key[case.item_id]), reverse=True)

    def decide(self, verdict: Verdict) -> Objection | None:
        """None when it was taken. An accepted return is final; a rejected one may still be accepted."""
        with self._shelf.lock:
            self._settle()
            order = self._order(verdict.order_id)
            item = None if order is None else _item(order, verdict.item_id)
            if order is None or item is None:
                return Objection.OTHER_ORDER
            if item.state is State.RETURNED:
                return Objection.ALREADY_ACCEPTED
            if item.state is not State.SENT:
                return Objection.NOT_SENT
            self._keep(order, item, verdict.status, condition=verdict.condition, reason=verdict.reason)
            self._book(verdict)
            if verdict.status is Status.ACCEPTED:
                self._give_back(order.id, item.id, by_marketplace=False)
            return None

    def announce(self, order_id: str, items: Chosen = None) -> Sequence[TrackingKey]:
        """A buyer asks for the return label: the numbers that the shipments named are used. Answers with
        them."""
        with self._shelf.lock:
            keys: list[TrackingKey] = []
            for order, item in self._sent(order_id, items):
                ways = self._ways_back(item)
                self._keep(
                    order,
                    item,
                    Status.ANNOUNCED,
                    carrier=ways[0].carrier,
                    numbers=tuple(str(way.number) for way in ways),
                )
                for way in ways:
                    self._parcels.announce(way, order.id, item.id)
                keys += [way for way in ways if way not in keys]
            return keys

    def take_back(self, order_id: str, items: Chosen = None) -> None:
        """A buyer keeps the goods after all: the announcement vanishes."""
        with self._shelf.lock:
            chosen = self._announced(order_id, items)
            for case in chosen:
                del self._cases[case.item_id]
                self._parcels.drop(case.item_id)

    def misdirect(self, order_id: str, items: Chosen = None) -> None:
        """The goods came to a warehouse of OTTO's in place of the seller's."""
        with self._shelf.lock:
            for order, item in self._sent(order_id, items):
                self._keep(order, item, Status.MISDIRECTED, warehouse=_WAREHOUSE)

    def accept_by_marketplace(
        self, order_id: str, items: Chosen = None, reason: str = "OVERDUE_CREDIT"
    ) -> None:
        """OTTO pays the buyer back without asking."""
        if reason not in MARKETPLACE_REASONS:
            raise Impossible(f"no reason of OTTO's own: {reason}; known: {', '.join(MARKETPLACE_REASONS)}")
        with self._shelf.lock:
            self._settle()
            for order, item in self._sent(order_id, items):
                self._keep(order, item, Status.ACCEPTED, reason=reason)
                self._books.decisions.append(
                    Decision(
                        self._shelf.now(), order.id, item.id, "accepted", None, reason, by_marketplace=True
                    )
                )
                self._give_back(order.id, item.id, by_marketplace=True)

    def _catch_up(self, before: SalesOrder | None, after: SalesOrder) -> None:
        """What came back without a verdict over the interface was accepted as well."""
        states = {item.id: item.state for item in before.items} if before else {}
        for item in after.items:
            if item.state is State.RETURNED and states.get(item.id) is not State.RETURNED:
                case = self._cases.get(item.id)
                if case is None or case.status is not Status.ACCEPTED:
                    reason = "OVERDUE_CREDIT" if item.accepted_by_marketplace else "RETURN_RECEIVED"
                    self._keep(after, item, Status.ACCEPTED, reason=reason)

    def _give_back(self, order_id: str, item_id: str, *, by_marketplace: bool) -> None:
        self._shelf.change(
            order_id,
            lambda order, at: moves.give_back(order, [item_id], at, by_marketplace=by_marketplace),
        )

    def _keep(
        self,
        order: SalesOrder,
        item: Item,
        status: Status,
        *,
        carrier: str | None = None,
        numbers: tuple[str, ...] = (),
        condition: str | None = None,
        reason: str | None = None,
        warehouse: str | None = None,
    ) -> None:
        self._turns[item.id] = next(self._turn)
        self._cases[item.id] = Case(
            order_id=order.id,
            order_number=order.number,
            item_id=item.id,
            status=status,
            changed_at=item.returned_at or self._shelf.now(),
            carrier=carrier,
            numbers=numbers,
            condition=condition,
            reason=reason,
            warehouse=warehouse,
        )

    def _book(self, verdict: Verdict) -> None:
        self._books.decisions.append(
            Decision(
                self._shelf.now(),
                verdict.order_id,
                verdict.item_id,
                verdict.status.value.lower(),
                verdict.condition,
                verdict.reason,
            )
        )

    def _order(self, order_id: str) -> SalesOrder | None:
        order = self._shelf.newest(order_id) if self._shelf.find(order_id) is not None else None
        return order if isinstance(order, SalesOrder) else None

    def _sent(self, order_id: str, items: Chosen) -> Sequence[tuple[SalesOrder, Item]]:
        """What buyers and OTTO may act on."""
        order = self._order(order_id)
        if order is None:
            raise Impossible(f"there is no order {order_id}")
        sent = [item for item in order.items if item.state is State.SENT]
        if items is None:
            chosen = sent
        else:
            chosen = [item for item in sent if item.id in items]
            if len(chosen) != len(set(items)):
                raise Impossible(f"order {order_id}: not all of these items are SENT")
        if not chosen:
            raise Impossible(f"order {order_id} has no item that is SENT")
        return [(order, item) for item in chosen]

    def _announced(self, order_id: str, items: Chosen) -> Sequence[Case]:
        chosen = [
            case
            for case in self._cases.values()
            if case.order_id == order_id
            and case.status is Status.ANNOUNCED
            and (items is None or case.item_id in items)
        ]
        if not chosen:
            raise Impossible(f"order {order_id} has no announced return")
        return chosen

    def _ways_back(self, item: Item) -> Sequence[TrackingKey]:
        """The return numbers of its parcels; a forwarder's piece without one is fetched by HES."""
        ways = [
            piece.way_back
            for shipment in self._depot.of_item(item.id)
            for piece in shipment.pieces
            if piece.item_id == item.id and piece.way_back is not None
        ]
        return ways or [TrackingKey("HES", f"HES{int(item.id[:8], 16):010d}")]


def _item(order: SalesOrder, item_id: str) -> Item | None:
    return next((item for item in order.items if item.id == item_id), None)
