"""Secrets and buyers, marked, through every concern in every weather: nothing that is written tells of them.

Searched are both streams of every command with the log wide open, what Prometheus reads, every file of the
home, and every column of the database but those that are there for buyers' data.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unittest import mock

import pytest
import stamina

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from app_center.bootstrap import open_app_center
from app_center.concerns import MARKETPLACE
from app_center.metrics import Metrics
from standins import Weather, serving
from tests.contract.command_line import CommandLine

ANSWERS = (
    *("--set", f"client_id={DEMO_CLIENT}", "--set", "environment=sandbox"),
    *("--set", "portal_account=Haupt", "--set", "client_secret=-"),
)
#: Where buyers' data may stand. `core.privacy` has the times after which it goes.
FOR_BUYERS: Final = {
    *(
        ("order_address", column)
        for column in ("first_name", "last_name", "street", "email", "phone", "addition")
    ),
    ("sales_order", "terms"),
    ("order_set_aside", "raw"),
    ("receipt", "pdf"),
}
#: They ask the marketplace for nothing, or for what no buyer is in.
LOOKS: Final = (["status"], ["jobs"], ["dispatches"], ["returns"], ["receipts"], ["quantities"], ["listings"])


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(12, seed=4)


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address, mock.patch.dict(os.environ, {"APP_CENTER_LEASE_SECONDS": "2"}):
        yield CommandLine(tmp_path / "home", address)


def marks(otto: OttoStandin) -> set[str]:
    """What must not be told: the secret, every token, and of each buyer what nobody else has."""
    found = {DEMO_SECRET}
    for order in otto.orders_now():
        for part in ("deliveryAddress", "invoiceAddress"):
            address = order.get(part) or {}
            found |= {
                address[key] for key in ("street", "lastName", "phoneNumber", "email") if address.get(key)
            }
    return {mark for mark in found if len(mark) > 4}


@pytest.mark.parametrize("weather", ["rough", "html_502"])
def test_nothing_that_is_written_tells_of_secrets_or_buyers(
    weather: str, line: CommandLine, otto: OttoStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [line.run("account", "add", "shop")]
    told.append(line.run("activate", "otto", "--account", "shop", *ANSWERS, stdin=DEMO_SECRET + "\n"))
    assert told[-1].status == 0, told[-1].err
    told.append(line.run("sync", "otto", "--account", "shop", "--only", "orders"))
    otto.place_visible()
    otto.weather = Weather(weather, rate=0.6, seed=7, delay=0.01)
    with monkeypatch.context() as patch:
        patch.setattr(CommandLine, "environment", {**line.environment, "APP_CENTER_LOG_LEVEL": "debug"})
        told += [line.run("sync", "otto", "--account", "shop", "--only", concern) for concern in MARKETPLACE]
        otto.weather = Weather()
        told += [line.run(*words, "--json") for words in LOOKS if words == ["jobs"]]
        told += [line.run(*words, "--account", "shop", "--json") for words in LOOKS if words != ["jobs"]]
    with mock.patch.dict(os.environ, line.environment), open_app_center() as center:
        metrics = Metrics(center).text().decode()
    secret = marks(otto)
    written = metrics + "".join(said.out + said.err for said in told)
    assert sorted(mark for mark in secret if mark in written) == []
    assert columns_with(line.home / "app-center.db", secret) <= FOR_BUYERS
    assert columns_with(line.home / "app-center.db", {DEMO_SECRET}) == set()


def columns_with(file: Path, found: set[str]) -> set[tuple[str, str]]:
    """Where in the database any of these stands, in text or bytes, capitals apart."""
    small = {mark.lower() for mark in found}
    places = set()
    with contextlib.closing(sqlite3.connect(file)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = database.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    if any(mark in text.lower() for mark in small):
                        places.add((table, column))
    return places


def test_the_search_finds_what_is_there(line: CommandLine, otto: OttoStandin) -> None:
    """Shown on what may be there, so that an empty search is not a blind one."""
    line.run("account", "add", "shop")
    line.run("activate", "otto", "--account", "shop", *ANSWERS, stdin=DEMO_SECRET + "\n")
    line.run("sync", "otto", "--account", "shop", "--only", "orders")
    places = columns_with(line.home / "app-center.db", marks(otto))
    assert {("order_address", "last_name"), ("sales_order", "terms")} <= places <= FOR_BUYERS
