"""Order import: ours beside a floor written by hand, a Singer SDK tap with its target, and dlt.

All read the same orders from the same server, into the same kind of database.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from benchmarks.databases import fresh
from benchmarks.measure import ROOT, Run, Series, Spread, run, surroundings
from benchmarks.tables import Given, Goal, Row, Table

HERE: Final = Path(__file__).parent
CPU: Final = "CPU us/order"
PEAK: Final = "peak MB"
Program = Callable[[str, str, Path], Run]


@contextmanager
def standin(orders: int) -> Iterator[str]:
    command = [sys.executable, str(HERE / "standin.py"), str(orders)]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.wait()


def ours(server: str, url: str, folder: Path) -> Run:
    return run([sys.executable, str(HERE / "ours.py"), server, url, str(folder)])


def floor(server: str, url: str, folder: Path) -> Run:
    return run([sys.executable, str(HERE / "floor.py"), server, url, str(folder)])


def settings(server: str, url: str, folder: Path) -> str:
    file = folder / "peer.json"
    content = {"server": server, "client_id": DEMO_CLIENT, "client_secret": DEMO_SECRET, "url": url}
    file.write_text(json.dumps(content))
    return str(file)


def singer(python: str) -> Program:
    def program(server: str, url: str, folder: Path) -> Run:
        script, config = HERE / "peers" / "singer_sdk_tap.py", settings(server, url, folder)
        pipe = f"{python} {script} tap {config} | {python} {script} target {config} >/dev/null"
        return run(["sh", "-c", pipe])

    return program


def dlt(python: str) -> Program:
    def program(server: str, url: str, folder: Path) -> Run:
        script = HERE / "peers" / "dlt_pipeline.py"
        return run([python, str(script), settings(server, url, folder)])

    return program


def measured(programs: dict[str, Program], server: str, runs: int, postgres: str | None) -> list[Series]:
    """In turns, each run into a database of its own."""
    series = {name: Series(name) for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            with tempfile.TemporaryDirectory() as folder, fresh(Path(folder), postgres) as url:
                series[name].runs.append(program(server, url, Path(folder)))
    return list(series.values())


def table(title: str, orders: int, series: list[Series]) -> Table:
    rows = [
        Row(one.name, {CPU: one.cpu_per(orders), "wall s": one.wall(), PEAK: one.peak_mb()}) for one in series
    ]
    found = Table(f"{orders:,} orders into {title}", "floor", CPU, rows)
    goals = [Goal("ours beside the floor", found.times("ours"), 2.0)]
    if peers := [one.name for one in series if one.name not in {"floor", "ours"}]:
        better = min(peers, key=found.times)
        goals.append(Goal(f"ours beside {better}", found.times("ours", of=better), 1 / 3))
    notes = ["The peers are counted as whole processes, start included, for they cannot be asked apart."]
    return replace(found, goals=goals, notes=notes if peers else ())


def memory(title: str, peaks: dict[int, Spread]) -> Table:
    """Whether it is flat: the same program with more orders."""
    rows = [Row(f"ours, {orders:,} orders", {PEAK: peak}) for orders, peak in peaks.items()]
    found = Table(f"Peak memory into {title}", rows[0].name, PEAK, rows)
    return replace(found, goals=[Goal("most orders beside fewest", found.times(rows[-1].name), 1.1)])


def measure(given: Given) -> Iterator[Table]:
    programs: dict[str, Program] = {"floor": floor, "ours": ours}
    for name, program in (("singer", singer), ("dlt", dlt)):
        if python := given.python(name):
            programs[name] = program(python)
    sizes = {1_000: 2, 4_000: 1} if given.quick else {10_000: 5, 100_000: 3}
    databases = {"SQLite": None, **({"PostgreSQL": given.postgres} if given.postgres else {})}
    peaks: dict[str, dict[int, Spread]] = {title: {} for title in databases}
    for orders, runs in sizes.items():
        with standin(orders) as server:
            for title, address in databases.items():
                series = measured(programs, server, runs, address)
                peaks[title][orders] = next(one for one in series if one.name == "ours").peak_mb()
                yield table(title, orders, series)
    for title in databases:
        yield memory(title, peaks[title])
