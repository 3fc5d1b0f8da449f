"""The whole world: what is sold anywhere is shown everywhere, whatever dies, freezes or gets lost."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from structlog.testing import capture_logs

from core.apps import AppKey
from core.orders import PositionState, Sku
from tests.fakes.bazaar import Sky
from tests.world import HERE, SKUS, THERE, World

APPS = st.sampled_from([HERE, THERE])
ARTICLES = st.sampled_from(SKUS)
WEATHER = st.lists(st.just(Sky.FINE) | st.sampled_from(sorted(Sky)), max_size=4)
CONCERNS = st.sampled_from(["orders", "stock", "stock", "alignment"])
FATES = st.sampled_from(
    [PositionState.PROCESSABLE, PositionState.SENT, PositionState.CANCELLED_BY_MARKETPLACE]
)
WAITS = st.sampled_from([timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=6)])


class StockWorld(RuleBasedStateMachine):
    """Workers stand still between any two steps, go on later, or die there."""

    @initialize(lowers=st.booleans(), unlisted=st.booleans(), pieces=st.integers(1, 3))
    def open(self, lowers: bool, unlisted: bool, pieces: int) -> None:
        self.world = World(lowers=lowers, unlisted=unlisted)
        for sku in SKUS[:2]:
            self.world.deliver(sku, pieces)
        self.world.rest()

    @rule(sku=ARTICLES, pieces=st.integers(0, 3))
    def goods_come_in(self, sku: Sku, pieces: int) -> None:
        self.world.deliver(sku, pieces)

    @rule(sku=ARTICLES, buffer=st.integers(0, 2))
    def the_seller_holds_some_back(self, sku: Sku, buffer: int) -> None:
        self.world.count(sku, buffer)

    @rule(app=APPS, sku=ARTICLES, most=st.integers(0, 4))
    def the_seller_sets_a_maximum(self, app: AppKey, sku: Sku, most: int) -> None:
        self.world.limit(app, sku, most)

    @rule(app=APPS, sku=ARTICLES)
    def somebody_buys(self, app: AppKey, sku: Sku) -> None:
        self.world.buy(app, sku)

    @rule(app=APPS, number=st.integers(0, 3), state=FATES)
    def an_order_changes(self, app: AppKey, number: int, state: PositionState) -> None:
        self.world.turn(app, number, state)

    @rule(app=APPS, sku=ARTICLES, pieces=st.integers(0, 6))
    def somebody_edits_a_listing(self, app: AppKey, sku: Sku, pieces: int) -> None:
        self.world.edit_by_hand(app, sku, pieces)

    @rule()
    def an_article_is_listed(self) -> None:
        self.world.list_article()

    @rule(by=WAITS)
    def time_passes(self, by: timedelta) -> None:
        self.world.wait(by)

    @rule(app=APPS, concern=CONCERNS, sky=WEATHER)
    def a_pass_runs(self, app: AppKey, concern: str, sky: list[Sky]) -> None:
        self.world.start(app, concern)
        self.world.go_on(-1, sky, None)

    @precondition(lambda self: len(self.world.workers) < 3)
    @rule(app=APPS, concern=CONCERNS, sky=WEATHER, steps=st.integers(1, 60))
    def a_pass_begins(self, app: AppKey, concern: str, sky: list[Sky], steps: int) -> None:
        self.world.start(app, concern)
        self.world.go_on(-1, sky, steps)

    @precondition(lambda self: self.world.workers)
    @rule(number=st.integers(0, 2), sky=WEATHER, steps=st.none() | st.integers(1, 20))
    def a_frozen_worker_wakes_up(self, number: int, sky: list[Sky], steps: int | None) -> None:
        self.world.go_on(number, sky, steps)

    @precondition(lambda self: self.world.workers)
    @rule(number=st.integers(0, 2))
    def a_worker_dies(self, number: int) -> None:
        self.world.die(number)

    @rule()
    def all_agrees_after_a_rest(self) -> None:
        self.world.rest()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.world.rest()
            finally:
                self.world.close()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


TestStockWorld = pytest.mark.usefixtures("quiet")(StockWorld.TestCase)
TestStockWorld.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)

EPISODES: Final = 8


def drawn(seed: int) -> World:
    """A world moved by lot, with a rest now and then."""
    chance, world = Random(seed), World(lowers=bool(seed % 2))
    apps, fates = (HERE, THERE), list(PositionState)[:3]

    def sky() -> list[Sky]:
        return [chance.choice(sorted(Sky)) for _ in range(chance.randint(0, 3))]

    def run(concern: str, steps: int | None) -> None:
        world.start(chance.choice(apps), concern)
        world.go_on(-1, sky(), steps)

    moves = [
        lambda: world.deliver(chance.choice(SKUS), chance.randint(0, 3)),
        lambda: world.buy(chance.choice(apps), chance.choice(SKUS)),
        lambda: world.buy(chance.choice(apps), chance.choice(SKUS)),
        lambda: world.turn(chance.choice(apps), chance.randint(0, 3), chance.choice(fates)),
        lambda: world.wait(timedelta(seconds=chance.choice([1, 20, 60, 400]))),
        lambda: run("orders", None),
        lambda: run("stock", None),
        lambda: run("stock", None),
        lambda: run("stock", chance.randint(20, 60)),
        lambda: world.go_on(chance.randint(0, 2), sky(), chance.randint(1, 20)),
        lambda: world.go_on(chance.randint(0, 2), [], None),
        lambda: world.die(chance.randint(0, 2)),
    ]
    for _ in range(EPISODES):
        for _ in range(chance.randint(5, 15)):
            chance.choice(moves)()
        if chance.random() < 0.2:
            world.edit_by_hand(chance.choice(apps), chance.choice(SKUS), chance.randint(0, 6))
        world.rest()
    world.close()
    return world


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_makes_the_same_journal(seed: int) -> None:
    one, other = drawn(seed), drawn(seed)
    assert len(one.journal) > EPISODES * 5
    assert one.journal == other.journal
    assert one.markets[HERE].figures == other.markets[HERE].figures


def test_another_seed_makes_another_journal() -> None:
    assert drawn(1).journal != drawn(3).journal
