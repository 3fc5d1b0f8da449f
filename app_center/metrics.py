"""What Prometheus reads: counters of this process, and how the whole installation stands."""

from collections import Counter as Tally
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app_center.bootstrap import AppCenter
from ports.memory import Entry, PassRecord

#: Exposure windows of this time are shown.
_RECENT: Final = timedelta(minutes=15)
_BUCKETS: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """One registry for one app-center."""

    def __init__(self, center: AppCenter) -> None:
        self.registry = CollectorRegistry()
        names = ["app", "concern"]
        self._passes = Counter(
            "app_center_passes", "Passes of this process.", [*names, "outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "app_center_pass_seconds",
            "How long passes took.",
            names,
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_Installation(center))

    def count(self, app: str, record: PassRecord) -> None:
        outcome = "failed" if record.failure else "good"
        self._passes.labels(app, record.concern, outcome).inc()
        seconds = (record.finished_at - record.started_at).total_seconds()
        self._seconds.labels(app, record.concern).observe(seconds)

    def text(self) -> bytes:
        """raises  StorageUnavailable"""
        return generate_latest(self.registry)


class _Installation(Collector):
    """Read from the database when Prometheus asks."""

    def __init__(self, center: AppCenter) -> None:
        self._center = center

    def describe(self) -> Iterator[Metric]:
        return iter(())  # nothing is asked of the database when this is registered

    def collect(self) -> Iterator[Metric]:
        center, now = self._center, self._center.clock.now()
        entries = tuple(center.memory.agenda.entries())
        yield from _standings(entries, now)
        figures = center.memory.figures(now - _RECENT)
        states = GaugeMetricFamily(
            "app_center_app_states", "Accounts by app and state.", labels=["app", "state"]
        )
        for (app, state), number in figures.states.items():
            states.add_metric([app, state.value], number)
        yield states
        held = GaugeMetricFamily(
            "app_center_held_notices", "Dispatch notices that wait for somebody.", labels=["app"]
        )
        waiting: Tally[str] = Tally()
        for (_, app), number in figures.held.items():
            waiting[app] += number
        for name, number in waiting.items():
            held.add_metric([name], number)
        yield held
        exposure = GaugeMetricFamily(
            "app_center_exposure_seconds_max",
            "Longest time from a sale to the acknowledged fall of the quantity, of the last 15 minutes.",
            labels=["app"],
        )
        for app, seconds in figures.exposures.items():
            exposure.add_metric([app], max(seconds))
        yield exposure
        paused = GaugeMetricFamily(
            "app_center_budget_share",
            "Pace of requests as a share of the full one, the lowest account.",
            labels=["app"],
        )
        for app, share in center.outgoing.paces().items():
            paused.add_metric([app], share)
        yield paused


def _standings(entries: tuple[Entry, ...], now: datetime) -> Iterator[Metric]:
    jobs = GaugeMetricFamily(
        "app_center_jobs", "Concerns by state; waiting is the queue.", labels=["app", "concern", "state"]
    )
    lag = GaugeMetricFamily(
        "app_center_lag_seconds", "How long the most overdue one is due.", labels=["app", "concern"]
    )
    numbers = Tally((entry.job.app, entry.job.concern, entry.state.value) for entry in entries)
    for labels, number in numbers.items():
        jobs.add_metric(list(labels), number)
    overdue: dict[tuple[str, str], float] = {}
    for entry in entries:
        due = entry.standing.due
        place: tuple[str, str] = (entry.job.app, entry.job.concern)
        late = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        overdue[place] = max(overdue.get(place, 0.0), late)
    for (app, concern), seconds in overdue.items():
        lag.add_metric([app, concern], seconds)
    yield jobs
    yield lag
