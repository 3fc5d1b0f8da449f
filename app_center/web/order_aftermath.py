"""What became of an order after the sale, for its page: notices, cancellations, reductions, receipts."""

from collections.abc import Sequence
from dataclasses import dataclass

from app_center.web.visit import Visit
from core.apps import AppKey
from core.cancellations import Cancellation
from core.dispatch import Notice, PositionRef
from core.orders import Order, PositionState
from core.price_reductions import PriceReduction
from core.receipts import Receipt
from core.returns import Return


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Newest first, each. `without_pdf` has numbers of receipts."""

    notices: Sequence[Notice]
    cancellations: Sequence[Cancellation]
    reductions: Sequence[PriceReduction]
    receipts: Sequence[Receipt]
    without_pdf: frozenset[str]
    returns: Sequence[Return]
    can_send: bool
    can_cancel: bool
    can_reduce: bool


def aftermath(visit: Visit, app: AppKey, order: Order) -> Aftermath:
    memory, identity = visit.account, order.sales_order_id
    refs = [PositionRef(identity, each.position_item_id) for each in order.positions]
    states = {each.state for each in order.positions}
    receipts = memory.receipts(app)
    mine = [
        each
        for each in receipts.all()
        if each.sales_order_id == identity
        or (each.sales_order_id is None and each.order_number == order.order_number)
    ]
    book = memory.returns(app)
    return Aftermath(
        notices=memory.dispatches(app).sharing(refs, ())[::-1],
        cancellations=[each for each in memory.cancellations(app).all() if each.sales_order_id == identity],
        reductions=[
            each for each in memory.price_reductions(app).all() if each.position.sales_order_id == identity
        ],
        receipts=mine,
        without_pdf=frozenset(receipts.without_pdf()) if mine else frozenset(),
        returns=[known for ref in refs if (known := book.get(ref)).revision],
        can_send=PositionState.PROCESSABLE in states,
        can_cancel=PositionState.PROCESSABLE in states,
        can_reduce=PositionState.SENT in states,
    )
