"""Order import: ours beside a floor written by hand, a Singer SDK tap with its target, and dlt.

    python -m benchmarks.orders [--orders 10000 100000] [--runs 3] [--postgres URL] [--peers FOLDER]

All read the same orders from the same server. FOLDER has the environments `singer` and `dlt` (make bench);
without it only ours and the floor are measured.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from benchmarks.databases import fresh
from benchmarks.measure import ROOT, Run, Series, keep, run, say

HERE: Final = Path(__file__).parent
Program = Callable[[str, str, Path], Run]


@contextmanager
def standin(orders: int) -> Iterator[str]:
    command = [sys.executable, str(HERE / "standin.py"), str(orders)]
    process = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
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


def singer(peers: Path) -> Program:
    def program(server: str, url: str, folder: Path) -> Run:
        python, script = peers / "singer" / "bin" / "python", HERE / "peers" / "singer_sdk_tap.py"
        config = settings(server, url, folder)
        pipe = f"{python} {script} tap {config} | {python} {script} target {config} >/dev/null"
        return run(["sh", "-c", pipe])

    return program


def dlt(peers: Path) -> Program:
    def program(server: str, url: str, folder: Path) -> Run:
        python, script = peers / "dlt" / "bin" / "python", HERE / "peers" / "dlt_pipeline.py"
        return run([str(python), str(script), settings(server, url, folder)])

    return program


def measured(programs: dict[str, Program], server: str, runs: int, postgres: str | None) -> list[Series]:
    """In turns, each run into a database of its own."""
    series = {name: Series(name) for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            with tempfile.TemporaryDirectory() as folder, fresh(Path(folder), postgres) as url:
                series[name].runs.append(program(server, url, Path(folder)))
    return list(series.values())


def table(title: str, orders: int, series: list[Series]) -> list[dict[str, object]]:
    base = next(s for s in series if s.name == "floor").cpu_per(orders).median
    say(f"\n{title}, {orders} orders")
    say(f"{'':12} {'CPU us/order':>28} {'x floor':>8} {'wall s':>24} {'peak MB':>8}")
    rows = []
    for one in series:
        cpu, wall, peak = one.cpu_per(orders), one.wall(), one.peak_mb()
        ratio = cpu.median / base
        say(f"{one.name:12} {cpu!s:>28} {ratio:8.2f} {wall!s:>24} {peak.median:8.0f}")
        rows.append({"program": one.name, "cpu_us": cpu, "x_floor": ratio, "wall_s": wall, "peak_mb": peak})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.orders")
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgres", help="where databases may be made: postgresql://USER@HOST/NAME")
    parser.add_argument("--peers", type=Path)
    given = parser.parse_args()
    programs: dict[str, Program] = {"floor": floor, "ours": ours}
    if given.peers:
        programs |= {"singer-sdk": singer(given.peers), "dlt": dlt(given.peers)}
    results = []
    for orders in given.orders:
        with standin(orders) as server:
            for title, address in (("SQLite", None), ("PostgreSQL", given.postgres)):
                if title == "PostgreSQL" and address is None:
                    continue
                rows = table(title, orders, measured(programs, server, given.runs, address))
                results.append({"database": title, "orders": orders, "rows": rows})
    say(f"\n{keep('orders', {'results': results}).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
