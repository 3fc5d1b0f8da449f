"""Ticks as periodic tasks of procrastinate."""

from typing import Final

from procrastinate import App

from adapters.jobs.calling import calling
from ports.jobs import Tick

_FIRST: Final = 100  # before all jobs: they wait for what it brings


def add_tick(app: App, tick: Tick, queue: str) -> None:
    """Of all processes that have the tick, one defers it each time; it never waits twice."""
    name = f"tick.{tick.name}"

    def call(timestamp: int) -> None:
        del timestamp
        calling(tick.call, "tick.failed", tick=tick.name)

    task = app.task(name=name, queue=queue, queueing_lock=name, priority=_FIRST)(call)
    app.periodic(cron=_cron(int(tick.every.total_seconds())), periodic_id=tick.name)(task)


def _cron(seconds: int) -> str:
    """Every so many seconds, with the seconds as a sixth field; from a minute on, every so many minutes."""
    if seconds < 60:
        return f"* * * * * */{max(1, seconds)}"
    return f"*/{min(59, seconds // 60)} * * * *"
