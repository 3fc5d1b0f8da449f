"""`make bench`: every benchmark, with its tables, charts and figures in one folder.

    python -m benchmarks [NAME...] [--quick] [--peers FOLDER] [--to FOLDER]

Whatever peer or database is not there is left out, and said.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.measure import ROOT, machine, say
from benchmarks.report import as_text, write
from benchmarks.suite import BENCHMARKS, measure
from benchmarks.tables import Given, Table
from tests.postgres import programs, running


@contextmanager
def postgres() -> Iterator[str | None]:
    """A server of our own, with the same settings for whoever is measured."""
    found = programs()
    if found is None:
        say("PostgreSQL is not installed: SQLite only")
        yield None
        return
    with running(found) as cluster:
        yield cluster.url()


def versions(given: Given) -> dict[str, str]:
    """Of what the figures depend on."""
    found = {}
    if given.postgres:
        with psycopg.connect(given.postgres) as server:
            found["PostgreSQL"] = str(server.info.server_version // 10_000)
    for lock in sorted((Path(__file__).parent / "requirements").glob("*.in")):
        wanted = {line.partition("[")[0] for line in lock.read_text().split()}
        pins = [line.split(" ")[0] for line in lock.with_suffix(".txt").read_text().splitlines()]
        found |= {name: pin for name, _, pin in (pin.partition("==") for pin in pins) if name in wanted}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME", default=[])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "bench")
    asked = parser.parse_args()
    tables: dict[str, list[Table]] = {}
    with postgres() as url:
        given = Given(asked.quick, asked.peers and asked.peers.resolve(), url)
        about = machine() | versions(given) | {"sizes": "small" if asked.quick else "full"}
        for name in asked.names or BENCHMARKS:
            say(f"\n{name}")
            tables[name] = list(measure(name, given))
            for table in tables[name]:
                say("\n" + as_text(table))
            write(asked.to, about, tables, given.python("charts"))
    say(f"\n{asked.to / 'index.html'}")


if __name__ == "__main__":
    main()
