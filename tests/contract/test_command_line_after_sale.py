"""Cancellations, returns, receipts and price reductions from the command line, against OTTO's stand-in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from adapters.otto.standin import OttoStandin, State
from standins import Weather, serving
from tests.contract.command_line import CommandLine
from tests.contract.test_command_line_dispatch import (
    RETURN,
    SENDER,
    WITH_RETURN,
    activate,
    come_in,
    dispatch,
)

SHOP = ("--account", "shop")


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_orders(0, reduction_delay=timedelta(0), cancellation_delay=timedelta(0))


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        assert line.run("account", "add", "shop").status == 0
        activate(line, *SENDER)
        yield line


def sync(line: CommandLine, concern: str) -> None:
    said = line.run("sync", "otto", *SHOP, "--only", concern)
    assert said.status == 0, said.err


def sent(line: CommandLine, otto: OttoStandin, *skus: str) -> tuple[str, list[str]]:
    order = otto.place_visible(skus=list(skus))
    items = list(otto.item_ids(order, State.PROCESSABLE))
    come_in(line)
    said = dispatch(line, order, *WITH_RETURN)
    assert said.status == 0, said.err
    return order, items


def test_an_order_is_being_cancelled_until_the_order_says_so(line: CommandLine, otto: OttoStandin) -> None:
    order = otto.place_visible(skus=["A", "B"])
    come_in(line)
    said = line.run("cancel", *SHOP, "--order", order)
    assert (said.status, said.out) == (0, "1 is being cancelled\n")
    positions = line.run("orders", *SHOP, "--json").rows[0]["positions"]
    assert all(position["being_cancelled"] for position in positions)
    come_in(line)
    sync(line, "dispatch")
    assert line.run("cancellations", *SHOP, "--json").rows[0]["state"] == "done"
    row = line.run("orders", *SHOP, "--json").rows[0]
    assert row["state"] == "CANCELLED_BY_PARTNER"
    assert not any(position["being_cancelled"] for position in row["positions"])
    assert len(otto.books.cancelled()) == 2


def test_a_single_position_and_an_announced_one(line: CommandLine, otto: OttoStandin) -> None:
    order = otto.place_visible(skus=["A", "B"])
    announced = otto.place_visible(payment="PREPAYMENT")
    come_in(line)
    first, _ = otto.item_ids(order, State.PROCESSABLE)
    assert line.run("cancel", *SHOP, "--order", order, "--position", first).status == 0
    assert set(otto.books.cancelled()) | set(otto.books.cancelled(taken_effect=False)) >= {first}
    said = line.run("cancel", *SHOP, "--order", announced)
    assert said.status == 1
    assert "only announced" in said.err
    assert len(line.run("cancellations", *SHOP, "--json").rows) == 1


def test_a_return_is_matched_and_accepted_after_a_question(line: CommandLine, otto: OttoStandin) -> None:
    order, (first, second) = sent(line, otto, "A", "B")
    otto.fulfilment.returns.announce(order)
    sync(line, "returns")
    rows = {row["position"]: row for row in line.run("returns", *SHOP, "--json").rows}
    assert rows[first]["status"] == "ANNOUNCED"
    assert rows[first]["return_number"] == RETURN
    assert rows[first]["sku"] == "A"
    assert rows[first]["order"] == order
    accept = ("returns", "accept", *SHOP, "--order", order, "--position", first)
    assert line.run(*accept, stdin="n\n").status == 1
    assert otto.books.decisions == []
    said = line.run(*accept, "--condition", "B", stdin="y\n")
    assert (said.status, said.out.strip()) == (0, f"{first} done"), said.err
    assert line.run(*accept, "--yes").status == 1
    assert dict(otto.books.times_accepted()) == {first: 1}
    said = line.run(
        "returns", "reject", *SHOP, "--order", order, "--position", second, "--reason", "wrong-item"
    )
    assert said.status == 0, said.err
    sync(line, "returns")
    statuses = {row["position"]: row["status"] for row in line.run("returns", *SHOP, "--json").rows}
    assert statuses == {first: "ACCEPTED", second: "REJECTED"}
    found = line.run("return-numbers", "find", RETURN, *SHOP, "--json").rows
    assert [row["state"] for row in found] == ["returned"]


def test_wrong_reasons_and_conditions_are_said_with_what_there_is(
    line: CommandLine, otto: OttoStandin
) -> None:
    order, _ = sent(line, otto, "A")
    otto.fulfilment.returns.announce(order)
    sync(line, "returns")
    said = line.run("returns", "reject", *SHOP, "--order", order, "--reason", "ugly")
    assert said.status == 1
    assert "THIRD_PARTY_ITEM" in said.err
    said = line.run("returns", "accept", *SHOP, "--order", order, "--condition", "F", "--yes")
    assert said.status == 1
    assert "from A to E" in said.err


def test_what_otto_decides_itself_and_misdirects_is_taken_over(line: CommandLine, otto: OttoStandin) -> None:
    order, (first, second) = sent(line, otto, "A", "B")
    otto.fulfilment.returns.announce(order)
    otto.fulfilment.returns.accept_by_marketplace(order, [first])
    otto.fulfilment.returns.misdirect(order, [second])
    sync(line, "returns")
    rows = {row["position"]: row for row in line.run("returns", *SHOP, "--json").rows}
    assert rows[first]["by_marketplace"]
    assert rows[second]["status"] == "MISDIRECTED"
    assert rows[second]["warehouse"]


def test_a_lost_acceptance_is_settled_by_the_list(line: CommandLine, otto: OttoStandin) -> None:
    order, (item,) = sent(line, otto, "A")
    otto.fulfilment.returns.announce(order)
    sync(line, "returns")
    otto.weather = Weather.listed("answer_lost", only="/v3/returns/acceptance")
    assert line.run("returns", "accept", *SHOP, "--order", order, "--yes").status == 1
    sync(line, "returns")
    (row,) = line.run("returns", *SHOP, "--json").rows
    assert (row["status"], row["decision"]) == ("ACCEPTED", "accept: done")
    assert dict(otto.books.times_accepted()) == {item: 1}


def test_receipts_come_with_their_pdf_and_link_to_the_order(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    order, (item,) = sent(line, otto, "A")
    (row,) = line.run("receipts", *SHOP, "--json").rows
    assert (row["kind"], row["order"], row["pdf"]) == ("PURCHASE", order, True)
    assert row["total_cents"]
    out = tmp_path / "receipt.pdf"
    assert line.run("receipts", "pdf", row["number"], *SHOP, "--out", str(out)).status == 0
    assert out.read_bytes().startswith(b"%PDF-")
    line.run("returns", "accept", *SHOP, "--order", order, "--position", item, "--yes")
    kinds = {row["kind"]: row for row in line.run("receipts", *SHOP, "--json").rows}
    assert set(kinds) == {"PURCHASE", "REFUND"}
    assert kinds["REFUND"]["linked"] == row["number"]


def test_a_price_reduction_is_asked_for_once(line: CommandLine, otto: OttoStandin) -> None:
    order, (item,) = sent(line, otto, "A")
    come_in(line)
    words = ("price-reduction", *SHOP, "--order", order, "--position", item, "--amount", "1.05")
    said = line.run(*words)
    assert (said.status, said.out) == (0, "1 taken\n"), said.err
    sync(line, "receipts")
    assert line.run("price-reductions", *SHOP, "--json").rows[0]["state"] == "processed"
    assert dict(otto.books.reduced_cents()) == {item: 105}
    assert "PARTIAL_REFUND" in {row["kind"] for row in line.run("receipts", *SHOP, "--json").rows}
    assert line.run(*words[:-1], "100000").status == 1
    assert line.run(*words[:-1], "abc").status == 1


@pytest.mark.parametrize("weather", ["answer_lost", "reset_before"])
def test_a_price_reduction_of_unknown_outcome_is_never_sent_again(
    line: CommandLine, otto: OttoStandin, weather: str
) -> None:
    order, (item,) = sent(line, otto, "A")
    come_in(line)
    otto.weather = Weather.listed(weather, only="/v1/price-reductions")
    words = ("price-reduction", *SHOP, "--order", order, "--position", item, "--amount", "1.00")
    assert line.run(*words).status == 1
    for _ in range(2):
        sync(line, "receipts")
    assert sum(otto.books.reduced_cents().values()) == (100 if weather == "answer_lost" else 0)
    (row,) = line.run("price-reductions", *SHOP, "--json").rows
    assert row["state"] == ("processed" if weather == "answer_lost" else "unknown")
    if weather == "reset_before":
        said = line.run(*words)
        assert said.status == 1
        assert "settle it first" in said.err
        said = line.run("price-reduction-decide", *SHOP, "--id", "1", "--not-happened")
        assert said.status == 0
        assert line.run("price-reductions", *SHOP, "--json").rows[0]["state"] == "refused"
