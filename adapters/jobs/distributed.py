"""Any number of processes on any number of machines: procrastinate on PostgreSQL, in a schema of its own.

A job's lock keeps it from running twice, its queueing lock from waiting twice. Workers give signs of life;
what a dead one had in hand is put back by the others. All of it is convenience: what must not happen twice is
kept apart by the lease and its fence, also where two workers believe to have the same job.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from datetime import timedelta
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final, TypeVar

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from procrastinate.utils import utcnow

from adapters.jobs.calling import calling
from adapters.jobs.schema import SCHEMA, prepare
from adapters.jobs.ticks import add_tick
from core.apps import AccountId, AppKey
from core.errors import StorageUnavailable
from core.schedule import Job, Urgency
from core.text import Text
from ports.jobs import Queue, Tick

log = structlog.get_logger()

T = TypeVar("T")

TASK: Final = "bring_in_line"
_QUEUE: Final = "jobs"
#: Jobs that may wait for each thread of this process. Urgent ones overtake, so a longer queue harms nobody.
_DEPTH: Final = 16
#: Seconds that a short question to the database may take.
_PATIENCE: Final = 30.0
#: Seconds to hand over in, all in all, once the process should have ended.
_HURRY: Final = 3.0


class DistributedJobs:
    """A `Jobs`, with `workers` threads in this process. `patience`: how long a worker without a sign of life
    keeps its jobs."""

    def __init__(self, url: str, workers: int, patience: timedelta) -> None:
        self._workers = workers
        self._silence = patience.total_seconds()
        self._app = App(
            connector=PsycopgConnector(
                conninfo=url.replace("+psycopg", "", 1),
                kwargs={"options": f"-c search_path={SCHEMA}", "application_name": "app-center jobs"},
                min_size=1,
                max_size=6,
                timeout=_PATIENCE,
            )
        )
        self._run: Callable[[Job], None] = lambda _: None
        self._task = self._app.task(name=TASK, queue=_QUEUE, pass_context=True)(self._bring_in_line)
        self._in_hand: dict[int, Job] = {}
        self._lock = Lock()
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(workers + 2, thread_name_prefix="worker"))
        self._thread: Thread | None = None
        self._working: asyncio.Task[None] | None = None
        self._told, self._over = False, Event()

    def start(self, run: Callable[[Job], None], ticks: Sequence[Tick]) -> None:
        self._run = run
        for tick in ticks:
            add_tick(self._app, tick, _QUEUE)
        self._open()
        self._ask(self._begin())

    def defer(self, job: Job, urgency: Urgency) -> bool:
        waiting = self._task.configure(lock=job.key, queueing_lock=job.key, priority=int(urgency))
        place = {"account": job.account, "app": job.app, "concern": job.concern}
        try:
            self._ask(waiting.defer_async(**place))
        except AlreadyEnqueued:
            return False
        return True

    def room(self) -> int:
        return max(0, self._workers * _DEPTH - len(self._jobs(Status.TODO)))

    def queue(self) -> Queue:
        return Queue(self._jobs(Status.TODO), self._jobs(Status.DOING))

    def stop(self, grace: timedelta) -> bool:
        if not self._ended(grace):
            with self._lock:
                left = tuple(self._in_hand)
            ends = monotonic() + _HURRY
            for number in left:
                try:
                    retry = self._app.job_manager.retry_job_by_id_async(number, utcnow())
                    self._ask(retry, max(0.1, ends - monotonic()))
                except (StorageUnavailable, ConnectorException) as error:
                    log.warning("job.not_handed_over", reason=str(error))
            return False
        self._close()
        return True

    def _jobs(self, status: Status) -> Sequence[Job]:
        listed = self._ask(self._app.job_manager.list_jobs_async(task=TASK, status=status.value))
        return tuple(_job_of(queued) for queued in listed)

    def _bring_in_line(self, context: JobContext, account: str, app: str, concern: str) -> None:
        job = Job(AccountId(account), AppKey(app), concern)
        number = context.job.id or 0
        with self._lock:
            self._in_hand[number] = job
        try:
            calling(lambda: self._run(job), "job.crashed", account=account, app=app, concern=concern)
        finally:
            with self._lock:
                self._in_hand.pop(number, None)

    async def _begin(self) -> None:
        self._working = asyncio.create_task(self._work())

    async def _work(self) -> None:
        """Until `stop`. A worker ends when its database goes away: then another one begins."""
        rescue = asyncio.create_task(self._put_back_forever())
        try:
            while True:
                try:
                    await self._app.run_worker_async(
                        queues=[_QUEUE],
                        concurrency=self._workers,
                        install_signal_handlers=False,
                        delete_jobs="always",
                        fetch_job_polling_interval=1.0,
                        update_heartbeat_interval=self._silence / 4,
                        stalled_worker_timeout=self._silence,
                    )
                except Exception as error:
                    log.warning("jobs.worker_ended", reason=str(error), kind=type(error).__name__)
                await asyncio.sleep(1.0)
        finally:
            rescue.cancel()
            self._over.set()

    async def _put_back_forever(self) -> None:
        while True:
            await asyncio.sleep(self._silence / 2)
            try:
                await self._put_back()
            except Exception as error:
                log.warning("jobs.not_put_back", reason=str(error), kind=type(error).__name__)

    async def _put_back(self) -> None:
        """What a dead worker had in hand waits again; ticks come by themselves."""
        manager = self._app.job_manager
        for queued in await manager.get_stalled_jobs(seconds_since_heartbeat=self._silence):
            try:
                if queued.task_name != TASK:
                    await manager.finish_job(queued, Status.FAILED, delete_job=True)
                    continue
                log.warning("job.put_back", **queued.task_kwargs)
                await manager.retry_job(queued)
            except ConnectorException:
                # The same job waits already, or another worker was faster.
                await _forget(self._app, queued)

    def _open(self) -> None:
        if self._thread is not None:
            return
        self._thread = Thread(target=self._loop.run_forever, name="jobs", daemon=True)
        self._thread.start()
        self._ask(self._app.open_async())
        self._ask(prepare(self._app))

    def _close(self) -> None:
        if self._thread is None:
            return
        try:
            self._ask(self._app.close_async())
        except StorageUnavailable:
            pass
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._thread = None

    def _ended(self, grace: timedelta) -> bool:
        """Whether everything that runs came to its end in time."""
        if self._working is None:
            return True
        if not self._told:
            self._told = True
            self._loop.call_soon_threadsafe(self._working.cancel)
        return self._over.wait(grace.total_seconds())

    def _ask(self, question: Awaitable[T], patience: float = _PATIENCE * 2) -> T:
        """raises  StorageUnavailable, AlreadyEnqueued"""
        if self._thread is None:
            self._open()

        async def put() -> T:
            return await question

        answer = asyncio.run_coroutine_threadsafe(put(), self._loop)
        try:
            return answer.result(patience)
        except AlreadyEnqueued:
            raise
        except (ConnectorException, StillRunning) as error:
            raise StorageUnavailable(
                Text(
                    en=f"the job queue in the database does not answer ({type(error).__name__})",
                    de=f"die Auftragsliste in der Datenbank antwortet nicht ({type(error).__name__})",
                )
            ) from None


async def _forget(app: App, queued: QueuedJob) -> None:
    try:
        await app.job_manager.finish_job(queued, Status.FAILED, delete_job=True)
    except ConnectorException as error:
        log.info("job.left", reason=str(error))


def _job_of(queued: QueuedJob) -> Job:
    place = queued.task_kwargs
    return Job(AccountId(str(place["account"])), AppKey(str(place["app"])), str(place["concern"]))
