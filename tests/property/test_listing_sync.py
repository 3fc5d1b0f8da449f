"""Any interleaving of edits, listing, passes in bad weather, refusals and crashes ends with the marketplace
holding the last listed version, and every other listing having a reason."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.errors import Throttled, Unreachable
from core.listing.cells import read
from core.listing.facts import Facts, ListingState
from core.listing.record import Origin, told
from core.listing.rules import ListingRules, Range
from core.listing.values import IMAGE, Listing
from core.listing.verdict import Advice
from core.listing.why import explain
from core.orders import Sku
from core.text import Text
from ports.listings import ListingKind
from ports.memory import ListingBook
from sync import listing_drafts, listings
from sync.listing_judge import Judge
from tests.fakes.clock import HandClock
from tests.fakes.listing_market import FlakyListingMarket
from tests.fakes.memory import InMemoryMemory
from tests.order_desk import OTTO

RULES = ListingRules(
    required=("price",),
    lengths={},
    bullet_points=Range(0, 9),
    currencies=frozenset({"EUR"}),
    order_quantity=Range(1, 9),
    order_days=Range(1, 9),
    base_prices={},
    media_kinds=frozenset({IMAGE}),
    media_url=99,
)
KIND = ListingKind(
    lambda: RULES,
    lambda complaint: Advice(Text(complaint.text, complaint.text), Text(en="mend it", de="beheben")),
    batch=2,
)
SKUS = st.sampled_from("ABC").map(Sku)
WEATHER = st.lists(st.sampled_from(["fine", "never arrived", "answer lost"]), max_size=6)
#: What somebody else listed under this SKU before us.
FOREIGN = Sku("C")


class Died(Exception):
    """The process is gone."""


class NoRival:
    fence = 1

    def hold(self) -> None:
        return


class ListingSync(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = HandClock()
        self.memory = InMemoryMemory()
        self.account = self.memory.accounts.add("Anna").id
        self.market = FlakyListingMarket(
            self.clock, refuses=lambda listing: listing.product.mpn == self.hated
        )
        self.hated = "x"
        self.adopted = False
        foreign, _ = read({"sku": FOREIGN, "mpn": "theirs", "price": "9", "media": "https://a.example.com/f"})
        self.foreign: Listing = foreign
        self.market.listings[FOREIGN] = foreign
        self.market.newest[FOREIGN] = self.clock.now()

    def book(self) -> ListingBook:
        return self.memory.of(self.account).listings(OTTO)

    def judge(self) -> Judge:
        return Judge(RULES, self.book(), self.memory.of(self.account).catalogue(OTTO))

    @rule(sku=SKUS, mpn=st.sampled_from(["a", "b", "x", "y"]), price=st.sampled_from(["1", "2", ""]))
    def edit(self, sku: Sku, mpn: str, price: str) -> None:
        cells = {"mpn": mpn, "price": price, "media": "https://a.example.com/1"}
        listing_drafts.save_draft(self.book(), sku, cells, self.clock.now())

    @rule(sku=SKUS)
    def say_list(self, sku: Sku) -> None:
        if self.book().some([sku]):
            plan = listing_drafts.plan_listing(self.book(), self.judge(), [sku])
            listing_drafts.list_drafts(self.book(), plan.ready, self.clock.now())

    @rule(seconds=st.sampled_from([1, 5, 60, 5000]))
    def time_passes(self, seconds: int) -> None:
        self.clock.forward(timedelta(seconds=seconds))

    @rule(word=st.sampled_from(["x", "y", "nothing"]))
    def the_marketplace_dislikes_another_word(self, word: str) -> None:
        self.market.settle()
        self.hated = word

    @rule()
    def the_marketplace_forgets_its_tasks(self) -> None:
        self.market.settle()
        self.market.tasks = {name: task for name, task in self.market.tasks.items() if task.outcomes is None}

    @rule(weather=WEATHER, steps=st.none() | st.integers(1, 25))
    def a_pass_in_bad_weather(self, weather: list[str], steps: int | None) -> None:
        self.market.weather = iter(weather)
        with suppress(Throttled, Unreachable):
            self._pass(steps)
        self.market.weather = iter(())
        self.clock.forward(timedelta(seconds=1))

    @precondition(lambda self: not self.adopted)
    @rule()
    def adopt(self) -> None:
        book = self.book()
        found = list(listing_drafts.candidates(self.market, None, book, frozenset({FOREIGN})))
        listing_drafts.take_over(book, found, {}, self.clock.now())
        self.adopted = True

    def _pass(self, steps: int | None = None) -> None:
        """One pass, by a process that dies after so many steps of its memory."""
        left = [steps or 10**6]

        def step() -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Died

        memory = self.memory = self.memory.restarted(step)
        try:
            book = memory.of(self.account).listings(OTTO)
            judge = Judge(RULES, book, memory.of(self.account).catalogue(OTTO))
            work = listings.Work(self.market, book, judge, KIND, self.clock, NoRival(), lambda _: None)
            listings.sync_listings(work)
        except Died:
            pass
        finally:
            self.memory = self.memory.restarted()

    @rule()
    def fine_passes_settle_everything(self) -> None:
        for _ in range(5):
            self._pass()
            self.clock.forward(timedelta(hours=2))
        self._pass()
        self.market.settle()
        writes = len(self.market.writes)
        self.clock.forward(timedelta(hours=2))
        self._pass()
        assert len(self.market.writes) == writes, "something was sent that the marketplace has, or refused"
        verdicts = self.book().verdicts()
        for record in self.book().all():
            judged = self.judge().judge({record.sku: record.wanted or record.draft})[record.sku]
            facts = Facts(record, judged.listing, self.clock.now(), judged.findings, verdicts.get(record.sku))
            found = explain(facts, KIND.advise)
            there = self.market.listings.get(record.sku)
            if record.settled:
                assert record.wanted is not None
                assert there == read(record.wanted)[0]
                assert found.state is ListingState.ONLINE
            elif record.refusal is not None and record.wanted is not None:
                assert record.refusal.digest == told(record.wanted)
                assert "refused" in found.why.en
            else:
                assert found.state in {ListingState.DRAFT, ListingState.INCOMPLETE, ListingState.FOREIGN}

    @invariant()
    def what_was_not_adopted_is_left_alone(self) -> None:
        if not self.adopted:
            self.market.settle()
            assert self.market.listings[FOREIGN] == self.foreign

    @invariant()
    def no_task_is_asked_about_too_soon(self) -> None:
        assert self.market.early == []

    @invariant()
    def what_is_held_for_certain_is_what_the_marketplace_has(self) -> None:
        self.market.settle()
        for record in self.memory.of(self.account).listings(OTTO).all():
            if record.held is not None and record.certain and record.sending is None:
                assert self.market.listings.get(record.sku) == read(record.held)[0]
                assert record.origin is Origin.CREATED or record.sku == FOREIGN

    def teardown(self) -> None:
        self.fine_passes_settle_everything()


TestListingSync = ListingSync.TestCase
TestListingSync.settings = settings(max_examples=60, stateful_step_count=25)
