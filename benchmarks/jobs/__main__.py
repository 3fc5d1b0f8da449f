"""What jobs cost with many accounts, on the stand-in: `python -m benchmarks.jobs [--postgres URL] [SIZE...]`

Every size is a database with so many accounts, each with the OTTO app active. Of them a sample passes through
the whole way: taken from the schedule, leased, run against the stand-in over HTTP, ended. The stand-in runs
in a process of its own. Figures go to stdout and to `benchmarks/results/jobs.json`.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any, Final

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import event, insert

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from adapters.storage.tables import ACCOUNT, APP
from app_center.bootstrap import AppCenter, open_app_center
from app_center.concerns import concerns_of
from app_center.config import Config
from app_center.engine import open_jobs
from app_center.foreman import Foreman, wake
from app_center.log import configure_log
from app_center.worker import Worker
from benchmarks.databases import fresh
from core.apps import AccountId, AppKey, AppState
from core.schedule import Job
from core.secret import Secret
from ports.jobs import Queue

OTTO: Final = AppKey("otto")
#: Accounts of each size that pass through the whole way.
SAMPLE: Final = 60
PORT: Final = 4099


class Idle:
    """An engine that only keeps what it was given."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def start(self, *_: object) -> None: ...
    def defer(self, job: Job, _: object) -> bool:
        self.jobs.append(job)
        return True

    def room(self) -> int:
        return 32

    def queue(self) -> Queue:
        return Queue((), ())

    def stop(self, _: timedelta) -> bool:
        return True


@contextmanager
def standin() -> Iterator[str]:
    command = "from app_center.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "standin", "otto", "--port", str(PORT), "--orders", "5"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(2)
    yield f"http://127.0.0.1:{PORT}"
    process.kill()
    process.wait()


@contextmanager
def town(url: str, address: str, folder: Path) -> Iterator[AppCenter]:
    config = Config(
        home=folder,
        database_url=SecretStr(url),
        vault_key=SecretStr(Fernet.generate_key().decode()),
        base_urls={"otto": address},
    )
    with open_app_center(config) as center:
        yield center


