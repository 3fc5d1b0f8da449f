"""Who works on a concern and when it is due, in every memory."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.apps import AppKey, AppState
from core.errors import InvalidValue, LeaseLost
from core.schedule import Ending, Job, Outcome, Rhythm, Urgency
from core.text import Text
from ports.lease import Lease
from ports.memory import AccountMemory, Memory, PassRecord, Taken, WorkBook
from tests.orders import MINUTE, NOON

OTTO = AppKey("otto")
SECOND = timedelta(seconds=1)
RHYTHM = Rhythm(every=60 * SECOND, least=30 * SECOND, most=3600 * SECOND)
HURRY = Rhythm(every=60 * SECOND, least=30 * SECOND, most=3600 * SECOND, urgency=Urgency.URGENT)


@pytest.fixture
def anna(memory: Memory) -> AccountMemory:
    return memory.of(memory.accounts.add("Anna").id)


@pytest.fixture
def book(anna: AccountMemory) -> WorkBook:
    return anna.work(OTTO)


def begin(book: WorkBook, minute: int = 0, holder: str = "first", *, asked: bool = True) -> Lease:
    now = NOON + minute * MINUTE
    lease = book.begin("orders", RHYTHM, holder, now, now + MINUTE, asked=asked)
    assert lease is not None
    assert not isinstance(lease, Taken)
    return lease


def activate(account: AccountMemory, state: AppState = AppState.ACTIVE) -> None:
    account.apps.write(replace(account.apps.get(OTTO), state=state))


def test_only_one_holds_a_concern_and_the_others_hear_who(book: WorkBook) -> None:
    lease = begin(book)
    lease.hold()
    for now in (NOON, NOON + MINUTE - SECOND):
        taken = book.begin("orders", RHYTHM, "second", now, now + MINUTE, asked=True)
        assert taken == Taken("first", NOON + MINUTE)
    lease.hold()


def test_a_second_concern_is_another_right(book: WorkBook) -> None:
    begin(book)
    lease = book.begin("stock", RHYTHM, "second", NOON, NOON + MINUTE, asked=True)
    assert not isinstance(lease, Taken)


def test_whoever_shows_no_sign_of_life_loses_it_to_the_next(book: WorkBook) -> None:
    old = begin(book)
    new = begin(book, minute=1, holder="second")
    assert new.fence > old.fence
    new.hold()
    with pytest.raises(LeaseLost):
        old.hold()
    with pytest.raises(LeaseLost):
        book.end(old, "orders", RHYTHM, Outcome(), NOON + MINUTE)
    new.hold()


def test_a_holder_that_is_known_to_be_dead_is_not_waited_for(book: WorkBook) -> None:
    old = begin(book)
    taken = book.begin("orders", RHYTHM, "second", NOON, NOON + MINUTE, asked=True, dead="another")
    assert isinstance(taken, Taken)
    new = book.begin("orders", RHYTHM, "second", NOON, NOON + MINUTE, asked=True, dead="first")
    assert new is not None
    assert not isinstance(new, Taken)
    assert new.fence > old.fence


def test_a_sign_of_life_keeps_it(memory: Memory, anna: AccountMemory, book: WorkBook) -> None:
    lease = begin(book)
    here = Job(anna.account.id, OTTO, "orders")
    assert memory.agenda.beat("somebody else", [here], NOON + 9 * MINUTE) == 0
    assert memory.agenda.beat("first", [replace(here, concern="stock")], NOON + 9 * MINUTE) == 0
    assert memory.agenda.beat("first", [here], NOON + 3 * MINUTE) == 1
    now = NOON + 2 * MINUTE
    assert isinstance(book.begin("orders", RHYTHM, "second", now, now + MINUTE, asked=True), Taken)
    lease.hold()


def test_what_is_handed_over_is_free_at_once(memory: Memory, anna: AccountMemory, book: WorkBook) -> None:
    old = begin(book)
    assert memory.agenda.hand_over("second") == 0
    assert memory.agenda.hand_over("first") == 1
    with pytest.raises(LeaseLost):
        anna.under(old).portal_accounts.find_or_add("Shop")
    assert begin(book, holder="second").fence > old.fence


def test_what_is_given_back_is_free_and_the_fence_grows_on(book: WorkBook) -> None:
    first = begin(book)
    book.end(first, "orders", RHYTHM, Outcome(), NOON)
    with pytest.raises(LeaseLost):
        first.hold()
    assert begin(book, holder="second").fence > first.fence


def test_a_late_riser_writes_nothing(anna: AccountMemory, book: WorkBook) -> None:
    old = begin(book)
    sleeper = anna.under(old)
    sleeper.passes(OTTO).add(PassRecord("orders", NOON, NOON, counts={"new": 1}))
    begin(book, minute=1, holder="second")
    with pytest.raises(LeaseLost):
        sleeper.passes(OTTO).add(PassRecord("orders", NOON, NOON + MINUTE, counts={"new": 2}))
    with pytest.raises(LeaseLost):
        sleeper.portal_accounts.find_or_add("Shop")
    with pytest.raises(LeaseLost):
        sleeper.apps.write(replace(sleeper.apps.get(OTTO), state=AppState.NEEDS_ACCESS))
    last = anna.passes(OTTO).last("orders")
    assert last is not None
    assert last.counts == {"new": 1}
    assert anna.portal_accounts.all() == []
    assert anna.apps.get(OTTO).revision == 0


def test_who_has_ended_writes_nothing_more(anna: AccountMemory, book: WorkBook) -> None:
    lease = begin(book)
    book.end(lease, "orders", RHYTHM, Outcome(), NOON)
    with pytest.raises(LeaseLost):
        anna.under(lease).portal_accounts.find_or_add("Shop")


def test_a_pass_is_due_by_its_interval_and_when_it_is_asked_for(book: WorkBook) -> None:
    book.end(begin(book), "orders", RHYTHM, Outcome(), NOON + SECOND)
    now = NOON + 2 * SECOND
    assert book.begin("orders", RHYTHM, "first", now, now + MINUTE, asked=False) is None
    standing = book.standing("orders")
    assert standing is not None
    assert standing.due is not None
    assert NOON + 30 * SECOND < standing.due <= NOON + 91 * SECOND
    assert (standing.started, standing.finished, standing.succeeded) == (
        NOON,
        NOON + SECOND,
        NOON + SECOND,
    )
    begin(book, minute=2, asked=False)


def test_what_happens_while_a_pass_runs_makes_it_due_again(book: WorkBook) -> None:
    lease = begin(book)
    book.wake("orders", RHYTHM, NOON + SECOND, "sale")
    standing = book.end(lease, "orders", RHYTHM, Outcome(), NOON + 2 * SECOND)
    assert standing.due == NOON + 2 * SECOND
    assert book.standing("orders") == standing


def test_a_failure_is_kept_with_its_reason_and_followed_by_a_pause(book: WorkBook) -> None:
    failure = Text(en="otto cannot be reached", de="otto ist nicht erreichbar")
    lease = begin(book)
    outcome = Outcome(Ending.FAILED, retry_after=120.0, failure=failure)
    standing = book.end(lease, "orders", RHYTHM, outcome, NOON)
    assert standing == book.standing("orders")
    assert standing.failures == 1
    assert standing.failure == failure
    assert standing.not_before is not None
    assert standing.not_before >= NOON + 2 * MINUTE
    assert book.wake("orders", RHYTHM, NOON + SECOND, "sale").due == standing.not_before
    asked = book.wake("orders", RHYTHM, NOON + SECOND, "asked", by_person=True)
    assert asked.due == NOON + SECOND


def test_an_interval_of_its_own_is_kept(book: WorkBook) -> None:
    assert book.choose("orders", RHYTHM, 120 * SECOND, NOON).every == 120 * SECOND
    standing = book.standing("orders")
    assert standing is not None
    assert standing.every == 120 * SECOND
    with pytest.raises(InvalidValue):
        book.choose("orders", RHYTHM, SECOND, NOON)
    assert book.choose("orders", RHYTHM, None, NOON).every is None


def test_every_account_with_the_app_active_is_enrolled_once(memory: Memory, anna: AccountMemory) -> None:
    ben = memory.of(memory.accounts.add("Ben").id)
    memory.of(memory.accounts.add("Carl").id)
    activate(anna)
    activate(ben, AppState.PAUSED)
    assert memory.agenda.enrol("otto", "orders", RHYTHM, NOON) == 1
    assert memory.agenda.enrol("otto", "orders", RHYTHM, NOON) == 0
    (entry,) = memory.agenda.entries()
    assert entry.job == Job(anna.account.id, OTTO, "orders")
    assert entry.standing.due is not None
    assert NOON <= entry.standing.due < NOON + MINUTE


def test_what_was_stopped_starts_again_once_the_app_is_active(memory: Memory, anna: AccountMemory) -> None:
    book = anna.work(OTTO)
    book.end(begin(book), "orders", RHYTHM, Outcome(Ending.STOPPED), NOON)
    assert book.wake("orders", RHYTHM, NOON, "sale").due is None
    assert memory.agenda.enrol("otto", "orders", RHYTHM, NOON + MINUTE) == 0
    activate(anna)
    assert memory.agenda.enrol("otto", "orders", RHYTHM, NOON + MINUTE) == 1
    standing = book.standing("orders")
    assert standing is not None
    assert standing.due == NOON + MINUTE


def test_what_is_behind_is_found(memory: Memory, anna: AccountMemory) -> None:
    book = anna.work(OTTO)
    failed = Outcome(Ending.FAILED, failure=Text(en="x", de="x"))
    for minute in (0, 5):
        book.end(begin(book, minute), "orders", RHYTHM, failed, NOON + minute * MINUTE + SECOND)
    book.wake("stock", RHYTHM, NOON + 2 * MINUTE, "sale", by_person=True)

    def behind(minute: int) -> list[str]:
        return [entry.job.concern for entry in memory.agenda.behind(NOON + minute * MINUTE)]

    assert behind(-1) == []
    assert behind(0) == ["orders"]
    assert behind(2) == ["orders", "stock"]
    book.end(begin(book, 7), "orders", RHYTHM, Outcome(), NOON + 7 * MINUTE)
    assert behind(7) == ["stock"]
    book.end(begin(book, 8), "orders", RHYTHM, failed, NOON + 8 * MINUTE)
    assert behind(7) == ["stock"]
    standing = book.standing("orders")
    assert standing is not None
    assert standing.failing_since == NOON + 8 * MINUTE


def test_what_is_due_is_given_out_once_the_most_urgent_first(memory: Memory, anna: AccountMemory) -> None:
    book = anna.work(OTTO)
    book.wake("orders", RHYTHM, NOON, "sale", by_person=True)
    book.wake("receipts", RHYTHM, NOON - SECOND, "sale", by_person=True)
    book.wake("stock", HURRY, NOON + SECOND, "sale", by_person=True)
    book.wake("later", HURRY, NOON + MINUTE, "sale", by_person=True)
    agenda, now = memory.agenda, NOON + 2 * SECOND
    concerns = [job.concern for job in agenda.take(now, 2, now + MINUTE)]
    assert concerns == ["stock", "receipts"]
    assert [job.concern for job in agenda.take(now, 9, now + MINUTE)] == ["orders"]
    assert agenda.take(now, 9, now + MINUTE) == []
    assert [entry.queued for entry in agenda.entries()] == [False, True, True, True]
    later = now + 5 * MINUTE
    assert {job.concern for job in agenda.take(later, 9, later)} == {"orders", "receipts", "stock", "later"}


def test_what_is_under_way_is_not_given_out(memory: Memory, anna: AccountMemory) -> None:
    book = anna.work(OTTO)
    book.wake("orders", RHYTHM, NOON, "sale", by_person=True)
    begin(book)
    assert memory.agenda.take(NOON, 9, NOON + MINUTE) == []
    assert [entry.holder for entry in memory.agenda.entries()] == ["first"]
    # Its holder is dead by now.
    assert len(memory.agenda.take(NOON + MINUTE, 9, NOON + MINUTE)) == 1


def test_a_queue_that_is_gone_gives_everything_back(memory: Memory, anna: AccountMemory) -> None:
    anna.work(OTTO).wake("orders", RHYTHM, NOON, "sale", by_person=True)
    assert len(memory.agenda.take(NOON, 9, NOON + MINUTE)) == 1
    memory.agenda.give_back()
    assert len(memory.agenda.take(NOON, 9, NOON + MINUTE)) == 1


def test_names_that_cannot_be_stored_are_refused(book: WorkBook) -> None:
    for concern, holder in (("a\0", "x"), ("x", "a\0"), ("x" * 201, "x"), ("x", "x" * 201)):
        with pytest.raises(InvalidValue):
            book.begin(concern, RHYTHM, holder, NOON, NOON + MINUTE, asked=True)
    assert book.standing("x") is None
