"""Update tasks: what was handed in, worked on a little later, and what came of each variation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: How one variation was refused: code, title, jsonPath.
Complaint = tuple[str, str, str]


@dataclass(slots=True)
class Outcome:
    """What came of a task; the lists hold skus in the order of the call."""

    succeeded: list[str] = field(default_factory=list)
    failed: list[tuple[str, tuple[Complaint, ...]]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Task:
    """
    path        of the interface it came in by
    ready_at    when its work is done
    ping_after  what the last answer asked the caller to wait for
    outcome     None while pending
    """

    id: str
    path: str
    total: int
    created_at: datetime
    ready_at: datetime
    ping_after: datetime
    work: Callable[[datetime], Outcome]
    outcome: Outcome | None = None


class Tasks:
    """Not locked: `Assortment` holds its lock around every call."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._known: dict[str, Task] = {}
        self._waiting: list[Task] = []

    def start(
        self, path: str, total: int, now: datetime, delay: timedelta, work: Callable[[datetime], Outcome]
    ) -> Task:
        """`work` is called once, with the moment at which it counts as done."""
        task = Task(
            id=self._new_id(),
            path=path,
            total=total,
            created_at=now,
            ready_at=now + delay,
            # Halfway first: callers have to stand being told to wait twice.
            ping_after=now + delay / 2,
            work=work,
        )
        self._known[task.id] = task
        self._waiting.append(task)
        return task

    def settle(self, now: datetime) -> None:
        """Do the work that is due, earliest first."""
        if not self._waiting:
            return
        due = [task for task in self._waiting if task.ready_at <= now]
        self._waiting = [task for task in self._waiting if task.ready_at > now]
        for task in sorted(due, key=lambda task: task.ready_at):
            task.outcome = task.work(task.ready_at)

    def find(self, task_id: str) -> Task | None:
        return self._known.get(task_id)
