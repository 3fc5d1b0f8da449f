"""What every job engine promises; on PostgreSQL with a real one."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event, Lock, Semaphore

import pytest

from adapters.jobs.distributed import DistributedJobs
from adapters.jobs.embedded import EmbeddedJobs
from core.apps import AccountId, AppKey
from core.schedule import Job, Urgency
from ports.jobs import Jobs, Tick
from tests.postgres import Cluster

#: Seconds after which something that should happen counts as not happening.
LONG = 60.0
GRACE = timedelta(seconds=30)

Make = Callable[[int], Jobs]


def a_job(account: str = "anna", concern: str = "orders") -> Job:
    return Job(AccountId(account), AppKey("otto"), concern)


class Shop:
    """What jobs do here: they stand at a door until a test lets them through."""

    def __init__(self) -> None:
        self.began: list[Job] = []
        self.ended: list[Job] = []
        self.at_once: dict[Job, int] = {}
        self.most_at_once: dict[Job, int] = {}
        self._lock = Lock()
        self._began, self._ended, self._door = Semaphore(0), Semaphore(0), Semaphore(0)

    def run(self, job: Job) -> None:
        with self._lock:
            self.began.append(job)
            self.at_once[job] = self.at_once.get(job, 0) + 1
            self.most_at_once[job] = max(self.most_at_once.get(job, 0), self.at_once[job])
        self._began.release()
        self._door.acquire()
        with self._lock:
            self.at_once[job] -= 1
            self.ended.append(job)
        self._ended.release()

    def wait_for_begin(self) -> None:
        assert self._began.acquire(timeout=LONG), "nothing began"

    def let(self, number: int = 1) -> None:
        self._door.release(number)

    def let_through(self, number: int = 1) -> None:
        self.let(number)
        for _ in range(number):
            assert self._ended.acquire(timeout=LONG), "nothing ended"

    def nothing_more_begins(self) -> bool:
        return not self._began.acquire(timeout=0.3)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture(params=["embedded", "distributed"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Engines of this kind, in one database where they have one."""
    made: list[Jobs] = []
    if request.param == "embedded":

        def engine(workers: int) -> Jobs:
            made.append(EmbeddedJobs(workers))
            return made[-1]

        yield engine
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.url(cluster.new_database())

        def engine(workers: int) -> Jobs:
            made.append(DistributedJobs(url, workers, timedelta(seconds=4)))
            return made[-1]

        yield engine
    for jobs in made:
        assert jobs.stop(GRACE)


def test_what_is_deferred_runs(make: Make, shop: Shop) -> None:
    jobs = make(2)
    jobs.start(shop.run, [])
    assert jobs.defer(a_job(), Urgency.NORMAL)
    shop.wait_for_begin()
    assert jobs.queue().running == (a_job(),)
    assert jobs.queue().waiting == ()
    shop.let_through()
    assert shop.ended == [a_job()]


def test_one_runs_and_one_waits_and_no_third(make: Make, shop: Shop) -> None:
    jobs = make(4)
    jobs.start(shop.run, [])
    assert jobs.defer(a_job(), Urgency.NORMAL)
    shop.wait_for_begin()
    assert jobs.defer(a_job(), Urgency.NORMAL)
    assert not jobs.defer(a_job(), Urgency.NORMAL)
    assert shop.nothing_more_begins()
    assert jobs.queue().waiting == (a_job(),)
    shop.let_through(2)
    assert shop.ended == [a_job(), a_job()]
    assert shop.most_at_once == {a_job(): 1}


def test_one_that_stands_still_does_not_hold_up_the_others(make: Make, shop: Shop) -> None:
    jobs = make(2)
    jobs.start(shop.run, [])
    jobs.defer(a_job("anna"), Urgency.NORMAL)
    shop.wait_for_begin()
    jobs.defer(a_job("anna"), Urgency.NORMAL)
    jobs.defer(a_job("ben"), Urgency.NORMAL)
    shop.wait_for_begin()
    assert shop.began == [a_job("anna"), a_job("ben")]
    shop.let_through(3)


def test_the_most_urgent_goes_first(make: Make, shop: Shop) -> None:
    jobs = make(1)
    jobs.start(shop.run, [])
    jobs.defer(a_job("first"), Urgency.NORMAL)
    shop.wait_for_begin()
    jobs.defer(a_job("bulk"), Urgency.BULK)
    jobs.defer(a_job("normal"), Urgency.NORMAL)
    jobs.defer(a_job("urgent"), Urgency.URGENT)
    shop.let_through(4)
    assert [job.account for job in shop.ended] == ["first", "urgent", "normal", "bulk"]


