"""Which returned positions a person means, and what he says of their condition."""

from collections.abc import Sequence

from app_center.dispatches import the_order
from core.apps import AppKey
from core.dispatch import PositionRef
from core.errors import InvalidValue
from core.orders import PositionItemId, SalesOrderId
from core.returns import Condition, ReturnStatus
from core.text import Text
from ports.memory import AccountMemory


def chosen(memory: AccountMemory, app: AppKey, word: str, items: Sequence[str]) -> list[PositionRef]:
    """The named positions of this order, or all that are announced. An order that never came in here may
    still have returns; it is meant by its id.

    raises  InvalidValue (field `order` or `position`): there is no such order, or nothing to decide
    """
    known = memory.returns(app).all()
    if any(each.position.sales_order_id == word.strip() for each in known):
        order = SalesOrderId(word.strip())
    else:
        order = the_order(memory.orders(app), word).sales_order_id
    if items:
        return [PositionRef(order, PositionItemId(item.strip())) for item in dict.fromkeys(items)]
    announced = [
        each.position
        for each in known
        if each.position.sales_order_id == order and each.status is ReturnStatus.ANNOUNCED
    ]
    if not announced:
        raise InvalidValue(
            Text(
                en="nothing of this order is announced as a return; name the positions",
                de="zu diesem Auftrag ist keine Retoure angekündigt; bitte die Positionen nennen",
            ),
            field="position",
        )
    return announced


def condition_of(letter: str) -> Condition:
    """raises  InvalidValue (field `condition`)"""
    try:
        return Condition(letter.strip().upper())
    except ValueError:
        raise InvalidValue(
            Text(
                en=f"the condition is a letter from A to E, not {letter!r}",
                de=f"der Zustand ist ein Buchstabe von A bis E, nicht „{letter}“",
            ),
            field="condition",
        ) from None
