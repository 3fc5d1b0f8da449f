"""`app-center serve` and `app-center worker` keep an account in line without anybody asking."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from standins import Weather, serving
from tests.contract.command_line import CommandLine
from tests.postgres import Cluster

#: Seconds after which something that should happen counts as not happening.
LONG = 90.0
ANSWERS = (
    *("--set", f"client_id={DEMO_CLIENT}", "--set", "environment=sandbox"),
    *("--set", "portal_account=Haupt", "--set", "client_secret=-"),
)


def until(true: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < ends, f"never came true: {what}"
        time.sleep(0.3)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(10, seed=4)


@pytest.fixture(params=["sqlite", "postgres"])
def line(
    request: pytest.FixtureRequest, otto: OttoStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CommandLine]:
    """An account with the app activated."""
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("postgres")
        monkeypatch.setenv("APP_CENTER_DATABASE_URL", cluster.url(cluster.new_database()))
    monkeypatch.setenv("APP_CENTER_VAULT_KEY", Fernet.generate_key().decode())
    monkeypatch.setenv("APP_CENTER_LEASE_SECONDS", "4")
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        assert line.run("account", "add", "shop").status == 0
        activated = line.run("activate", "otto", "--account", "shop", *ANSWERS, stdin=DEMO_SECRET + "\n")
        assert activated.status == 0, activated.err
        yield line


def order_job(line: CommandLine) -> dict[str, Any]:
    """What `jobs` says about the import of orders."""
    (job,) = (job for job in line.run("jobs", "--json").rows if job["concern"] == "orders")
    return job


def stored(line: CommandLine) -> int:
    return len(line.run("orders", "--account", "shop", "--json").rows)


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def metrics(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as reply:
        return str(reply.read().decode())


def ended(process: subprocess.Popen[str]) -> tuple[int, list[dict[str, object]]]:
    """Told to stop: the exit status, and what stands in the log."""
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=LONG)
    return process.returncode, [json.loads(each) for each in said.splitlines() if each.startswith("{")]


def test_orders_come_in_by_themselves_and_a_stop_ends_well(line: CommandLine, otto: OttoStandin) -> None:
    port = a_port()
    with line.started("serve", "--port", str(port), "--workers", "2") as process:
        until(lambda: answers(port, "/readyz"), "ready")
        assert answers(port, "/healthz")
        until(lambda: stored(line) == 10, "ten orders are here")
        otto.place_visible()
        assert line.run("sync", "otto", "--account", "shop", "--later").status == 0
        until(lambda: stored(line) == 11, "the eleventh order is here")
        until(lambda: order_job(line)["state"] == "idle", "the pass has ended")
        job = order_job(line)
        assert (job["account"], job["app"]) == ("shop", "otto")
        assert job["failures"] == 0
        assert job["last_success"] < job["next"]
        assert line.run("jobs").status == 0
        status, log = ended(process)
    assert status == 0
    finished = [event for event in log if event["event"] == "pass.finished"]
    assert len(finished) >= 2
    assert {str(event["pass_id"]) for event in finished} >= {"orders-1", "orders-2"}
    assert all(event["account"] != "shop" and event["app"] == "otto" for event in finished)


def test_a_killed_server_is_made_up_for_by_the_next(line: CommandLine, otto: OttoStandin) -> None:
    otto.weather = Weather("slow", rate=1.0, delay=2.0)
    with line.started("serve", "--port", str(a_port()), "--workers", "2") as process:
        until(
            lambda: any(job["state"] == "running" for job in line.run("jobs", "--json").rows),
            "a pass runs",
        )
        process.kill()
        process.wait()
    assert stored(line) == 0
    otto.weather = Weather()
    with line.started("serve", "--port", str(a_port()), "--workers", "2"):
        until(lambda: stored(line) == 10, "ten orders are here")


def test_a_stop_hands_over_what_does_not_end(
    line: CommandLine, otto: OttoStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_CENTER_STOP_SECONDS", "1")
    otto.weather = Weather("slow", rate=1.0, delay=15.0, only="/v4/orders")
    command = ["worker"] if "APP_CENTER_DATABASE_URL" in os.environ else ["serve", "--port", str(a_port())]
    with line.started(*command, "--workers", "2") as process:
        until(lambda: order_job(line)["state"] == "running", "a pass runs")
        status, log = ended(process)
    assert status == 0
    assert "worker.handed_over" in [event["event"] for event in log]
    assert order_job(line)["worker"] is None
    assert order_job(line)["state"] != "running"
    otto.weather = Weather()
    with line.started(*command, "--workers", "2"):
        until(lambda: stored(line) == 10, "its successor brings the orders")


def test_sync_says_who_is_at_it(line: CommandLine, otto: OttoStandin) -> None:
    otto.weather = Weather("slow", rate=1.0, delay=2.0)
    with line.started("serve", "--port", str(a_port()), "--workers", "2") as process:
        until(
            lambda: any(
                job["state"] == "running" and job["concern"] == "orders"
                for job in line.run("jobs", "--json").rows
            ),
            "a pass over orders runs",
        )
        said = line.run("sync", "otto", "--account", "shop", "--only", "orders")
        assert said.status == 1
        assert f"{socket.gethostname()}:{process.pid}" in said.err


def test_a_worker_works_beside_the_server(
    line: CommandLine, otto: OttoStandin, request: pytest.FixtureRequest
) -> None:
    port = a_port()
    with line.started("worker", "--workers", "2", "--port", str(port)) as process:
        if "sqlite" in request.node.name:
            _, said = process.communicate(timeout=LONG)
            assert process.returncode == 1
            assert "PostgreSQL" in said
            return
        until(lambda: stored(line) == 10, "ten orders are here")
        assert answers(port, "/readyz")
        assert 'app_center_passes_total{app="otto",concern="orders",outcome="good"}' in metrics(port)
        status, _ = ended(process)
    assert status == 0


def test_an_interval_of_its_own(line: CommandLine) -> None:
    said = line.run("interval", "otto", "orders", "--account", "shop", "--seconds", "120")
    assert said.status == 0
    assert "120" in said.err
    assert order_job(line)["every_seconds"] == 120
    refused = line.run("interval", "otto", "orders", "--account", "shop", "--seconds", "1")
    assert refused.status == 1
    assert "between 30 and 3600 seconds" in refused.err
    assert line.run("interval", "otto", "orders", "--account", "shop").status == 0
    assert os.environ["APP_CENTER_LEASE_SECONDS"] == "4"
