"""The pass over quantities in weather: whatever became of its calls, one fine pass settles everything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from core.apps import AppKey, AppState
from core.articles import Count
from core.claims import Claim, ClaimKey, ClaimState
from core.display import LATE, LONGEST_PAUSE, Outcome
from core.errors import Complaint, RemoteError
from core.orders import PositionItemId, SalesOrderId, Sku
from core.stock import ShowQuantity
from ports.memory import AppRecord, QuantityEntry
from ports.quantities import QuantityAnswer
from sync.alignment import align_quantities
from sync.stock import StockPass
from tests import stock_faults as faults
from tests.fakes.bazaar import Bazaar, Sky
from tests.fakes.clock import HandClock
from tests.fakes.memory import InMemoryMemory

HERE, ELSEWHERE = AppKey("here"), AppKey("elsewhere")
SKUS: Final = tuple(map(Sku, "ABCDE"))
A: Final = SKUS[0]
SECOND: Final = timedelta(seconds=1)


class Free:
    """A right to send that nobody else wants."""

    fence = 1

    def hold(self) -> None:
        return


@dataclass
class Watched(Bazaar):
    """`shows` is what it showed and since when, `rises` whether each entry that arrived was one."""

    shows: dict[Sku, list[tuple[datetime, int]]] = field(default_factory=dict)
    rises: list[bool] = field(default_factory=list)

    def _taken(
        self, changes: Sequence[ShowQuantity], refused: dict[Sku, tuple[Complaint, ...]] | None = None
    ) -> QuantityAnswer:
        for sku, pieces in changes:
            self.rises.append(pieces > self.figures[sku])
            self.shows[sku].append((self.clock.now(), pieces))
        return super()._taken(changes, refused)

    def most(self, sku: Sku, since: datetime, until: datetime) -> int:
        """What it showed at that time."""
        before = [pieces for at, pieces in self.shows[sku] if at <= since][-1]
        return max([before, *(pieces for at, pieces in self.shows[sku] if since <= at < until)])


@dataclass
class Shop:
    """Articles of which three pieces are there, shown as such when it begins."""

    clock: HandClock = field(default_factory=HandClock)
    sold: int = 0
    on_hand: dict[Sku, int] = field(default_factory=dict)
    promised: dict[Sku, int] = field(default_factory=dict)
    buffers: dict[Sku, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        memory = InMemoryMemory()
        self.account = memory.of(memory.accounts.add("Anna").id)
        self.portal = self.account.portal_accounts.find_or_add("Main").id
        for app in (HERE, ELSEWHERE):
            self.account.apps.write(AppRecord(app, AppState.ACTIVE))
        figures = dict.fromkeys(SKUS, 3)
        shows = {sku: [(self.clock.now(), 3)] for sku in SKUS}
        self.board = Watched(HERE, self.clock, figures=figures, shows=shows)
        for sku in SKUS:
            self.count(sku, 3, 0)
        self.run()

    def count(self, sku: Sku, on_hand: int, buffer: int) -> None:
        self.clock.forward(SECOND)
        self.on_hand[sku], self.buffers[sku] = on_hand, buffer
        self.account.warehouse.count([Count(sku, on_hand, buffer)], self.clock.now())

    def sell_elsewhere(self, sku: Sku) -> None:
        self.clock.forward(SECOND)
        self.sold += 1
        self.promised[sku] = self.promised.get(sku, 0) + 1
        key = ClaimKey(ELSEWHERE, SalesOrderId(f"o-{self.sold}"), PositionItemId(f"p-{self.sold}"))
        now = self.clock.now()
        self.account.warehouse.claim([Claim(key, sku, ClaimState.RESERVED, now)], now)

    def run(self, *sky: Sky) -> None:
        self.clock.forward(SECOND)
        self.board.weather = list(sky)
        book = self.account.quantities(HERE)
        StockPass(self.board, book, book, self.account.warehouse, self.portal, Free(), self.clock).run()

    def align(self) -> None:
        """What is shown is read, so that the next pass may find nothing wrong any more."""
        self.clock.forward(SECOND)
        align_quantities(self.board, self.account.quantities(HERE), self.clock)

    def wait(self, by: timedelta) -> None:
        self.clock.forward(by)
        self.board.lost_calls_arrive()

    def one_fine_pass_settles_everything(self) -> None:
        self.wait(LATE)
        self.wait(LONGEST_PAUSE)
        self.run()
        wanted = {sku: self.wanted(sku) for sku in SKUS}
        assert self.board.figures == wanted
        calls = self.board.calls
        self.run()
        assert self.board.calls == calls, "there was nothing left to send"

    def wanted(self, sku: Sku) -> int:
        return max(0, min(self.on_hand[sku] - self.promised.get(sku, 0) - self.buffers[sku], 9))

    def falls_go_first(self) -> None:
        """From what is settled, in a fine sky."""
        for free in ([3] * len(SKUS), [5, 1, 5, 1, 5]):
            for sku, pieces in zip(SKUS, free, strict=True):
                self.count(sku, self.promised.get(sku, 0) + pieces, 0)
            self.board.rises.clear()
            self.run()
            assert self.board.rises == sorted(self.board.rises)

    def exposure_is_from_the_sale_to_the_acknowledged_fall(self) -> None:
        book = self.account.quantities(HERE)
        for sku in SKUS:
            earlier = [3]
            for entry in reversed(book.history(sku)):
                self._told_right(entry, earlier)
                earlier.append(entry.pieces)
        told = list(book.exposures(self.clock.now() - timedelta(days=9)))
        assert all(entry.exposure is not None for entry in told)

    def _told_right(self, entry: QuantityEntry, earlier: Sequence[int]) -> None:
        if entry.exposed_since is None:
            assert not entry.fall
            return
        most = self.board.most(entry.sku, entry.exposed_since, entry.sent_at)
        if entry.outcome is Outcome.ACKNOWLEDGED and most > entry.pieces:
            assert entry.fall, f"{entry}: {most} were shown after the sale"
        if entry.fall:
            assert max(earlier) > entry.pieces, f"{entry}: more was never said"


def counted(sku: Sku, on_hand: int, buffer: int) -> Callable[[Shop], None]:
    return lambda shop: shop.count(sku, on_hand, buffer)


def sold(sku: Sku) -> Callable[[Shop], None]:
    return lambda shop: shop.sell_elsewhere(sku)


def ran(sky: Sequence[Sky]) -> Callable[[Shop], None]:
    def run(shop: Shop) -> None:
        try:
            shop.run(*sky)
        except RemoteError:
            return

    return run


def waited(seconds: int) -> Callable[[Shop], None]:
    return lambda shop: shop.wait(timedelta(seconds=seconds))


ARTICLES: Final = st.sampled_from(SKUS)
MOVES: Final = st.lists(
    st.one_of(
        st.builds(counted, ARTICLES, st.integers(0, 6), st.integers(0, 2)),
        st.builds(sold, ARTICLES),
        st.builds(sold, ARTICLES),
        st.builds(ran, st.lists(st.sampled_from(sorted(Sky)), max_size=4)),
        st.builds(ran, st.lists(st.sampled_from(sorted(Sky)), max_size=4)),
        st.builds(waited, st.sampled_from([5, 60, 400])),
        st.just(Shop.align),
    ),
    max_size=12,
)
Moves = Sequence[Callable[[Shop], None]]


def holds(moves: Moves) -> None:
    shop = Shop()
    for move in moves:
        move(shop)
    shop.one_fine_pass_settles_everything()
    shop.falls_go_first()
    shop.exposure_is_from_the_sale_to_the_acknowledged_fall()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with capture_logs():
        yield


@given(MOVES)
@settings(max_examples=100)
def test_one_fine_pass_settles_everything_after_any_weather(moves: Moves) -> None:
    holds(moves)


def test_what_is_on_its_way_stays_a_doubt_when_somebody_looks_at_what_is_shown() -> None:
    holds([counted(A, 0, 0), ran([Sky.LATE]), Shop.align, counted(A, 3, 0)])


@pytest.mark.parametrize(
    "fault",
    [
        faults.what_is_reserved_is_forgotten,
        faults.the_buffer_is_forgotten,
        faults.part_of_an_answer_is_taken_for_all_of_it,
        faults.what_was_refused_is_given_up,
        faults.rises_go_before_falls,
        faults.only_what_was_acknowledged_last_is_remembered_of_a_sale,
    ],
    ids=lambda fault: fault.__name__,
)
def test_a_planted_fault_is_found(fault: Callable[[pytest.MonkeyPatch], None]) -> None:
    @given(MOVES)
    @settings(
        max_examples=400, database=None, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False
    )
    def check(moves: Moves) -> None:
        holds(moves)

    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        with pytest.raises(AssertionError):
            check()


#: What has to happen for a fault to do harm that chance seldom brings together.
SCENES: Final[dict[Callable[[pytest.MonkeyPatch], None], Moves]] = {
    faults.nothing_arrives_late: [counted(A, 1, 0), ran([Sky.LATE]), counted(A, 2, 0), Shop.run],
    faults.a_lost_answer_is_taken_for_a_yes: [counted(A, 1, 0), ran([Sky.LATE]), counted(A, 3, 0), Shop.run],
    faults.every_answer_to_a_sale_is_a_fall: [sold(A), counted(A, 4, 0)],
}


@pytest.mark.parametrize("fault", SCENES, ids=lambda fault: fault.__name__)
def test_a_fault_that_seldom_harms_is_found(fault: Callable[[pytest.MonkeyPatch], None]) -> None:
    holds(SCENES[fault])
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        with pytest.raises(AssertionError):
            holds(SCENES[fault])
