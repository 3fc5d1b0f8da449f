"""How long it takes until something is there: `app-center --help`, and `app-center serve` until it is ready.

The references are Python by itself, and a page by the same web libraries with nothing behind it.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.measure import ROOT, Run, Series, Spread, run, surroundings
from benchmarks.tables import Given, Goal, Row, Table

HERE: Final = Path(__file__).parent
WALL: Final = "wall s"
COMMAND: Final = [sys.executable, "-c", "from app_center.cli import main; main()"]


def figures(series: Series) -> Mapping[str, Spread]:
    cpu = Spread.of([one.cpu for one in series.runs])
    return {WALL: series.wall(), "CPU s": cpu, "peak MB": series.peak_mb()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until_ready(command: Sequence[str], path: str, env: Mapping[str, str]) -> Run:
    """Start a server on a free port, and ask for `path` until it answers 200; then end it.

    raises  RuntimeError: it ended by itself, or took a minute
    """
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, str(port)],
        cwd=ROOT,
        env=surroundings(env),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(port, path):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError(f"{command[-3:]} is not ready")
            time.sleep(0.005)
        wall, peak = time.perf_counter() - began, peak_mb(process.pid)
    finally:
        process.kill()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Run(usage.ru_utime + usage.ru_stime, wall, peak, {})


def peak_mb(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def help_text(runs: int) -> Table:
    bare, ours = Series("python"), Series("ours, --help")
    run([*COMMAND, "--help"])  # what is imported for the first time is compiled
    for _ in range(runs):
        bare.runs.append(run([sys.executable, "-c", "pass"]))
        ours.runs.append(run([*COMMAND, "--help"]))
    rows = [Row(one.name, figures(one)) for one in (bare, ours)]
    goal = Goal("`app-center --help` in seconds", ours.wall().median, 0.3)
    return Table("Start of app-center --help", "python", WALL, rows, goals=[goal])


def serving(runs: int) -> Table:
    bare, first, again = Series("bare page"), Series("ours, first start"), Series("ours, next start")
    with tempfile.TemporaryDirectory() as home:
        until_ready([*COMMAND, "serve", "--port"], "/readyz", {"APP_CENTER_HOME": home})
    for _ in range(runs):
        bare.runs.append(until_ready([sys.executable, str(HERE / "bare_page.py")], "/readyz", {}))
        with tempfile.TemporaryDirectory() as home:
            for series in (first, again):
                command = [*COMMAND, "serve", "--port"]
                series.runs.append(until_ready(command, "/readyz", {"APP_CENTER_HOME": home}))
    rows = [Row(one.name, figures(one)) for one in (bare, first, again)]
    found = Table("Start of app-center serve, until /readyz", "bare page", WALL, rows)
    goal = Goal("`app-center serve` in seconds", again.wall().median, 2.0)
    note = "The first start makes the database and the key of the vault."
    return replace(found, goals=[goal], notes=[note])


def measure(given: Given) -> Iterator[Table]:
    yield help_text(5 if given.quick else 15)
    yield serving(3 if given.quick else 9)
