"""Keeps every activated app of every account in line: what is due goes into the engine, and is done."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from adapters.storage.outbox import WEBHOOKS
from app_center.alerts import Alerts, ways
from app_center.bootstrap import AppCenter
from app_center.concerns import concerns_of, work_on
from app_center.metrics import Metrics
from app_center.registry import Kind
from app_center.webhooks import RHYTHM as DELIVERIES
from app_center.webhooks import deliver, sweep
from app_center.worker import Worker
from core.apps import AppKey, AppState
from core.errors import AppError, InvalidValue, LeaseLost
from core.followups import after_pass
from core.schedule import Job, Standing
from ports.jobs import Jobs, Tick
from ports.memory import AccountMemory
from sync.turns import Done

log = structlog.get_logger()

#: How often the engine looks for what is due. What happens in a process with an engine does not wait for it.
_LOOK: Final = timedelta(seconds=1)
#: How often apps are found that were activated or concerns that are new.
_ENROL: Final = timedelta(minutes=1)
_SWEEP: Final = timedelta(hours=1)
#: After so long, what was put into a queue and never began is put into it again.
_LOST: Final = timedelta(minutes=10)


class Foreman:
    """The passes of this process. `worker` gives the signs of life for them."""

    def __init__(self, center: AppCenter, jobs: Jobs, worker: Worker, metrics: Metrics | None = None) -> None:
        self._center = center
        self._jobs = jobs
        self._worker = worker
        self._alerts = Alerts(center, ways(center.config))
        self._metrics = metrics or Metrics(center)

    def start(self) -> None:
        """raises  StorageUnavailable"""
        if self._center.config.is_sqlite:
            # One process: whatever was in its queue is gone with the one before.
            self._center.memory.agenda.give_back()
        self.enrol()
        self._jobs.start(self.run, self.ticks)

    def stop(self, grace: timedelta) -> bool:
        """False: something still runs. It is handed over and can write no more; the process should end."""
        if self._jobs.stop(grace):
            return True
        try:
            given = self._center.memory.agenda.hand_over(self._worker.hand.name)
        except AppError as error:
            # Then the leases end by themselves, without signs of life.
            log.warning("worker.not_handed_over", reason=error.text.en)
        else:
            log.warning("worker.handed_over", passes=given)
        return False

    @property
    def ticks(self) -> Sequence[Tick]:
        return (
            Tick("due", _LOOK, self.look),
            Tick("enrol", _ENROL, self.enrol),
            Tick("alerts", _ENROL, self._alerts.look),
            Tick("sweep", _SWEEP, lambda: sweep(self._center)),
        )

    def look(self) -> None:
        """One query for all concerns of all accounts; what is due goes into the engine."""
        room = self._jobs.room()
        if room == 0:
            return
        now = self._center.clock.now()
        for job in self._center.memory.agenda.take(now, room, now + _LOST):
            self._defer(job)

    def enrol(self) -> None:
        now = self._center.clock.now()
        for app, kind in self._center.registry.apps.items():
            for name, concern in concerns_of(kind).items():
                enrolled = self._center.memory.agenda.enrol(app, name, concern.rhythm, now)
                if enrolled:
                    log.info("concern.enrolled", app=app, concern=name, accounts=enrolled)

    def run(self, job: Job) -> None:
        """One pass, if it is still due and nobody else is at it."""
        if job.app == WEBHOOKS:
            self._deliver(job)
            return
        kind = self._center.registry.apps.get(job.app)
        if kind is None or job.concern not in concerns_of(kind):
            log.warning("job.unknown", account=job.account, app=job.app, concern=job.concern)
            return
        with structlog.contextvars.bound_contextvars(account=job.account, app=job.app, concern=job.concern):
            try:
                memory = self._center.memory.of(job.account)
                done = work_on(self._center, self._worker, memory, kind, job.concern, _silent, asked=False)
            except (InvalidValue, LeaseLost) as error:
                log.info("pass.not_done", reason=error.text.en)
            except AppError as error:
                log.warning("pass.broken_off", reason=error.text.en)
            else:
                if isinstance(done, Done):
                    self._after(memory, job, done)

    def _deliver(self, job: Job) -> None:
        """Webhooks belong to the account, not to one of its apps."""
        try:
            deliver(self._center, self._worker, job.account)
        except AppError as error:
            log.warning("webhooks.pass_broken_off", account=job.account, reason=error.text.en)

    def _after(self, memory: AccountMemory, job: Job, done: Done) -> None:
        """What the pass changed may concern other apps of the account: a sale, every marketplace."""
        self._metrics.count(job.app, done.record)
        if done.due_again:
            self._defer(job)
        counts = done.record.counts
        if not counts:
            return
        for app, concern in after_pass(
            job.app, job.concern, counts, active_marketplaces(self._center, memory)
        ):
            wake(self._center, memory, self._center.kind(app), concern, job.concern)

    def _defer(self, job: Job) -> None:
        if job.app == WEBHOOKS:
            self._jobs.defer(job, DELIVERIES.urgency)
            return
        kind = self._center.registry.apps.get(job.app)
        concern = None if kind is None else concerns_of(kind).get(job.concern)
        if concern is not None:
            self._jobs.defer(job, concern.rhythm.urgency)


def active_marketplaces(center: AppCenter, memory: AccountMemory) -> Sequence[AppKey]:
    """Those of the account that are on offer and at work."""
    on_offer = center.registry.marketplaces
    return [each.app for each in memory.apps.all() if each.state is AppState.ACTIVE and each.app in on_offer]


def wake(
    center: AppCenter,
    memory: AccountMemory,
    kind: Kind,
    concern: str,
    reason: str,
    *,
    by_person: bool = False,
) -> Standing:
    """Something happened: the concern is due at once, here or in the process that works.

    reason  one word for the log: sale, dispatch, asked
    """
    app, rhythm = kind.manifest.key, concerns_of(kind)[concern].rhythm
    now = center.clock.now()
    standing = memory.work(app).wake(concern, rhythm, now, reason, by_person=by_person)
    if center.jobs is not None and standing.due is not None and standing.due <= now:
        center.jobs.defer(Job(memory.account.id, app, concern), rhythm.urgency)
    return standing


def wake_all(center: AppCenter, memory: AccountMemory, kind: Kind, reason: str) -> None:
    """A person did something that everything of the app shall follow at once."""
    for concern in concerns_of(kind):
        wake(center, memory, kind, concern, reason, by_person=True)


def _silent(_: str) -> None:
    return
