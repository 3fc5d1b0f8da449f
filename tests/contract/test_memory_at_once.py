"""Several threads at the same memory: each page is stored once, and nobody waits for ever."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

from core.apps import AppKey, AppState
from core.checkpoint import Checkpoint
from core.errors import Conflict, InvalidValue
from core.secret import Secret
from ports.memory import AppRecord, Memory
from tests.order_desk import OTTO, Desk, a_desk
from tests.orders import MINUTE, NOON, an_order, an_unreadable

THREADS = 4
PAGES = 6


def together(*works: Callable[[], object]) -> Sequence[object]:
    """Their answers, or the errors they raised; all begin at the same moment."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        gate.wait()
        try:
            return work()
        except Exception as error:  # the answer of a thread that lost
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, work) for work in works]]


def test_one_of_many_moves_the_checkpoint(memory: Memory) -> None:
    desk = a_desk(memory)
    start, after = Checkpoint(), Checkpoint(settled=NOON)
    works = [
        lambda number=number: desk.keep(an_order(f"o{number}"), move=(start, after))
        for number in range(THREADS)
    ]
    answers = together(*works)
    assert sum(isinstance(answer, Conflict) for answer in answers) == THREADS - 1
    assert len(desk.stored()) == 1
    assert desk.book.checkpoint() == after


def test_no_page_is_lost_and_none_stored_twice(memory: Memory) -> None:
    """Each thread stores its pages as soon as the checkpoint lets it."""
    desk = a_desk(memory)
    steps: list[tuple[Checkpoint, Checkpoint]] = []

    def import_pages(thread: int) -> None:
        page = 0
        while page < PAGES:
            was = desk.book.checkpoint()
            now = Checkpoint(settled=(was.settled or NOON) + MINUTE)
            order = an_order(f"t{thread} p{page}")
            try:
                desk.keep(order, an_order("shared", changed=page), an_unreadable(None), move=(was, now))
            except Conflict:
                continue
            steps.append((was, now))
            page += 1

    assert together(*[lambda t=thread: import_pages(t) for thread in range(THREADS)]) == [None] * THREADS
    stored = {stored.sales_order_id for stored in desk.stored()}
    wanted = {f"t{thread} p{page}" for thread in range(THREADS) for page in range(PAGES)}
    assert stored == {*wanted, "shared", None}
    steps.sort(key=lambda step: step[1].settled or NOON)
    assert all(earlier[1] == later[0] for earlier, later in pairwise(steps))
    assert desk.book.checkpoint() == steps[-1][1]


def test_accounts_and_apps_do_not_disturb_each_other(memory: Memory) -> None:
    desks = [a_desk(memory, f"shop {number}") for number in range(2)]
    desks += [replace(desks[0], book=desks[0].account.orders(AppKey("bazaar")))]

    def import_pages(desk: Desk) -> None:
        for page in range(PAGES):
            was = desk.book.checkpoint()
            now = Checkpoint(settled=NOON + page * MINUTE)
            desk.keep(*(an_order(f"{page} {number}") for number in range(20)), move=(was, now))

    assert together(*[lambda d=desk: import_pages(d) for desk in desks]) == [None] * len(desks)
    assert [len(desk.stored()) for desk in desks] == [PAGES * 20] * len(desks)


def test_a_first_record_is_written_by_one(memory: Memory) -> None:
    apps = memory.of(memory.accounts.add("Anna").id).apps
    record = AppRecord(OTTO, state=AppState.ACTIVE)
    answers = together(*[lambda: apps.write(record)] * THREADS)
    assert sum(isinstance(answer, Conflict) for answer in answers) == THREADS - 1
    assert apps.get(OTTO) == replace(record, revision=1)


def test_a_name_is_given_to_one(memory: Memory) -> None:
    answers = together(*[lambda: memory.accounts.add("Anna")] * THREADS)
    assert sum(isinstance(answer, InvalidValue) for answer in answers) == THREADS - 1
    assert len(memory.accounts.all()) == 1


def test_all_find_the_same_portal_account(memory: Memory) -> None:
    channels = memory.of(memory.accounts.add("Anna").id).portal_accounts
    assert len(set(together(*[lambda: channels.find_or_add("OTTO")] * THREADS))) == 1
    assert len(channels.all()) == 1


def test_the_last_secret_stays(memory: Memory) -> None:
    vault = memory.of(memory.accounts.add("Anna").id).vault(OTTO)
    values = [Secret(f"{number}") for number in range(THREADS)]
    answers = together(*[lambda v=value: vault.put("tokens", "access", v) for value in values])
    assert answers == [None] * THREADS
    assert vault.get("tokens", "access") in values


def test_reading_does_not_wait_for_writing(memory: Memory) -> None:
    desk = a_desk(memory)
    desk.keep(*(an_order(f"o{number}") for number in range(300)))

    def read() -> set[int]:
        return {len(desk.stored()) for _ in range(5)}

    def write() -> None:
        for page in range(5):
            desk.keep(*(an_order(f"p{page} {number}") for number in range(10)))

    lengths, _ = together(read, write)
    assert isinstance(lengths, set)
    assert lengths <= {300, 310, 320, 330, 340, 350}, "a reader saw half a page"
