"""Labels: our adapters beside karrio's connectors, on the same answers, parcel for parcel.

Counted is the processor time of buying alone, login included; what a program costs before that is in `start`.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from benchmarks.measure import ROOT, Series, run, surroundings
from benchmarks.tables import Given, Goal, Row, Table

HERE: Final = Path(__file__).parent
CPU: Final = "CPU us/label"
CARRIERS: Final = ("dhl", "gls", "hermes")
NOTES: Final[Mapping[str, str]] = {
    "gls": "It reads fields that GLS's documents do not have.",
}


@contextmanager
def standin(carrier: str) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.labels.standin", carrier]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.wait()


def accepted(carrier: str, server: str, count: int) -> str:
    """What the stand-in lets in, for a program to read."""
    (kind,) = import_module(f"adapters.carriers.{carrier}.plugin").app_center_carriers()
    rehearsal = kind.rehearse()
    secrets = {name: secret.reveal() for name, secret in rehearsal.secrets.items()}
    about = {"carrier": carrier, "server": server, "count": count}
    return json.dumps({**about, "settings": {**rehearsal.settings}, "secrets": secrets})


def measured(carrier: str, given: Given) -> list[Series]:
    count, runs = (60, 2) if given.quick else (500, 7)
    programs = {"ours": [sys.executable, str(HERE / "ours.py")]}
    if python := given.python("karrio"):
        programs["karrio"] = [python, str(HERE / "peers" / "karrio_labels.py")]
    series = {name: Series(name) for name in programs}
    with standin(carrier) as server, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.json"
        config.write_text(accepted(carrier, server, count))
        for _ in range(runs):
            for name, command in programs.items():
                series[name].runs.append(run([*command, str(config)], env={"LOG_LEVEL": "ERROR"}))
    return list(series.values())


def table(carrier: str, series: list[Series]) -> Table:
    rows = []
    for one in series:
        bought = one.runs[0].told["bought"]
        rows.append(Row(one.name, {CPU: one.cpu_per(bought), "peak MB": one.peak_mb()}))
    reference = series[-1].name
    found = Table(f"Shipment labels of {carrier.upper()}", reference, CPU, rows)
    if reference == "ours":
        return found
    told = series[-1].runs[0].told
    notes = [f"karrio makes {told['read']} labels of {told['bought']} answers."]
    goal = Goal("ours beside karrio", found.times("ours"), 0.5)
    return replace(found, goals=[goal], notes=[*notes, *([NOTES[carrier]] if carrier in NOTES else [])])


def measure(given: Given) -> Iterator[Table]:
    for carrier in CARRIERS:
        yield table(carrier, measured(carrier, given))
