"""What a person says about a parcel, made into a dispatch notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from core.dispatch import (
    CarrierCode,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeState,
    Parcel,
    PositionRef,
    ReturnKey,
    TrackingKey,
)
from core.errors import InvalidValue
from core.orders import Order, PositionItemId, PositionState, SalesOrderId
from core.parcel_numbers import carriers_of, plain
from core.text import Text
from ports.memory import OrderBook, OrderQuery

_GONE = frozenset({PositionState.SENT, PositionState.RETURNED})


@dataclass(frozen=True, slots=True)
class Said:
    """As a person gives it.

    orders          ids or numbers of orders
    positions       ids; none: all that are left of the orders
    tracking        numbers; several: one position in several parcels
    return_numbers  in the order of the tracking numbers; one may serve a single parcel
    add             the shipment is reported already, these positions are not
    confirmed       the return number is printed like this
    """

    orders: Sequence[str]
    positions: Sequence[str]
    carrier: str
    tracking: Sequence[str]
    return_numbers: Sequence[str] = ()
    return_carrier: str | None = None
    ship_date: str | None = None
    add: bool = False
    confirmed: bool = False


def carrier_of(given: str, number: str, otherwise: str = "") -> str:
    """The code of the carrier: as given, or told by the form of the parcel's number, or `otherwise`.

    raises  InvalidValue (field `carrier`): nothing tells it
    """
    fitting = () if given.strip() else carriers_of(number.strip().upper())
    chosen = given.strip() or (fitting[0] if len(fitting) == 1 else otherwise.strip())
    if chosen:
        return chosen
    text = Text(
        en="the number does not tell the carrier; please choose it",
        de="die Nummer verrät den Versender nicht; bitte wählen",
    )
    if fitting:
        names = ", ".join(fitting)
        text = Text(
            en=f"{names} all use numbers like this; please choose the carrier",
            de=f"Solche Nummern haben {names}; bitte den Versender wählen",
        )
    raise InvalidValue(text, field="carrier")


def draft(said: Said, book: OrderBook, now: datetime) -> Notice:
    """The notice to be recorded.

    raises  InvalidValue: an order or position that is not known here, numbers that do not pair up, no such
    date
    """
    orders = [the_order(book, word) for word in said.orders]
    parcels = _parcels(said, now)
    kind = NoticeKind.ADDED if said.add else NoticeKind.SPLIT if len(parcels) > 1 else NoticeKind.ONE
    return Notice(
        id=NoticeId(0),
        kind=kind,
        parcels=parcels,
        positions=_positions(orders, said.positions),
        made_at=now,
        confirmed=said.confirmed,
    )


def waiting(notice: Notice) -> Text:
    """Why a notice that nothing holds is not at the marketplace yet."""
    if notice.state is NoticeState.SENDING:
        return Text(
            en=f"dispatch notice {notice.id} is being sent by another process",
            de=f"Versandmeldung {notice.id} wird gerade von einem anderen Prozess gesendet",
        )
    return Text(
        en=f"dispatch notice {notice.id} is kept and goes out with the next pass",
        de=f"Versandmeldung {notice.id} ist gespeichert und geht mit dem nächsten Durchgang hinaus",
    )


def the_order(book: OrderBook, word: str) -> Order:
    """The order with this id or number.

    raises  InvalidValue (field `order`): there is none here, or the number fits several
    """
    word = word.strip()
    stored = book.get(SalesOrderId(word))
    if stored is not None and stored.order is not None:
        return stored.order
    found = [
        each.order
        for each in book.find(OrderQuery(words=(word,))).orders
        if each.order is not None and each.order.order_number == word
    ]
    if len(found) == 1:
        return found[0]
    if found:
        text = Text(
            en=f"several orders have the number {word}; say the id",
            de=f"mehrere Aufträge haben die Nummer {word}; bitte die Kennung angeben",
        )
    else:
        text = Text(
            en=f"there is no order {word} here; bring the orders in first",
            de=f"hier gibt es keinen Auftrag {word}; bitte zuerst Aufträge einlesen",
        )
    raise InvalidValue(text, field="order")


def _positions(orders: Sequence[Order], wanted: Sequence[str]) -> tuple[PositionRef, ...]:
    known = {
        position.position_item_id: (order, position.state) for order in orders for position in order.positions
    }
    for item in wanted:
        if PositionItemId(item.strip()) not in known:
            raise InvalidValue(
                Text(en=f"position {item} is not in the order", de=f"Position {item} steht nicht im Auftrag"),
                field="position",
            )
    if wanted:
        chosen = [PositionItemId(item.strip()) for item in dict.fromkeys(wanted)]
    else:
        alive = [item for item, (_, state) in known.items() if not state.is_cancelled]
        chosen = [item for item in alive if known[item][1] not in _GONE] or alive
    return tuple(PositionRef(known[item][0].sales_order_id, item) for item in chosen)


def _parcels(said: Said, now: datetime) -> tuple[Parcel, ...]:
    numbers: list[str | None] = [plain(number) or None for number in said.tracking] or [None]
    backs: list[str | None] = [plain(number) or None for number in said.return_numbers]
    if backs and len(backs) != len(numbers):
        raise InvalidValue(
            Text(
                en=f"{len(numbers)} parcels and {len(backs)} return numbers: give each parcel one, or none "
                "at all",
                de=f"{len(numbers)} Pakete und {len(backs)} Retourennummern: bitte jedem Paket eine geben "
                "oder keinem",
            ),
            field="return_number",
        )
    carrier = CarrierCode(said.carrier.strip().upper())
    back = CarrierCode((said.return_carrier or said.carrier).strip().upper())
    shipped_at = _moment(said.ship_date, now)
    return tuple(
        Parcel(
            TrackingKey(carrier, number),
            shipped_at,
            ReturnKey(back, number_back) if backs and (number_back := backs[at]) else None,
        )
        for at, number in enumerate(numbers)
    )


def _moment(word: str | None, now: datetime) -> datetime:
    """A day is its noon in UTC, which is the same day everywhere in Europe; today is now."""
    if word is None:
        return now
    try:
        day = date.fromisoformat(word)
    except ValueError:
        try:
            moment = datetime.fromisoformat(word)
        except ValueError:
            raise InvalidValue(
                Text(
                    en=f"{word!r} is no date; write it as 2026-05-31",
                    de=f"„{word}“ ist kein Datum; bitte wie 2026-05-31 schreiben",
                ),
                field="ship_date",
            ) from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return now if day == now.date() else datetime.combine(day, time(12), tzinfo=UTC)