def settle(center: AppCenter, number: int) -> Sequence[AccountId]:
    """So many accounts; those of the sample can log in."""
    first = center.memory.accounts.add("account 0")
    book = center.memory.of(first.id)
    channel = book.portal_accounts.find_or_add("Haupt")
    settings = {
        "mode": "own_app",
        "environment": "sandbox",
        "client_id": DEMO_CLIENT,
        "portal_account": "Haupt",
        "portal_account_id": channel.id,
        "scopes": "orders",
    }
    book.apps.write(replace(book.apps.get(OTTO), state=AppState.ACTIVE, settings=settings))
    names = [f"{index:032x}" for index in range(1, number)]
    with center.memory._database.writing() as connection:
        row = dict(connection.execute(APP.select()).mappings().one())
        for start in range(0, len(names), 1000):
            chunk = names[start : start + 1000]
            connection.execute(insert(ACCOUNT), [{"id": name, "name": name} for name in chunk])
            connection.execute(insert(APP), [{**row, "account_id": name} for name in chunk])
    sample = [first.id, *(AccountId(name) for name in names[: SAMPLE - 1])]
    for account in sample:
        memory = center.memory.of(account)
        portal = memory.portal_accounts.find_or_add("Haupt").id
        record = memory.apps.get(OTTO)
        memory.apps.write(replace(record, settings={**record.settings, "portal_account_id": portal}))
        memory.vault(OTTO).put("settings", "client_secret", Secret(DEMO_SECRET))
    return sample


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(center: AppCenter, size: int) -> dict[str, Any]:
    sample = settle(center, size)
    kind = center.kind("otto")
    queries = 0

    def count(*_: object) -> None:
        nonlocal queries
        queries += 1

    engine = center.memory._database.engine
    event.listen(engine, "before_cursor_execute", count)
    jobs = Idle()
    with Worker(center.memory.agenda, center.clock, timedelta(seconds=30)) as worker:
        foreman = Foreman(center, jobs, worker)
        began = time.perf_counter()
        foreman.enrol()
        enrolled = time.perf_counter() - began
        for account in sample:
            wake(center, center.memory.of(account), kind, "orders", "asked", by_person=True)
        foreman.run(Job(sample[0], OTTO, "orders"))
        queries, began, used = 0, time.perf_counter(), cpu()
        for account in sample[1:]:
            foreman.run(Job(account, OTTO, "orders"))
        passes = max(1, len(sample) - 1)
        per_pass = {
            "ms_wall": (time.perf_counter() - began) / passes * 1000,
            "ms_cpu": (cpu() - used) / passes * 1000,
            "queries": queries / passes,
        }
        looks = []
        for _ in range(30):
            began = time.perf_counter()
            foreman.look()
            looks.append((time.perf_counter() - began) * 1000)
        began, used = time.perf_counter(), cpu()
        due = len(center.memory.agenda.take(center.clock.now() - timedelta(days=1), 1, center.clock.now()))
        idle = (time.perf_counter() - began) * 1000
    event.remove(engine, "before_cursor_execute", count)
    failed = [entry for entry in tuple(center.memory.agenda.entries()) if entry.standing.failures]
    return {
        "accounts": size,
        "enrol_s": enrolled,
        "pass": per_pass,
        "look_ms_median": statistics.median(looks),
        "look_nothing_due_ms": idle,
        "due": due,
        "failed": len(failed),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def latency(url: str, address: str, folder: Path, events: int = 100) -> dict[str, float]:
    """From something that happened to the first request that leaves because of it, in milliseconds."""
    jobs = open_jobs(Config(home=folder, database_url=SecretStr(url)), 8)
    config = Config(
        home=folder,
        database_url=SecretStr(url),
        vault_key=SecretStr(Fernet.generate_key().decode()),
        base_urls={"otto": address},
    )
    with open_app_center(config, jobs=jobs) as center:
        sample = settle(center, 2)
        kind = center.kind("otto")
        left = Event()
        times: list[float] = []
        original = type(center.outgoing).client

        def client(*args: Any, **more: Any) -> Any:
            left.set()
            return original(*args, **more)

        type(center.outgoing).client = client  # type: ignore[method-assign]
        with Worker(center.memory.agenda, center.clock, timedelta(seconds=30)) as worker:
            jobs.start(Foreman(center, jobs, worker).run, [])
            memory = center.memory.of(sample[0])
            for _ in range(events):
                left.clear()
                began = time.perf_counter()
                wake(center, memory, kind, "orders", "sale", by_person=True)
                left.wait(30)
                times.append((time.perf_counter() - began) * 1000)
                while (standing := memory.work(OTTO).standing("orders")) and (
                    standing.due is None or standing.due <= center.clock.now()
                ):
                    time.sleep(0.005)
            jobs.stop(timedelta(seconds=25))
        type(center.outgoing).client = original  # type: ignore[method-assign]
    cuts = statistics.quantiles(times, n=100)
    return {"p50_ms": cuts[49], "p99_ms": cuts[98]}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("sizes", nargs="*", type=int, default=[10, 100, 1000, 10000])
    words.add_argument("--postgres")
    given = words.parse_args()
    configure_log("error")
    found: dict[str, Any] = {"concerns": len(concerns_of_otto()), "sizes": []}
    with standin() as address, tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            home = Path(folder) / str(size)
            home.mkdir()
            with fresh(home, given.postgres) as url, town(url, address, home) as center:
                found["sizes"].append(measured(center, size))
                print(json.dumps(found["sizes"][-1]), flush=True)
        home = Path(folder) / "latency"
        home.mkdir()
        with fresh(home, given.postgres) as url:
            found["event_to_call"] = latency(url, address, home)
            print(json.dumps(found["event_to_call"]), flush=True)
    results = Path(__file__).parent.parent / "results"
    results.mkdir(exist_ok=True)
    name = "jobs_postgres.json" if given.postgres else "jobs_sqlite.json"
    (results / name).write_text(json.dumps(found, indent=1) + "\n")


def concerns_of_otto() -> Sequence[str]:
    from adapters.otto.plugin import app_center_marketplaces  # noqa: PLC0415

    return tuple(concerns_of(app_center_marketplaces()[0]))


if __name__ == "__main__":
    main()
