"""Many parcels said at once: lines of order, carrier, tracking number, as they are scanned or exported.

Columns   order; carrier; tracking number; return number; return carrier. The last two may be left out, and
          the carrier may be left empty where the form of the number tells it. A first line with names of
          columns is passed over.
Between   semicolon, tab or comma; blank lines do not count.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app_center.bootstrap import AppCenter
from app_center.by_hand import run_now
from app_center.dispatch_desk import looked_over
from app_center.dispatches import Said, carrier_of, draft, the_order
from core.dispatch import Notice
from core.errors import InvalidValue
from core.findings import holding
from core.orders import Order, PositionState, SalesOrderId
from core.text import Text
from ports.hooks import MarketplaceKind
from ports.memory import AccountMemory, OrderBook
from sync.dispatch_notes import record

#: Lines of one list: what a person waits for.
MOST: Final = 500
_HEADS: Final = frozenset({"order", "auftrag", "auftragsnummer", "order_number", "bestellnummer"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `number` counts from 1, as an editor shows it; `raw` is the line itself."""

    number: int
    raw: str
    order: str
    carrier: str = ""
    tracking: str = ""
    return_number: str = ""
    return_carrier: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a line: a notice, or what is wrong with it and nothing was kept."""

    line: Line
    notice: Notice | None = None
    problem: Text | None = None


def lines_in(text: str) -> list[Line]:
    """raises  InvalidValue (field `list`): nothing in it, or too much"""
    lines = list(_read(text))
    if not lines:
        raise InvalidValue(Text(en="there is no line in it", de="es steht keine Zeile darin"), field="list")
    if len(lines) > MOST:
        raise InvalidValue(
            Text(
                en=f"{len(lines)} lines; {MOST} go at a time, please send the rest afterwards",
                de=f"{len(lines)} Zeilen; {MOST} gehen auf einmal, den Rest bitte danach senden",
            ),
            field="list",
        )
    return lines


def _read(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if not raw.strip():
            continue
        mark = next((sign for sign in ";\t," if sign in raw), ";")
        cells = [cell.strip() for cell in next(csv.reader(io.StringIO(raw), delimiter=mark))]
        if number == 1 and cells[0].casefold().replace(" ", "_") in _HEADS:
            continue
        first, *more = cells
        yield Line(number, raw, first, *more[:4])


def report_lines(
    center: AppCenter, memory: AccountMemory, kind: MarketplaceKind, lines: Sequence[Line]
) -> tuple[list[Told], Text | None]:
    """Every good line is kept and sent, in one pass; a bad one is named and keeps none of the others back.

    Several lines of one order whose only open position they share are its several parcels. The text says why
    the pass did not go well.

    raises  InvalidValue: nothing can be reported at all
    """
    key, now = kind.manifest.key, center.clock.now()
    orders, book = memory.orders(key), memory.dispatches(key)
    told: dict[int, Told] = {}
    for group in _grouped(orders, lines):
        try:
            said = _draft(orders, group.lines, now)
            seen = looked_over(center, memory, kind, said)
            problem = next((finding.sentence for finding in holding(seen.findings)), group.problem)
            notice = None if problem is not None else record(book, said)
        except InvalidValue as error:
            notice, problem = None, error.text
        told |= {line.number: Told(line, notice, problem) for line in group.lines}
    kept = [each for each in told.values() if each.notice is not None]
    trouble = run_now(center, memory, kind, "dispatch") if kept else None
    after = {each.notice.id: book.get(each.notice.id) for each in kept if each.notice is not None}
    return [
        Told(each.line, after[each.notice.id], None) if each.notice is not None else each
        for _, each in sorted(told.items())
    ], trouble


@dataclass(slots=True)
class _Group:
    """Lines that are one notice. `problem`: why they cannot be, whatever else is right about them."""

    lines: list[Line]
    problem: Text | None = None


def _grouped(orders: OrderBook, lines: Sequence[Line]) -> list[_Group]:
    """Lines about the same single piece are its several parcels; a parcel that was scanned twice is one."""
    groups: list[_Group] = []
    of_order: dict[SalesOrderId, _Group] = {}
    for line in lines:
        try:
            order = the_order(orders, line.order)
        except InvalidValue:
            groups.append(_Group([line]))
            continue
        first = of_order.get(order.sales_order_id)
        if first is None:
            groups.append(of_order.setdefault(order.sales_order_id, _Group([line])))
        elif _is_one_piece(order) or line.tracking in {each.tracking for each in first.lines}:
            first.lines.append(line)
        else:
            groups.append(_Group([line], _twice(first.lines[0])))
    return groups


def _is_one_piece(order: Order) -> bool:
    return sum(each.state is PositionState.PROCESSABLE for each in order.positions) == 1


def _twice(first: Line) -> Text:
    return Text(
        en=f"line {first.number} reports this order already; for several parcels open the order",
        de=f"Zeile {first.number} meldet diesen Auftrag schon; für mehrere Pakete bitte den Auftrag öffnen",
    )


def _draft(orders: OrderBook, group: Sequence[Line], now: datetime) -> Notice:
    first = group[0]
    if not first.order:
        raise InvalidValue(Text(en="the order is missing", de="der Auftrag fehlt"), field="order")
    parcels = list({line.tracking: line for line in group}.values())
    numbers = [line.return_number for line in parcels]
    back = first.return_carrier or (carrier_of("", numbers[0], first.carrier) if numbers[0] else None)
    said = Said(
        orders=[first.order],
        positions=(),
        carrier=carrier_of(first.carrier, first.tracking),
        tracking=[line.tracking for line in parcels],
        return_numbers=numbers if any(numbers) else (),
        return_carrier=back,
    )
    return draft(said, orders, now)
