"""Jobs with few and with many accounts: what a pass costs each. Every size is a program of its own."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from benchmarks.measure import RESULTS, Spread, run
from benchmarks.tables import Given, Goal, Row, Table


def _row(size: int, found: Mapping[str, Any]) -> Row:
    (one,) = found["sizes"]
    figures = {
        "CPU ms/pass": one["pass"]["ms_cpu"],
        "queries/pass": one["pass"]["queries"],
        "look ms": one["look_ms_median"],
        "event to call ms (p50)": found["event_to_call"]["p50_ms"],
        "peak MB": one["peak_mb"],
    }
    return Row(f"{size:,} accounts", {name: Spread.of([figure]) for name, figure in figures.items()})


def measure(given: Given) -> Iterator[Table]:
    sizes = (10, 100) if given.quick else (10, 100, 1_000, 10_000)
    for title, postgres in (("SQLite", None), ("PostgreSQL", given.postgres)):
        if title == "PostgreSQL" and postgres is None:
            continue
        rows = []
        for size in sizes:
            run(
                [
                    sys.executable,
                    "-m",
                    "benchmarks.jobs",
                    *(["--postgres", postgres] if postgres else []),
                    str(size),
                ]
            )
            kept = RESULTS / ("jobs_postgres.json" if postgres else "jobs_sqlite.json")
            rows.append(_row(size, json.loads(kept.read_text())))
        found = Table(f"Order passes of many accounts on {title}", rows[0].name, "CPU ms/pass", rows)
        goal = Goal("a pass with most accounts beside fewest", found.times(rows[-1].name), 1.5)
        yield replace(found, goals=[goal])
