"""From nothing to orders in the database, with the commands that an operator types."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stamina

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin, State
from standins import Weather, serving
from tests.contract.command_line import CommandLine, Said

ANSWERS = (
    "--set", f"client_id={DEMO_CLIENT}",
    "--set", "environment=sandbox",
    "--set", "portal_account=Haupt",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=4)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(30, seed=4)


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        assert line.run("account", "add", "shop").status == 0
        yield line


def _activate(line: CommandLine, *more: str, secret: str = DEMO_SECRET) -> Said:
    return line.run(
        "activate",
        "otto",
        "--account",
        "shop",
        *ANSWERS,
        "--set",
        "client_secret=-",
        *more,
        stdin=secret + "\n",
    )


def _as_shown(otto: OttoStandin) -> dict[str, tuple[str, dict[str, str]]]:
    return {
        order["salesOrderId"]: (
            order["orderNumber"],
            {item["positionItemId"]: item["fulfillmentStatus"] for item in order["positionItems"]},
        )
        for order in otto.orders_now()
    }


def _as_stored(line: CommandLine) -> dict[str, tuple[str, dict[str, str]]]:
    return {
        row["sales_order_id"]: (
            row["order_number"],
            {position["position_item_id"]: position["state"] for position in row["positions"]},
        )
        for row in line.run("orders", "--account", "shop", "--json").rows
    }


def test_what_otto_shows_is_what_the_command_lists(line: CommandLine, otto: OttoStandin) -> None:
    assert _activate(line).status == 0
    first = line.run("sync", "otto", "--account", "shop")
    assert first.status == 0
    assert f"{len(otto.orders_now())} new" in first.out
    assert _as_stored(line) == _as_shown(otto)
    order_id = otto.place_visible(skus=["A", "A", "B"])
    otto.mark_sent(order_id, frozenset(otto.item_ids(order_id, State.PROCESSABLE)[:1]))
    second = line.run("sync", "otto", "--account", "shop", "--only", "orders")
    assert "1 new" in second.out
    assert _as_stored(line) == _as_shown(otto)
    row = next(row for row in line.run("orders", "--account", "shop", "--json").rows
               if row["sales_order_id"] == order_id)  # fmt: skip
    assert row["state"] == "PROCESSABLE"
    assert row["problem"] is None
    assert row["portal_account"] == "Haupt"
    assert all(isinstance(position["price_cents"], int) for position in row["positions"])
    assert "invoice" not in json.dumps(row)


def test_a_set_aside_order_is_listed_with_its_problem(line: CommandLine, otto: OttoStandin) -> None:
    _activate(line)
    body = {**otto.orders_now()[0], "salesOrderId": "broken", "orderDate": "soon"}
    del body["lastModifiedDate"]
    otto.inject(body)
    said = line.run("sync", "otto", "--account", "shop")
    assert said.status == 0
    assert "1 set aside" in said.out
    rows = {row["sales_order_id"]: row for row in line.run("orders", "--account", "shop", "--json").rows}
    assert rows["broken"]["problem"] == "orderDate is no point in time"
    assert len(rows) == len(otto.orders_now())
    otto.inject({**body, "orderDate": "2026-03-01T10:00:00.000+0000"})
    line.run("sync", "otto", "--account", "shop")
    rows = {row["sales_order_id"]: row for row in line.run("orders", "--account", "shop", "--json").rows}
    assert rows["broken"]["problem"] is None


def test_without_a_terminal_it_says_what_is_missing_and_where(line: CommandLine) -> None:
    said = line.run("activate", "otto", "--account", "shop", "--set", "client_id=x")
    assert said.status == 1
    assert "step api_data" in said.err
    assert "client_secret" in said.err
    said = line.run("activate", "otto", "--account", "shop", "--set", "client_secret=-", stdin="wrong\n")
    assert said.status == 1
    assert "does not accept this client id and client secret" in said.err
    assert "wrong" not in said.err.replace("wrong id", "")


def test_it_goes_on_where_it_stopped(line: CommandLine) -> None:
    line.run("activate", "otto", "--account", "shop", "--set", f"client_id={DEMO_CLIENT}")
    said = line.run(
        "activate", "otto", "--account", "shop", "--set", "environment=sandbox", "--set", "client_secret=-",
        stdin=DEMO_SECRET,
    )  # fmt: skip
    assert said.status == 1
    assert "step settings" in said.err
    assert "portal_account" in said.err
    assert _row(line)["state"] == "activating"
    assert line.run("activate", "otto", "--account", "shop", "--set", "portal_account=Haupt").status == 0


def test_answers_come_from_a_file(line: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps(
            {
                "client_id": DEMO_CLIENT,
                "client_secret": DEMO_SECRET,
                "environment": "sandbox",
                "portal_account": "Haupt",
                "paid_status": True,
                "fallback_email": "versand@example.com",
            }
        )
    )
    said = line.run("activate", "otto", "--account", "shop", "--answers", str(path))
    assert (said.status, said.err.strip().splitlines()[-1]) == (0, "The app otto is active.")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("fallback_email=nobody", "is no e-mail address"),
        ("mode=someones_app", "is one of: own_app, partner_app"),
        ("paid_status=perhaps", "is yes or no"),
        ("sender_city=Hamburg", "is needed with the rest of the address"),
        ("return_carrier=pigeon", "is one of"),
        ("clientid=x", "'clientid' is not asked for here"),
    ],
)
def test_bad_input_is_said_at_its_field(line: CommandLine, given: str, complaint: str) -> None:
    said = _activate(line, "--set", given)
    assert said.status == 1
    assert complaint in said.err


def test_a_missing_right_is_named(line: CommandLine, otto: OttoStandin) -> None:
    otto.office.own_scopes(["orders", "products"])
    said = _activate(line)
    assert said.status == 1
    assert "step authentication" in said.err
    assert "shipments" in said.err


def test_lost_access_stops_the_calls_until_it_is_given_again(line: CommandLine, otto: OttoStandin) -> None:
    _activate(line)
    line.run("sync", "otto", "--account", "shop")
    fresh = otto.office.rotate_secret()
    otto.office.revoke_tokens()
    said = line.run("sync", "otto", "--account", "shop")
    assert said.status == 1
    assert _row(line)["state"] == "needs_access"
    assert _row(line)["credentials"]["valid"] is False
    assert "client id and client secret" in _row(line)["credentials"]["cause"]
    calls = len(otto.ledger.entries())
    said = line.run("sync", "otto", "--account", "shop")
    assert said.status == 1
    assert "not active" in said.err
    assert len(otto.ledger.entries()) == calls
    missed = otto.place_visible()
    said = line.run(
        "activate", "otto", "--account", "shop", "--set", "client_secret=-", stdin=fresh.reveal() + "\n"
    )
    assert said.status == 0
    said = line.run("sync", "otto", "--account", "shop")
    assert "1 new" in said.out
    assert missed in _as_stored(line)
    listing = [e for e in otto.ledger.entries("GET", "/v4/orders") if ("limit", "1") not in e.query][-1]
    assert "fromDate" in dict(listing.query)


def test_a_wrong_answer_does_not_harm_a_working_app(line: CommandLine, otto: OttoStandin) -> None:
    _activate(line)
    said = line.run("activate", "otto", "--account", "shop", "--set", "client_secret=-", stdin="wrong\n")
    assert said.status == 1
    assert _row(line)["state"] == "active"
    assert line.run("sync", "otto", "--account", "shop").status == 0


def test_the_paid_state_follows_the_setting(line: CommandLine, otto: OttoStandin) -> None:
    _activate(line, "--set", "paid_status=false")
    line.run("sync", "otto", "--account", "shop")
    assert {row["paid"] for row in line.run("orders", "--account", "shop", "--json").rows} == {None}


def test_a_pass_in_bad_weather_fails_loudly_or_succeeds_and_loses_nothing(
    line: CommandLine, otto: OttoStandin
) -> None:
    _activate(line)
    for seed in range(6):
        otto.place_visible()
        otto.weather = Weather("rough", rate=0.7, seed=seed, delay=0.01)
        said = line.run("sync", "otto", "--account", "shop", "--only", "orders")
        assert (said.status == 0) == (said.err.count("error:") == 0)
    otto.weather = Weather()
    assert line.run("sync", "otto", "--account", "shop", "--only", "orders").status == 0
    assert _as_stored(line) == _as_shown(otto)


def test_a_killed_pass_goes_on_where_it_was(tmp_path: Path) -> None:
    otto = OttoStandin.with_orders(1500, seed=9)
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        line.run("account", "add", "shop")
        _activate(line)
        otto.weather = Weather("slow", rate=1.0, delay=0.3)
        with line.started("sync", "otto", "--account", "shop", "--only", "orders") as process:
            deadline = time.monotonic() + 30
            while len(_pages_served(otto)) < 3 and time.monotonic() < deadline:
                time.sleep(0.05)
            process.kill()
            process.wait()
        assert 0 < len(_as_stored(line)) < 1500
        otto.weather = Weather()
        read_before = len(_pages_served(otto))
        assert line.run("sync", "otto", "--account", "shop", "--only", "orders").status == 0
        assert _as_stored(line) == _as_shown(otto)
        # Only what was not stored is read again: six pages in all, of which at most two twice.
        assert len(_pages_served(otto)) - read_before <= 5


def _pages_served(otto: OttoStandin) -> list[object]:
    return [e for e in otto.ledger.entries("GET", "/v4/orders") if ("limit", "1") not in e.query]


def test_no_secret_and_no_buyer_is_told(line: CommandLine, otto: OttoStandin) -> None:
    said = _activate(line)
    told = said.out + said.err
    for words in (["sync", "otto"], ["status", "--json"], ["orders", "--json"]):
        one = line.run(*words, "--account", "shop")
        told += one.out + one.err
    for path in line.home.iterdir():
        assert DEMO_SECRET.encode() not in path.read_bytes(), path
    assert DEMO_SECRET not in told
    address = next(o["deliveryAddress"] for o in otto.orders_now() if o.get("deliveryAddress"))
    assert address["lastName"] not in told
    assert (line.home / "vault.key").stat().st_mode & 0o777 == 0o600


def test_a_secret_on_the_command_line_is_warned_about(line: CommandLine) -> None:
    said = _activate(line, "--set", f"client_secret={DEMO_SECRET}")
    assert said.status == 0
    assert "warning: client_secret" in said.err
    assert DEMO_SECRET not in said.err


def test_lists_are_one_json_array_and_nothing_else(line: CommandLine) -> None:
    for words in (["apps"], ["accounts"], ["orders", "--account", "shop"], ["status", "--account", "shop"]):
        assert isinstance(line.run(*words, "--json").rows, list)


def test_names_that_are_not_there_are_said(line: CommandLine) -> None:
    assert "there is no account 'nobody'" in line.run("orders", "--account", "nobody").err
    assert "there is no app 'oto'; did you mean 'otto'?" in line.run("sync", "oto", "--account", "shop").err
    assert "no concern 'stocks'" in line.run("sync", "otto", "--account", "shop", "--only", "stocks").err
    assert line.run("account", "add", "shop").status == 1


def test_with_a_terminal_it_asks_step_by_step(line: CommandLine) -> None:
    """A real pseudo-terminal: the secret is not echoed."""
    replies = {
        "Kind of access": "own_app",
        "Environment": "sandbox",
        "Client id": DEMO_CLIENT,
        "Client secret": DEMO_SECRET,
        "Portal account": "Haupt",
    }
    primary, secondary = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from app_center.cli import main; main()",
            "activate",
            "otto",
            "--account",
            "shop",
        ],
        env={**os.environ, **line.environment, "TERM": "dumb"},
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
    )
    os.close(secondary)
    told = ""
    answered = 0
    deadline = time.monotonic() + 40
    while process.poll() is None and time.monotonic() < deadline:
        if not select.select([primary], [], [], 0.2)[0]:
            continue
        try:
            told += os.read(primary, 4096).decode()
        except OSError:
            break
        for question in re.findall(
            r"^(.+?)(?: \[.*\])*: ?$", told[answered:].replace("\r", ""), re.MULTILINE
        ):
            answered = len(told)
            key = question.split(" [")[0].strip()
            os.write(primary, (replies.get(key, "") + "\n").encode())
            time.sleep(0.05)
    assert process.wait(10) == 0, told
    os.close(primary)
    assert DEMO_SECRET not in told
    assert _row(line)["state"] == "active"


def _row(line: CommandLine) -> dict[str, Any]:
    rows = line.run("status", "--account", "shop", "--json").rows
    return next(row for row in rows if row["app"] == "otto")
