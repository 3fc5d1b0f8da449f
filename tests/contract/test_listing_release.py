"""A quantity that was refused because its listing was missing goes out again as soon as that changes."""

from datetime import datetime, timedelta

import pytest

from core.articles import Count, Level
from core.display import Display, Outcome, Settlement
from core.listing.record import adopted, saved
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku
from core.stock import Line
from ports.memory import AccountMemory, Memory
from sync.listing_release import release_quantities
from sync.stock import StockPass
from tests.fakes.clock import HandClock
from tests.listing_bench import ListingBench, NoRival
from tests.order_desk import OTTO

A, B = Sku("A"), Sku("B")
SECOND = timedelta(seconds=1)


@pytest.fixture
def account(memory: Memory) -> AccountMemory:
    return memory.of(memory.accounts.add("Anna").id)


def refuse(account: AccountMemory, *skus: Sku, sent_at: datetime, answered_at: datetime) -> None:
    book = account.quantities(OTTO)
    portal = account.portal_accounts.find_or_add("OTTO").id
    book.observe([Level(sku, 3, 0, 0, at) for at, sku in enumerate(skus, start=1)], portal, sent_at)
    lines: dict[Sku, Line] = {line.sku: line for line in book.due(sent_at)}
    begun = book.begin([(lines[sku], 3) for sku in skus], sent_at)
    book.settle([Settlement(each, Outcome.REFUSED) for each in begun], answered_at)


def shown(account: AccountMemory, sku: Sku) -> Display:
    found = account.quantities(OTTO).get(sku)
    assert found is not None
    return found


def released(account: AccountMemory, clock: HandClock) -> int:
    return release_quantities(account.listings(OTTO), account.quantities(OTTO), clock)


def test_what_was_refused_is_named_and_nothing_else(account: AccountMemory) -> None:
    clock = HandClock()
    refuse(account, A, sent_at=clock.now(), answered_at=clock.now())
    account.quantities(OTTO).observe(
        [Level(B, 1, 0, 0, 2)], account.portal_accounts.find_or_add("OTTO").id, clock.now()
    )
    (record,) = account.quantities(OTTO).refused()
    assert record.display.sku == A
    assert record.last is not None
    assert record.last.outcome is Outcome.REFUSED
    account.quantities(OTTO).release([A], clock.now())
    assert list(account.quantities(OTTO).refused()) == []


def test_a_listing_that_appears_while_the_refusal_is_on_its_way_is_not_missed(account: AccountMemory) -> None:
    clock = HandClock()
    sent_at = clock.now()
    clock.forward(SECOND)
    account.listings(OTTO).change({A: lambda _: adopted(None, A, {"sku": "A"}, clock.now())})
    refuse(account, A, B, sent_at=sent_at, answered_at=clock.now() + SECOND)
    clock.forward(5 * SECOND)
    assert released(account, clock) == 1
    assert (shown(account, A).refusal, shown(account, A).due_at) == (None, clock.now())
    assert shown(account, B).refusal is not None
    assert released(account, clock) == 0


def test_another_verdict_is_another_cause_however_the_marketplaces_clock_goes(account: AccountMemory) -> None:
    clock = HandClock()
    refuse(account, A, sent_at=clock.now(), answered_at=clock.now())
    assert released(account, clock) == 0
    clock.forward(SECOND)
    years_ago = clock.now() - timedelta(days=900)
    verdict = Verdict(A, VerdictState.ONLINE, years_ago)
    account.listings(OTTO).keep_verdicts([verdict], years_ago, clock.now())
    assert released(account, clock) == 1


def test_what_was_sent_after_the_change_and_refused_all_the_same_keeps_its_pause(
    account: AccountMemory,
) -> None:
    clock = HandClock()
    account.listings(OTTO).change({A: lambda _: adopted(None, A, {"sku": "A"}, clock.now())})
    clock.forward(SECOND)
    refuse(account, A, sent_at=clock.now(), answered_at=clock.now())
    clock.forward(SECOND)
    assert released(account, clock) == 0
    draft = saved(None, B, {"sku": "B"}, clock.now())
    account.listings(OTTO).change({B: lambda _: draft})
    refuse(account, B, sent_at=clock.now(), answered_at=clock.now())
    assert released(account, clock) == 0


def test_stock_that_was_entered_before_the_listing_shows_as_soon_as_otto_has_it() -> None:
    bench = ListingBench()
    bench.read_catalogue()
    portal = bench.account.portal_accounts.find_or_add("OTTO").id

    def send_quantities() -> tuple[int, int]:
        book = bench.account.quantities(OTTO)
        report = StockPass(
            bench.otto.quantities, book, book, bench.account.warehouse, portal, NoRival(), bench.clock
        ).run()
        return report.acknowledged, report.refused

    bench.account.warehouse.count([Count(A, on_hand=4)], bench.clock.now())
    assert send_quantities() == (0, 1)
    bench.save_lamp("A")
    bench.list("A")
    bench.run()
    bench.clock.forward(3 * SECOND)
    assert send_quantities() == (0, 0), "its pause is not over"
    bench.run()
    assert released(bench.account, bench.clock) == 1
    assert send_quantities() == (1, 0)
    assert bench.standin.goods.board.units_of("A") == 4