def test_no_more_run_at_once_than_there_are_workers(make: Make, shop: Shop) -> None:
    jobs = make(2)
    jobs.start(shop.run, [])
    assert jobs.room() >= 2
    for number in range(4):
        jobs.defer(a_job(f"account-{number}"), Urgency.NORMAL)
    shop.wait_for_begin()
    shop.wait_for_begin()
    assert shop.nothing_more_begins()
    assert len(jobs.queue().running) == 2
    shop.let_through(4)


def test_a_full_queue_has_less_room(make: Make, shop: Shop) -> None:
    jobs = make(1)
    before = jobs.room()
    jobs.defer(a_job("a"), Urgency.NORMAL)
    jobs.defer(a_job("b"), Urgency.NORMAL)
    assert jobs.room() == before - 2


def test_what_a_job_raises_ends_nothing(make: Make) -> None:
    ran = Semaphore(0)

    def crash(job: Job) -> None:
        ran.release()
        raise ZeroDivisionError

    jobs = make(1)
    jobs.start(crash, [])
    for account in ("anna", "ben"):
        jobs.defer(a_job(account), Urgency.NORMAL)
        assert ran.acquire(timeout=LONG)


def test_ticks_go_on_whatever_they_raise(make: Make, shop: Shop) -> None:
    ticked = Semaphore(0)

    def tick() -> None:
        ticked.release()
        raise ZeroDivisionError

    jobs = make(1)
    jobs.start(shop.run, [Tick("one", timedelta(seconds=1), tick)])
    for _ in range(2):
        assert ticked.acquire(timeout=LONG)


def test_a_stop_waits_for_what_runs_and_begins_nothing_more(make: Make, shop: Shop) -> None:
    jobs = make(1)
    jobs.start(shop.run, [])
    jobs.defer(a_job("anna"), Urgency.NORMAL)
    shop.wait_for_begin()
    jobs.defer(a_job("ben"), Urgency.NORMAL)
    assert not jobs.stop(timedelta(seconds=0))
    shop.let_through()
    assert jobs.stop(GRACE)
    assert shop.ended == [a_job("anna")]


class TestMany:
    """Two processes with one queue."""

    @pytest.fixture
    def url(self, postgres: Cluster) -> str:
        return postgres.url(postgres.new_database())

    def test_a_job_runs_once_whoever_defers_it(self, url: str, shop: Shop) -> None:
        here, there = (DistributedJobs(url, 2, timedelta(seconds=4)) for _ in range(2))
        here.start(shop.run, [])
        there.start(shop.run, [])
        assert here.defer(a_job(), Urgency.NORMAL)
        shop.wait_for_begin()
        assert there.defer(a_job(), Urgency.NORMAL)
        assert not here.defer(a_job(), Urgency.NORMAL)
        assert shop.nothing_more_begins()
        shop.let_through(2)
        assert shop.most_at_once == {a_job(): 1}
        assert here.stop(GRACE)
        assert there.stop(GRACE)

    def test_a_tick_comes_once_however_many_have_it(self, url: str, shop: Shop) -> None:
        came: list[int] = []
        enough = Event()

        def tick() -> None:
            came.append(1)
            if len(came) >= 3:
                enough.set()

        engines = [DistributedJobs(url, 2, timedelta(seconds=4)) for _ in range(3)]
        for engine in engines:
            engine.start(shop.run, [Tick("one", timedelta(seconds=1), tick)])
        assert enough.wait(LONG)
        for engine in engines:
            assert engine.stop(GRACE)

    def test_what_was_handed_over_runs_elsewhere(self, url: str) -> None:
        old, new = Shop(), Shop()
        leaving = DistributedJobs(url, 1, timedelta(seconds=4))
        leaving.start(old.run, [])
        leaving.defer(a_job(), Urgency.NORMAL)
        old.wait_for_begin()
        assert not leaving.stop(timedelta(seconds=0))
        staying = DistributedJobs(url, 1, timedelta(seconds=4))
        staying.start(new.run, [])
        new.wait_for_begin()
        new.let_through()
        old.let_through()
        assert leaving.stop(GRACE)
        assert staying.stop(GRACE)
        assert new.ended == [a_job()]
