"""What an order book does with the versions that come in: which it takes in, and which stand aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.orders import Order, SalesOrderId, UnreadableOrder, supersedes


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an order. `content` equals that of another version that says the same."""

    changed_at: datetime | None
    content: object


@dataclass(frozen=True, slots=True)
class Intake:
    """What becomes of a page. `solved` are orders whose set-aside version is settled by a readable one."""

    new: tuple[SalesOrderId, ...]
    changed: tuple[SalesOrderId, ...]
    unchanged: int
    outdated: int
    solved: tuple[SalesOrderId, ...]
    set_aside: tuple[UnreadableOrder, ...]


def newest_of(versions: Iterable[Order]) -> dict[SalesOrderId, Order]:
    """The newest version of each order; among equally new ones the later read counts."""
    newest: dict[SalesOrderId, Order] = {}
    for order in versions:
        known = newest.get(order.sales_order_id)
        if known is None or supersedes(order.changed_at, known.changed_at):
            newest[order.sales_order_id] = order
    return newest


def take_in(
    page: Mapping[SalesOrderId, Version],
    unreadable: Iterable[UnreadableOrder],
    stored: Mapping[SalesOrderId, Version],
    problems: Mapping[SalesOrderId, datetime | None],
) -> Intake:
    """
    page      the readable versions, one an order
    stored    the versions in force, at least those of the orders that the page names
    problems  when the set-aside version of these orders changed, None where that is not known
    """
    new: list[SalesOrderId] = []
    changed: list[SalesOrderId] = []
    solved: list[SalesOrderId] = []
    unchanged = outdated = 0
    in_force = dict(stored)
    for order, version in page.items():
        known = stored.get(order)
        if known is not None and not supersedes(version.changed_at, known.changed_at):
            outdated += 1
            continue
        if known is None:
            new.append(order)
        elif version.content != known.content:
            changed.append(order)
        else:
            unchanged += 1
        in_force[order] = version
        if order in problems and supersedes(version.changed_at, problems[order]):
            solved.append(order)
    open_problems = {order: moment for order, moment in problems.items() if order not in solved}
    aside: dict[tuple[SalesOrderId | None, str], UnreadableOrder] = {}
    for unread in unreadable:
        order_or_none = unread.sales_order_id
        key = (order_or_none, "" if order_or_none else unread.raw)
        rivals = [aside[key].changed_at] if key in aside else []
        if order_or_none:
            rivals.append(open_problems.get(order_or_none))
            rivals.append(in_force[order_or_none].changed_at if order_or_none in in_force else None)
        if all(supersedes(unread.changed_at, rival) for rival in rivals):
            outdated += key in aside
            aside[key] = unread
        else:
            outdated += 1
    returned = {unread.sales_order_id for unread in aside.values()}
    return Intake(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        outdated=outdated,
        solved=tuple(order for order in solved if order not in returned),
        set_aside=tuple(aside.values()),
    )
