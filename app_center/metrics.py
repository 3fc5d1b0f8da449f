"""What Prometheus reads: counters of this process, and how the whole installation stands."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from adapters.storage.figures import Figures
from app_center.bootstrap import AppCenter
from app_center.budget import full_pace
from core.apps import AppKey
from core.budget import SECOND, rate_at
from ports.memory import PassRecord

#: Exposure windows of this time are shown.
_RECENT: Final = timedelta(minutes=15)
_BUCKETS: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_GRANTED: Final = {True: "granted", False: "missing", None: "unknown"}


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
        now = self._center.clock.now()
        figures = self._center.memory.figures(now - _RECENT, now)
        yield from _jobs(figures)
        yield from _accounts(figures, self._center.registry.marketplaces)
        shares = self._shares(figures)
        yield _gauge(
            "app_center_budget_share",
            "Pace of requests as a share of the full one, of the slowest account.",
            ["app"],
            {(app,): share for app, share in shares.items()},
        )

    def _shares(self, figures: Figures) -> Mapping[AppKey, float]:
        """What this process saw last, and on PostgreSQL what any process learned."""
        now = int(self._center.clock.now().timestamp() * SECOND)
        shares = dict(self._center.outgoing.paces())
        for app, pace in figures.paces:
            kind = self._center.registry.apps.get(app)
            if kind is not None and kind.manifest.budget:
                full = full_pace(kind.manifest)
                shares[app] = min(shares.get(app, 1.0), rate_at(pace, full, now) / full)
        return shares


def _gauge(
    name: str, text: str, labels: list[str], values: Mapping[tuple[str, ...], float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for place, value in values.items():
        family.add_metric(list(place), value)
    return family


def _jobs(figures: Figures) -> Iterator[Metric]:
    places = {(app, concern) for app, concern, _ in figures.jobs}
    yield _gauge(
        "app_center_jobs",
        "Concerns by state.",
        ["app", "concern", "state"],
        {(app, concern, state.value): number for (app, concern, state), number in figures.jobs.items()},
    )
    yield _gauge(
        "app_center_queue_depth",
        "Concerns that are due and that nobody works on.",
        ["app", "concern"],
        {place: figures.backlog.get(place, 0) for place in places},
    )
    yield _gauge(
        "app_center_lag_seconds",
        "How long the one of them that waits longest has been due.",
        ["app", "concern"],
        {place: figures.lag.get(place, timedelta()).total_seconds() for place in places},
    )


def _accounts(figures: Figures, marketplaces: Iterable[AppKey]) -> Iterator[Metric]:
    yield _gauge(
        "app_center_app_states",
        "Accounts by app and state.",
        ["app", "state"],
        {(app, state.value): number for (app, state), number in figures.states.items()},
    )
    yield _gauge(
        "app_center_rights",
        "Rights of the credentials of active apps, as they were proven last.",
        ["app", "state"],
        {(app, _GRANTED[granted]): number for (app, granted), number in figures.rights.items()},
    )
    held: Tally[AppKey] = Tally(dict.fromkeys(marketplaces, 0))
    for (_, app), number in figures.held.items():
        held[app] += number
    yield _gauge(
        "app_center_held_notices",
        "Dispatch notices that wait for somebody.",
        ["app"],
        {(app,): number for app, number in held.items()},
    )
    yield _gauge(
        "app_center_exposure_seconds_max",
        "Longest time from a sale to the acknowledged fall of the quantity, of the last 15 minutes.",
        ["app"],
        {(app,): max(seconds) for app, seconds in figures.exposures.items()},
    )
