"""The receipts that OTTO writes in the seller's name, as the orders change."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Final

from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.orders.sales_order import Fee, Item, SalesOrder, State
from adapters.otto.standin.orders.shelf import Shelf
from adapters.otto.standin.receipts.receipt import Kind, Rebate, Receipt, lines_of
from adapters.otto.standin.shipments.shipment import Origin

#: The seller's number at OTTO, as receipt numbers have it.
PARTNER: Final = "118475690"
_GONE: Final = frozenset({State.SENT, State.RETURNED})


class ReceiptBook:
    """Works under the lock of the shelf. `origin_of` tells where the parcel of an item left."""

    def __init__(self, shelf: Shelf, odd: Oddities, origin_of: Callable[[str], Origin | None]) -> None:
        self._shelf = shelf
        self._odd = odd
        self._origin_of = origin_of
        self._receipts: dict[str, Receipt] = {}
        self._purchase_of: dict[str, str] = {}
        self._of_order: dict[str, list[str]] = {}
        self._rebates: dict[str, list[Rebate]] = {}
        self._numbers = count(1)
        shelf.watchers.append(self._write)

    def find(self, number: str) -> Receipt | None:
        """If it shows already."""
        receipt = self._receipts.get(number)
        return receipt if receipt is not None and self._shows(receipt) else None

    def of_order(self, order_id: str) -> Sequence[Receipt]:
        """All of them, also those that do not show yet."""
        return [self._receipts[number] for number in self._of_order.get(order_id, ())]

    def purchase_of(self, item_id: str) -> Receipt | None:
        return self._receipts.get(self._purchase_of.get(item_id, ""))

    def listed(
        self,
        kinds: Collection[Kind] = (),
        *,
        order_id: str | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> Sequence[Receipt]:
        """Newest first. No kinds mean all; both days are included, in UTC."""
        with self._shelf.lock:
            candidates: Iterable[Receipt] = self._receipts.values()
            if order_id is not None:
                candidates = self.of_order(order_id)
            found = [
                receipt
                for receipt in candidates
                if (not kinds or receipt.kind in kinds)
                and _within(receipt.created_at, first, last)
                and self._shows(receipt)
            ]
        return sorted(found, key=lambda receipt: (receipt.created_at, receipt.number), reverse=True)

    def rebates_of(self, item_id: str) -> Sequence[Rebate]:
        return self._rebates.get(item_id, ())

    def refund_partly(self, order: SalesOrder, item: Item, cents: int, at: datetime) -> Receipt:
        """A price reduction has come through."""
        with self._shelf.lock:
            receipt = self._keep(
                Receipt(
                    number=self._number("E", at),
                    kind=Kind.PARTIAL_REFUND,
                    created_at=at,
                    order=order,
                    rebated=(item, cents),
                    linked=self.purchase_of(item.id),
                )
            )
            rebate = Rebate(item.id, cents, receipt.number, at)
            self._rebates.setdefault(item.id, []).append(rebate)
            return receipt

    def _shows(self, receipt: Receipt) -> bool:
        return receipt.created_at + self._odd.receipt_delay <= self._shelf.now()

    def _write(self, before: SalesOrder | None, after: SalesOrder) -> None:
        """What has been sent gets its purchase receipt, what has come back its refund, whoever did it."""
        states = {item.id: item.state for item in before.items} if before else {}
        sent = [item for item in after.items if item.state in _GONE and states.get(item.id) not in _GONE]
        for at, items in _by_moment(sent, lambda item: item.sent_at):
            self._write_purchase(after, items, at)
        back = [
            item
            for item in after.items
            if item.state is State.RETURNED and states.get(item.id) is not State.RETURNED
        ]
        for at, items in _by_moment(back, lambda item: item.returned_at):
            self._write_refunds(after, items, at)

    def _write_purchase(self, order: SalesOrder, items: Sequence[Item], at: datetime) -> None:
        """Delivery fees stand on the order's first receipt only."""
        receipt = self._keep(
            Receipt(
                number=self._number("R", at),
                kind=Kind.PURCHASE,
                created_at=at,
                order=order,
                lines=lines_of(items),
                fees=() if self._of_order.get(order.id) else order.fees,
                origin=self._origin_of(items[0].id),
                sent_at=at,
            )
        )
        for item in items:
            self._purchase_of[item.id] = receipt.number

    def _write_refunds(self, order: SalesOrder, items: Sequence[Item], at: datetime) -> None:
        """One for each purchase receipt, because a refund names the one that it belongs to."""
        by_purchase: dict[str, list[Item]] = {}
        for item in items:
            by_purchase.setdefault(self._purchase_of[item.id], []).append(item)
        for number, group in by_purchase.items():
            rebates = [rebate for item in group for rebate in self.rebates_of(item.id)]
            self._refund(order, at, self._receipts[number], items=group, rebates=rebates)
        if self._odd.refunds_delivery_fee and all(item.state is State.RETURNED for item in order.items):
            first = self._receipts[self._of_order[order.id][0]]
            if first.fees:
                self._refund(order, at, first, fees=first.fees)

    def _refund(
        self,
        order: SalesOrder,
        at: datetime,
        purchase: Receipt,
        *,
        items: Sequence[Item] = (),
        rebates: Sequence[Rebate] = (),
        fees: tuple[Fee, ...] = (),
    ) -> None:
        self._keep(
            Receipt(
                number=self._number("E", at),
                kind=Kind.REFUND,
                created_at=at,
                order=order,
                lines=lines_of(items, rebates),
                fees=fees,
                linked=purchase,
            )
        )

    def _keep(self, receipt: Receipt) -> Receipt:
        self._receipts[receipt.number] = receipt
        self._of_order.setdefault(receipt.order.id, []).append(receipt.number)
        return receipt

    def _number(self, letter: str, at: datetime) -> str:
        return f"{letter}-DE-{PARTNER}-{at.year}-{next(self._numbers)}"


def _by_moment(
    items: Iterable[Item], moment: Callable[[Item], datetime | None]
) -> Sequence[tuple[datetime, Sequence[Item]]]:
    groups: dict[datetime, list[Item]] = {}
    for item in items:
        at = moment(item)
        assert at is not None, "every move of this kind writes its moment"
        groups.setdefault(at, []).append(item)
    return sorted(groups.items(), key=lambda group: group[0])


def _within(moment: datetime, first: date | None, last: date | None) -> bool:
    day = moment.astimezone(UTC).date()
    return (first is None or first <= day) and (last is None or day <= last)
