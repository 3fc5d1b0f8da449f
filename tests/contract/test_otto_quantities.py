"""OTTO's quantities and switches, in front of the stand-in and held against the vendor's contract."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
import stamina

from adapters.otto.marketplace import Otto
from adapters.otto.standin import OttoStandin
from core.orders import Sku
from core.stock import ShowQuantity
from ports import Progress, Result
from tests.contract.otto import OttoBench
from tests.fakes.clock import HandClock

SCOPES: Final = "orders products availability"
NOBODY: Final = Sku("NOBODY")


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


def bench(count: int = 5) -> OttoBench:
    clock = HandClock()
    standin = OttoStandin.with_assortment(count, seed=2, clock=clock.now)
    return OttoBench(standin, clock)


def skus_of(here: OttoBench) -> list[Sku]:
    return sorted(Sku(variation.sku) for variation in here.standin.goods.assortment.all())


def opened(here: OttoBench, *, checked: bool = True) -> Otto:
    return Otto(here.connection(checked=checked, scopes=SCOPES))


def test_all_that_is_shown_is_read_page_by_page() -> None:
    here = bench(450)
    board, read = opened(here).quantities, dict[Sku, int]()
    page: str | None = None
    while True:
        answer = board.shown(page)
        read |= answer.shown
        page = answer.next_page
        if page is None:
            break
    assert read == dict.fromkeys(skus_of(here), 10)


def test_what_is_sent_is_shown_and_acknowledged() -> None:
    here = bench()
    skus = skus_of(here)
    answer = opened(here).quantities.show([ShowQuantity(sku, at) for at, sku in enumerate(skus)])
    assert answer.acknowledged == set(skus)
    assert answer.refused == {}
    assert [here.standin.goods.board.find(sku).units for sku in skus] == [0, 1, 2, 3, 4]  # type: ignore[union-attr]


def test_part_of_a_call_is_refused_with_its_reason() -> None:
    here = bench()
    sku = skus_of(here)[0]
    answer = opened(here).quantities.show([ShowQuantity(sku, 3), ShowQuantity(NOBODY, 1)])
    assert answer.acknowledged == {sku}
    (reason,) = answer.refused[NOBODY]
    assert "SKU is unknown" in reason.text


def test_a_call_that_is_refused_in_whole_is_read_entry_by_entry() -> None:
    here = bench()
    others = [Sku("NOBODY-1"), Sku("NOBODY-2")]
    answer = opened(here).quantities.show([ShowQuantity(sku, 1) for sku in others])
    assert answer.acknowledged == frozenset()
    assert {sku: len(reasons) for sku, reasons in answer.refused.items()} == dict.fromkeys(others, 1)


def test_figures_as_text_are_read() -> None:
    here = bench()
    here.standin.odd.quantity_as_text = True
    sku = skus_of(here)[0]
    board = opened(here, checked=False).quantities
    answer = board.show([ShowQuantity(sku, 3), ShowQuantity(NOBODY, 1)])
    assert answer.acknowledged == {sku}
    assert board.shown(None).shown[sku] == 3


def test_switches_are_turned_by_a_task_that_names_what_it_refused() -> None:
    here = bench()
    one, two, *_ = skus_of(here)
    board = opened(here).switches
    taken = board.turn({one: False, NOBODY: False})
    assert taken.look_after > here.clock.now()
    here.clock.forward(timedelta(seconds=10))
    progress = board.progress(taken.task)
    assert isinstance(progress, Progress)
    assert progress.outcomes is not None
    results = {outcome.sku: outcome.result for outcome in progress.outcomes}
    assert results == {one: Result.SUCCEEDED, NOBODY: Result.FAILED}
    page = board.switches(None)
    assert (page.switches[one], page.switches[two]) == (False, True)


def test_a_task_that_nobody_knows_is_none() -> None:
    assert opened(bench()).switches.progress("00000000-0000-4000-8000-000000000000") is None
