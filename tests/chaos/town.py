"""Real processes on real databases, a stand-in of OTTO that they cannot harm, and the ways to harm them."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.fernet import Fernet

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory, open_memory
from standins import serving
from tests.contract.command_line import CommandLine
from tests.contract.test_command_line_return_numbers import ManyApps, open_carrier

#: How many times each kind of harm is done; `make chaos` sets more.
ROUNDS: Final = int(os.environ.get("CHAOS_ROUNDS", "1"))
#: Seconds after which something that should happen counts as not happening.
LONG: Final = 120.0
ANSWERS: Final = (
    *("--set", f"client_id={DEMO_CLIENT}", "--set", "environment=sandbox"),
    *("--set", "portal_account=Haupt", "--set", "client_secret=-"),
)

Books = Mapping[str, tuple[str, Mapping[str, str]]]


def until(true: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < ends, f"never came true: {what}"
        time.sleep(0.1)


def chance() -> random.Random:
    seed = int(os.environ.get("CHAOS_SEED", str(time.time_ns() % 10**6)))
    print(f"CHAOS_SEED={seed}")  # noqa: T201 - pytest shows it beside a failure
    return random.Random(seed)


@dataclass
class Town:
    """An account with the OTTO app, and workers as processes of their own. Their log goes to a file."""

    otto: OttoStandin
    line: CommandLine
    memory: DatabaseMemory
    command: tuple[str, ...]
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def hire(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-c", "from app_center.cli import main; main()", *self.command],
                env={**os.environ, **self.line.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        said = [json.loads(each) for each in lines if each.startswith("{") and each.endswith("}")]
        return [event for event in said if event.get("event") == name]

    def holder(self, concern: str = "orders") -> subprocess.Popen[bytes] | None:
        """The worker that is at this concern just now."""
        for entry in tuple(self.memory.agenda.entries()):
            if entry.job.concern == concern and entry.holder is not None:
                number = int(entry.holder.split(":")[1])
                return next((each for each in self.workers if each.pid == number), None)
        return None

    def ask(self, concern: str = "orders") -> None:
        """Sync now."""
        said = self.line.run("sync", "otto", "--account", "shop", "--only", concern, "--later")
        assert said.status == 0, said.err

    def shown(self) -> Books:
        """What stands in the books of the stand-in."""
        return {
            order["salesOrderId"]: (
                order["orderNumber"],
                {item["positionItemId"]: item["fulfillmentStatus"] for item in order["positionItems"]},
            )
            for order in self.otto.orders_now()
        }

    def stored(self) -> Books:
        said = self.line.run("orders", "--account", "shop", "--json")
        assert said.status == 0, said.err
        rows = said.rows
        assert len({row["sales_order_id"] for row in rows}) == len(rows), "an order stands there twice"
        return {
            row["sales_order_id"]: (
                row["order_number"],
                {position["position_item_id"]: position["state"] for position in row["positions"]},
            )
            for row in rows
        }

    def all_is_well(self) -> None:
        """The books agree: nothing lost, nothing doubled, nothing stale."""
        self.ask()
        until(lambda: self.stored() == self.shown(), "the database shows what the stand-in shows")


@contextmanager
def town(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    otto: OttoStandin,
    url: str,
    *command: str,
    carriers: Mapping[str, Any] | None = None,
    settings: tuple[str, ...] = (),
) -> Iterator[Town]:
    """`carriers` are the stand-ins of carrier apps, by key; `settings` are more answers for the OTTO app."""
    key = Fernet.generate_key().decode()
    monkeypatch.setenv("APP_CENTER_VAULT_KEY", key)
    monkeypatch.setenv("APP_CENTER_LEASE_SECONDS", "2")
    monkeypatch.setenv("APP_CENTER_DATABASE_URL", url)
    with ExitStack() as stack:
        servers = {"otto": otto, **(carriers or {})}
        addresses = {name: stack.enter_context(serving(server)) for name, server in servers.items()}
        (folder / "home").mkdir()
        line = ManyApps(folder / "home", addresses["otto"], addresses=addresses)
        assert line.run("account", "add", "shop").status == 0
        for carrier in carriers or {}:
            open_carrier(line, carrier)
        words = ("--account", "shop", *ANSWERS, *settings)
        said = line.run("activate", "otto", *words, stdin=DEMO_SECRET + "\n")
        assert said.status == 0, said.err
        memory = open_memory(url, Keys([key]))
        opened = Town(otto, line, memory, command, folder / "log")
        try:
            yield opened
        finally:
            for worker in opened.workers:
                worker.send_signal(signal.SIGCONT)
                worker.kill()
                worker.wait()
            memory.close()
