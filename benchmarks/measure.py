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
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
_LAUNCH: Final = Path(__file__).parent / "launch.py"
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
    """Of one figure over several runs: the ends, the quartiles, the middle."""

    least: float
    lower: float
    median: float
    upper: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        if len(figures) == 1:
            return cls(*list(figures) * 5)
        lower, median, upper = statistics.quantiles(figures, n=4, method="inclusive")
        return cls(min(figures), lower, median, upper, max(figures))

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.median:.3g}"
        return f"{self.median:.3g} ({self.lower:.3g} to {self.upper:.3g})"


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


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a program: this one's, with bytecode kept as wherever it is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), **(more or {})}


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Run:
    """Run a program to its end.

    raises  RuntimeError: it failed; its last words are in the message
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        launch = [sys.executable, "-I", "-S", str(_LAUNCH), str(report), *command]
        with (Path(folder) / "errors").open("w+b") as errors:
            done = subprocess.run(
                launch, cwd=ROOT, env=surroundings(env), stdout=subprocess.PIPE, stderr=errors, check=False
            )
            if done.returncode != 0:
                errors.seek(0)
                words = errors.read().decode(errors="replace")[-2000:]
                raise RuntimeError(f"{command[:4]} ended with {done.returncode}: {words}")
        figures = json.loads(report.read_text())
    last = done.stdout.decode().strip().rpartition("\n")[2]
    return Run(**figures, told=json.loads(last) if last.startswith("{") else {})


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
    """The figures of one benchmark alone, as JSON."""
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
