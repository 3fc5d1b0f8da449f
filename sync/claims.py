"""Orders reach the warehouse: what every version of an order claims, the warehouse learns."""

from typing import Final

import structlog

from core.apps import AppKey
from core.claims import claims_of
from ports.inventory import Warehouse
from ports.memory import OrderBook
from ports.system import Clock

log = structlog.get_logger()

#: Orders at once.
CHUNK: Final = 200


def settle_claims(app: AppKey, book: OrderBook, warehouse: Warehouse, clock: Clock) -> int:
    """Tell the warehouse of every order that it does not know in its present version; how many claims changed
    an article. It may be stopped anywhere: an order told of twice changes nothing more."""
    changed = 0
    while orders := book.claiming(CHUNK):
        claims = [claim for each in orders for claim in claims_of(app, each.order)]
        changed += warehouse.claim(claims, clock.now())
        book.claimed(orders)
    if changed:
        log.info("stock.claimed", claims=changed)
    return changed
