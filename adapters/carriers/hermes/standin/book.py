"""The books of the stand-in: the contract, shipment and return orders, and the labels that were paid for."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, Final

from adapters.carriers.hermes.standin.codes import Refusal
from core.parcel import LabelKind, Reference

#: German winter time: days at Hermes are German ones.
GERMAN: Final = timezone(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Contract:
    """What the account may do.

    processed_after  from the label until a return can be made from the parcel
    most_listed      shipment orders that one list shows
    client_id        under which the tracking knows the account
    """

    shipments: bool = True
    returns: bool = True
    address_returns: bool = True
    needs_parcel_class: bool = False
    deactivated: bool = False
    processed_after: timedelta = timedelta(minutes=30)
    most_listed: int = 500
    client_id: str = "4711"


class Leaves(StrEnum):
    """What a call that fails inside Hermes has done before."""

    NOTHING = "nothing"
    ORDER = "order"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Trouble:
    """The next call for a label fails with this code, and with this status."""

    code: str
    status: int = 400
    leaves: Leaves = Leaves.NOTHING


@dataclass(slots=True)
class Order:
    """A shipment or return order. `number` is "" until the label is issued; `origin` is of returns."""

    kind: LabelKind
    order_id: str
    created: datetime
    reference: str
    reference2: str
    body: Mapping[str, Any]
    country: str
    number: str = ""
    issued_at: datetime | None = None
    origin: str = ""
    state: str = "CREATED"

    @property
    def day(self) -> date:
        return self.created.astimezone(GERMAN).date()


class Book:
    def __init__(self, now: Callable[[], datetime], contract: Contract) -> None:
        self._now = now
        self.contract = contract
        self.orders: dict[str, Order] = {}
        self.troubles: deque[Trouble] = deque()
        self._bought: list[Order] = []
        self._count = 0
        self.seeded = self._seed()

    def _seed(self) -> Order:
        """A parcel that was sent two days ago; nobody bought it here."""
        order = self.create(LabelKind.SHIPMENT, {"receiverAddress": {"countryCode": "DE"}}, "DE")
        order.created = self._now() - timedelta(days=2)
        self._issue(order)
        order.issued_at = order.created
        self._bought.clear()
        return order

    def create(self, kind: LabelKind, body: Mapping[str, Any], country: str, origin: str = "") -> Order:
        self._count += 1
        order = Order(
            kind=kind,
            order_id=f"{70_000_000_000 + self._count}",
            created=self._now(),
            reference=str(body.get("clientReference") or ""),
            reference2=str(body.get("clientReference2") or ""),
            body=body,
            country=country,
            origin=origin,
        )
        self.orders[order.order_id] = order
        return order

    def issue(self, order: Order) -> None:
        """raises  Refusal: it has been issued"""
        if order.number:
            raise Refusal("e018")
        if order.state != "CREATED":
            raise Refusal("e019")
        self._issue(order)

    def _issue(self, order: Order) -> None:
        order.number = f"H{1_000_000_000_000_000_000 + int(order.order_id):019d}"
        order.issued_at = self._now()
        order.state = "PLACED"
        self._bought.append(order)

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return [(order.kind, Reference(order.reference), order.number) for order in self._bought]

    def by_number(self, number: str) -> Order | None:
        return next((order for order in self.orders.values() if order.number == number), None)

    def by_client_reference(self, reference: str) -> Iterator[Order]:
        return (order for order in self.orders.values() if order.number and order.reference == reference)

    def outbound_of(self, body: Mapping[str, Any]) -> Order:
        """The parcel that a return is to be made from.

        raises  Refusal
        """
        order_id = body.get("shipmentOrderID")
        found = (
            self.orders.get(str(order_id))
            if order_id is not None
            else self.by_number(str(body.get("shipmentID")))
        )
        if found is None or found.kind is not LabelKind.SHIPMENT or found.issued_at is None:
            raise Refusal("e050")
        if found.country != "DE":
            raise Refusal("e049")
        if self._now() < found.issued_at + self.contract.processed_after:
            raise Refusal("e048")
        return found

    def between(self, first: date, last: date, state: str | None) -> Sequence[Order]:
        return [
            order
            for order in self.orders.values()
            if order.kind is LabelKind.SHIPMENT
            and first <= order.day <= last
            and state in {None, order.state}
        ]

    def trouble(self) -> Trouble | None:
        return self.troubles.popleft() if self.troubles else None
