"""What the inside asks of a job engine: to say when and where a job runs. What is due stands in the database
(`ports.memory.Agenda`); a job that an engine loses is only late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.schedule import Job, Urgency


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to be called about `every` so often: by one process of the installation at a time."""

    name: str
    every: timedelta
    call: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Queue:
    """What an engine has in hand, over all its processes."""

    waiting: Sequence[Job]
    running: Sequence[Job]


class Jobs(Protocol):
    """A job engine. One job waits once at most, and never runs twice at a time; both at once may be."""

    def start(self, run: Callable[[Job], None], ticks: Sequence[Tick]) -> None:
        """Work in the background until `stop`. `run` and ticks are called in threads of the engine; what they
        raise is logged and ends nothing.

        raises  StorageUnavailable: the engine's own database does not answer
        """
        ...

    def defer(self, job: Job, urgency: Urgency) -> bool:
        """Have it run as soon as a worker is free, the most urgent first. False: it waits already.

        raises  StorageUnavailable
        """
        ...

    def room(self) -> int:
        """How many more jobs may wait: enough that no worker is idle, so few that something urgent, on any
        machine, is never far behind."""
        ...

    def queue(self) -> Queue:
        """raises  StorageUnavailable"""
        ...

    def stop(self, grace: timedelta) -> bool:
        """Begin nothing more, and wait for what runs, as long as `grace`. False: something still runs; then
        it is handed over, and the process should end. Calling it again does no harm."""
        ...
