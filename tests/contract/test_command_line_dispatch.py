"""Parcels reported from the command line, against OTTO's stand-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin, State
from standins import Weather, serving
from tests.contract.command_line import CommandLine, Said

SENDER = (
    *("--set", "sender_name=Laden", "--set", "sender_street=Weg", "--set", "sender_house_number=1"),
    *("--set", "sender_postal_code=20095", "--set", "sender_city=Hamburg"),
)
#: A number of DHL and one of Hermes, with good check digits where there are any.
RETURN = "577546565072"
PARCEL = "H1234567890123456789"


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(0)


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        assert line.run("account", "add", "shop").status == 0
        yield line


def activate(line: CommandLine, *more: str) -> None:
    words = (
        "--set",
        f"client_id={DEMO_CLIENT}",
        "--set",
        "environment=sandbox",
        "--set",
        "portal_account=Haupt",
    )
    said = line.run(
        "activate", "otto", "--account", "shop", *words, "--set", "client_secret=-", *more, stdin=DEMO_SECRET
    )
    assert said.status == 0, said.err


def come_in(line: CommandLine) -> None:
    assert line.run("sync", "otto", "--account", "shop", "--only", "orders").status == 0


def dispatch(line: CommandLine, order: str, *more: str, tracking: str = PARCEL) -> Said:
    words = ("--order", order, "--carrier", "HERMES", "--tracking", tracking)
    return line.run("dispatch", "--account", "shop", *words, *more)


WITH_RETURN = ("--return-number", RETURN, "--return-carrier", "DHL")


def test_a_parcel_is_reported_and_its_positions_are_sent_here_at_once(
    line: CommandLine, otto: OttoStandin
) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A", "B"])
    come_in(line)
    first, second = otto.item_ids(order, State.PROCESSABLE)
    said = dispatch(line, order, "--position", first, *WITH_RETURN)
    assert (said.status, said.out) == (0, "1 accepted\n")
    row = line.run("dispatches", "--account", "shop", "--json").rows[0]
    assert row["state"] == "accepted"
    assert row["reason"] is None
    assert row["positions"] == [first]
    assert (row["carrier"], row["tracking_number"], row["return_number"]) == ("HERMES", PARCEL, RETURN)
    stored = line.run("orders", "--account", "shop", "--json").rows[0]
    states = {position["position_item_id"]: position["state"] for position in stored["positions"]}
    assert states == {first: "SENT", second: "PROCESSABLE"}
    numbers = line.run("return-numbers", "find", RETURN, "--account", "shop", "--json").rows
    assert [(row["state"], row["orders"], row["parcel"]) for row in numbers] == [
        ("accepted", [order], f"HERMES {PARCEL}")
    ]
    assert dict(otto.books.times_reported()) == {first: 1}


def test_said_twice_it_is_reported_once(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    assert dispatch(line, order, *WITH_RETURN).status == 0
    assert dispatch(line, order, *WITH_RETURN).out == "1 accepted\n"
    assert set(otto.books.times_reported().values()) == {1}


def test_what_is_missing_holds_it_and_repairing_that_sends_it(line: CommandLine, otto: OttoStandin) -> None:
    activate(line)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    said = dispatch(line, order)
    assert said.status == 1
    assert "the sender address is not set" in said.err
    assert line.run("dispatches", "--account", "shop", "--json").rows[0]["state"] == "held"
    activate(line, *SENDER)
    row = line.run("dispatches", "--account", "shop", "--json").rows[0]
    assert row["state"] == "held"
    assert "the return number is missing: no carrier is chosen for returns" in row["reason"]
    assert otto.books.reports == []
    assert dispatch(line, order, *WITH_RETURN).out == "1 accepted\n"
    assert set(otto.books.times_reported().values()) == {1}


def test_numbers_are_taken_as_they_are_printed_in_groups(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    words = ("--return-number", "5775 4656 5072")
    said = dispatch(line, order, *words, tracking="H1234 5678 9012 3456 789")
    assert "looks like one of DHL, not of HERMES; choose DHL for the way back" in said.err
    said = dispatch(line, order, *words, "--return-carrier", "dhl", tracking="H1234 5678 9012 3456 789")
    assert said.out == "1 accepted\n", said.err
    assert list(otto.books.return_numbers()) == [("DHL", RETURN)]
    assert line.run("return-numbers", "find", "5775 4656 5072", "--account", "shop").status == 0


def test_a_number_of_another_parcel_holds_it(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    one, two = otto.place_visible(skus=["A"]), otto.place_visible(skus=["B"])
    come_in(line)
    assert dispatch(line, one, *WITH_RETURN).status == 0
    said = dispatch(line, two, *WITH_RETURN, tracking="H1234567890123456780")
    assert said.status == 1
    assert f"the return number {RETURN} belongs to another parcel until" in said.err


def test_a_wrong_check_digit_holds_it_until_it_is_confirmed(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    wrong = ("--return-number", "577546565071", "--return-carrier", "DHL")
    said = dispatch(line, order, *wrong)
    assert "the check digit of the return number 577546565071 is wrong for DHL" in said.err
    assert dispatch(line, order, *wrong, "--number-confirmed").out == "1 accepted\n"


def test_a_lost_answer_is_looked_up_and_not_sent_again(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    otto.weather = Weather.listed("answer_lost", only="/v1/shipments")
    said = dispatch(line, order, *WITH_RETURN)
    assert said.status == 1
    assert line.run("dispatches", "--account", "shop", "--json").rows[0]["state"] == "unknown"
    assert line.run("sync", "otto", "--account", "shop", "--only", "dispatch").status == 0
    assert line.run("dispatches", "--account", "shop", "--json").rows[0]["state"] == "accepted"
    assert set(otto.books.times_reported().values()) == {1}


def test_one_position_in_two_parcels_and_forgotten_ones_added(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A", "B", "C"])
    come_in(line)
    first, second, third = otto.item_ids(order, State.PROCESSABLE)
    split = ("--tracking", "H1234567890123456780", "--return-number", "100002180461")
    said = dispatch(
        line, order, *split, "--position", first, "--return-number", "202800020052", "--return-carrier", "GLS"
    )
    assert said.out == "1 accepted\n", said.err
    said = dispatch(line, order, "--position", second, *WITH_RETURN, tracking="H1234567890123456781")
    assert said.out == "2 accepted\n"
    said = dispatch(line, order, "--add", *WITH_RETURN, tracking="H1234567890123456781")
    assert said.out == "3 accepted\n", said.err
    assert dict(otto.books.times_reported()) == {first: 1, second: 1, third: 1}
    assert len(otto.books.return_numbers()) == 3


def test_freight_goes_without_numbers(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    said = line.run("dispatch", "--account", "shop", "--order", order, "--carrier", "OTHER_FORWARDER")
    assert said.out == "1 accepted\n", said.err
    assert set(otto.books.times_reported().values()) == {1}


def test_unknown_codes_and_orders_are_said_at_once(line: CommandLine, otto: OttoStandin) -> None:
    activate(line, *SENDER)
    order = otto.place_visible(skus=["A"])
    come_in(line)
    said = dispatch(line, "nobody", *WITH_RETURN)
    assert said.status == 1
    assert "there is no order nobody here" in said.err
    said = line.run("dispatch", "--account", "shop", "--order", order, "--carrier", "DLH", "--tracking", "1")
    assert said.status == 1
    assert "takes no carrier 'DLH' here" in said.err
    assert "DHL" in said.err
