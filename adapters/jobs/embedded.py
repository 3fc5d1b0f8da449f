"""One process: APScheduler ticks, a bounded pool of threads works. Nothing here outlives the process; after a
crash, the next start finds in the database what is due."""

import heapq
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import count
from threading import Condition, Thread
from time import monotonic
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from adapters.jobs.calling import calling
from core.schedule import Job, Urgency
from ports.jobs import Queue, Tick

#: Jobs that may wait for each thread.
_DEPTH: Final = 4


class EmbeddedJobs:
    """A `Jobs`, with `workers` threads."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._changed = Condition()
        self._numbers = count()
        self._order: list[tuple[int, int, Job]] = []
        self._waiting: dict[Job, int] = {}
        self._running: set[Job] = set()
        self._stopping = False
        self._threads: list[Thread] = []
        self._scheduler: BackgroundScheduler | None = None

    def start(self, run: Callable[[Job], None], ticks: Sequence[Tick]) -> None:
        self._threads = [
            Thread(target=self._work, args=(run,), name=f"worker-{number}", daemon=True)
            for number in range(self._workers)
        ]
        for thread in self._threads:
            thread.start()
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(max(1, len(ticks)))}, timezone="UTC"
        )
        for tick in ticks:
            self._scheduler.add_job(
                partial(calling, tick.call, "tick.failed", tick=tick.name),
                "interval",
                seconds=tick.every.total_seconds(),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def defer(self, job: Job, urgency: Urgency) -> bool:
        with self._changed:
            waits = self._waiting.get(job)
            if waits is not None and waits >= urgency:
                return False
            # One that became more urgent is put in again; its old place in the order is passed over.
            self._waiting[job] = urgency
            heapq.heappush(self._order, (-urgency, next(self._numbers), job))
            self._changed.notify()
            return waits is None

    def room(self) -> int:
        with self._changed:
            return max(0, self._workers * _DEPTH - len(self._waiting))

    def queue(self) -> Queue:
        with self._changed:
            return Queue(tuple(self._waiting), tuple(self._running))

    def stop(self, grace: timedelta) -> bool:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        ends = monotonic() + grace.total_seconds()
        for thread in self._threads:
            thread.join(max(0.0, ends - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self, run: Callable[[Job], None]) -> None:
        while (job := self._next()) is not None:
            place = {"account": job.account, "app": job.app, "concern": job.concern}
            calling(partial(run, job), "job.crashed", **place)
            with self._changed:
                self._running.discard(job)
                # Whoever waited for this job to end may go on with it.
                self._changed.notify_all()

    def _next(self) -> Job | None:
        """The next job that does not run already, taken out; None when it is time to end."""
        with self._changed:
            while not self._stopping:
                job = self._pick()
                if job is not None:
                    self._running.add(job)
                    return job
                self._changed.wait()
            return None

    def _pick(self) -> Job | None:
        held: list[tuple[int, int, Job]] = []
        found = None
        while self._order and found is None:
            place = heapq.heappop(self._order)
            job = place[2]
            if self._waiting.get(job) != -place[0]:
                continue
            if job in self._running:
                held.append(place)
            else:
                del self._waiting[job]
                found = job
        for place in held:
            heapq.heappush(self._order, place)
        return found
