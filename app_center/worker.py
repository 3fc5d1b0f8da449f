"""This process as a worker: its name on leases, and the signs of life that keep them."""

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Final, Self

import structlog

from core.errors import AppError
from core.schedule import Job
from ports.memory import Agenda
from ports.system import Clock
from sync.turns import Hand

log = structlog.get_logger()

#: Signs of life in the time after which a process without one counts as dead.
_BEATS: Final = 4


def _name() -> str:
    """Host, process, machine, and something that tells this process from a later one with its number."""
    return f"{socket.gethostname()}:{os.getpid()}:{_machine()}:{token_hex(3)}"


def _machine() -> str:
    """The same for all processes that can see each other's numbers; empty where that is not known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""
    return hashlib.blake2b(f"{boot}{space}".encode(), digest_size=3).hexdigest()


def _gone(name: str) -> bool:
    """Whether that process was on this machine and is there no more."""
    *_, number, machine, _ = ("", "", *name.split(":"))
    if not machine or machine != _machine():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


class Worker:
    """Inside `with`, a thread gives the signs of life for all jobs that are `under_way`.

    A process that hangs or is stopped gives none: whatever it held goes to a successor.
    """

    def __init__(self, agenda: Agenda, clock: Clock, patience: timedelta) -> None:
        self.hand = Hand(_name(), patience, _gone)
        self._agenda = agenda
        self._clock = clock
        self._jobs: set[Job] = set()
        self._lock = Lock()
        self._over = Event()
        self._thread = Thread(target=self._beat, name="heart", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    @contextmanager
    def under_way(self, job: Job) -> Iterator[None]:
        with self._lock:
            self._jobs.add(job)
        try:
            yield
        finally:
            with self._lock:
                self._jobs.discard(job)

    def _beat(self) -> None:
        while not self._over.wait(self.hand.patience.total_seconds() / _BEATS):
            with self._lock:
                jobs = frozenset(self._jobs)
            if not jobs:
                continue
            try:
                self._agenda.beat(self.hand.name, jobs, self._clock.now() + self.hand.patience)
            except AppError as error:
                # The next one may get through; until then a successor may take over, and the fence holds.
                log.warning("worker.no_sign_of_life", reason=error.text.en)
