"""The sandbox's order generator: eight scenarios, as its guide lists them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from adapters.otto.standin.orders import moves
from adapters.otto.standin.orders.catalogue import COUCH, FRIDGE, MOWER, PHONE, SHIRT, Article
from adapters.otto.standin.orders.generator import HOLD, PREPAYMENT, draft
from adapters.otto.standin.orders.sales_order import SalesOrder

#: By number: the articles, whether it is paid in advance, whether it has a discount.
_SCENARIOS: Final[dict[int, tuple[tuple[Article, ...], bool, bool]]] = {
    1: ((PHONE,), False, False),
    2: ((SHIRT, SHIRT), False, False),
    3: ((MOWER, SHIRT), False, False),
    4: ((SHIRT,), False, True),
    5: ((PHONE,), True, False),
    6: ((MOWER,), True, False),
    7: ((COUCH,), False, False),
    8: ((SHIRT, FRIDGE), False, False),
}
NUMBERS: Final = tuple(_SCENARIOS)


def scenario(number: int, draw: Random, now: datetime, hold: timedelta = HOLD) -> SalesOrder:
    """The order of one scenario, bought so long ago that it shows at once.

    5 waits for its payment and has the pick-up of an old appliance booked; 6 was never paid.
    """
    articles, in_advance, discount = _SCENARIOS[number]
    payment = PREPAYMENT if in_advance else "INVOICE_SINGLE"
    order = draft(draw, now - hold, articles=articles, payment=payment, hold=hold, discount=discount)
    if number == 5:
        return _with_pickup(order)
    return moves.cancel_by_marketplace(order, None, now, "PAYMENT_ABORTED") if number == 6 else order


def scenarios(draw: Random, now: datetime, hold: timedelta = HOLD) -> Iterator[SalesOrder]:
    return (scenario(number, draw, now, hold) for number in NUMBERS)


def _with_pickup(order: SalesOrder) -> SalesOrder:
    return replace(order, items=tuple(replace(item, weee_pickup=True) for item in order.items))
