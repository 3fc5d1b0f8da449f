"""`app-center privacy`: a buyer asks what is known, and to be erased."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from standins import serving
from tests.contract.command_line import CommandLine

ANSWERS = (
    *("--set", f"client_id={DEMO_CLIENT}", "--set", "environment=sandbox"),
    *("--set", "portal_account=Haupt", "--set", "client_secret=-"),
)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(12, seed=4)


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        assert line.run("account", "add", "shop").status == 0
        told = line.run("activate", "otto", "--account", "shop", *ANSWERS, stdin=DEMO_SECRET + "\n")
        assert told.status == 0, told.err
        for concern in ("orders", "receipts"):
            assert line.run("sync", "otto", "--account", "shop", "--only", concern).status == 0
        yield line


def exported(line: CommandLine, email: str, file: Path) -> list[dict[str, object]]:
    said = line.run("privacy", "export", "--account", "shop", "--email", email, "--out", str(file))
    assert said.status == 0, said.err
    with zipfile.ZipFile(file) as archive:
        found: list[dict[str, object]] = json.loads(archive.read("orders.json"))
        for name in archive.namelist():
            assert name == "orders.json" or archive.read(name).startswith(b"%PDF-")
    return found


def test_a_buyer_is_handed_out_and_erased_where_nothing_is_under_way(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    closed, under_way = set[str](), set[str]()
    for order in otto.orders_now():
        states = {item["fulfillmentStatus"] for item in order["positionItems"]}
        email = order.get("invoiceAddress", {}).get("email")
        if email:
            (under_way if states & {"ANNOUNCED", "PROCESSABLE"} else closed).add(email)
    one, other = sorted(closed - under_way)[0], sorted(under_way - closed)[0]
    (order,) = exported(line, one, tmp_path / "buyer.zip")
    assert one in str(order)

    erased = line.run("privacy", "erase", "--account", "shop", "--email", one.upper(), "--yes")
    assert erased.status == 0, erased.err
    assert line.run("privacy", "erase", "--account", "shop", "--email", one, "--yes").status == 1

    kept = line.run("privacy", "erase", "--account", "shop", "--email", other, "--yes")
    assert kept.status == 1
    assert "still under way" in kept.err
    assert len(exported(line, other, tmp_path / "other.zip")) == 1


def test_the_record_of_processing_can_be_printed(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_CENTER_RETENTION_BUYERS", "77")
    rows = line.run("privacy", "record", "--json").rows
    assert next(row["kept"] for row in rows).startswith("77 days")
    monkeypatch.setenv("APP_CENTER_RETENTION_RECEIPT_YEARS", "3")
    refused = line.run("privacy", "record")
    assert refused.status == 1
    assert "RETENTION_RECEIPT_YEARS" in refused.err
