"""An order as people read it: pieces of one article together, and what happened to them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app_center.web.words.orders import ORDER
from core.money import Money
from core.orders import Order, Position, PositionState
from core.people import Address
from core.text import Text
from ports.memory import StoredOrder

_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Group:
    """Positions of one article at one price. `parcels` are pairs of carrier and tracking number."""

    first: Position
    positions: tuple[Position, ...]
    states: Mapping[PositionState, int]
    parcels: tuple[tuple[str | None, str], ...]

    @property
    def total(self) -> Money:
        return Money(self.first.price.cents * len(self.positions), self.first.price.currency)


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    text: Text


def grouped(positions: Iterable[Position]) -> list[Group]:
    """In the order of the first piece of each."""
    groups: dict[tuple[object, ...], list[Position]] = {}
    for position in positions:
        groups.setdefault((position.sku, position.price, position.reduced_price), []).append(position)
    return [
        Group(
            each[0],
            tuple(each),
            Counter(position.state for position in each),
            tuple(dict.fromkeys((p.carrier, p.tracking_number) for p in each if p.tracking_number)),
        )
        for each in groups.values()
    ]


def totals(positions: Iterable[Position]) -> list[Money]:
    """The value of the positions that live, by currency; a marketplace's orders have one."""
    sums: Counter[str] = Counter()
    for position in positions:
        if not position.state.is_cancelled:
            sums[position.price.currency] += position.price.cents
    return [Money(cents, currency) for currency, cents in sums.items()]


def lines_of(address: Address) -> list[str]:
    """As on a letter."""
    person = " ".join(filter(None, (address.title, address.first_name, address.last_name)))
    street = " ".join(filter(None, (address.street, address.house_number)))
    place = " ".join(filter(None, (address.postal_code, address.city)))
    return [line for line in (person, address.addition, street, place, address.country) if line]


def buyer(order: Order) -> str | None:
    """The name of whom the parcel goes to, else of who pays."""
    for address in (order.delivery_address, order.invoice_address):
        if address is not None:
            name = " ".join(filter(None, (address.first_name, address.last_name)))
            if name:
                return name
    return None


def history(stored: StoredOrder) -> list[Happening]:
    """Everything with a time that is known, latest first; pieces that went together stand together."""
    order = stored.order
    if order is None:
        return []
    told = [Happening(order.ordered_at, ORDER["h_ordered"])]
    if stored.first_seen_at is not None:
        told.append(Happening(stored.first_seen_at, ORDER["h_came_in"]))
    moments: tuple[tuple[Callable[[Position], datetime | None], Callable[[Position], Text]], ...] = (
        (lambda position: position.processable_at, lambda _: ORDER["h_processable"]),
        (lambda position: position.sent_at, _sent),
        (lambda position: position.returned_at, lambda _: ORDER["h_returned"]),
        (lambda position: position.cancelled_at, _cancelled),
    )
    for moment, text in moments:
        told += _together(order.positions, moment, text)
    return sorted(told, key=lambda happening: happening.at, reverse=True)


def _together(
    positions: Sequence[Position],
    moment: Callable[[Position], datetime | None],
    text: Callable[[Position], Text],
) -> list[Happening]:
    pieces: dict[tuple[datetime, Text], Counter[str]] = {}
    for position in positions:
        at = moment(position)
        if at is not None:
            pieces.setdefault((at, text(position)), Counter())[position.sku] += 1
    return [Happening(at, _filled(said, pieces=_pieces(skus))) for (at, said), skus in pieces.items()]


def _pieces(skus: Counter[str]) -> str:
    return ", ".join(f"{count} × {sku}" for sku, count in skus.items())


def _filled(text: Text, **values: str) -> Text:
    """Each {name} replaced, once and without a second look: a value may have braces of its own."""

    def put(sentence: str) -> str:
        return _PLACE.sub(lambda found: values.get(found[1], found[0]), sentence)

    return Text(en=put(text.en), de=put(text.de))


def _sent(position: Position) -> Text:
    if not position.tracking_number:
        return ORDER["h_sent_plain"]
    return _filled(ORDER["h_sent"], carrier=position.carrier or "?", number=position.tracking_number)


def _cancelled(position: Position) -> Text:
    by_us = position.state is PositionState.CANCELLED_BY_PARTNER
    text = ORDER["h_cancelled_by_partner" if by_us else "h_cancelled_by_marketplace"]
    why = f" ({position.cancellation_reason})" if position.cancellation_reason else ""
    return _filled(text, why=why)
