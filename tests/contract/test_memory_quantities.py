"""The ledger of quantities, in every memory: what was exposed, and for how long."""

from datetime import timedelta
from typing import Final

import pytest

from core.apps import AppKey, AppState
from core.articles import Count
from core.claims import Claim, ClaimKey, ClaimState
from core.display import Outcome, Settlement
from core.orders import PositionItemId, SalesOrderId, Sku
from core.text import Text
from ports.memory import AccountMemory, AppRecord, Memory
from tests.orders import MINUTE, NOON

OTTO: Final = AppKey("otto")
LAMP: Final = Sku("LAMP")


class Shop:
    """One article of which five pieces are shown. Each step is a minute later."""

    def __init__(self, account: AccountMemory) -> None:
        self.account, self.now = account, NOON
        account.apps.write(AppRecord(OTTO, AppState.ACTIVE))
        self.portal = account.portal_accounts.find_or_add("Main").id
        self.book = account.quantities(OTTO)
        self.count(5)
        self.show()

    def count(self, pieces: int) -> None:
        self.now += MINUTE
        self.account.warehouse.count([Count(LAMP, pieces)], self.now)

    def sell(self) -> None:
        self.now += MINUTE
        key = ClaimKey(AppKey("shop"), SalesOrderId("so-1"), PositionItemId("p-1"))
        self.account.warehouse.claim([Claim(key, LAMP, ClaimState.RESERVED, self.now)], self.now)

    def show(self, outcome: Outcome = Outcome.ACKNOWLEDGED) -> None:
        self.now += MINUTE
        levels = self.account.warehouse.changed(self.book.observed(), 10)
        self.book.observe(levels, self.portal, self.now)
        (line,) = self.book.due(self.now)
        (sending,) = self.book.begin([(line, line.on_hand - line.reserved)], self.now)
        answer = Text(en="no", de="nein") if outcome is Outcome.REFUSED else None
        self.book.settle([Settlement(sending, outcome, answer)], self.now)

    def exposures(self) -> list[tuple[int, timedelta]]:
        windows = [(each.pieces, each.exposure) for each in self.book.exposures(NOON)]
        return [(pieces, window[1] - window[0]) for pieces, window in windows if window is not None]


@pytest.fixture
def shop(memory: Memory) -> Shop:
    return Shop(memory.of(memory.accounts.add("Anna").id))


def test_from_the_sale_to_the_acknowledged_fall(shop: Shop) -> None:
    shop.sell()
    shop.show()
    assert shop.exposures() == [(4, MINUTE)]


def test_what_was_refused_or_lost_does_not_end_it(shop: Shop) -> None:
    shop.sell()
    shop.show(Outcome.UNKNOWN)
    shop.show(Outcome.NEVER_ARRIVED)
    assert shop.exposures() == []
    shop.show()
    assert shop.exposures() == [(4, 3 * MINUTE)]


def test_a_fall_that_somebody_only_saw_is_still_answered_by_one(shop: Shop) -> None:
    shop.sell()
    shop.show(Outcome.UNKNOWN)
    shop.now += 5 * MINUTE
    shop.book.read({LAMP: 4}, shop.now, shop.now)
    shop.show()
    assert shop.exposures() == [(4, 7 * MINUTE)]


def test_new_pieces_that_came_in_meanwhile_make_it_no_fall(shop: Shop) -> None:
    shop.sell()
    shop.count(6)
    shop.show()
    (entry, *_) = shop.book.history(LAMP)
    assert entry.exposed_since is not None
    assert not entry.fall
    assert shop.exposures() == []
