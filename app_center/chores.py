"""What takes longer than a page may: a person starts it, it goes on by itself, and tells how far it is.

Each has a folder below the home of the installation: `state.json`, what it found as lines in `rows.jsonl`,
and the file that it works on. Whoever serves the next page, in this process or another one of the machine,
reads them from there. They are gone after a day.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, BinaryIO, Final

import structlog

from core.apps import AccountId
from core.errors import AppError
from core.text import Text
from ports.system import Clock

log = structlog.get_logger()

KEPT: Final = timedelta(days=1)
#: After so long without a word it is taken for dead: the process has ended.
_SILENCE: Final = timedelta(minutes=5)
#: Seconds between two writes of how far it is.
_TELL_EVERY: Final = 0.5
_PIECE: Final = 1 << 20


class ChoreState(StrEnum):
    """READY: it has its file and was not begun. LOST: its process ended before it did."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Chore:
    """
    kind    one word of whoever began it; `facts` are his, `counts` how far it is
    reason  why it failed
    """

    id: str
    kind: str
    state: ChoreState
    told_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: Text | None = None


@dataclass(slots=True)
class Told:
    """What the work itself holds: it counts, and notes rows."""

    _folder: "_Folder"
    _chore: Chore
    _clock: Clock
    _next: float = 0.0

    @property
    def file(self) -> Path:
        """What was uploaded for it."""
        return self._folder.file

    def count(self, counts: Mapping[str, int]) -> None:
        self._chore = _moved(self._chore, self._clock.now(), counts=dict(counts))
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _TELL_EVERY
            self._folder.write(self._chore)

    def row(self, values: Mapping[str, Any]) -> None:
        self._folder.add(values)

    def end(self, state: ChoreState, reason: Text | None = None) -> None:
        self._folder.write(_moved(self._chore, self._clock.now(), state=state, reason=reason))


Work = Callable[[Told], None]


class Chores:
    """Those of all accounts. Few run at once, the others wait."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self._home = home / "chores"
        self._clock = clock
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="chore")
        self._running: list[Future[None]] = []

    def take(self, account: AccountId, kind: str, facts: Mapping[str, str], file: BinaryIO | None) -> Chore:
        """A new one, with a copy of the file; not begun yet."""
        self._clear(account)
        chore = Chore(token_urlsafe(12), kind, ChoreState.READY, self._clock.now(), dict(facts))
        folder = self._folder(account, chore.id)
        folder.path.mkdir(parents=True, mode=0o700)
        if file is not None:
            with folder.file.open("wb") as copy:
                shutil.copyfileobj(file, copy, _PIECE)
        folder.write(chore)
        return chore

    def begin(self, account: AccountId, chore: Chore, facts: Mapping[str, str], work: Work) -> None:
        """Do it, from the start; what an earlier run found is forgotten."""
        folder = self._folder(account, chore.id)
        begun = Chore(chore.id, chore.kind, ChoreState.RUNNING, self._clock.now(), {**chore.facts, **facts})
        folder.forget()
        folder.write(begun)
        told = Told(folder, begun, self._clock)
        self._running = [future for future in self._running if not future.done()]
        self._running.append(self._pool.submit(_do, work, told))

    def get(self, account: AccountId, identity: str) -> Chore | None:
        """None: there is no such chore of this account, or no longer."""
        if not identity or not identity.replace("-", "").replace("_", "").isalnum():
            return None
        chore = self._folder(account, identity).read()
        silent = chore is not None and self._clock.now() - chore.told_at > _SILENCE
        if chore is not None and chore.state is ChoreState.RUNNING and silent:
            return _moved(chore, chore.told_at, state=ChoreState.LOST)
        return chore

    def rows(self, account: AccountId, chore: Chore, start: int, most: int) -> Sequence[Mapping[str, Any]]:
        return list(islice(self._folder(account, chore.id).rows(), start, start + most))

    def forget(self, account: AccountId, chore: Chore) -> None:
        shutil.rmtree(self._folder(account, chore.id).path, ignore_errors=True)

    def finish(self) -> None:
        """Wait for those that run."""
        wait(self._running)

    def _folder(self, account: AccountId, identity: str) -> "_Folder":
        return _Folder(self._home / account / identity)

    def _clear(self, account: AccountId) -> None:
        here = self._home / account
        for path in here.iterdir() if here.is_dir() else ():
            chore = _Folder(path).read()
            if chore is not None and self._clock.now() - chore.told_at > KEPT:
                shutil.rmtree(path, ignore_errors=True)


def _do(work: Work, told: Told) -> None:
    try:
        work(told)
    except AppError as error:
        told.end(ChoreState.FAILED, error.text)
    except Exception as error:
        log.error("chore.broke", error=type(error).__name__)
        told.end(ChoreState.FAILED, _BROKEN)
        raise
    else:
        told.end(ChoreState.DONE)


_BROKEN: Final = Text(
    en="a mistake of ours; it is in the log", de="ein Fehler von uns; er steht im Protokoll"
)


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path

    @property
    def file(self) -> Path:
        return self.path / "file"

    def write(self, chore: Chore) -> None:
        reason = chore.reason
        values = {
            "id": chore.id,
            "kind": chore.kind,
            "state": chore.state.value,
            "told_at": chore.told_at.isoformat(),
            "facts": dict(chore.facts),
            "counts": dict(chore.counts),
            "reason": None if reason is None else [reason.en, reason.de],
        }
        draft = self.path / "state.new"
        draft.write_text(json.dumps(values), encoding="utf-8")
        draft.replace(self.path / "state.json")

    def read(self) -> Chore | None:
        try:
            values = json.loads((self.path / "state.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        reason = values["reason"]
        return Chore(
            values["id"],
            values["kind"],
            ChoreState(values["state"]),
            datetime.fromisoformat(values["told_at"]),
            values["facts"],
            values["counts"],
            None if reason is None else Text(*reason),
        )

    def add(self, values: Mapping[str, Any]) -> None:
        with (self.path / "rows.jsonl").open("a", encoding="utf-8") as rows:
            rows.write(json.dumps(values) + "\n")

    def rows(self) -> Iterator[Mapping[str, Any]]:
        try:
            with (self.path / "rows.jsonl").open(encoding="utf-8") as rows:
                yield from map(json.loads, rows)
        except FileNotFoundError:
            return

    def forget(self) -> None:
        (self.path / "rows.jsonl").unlink(missing_ok=True)


def _moved(chore: Chore, now: datetime, **changes: Any) -> Chore:
    values = {
        "state": chore.state,
        "facts": chore.facts,
        "counts": chore.counts,
        "reason": chore.reason,
        **changes,
    }
    return Chore(chore.id, chore.kind, told_at=now, **values)
