"""Runs programs one after the other and writes down what each cost: processor seconds, wall seconds, peak
memory, and what it says of itself in one line of JSON on stdout.

Figures of one program say little on a shared machine; ratios between programs that took turns in one run do.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
RESULTS: Final = ROOT / "benchmarks" / "results"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one program. `told` is what it printed: {"cpu": seconds} there counts instead of the whole
    process where only a part of it is of interest."""

    cpu: float
    wall: float
    peak_mb: float
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one figure over several runs."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        return cls(min(figures), statistics.median(figures), max(figures))

    def __str__(self) -> str:
        return f"{self.median:.3g} ({self.least:.3g} to {self.most:.3g})"


@dataclass(slots=True)
class Series:
    """All runs of one program."""

    name: str
    runs: list[Run] = field(default_factory=list)

    def cpu_per(self, units: float) -> Spread:
        """Processor microseconds a unit."""
        return Spread.of([run.told.get("cpu", run.cpu) / units * 1e6 for run in self.runs])

    def wall(self) -> Spread:
        return Spread.of([run.told.get("wall", run.wall) for run in self.runs])

    def peak_mb(self) -> Spread:
        return Spread.of([run.peak_mb for run in self.runs])


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Run:
    """Run a program to its end.

    raises  RuntimeError: it failed; its last words are in the message
    """
    started = os.times().elapsed
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}: {err.decode()[-2000:]}")
    last = out.decode().strip().rpartition("\n")[2]
    return Run(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=os.times().elapsed - started,
        peak_mb=usage.ru_maxrss / 1024,
        told=json.loads(last) if last.startswith("{") else {},
    )


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "otto-app": version("otto-app"),
    }


def keep(name: str, content: Mapping[str, Any]) -> Path:
    """The figures as JSON beside the others; `report.py` makes tables and charts of them."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}.json"
    file.write_text(json.dumps({"machine": machine(), **content}, indent=1, default=asdict) + "\n")
    return file


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def own_cpu() -> float:
    """Processor seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
