"""From a file of articles to offers on OTTO's stand-in, with the commands that a seller types."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from core.listing.checks.identity import check_digit
from standins import serving
from tests.contract.command_line import CommandLine
from tests.listing_bench import LAMP


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=4)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin(task_delay=timedelta(), verdict_delay=timedelta())


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        assert line.run("account", "add", "shop").status == 0
        answers = [
            f"client_id={DEMO_CLIENT}",
            "environment=sandbox",
            "portal_account=Haupt",
            "client_secret=-",
        ]
        words = [word for answer in answers for word in ("--set", answer)]
        said = line.run("activate", "otto", "--account", "shop", *words, stdin=DEMO_SECRET + "\n")
        assert said.status == 0, said.err
        yield line


def _file(path: Path, *rows: dict[str, str]) -> Path:
    columns = list(dict.fromkeys(["sku", *(column for row in rows for column in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _ean(number: int) -> str:
    return f"{400638133300 + number}" + check_digit(f"{400638133300 + number}")


def test_a_file_of_articles_gets_on_sale_and_every_line_of_it_has_a_reason(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    rows = [
        {**LAMP, "sku": f"S{number}", "ean": _ean(number), "reference": f"R{number}"} for number in range(3)
    ]
    rows[1]["price"] = "1,999"
    rows.append({**rows[2], "sku": "S3", "price": "", "ean": _ean(3), "reference": "R3"})
    file = _file(tmp_path / "articles.csv", *rows)
    said = line.run("listings", "import", str(file), "--account", "shop", "--json")
    assert (said.status, [(row["row"], row["column"]) for row in said.rows]) == (1, [(3, "price")])

    assert line.run("brands", "leucht", "--account", "shop", "--json").rows == [
        {"brand_id": "B0LEUCHT", "name": "Leuchtfroh", "usable": True}
    ]
    found = line.run("categories", "tisch", "--account", "shop", "--json").rows
    assert (found[0]["category"], found[0]["required"]) == ("Tischleuchte", ["Energieeffizienzklasse"])

    asked = line.run("listings", "list", "--account", "shop")
    assert asked.status == 1
    assert "can never be changed" in asked.err
    assert "S3: price: is empty" in asked.err
    listed = line.run("listings", "list", "--account", "shop", "--yes")
    assert "2 to be listed, 0 as they are, 1 not ready" in listed.out

    for _ in range(3):
        synced = line.run("sync", "otto", "--account", "shop", "--only", "listings")
        assert synced.status == 0, synced.err
    states = {row["sku"]: row for row in line.run("listings", "--account", "shop", "--json").rows}
    assert {sku: row["state"] for sku, row in states.items()} == {
        "S0": "no_delivery",
        "S2": "no_delivery",
        "S3": "incomplete",
    }
    assert all(row["why"] and row["action"] for row in states.values())
    assert {variation.sku for variation in otto.goods.assortment.all()} == {"S0", "S2"}

    made = line.run("profiles", "set", "Paket", "--account", "shop", "--days", "mon-sat", "--cutoff", "14:30")
    assert made.out == "Paket: created\n"
    line.run("listings", "save", "S0", "--set", "delivery_profile=Paket", "--account", "shop")
    line.run("listings", "list", "S0", "--account", "shop")
    line.run("sync", "otto", "--account", "shop", "--only", "listings")
    states = {row["sku"]: row for row in line.run("listings", "--account", "shop", "--json").rows}
    assert (states["S0"]["state"], otto.shop.obstacle("S0")) == ("sold_out", "sold out")
    stock = _file(tmp_path / "stock.csv", {"sku": "S0", "on_hand": "3"})
    stocked = line.run("stock", "import", str(stock), "--account", "shop")
    assert stocked.status == 0, stocked.err
    states = {row["sku"]: row for row in line.run("listings", "--account", "shop", "--json").rows}
    assert (states["S0"]["state"], otto.shop.obstacle("S0")) == ("online", None)
    gone = line.run("profiles", "delete", "Paket", "--account", "shop")
    assert (gone.status, "linked" in gone.err) == (1, True)


def test_what_is_exported_comes_in_unchanged(line: CommandLine, tmp_path: Path) -> None:
    line.run("listings", "import", str(_file(tmp_path / "in.csv", {**LAMP, "sku": "A"})), "--account", "shop")
    out = tmp_path / "out.csv"
    assert line.run("listings", "export", str(out), "--account", "shop").out == "1 listings\n"
    again = line.run("listings", "import", str(out), "--account", "shop")
    assert again.out == "0 saved, 1 unchanged, 0 bad rows\n"


def test_what_otto_has_is_shown_then_taken_over(line: CommandLine, otto: OttoStandin) -> None:
    skus = otto.goods.list_generated(2, 5)
    before = [variation.body for variation in otto.goods.assortment.all()]
    shown = line.run("listings", "adopt", "--account", "shop", "--json").rows
    assert {(row["sku"], row["match"]) for row in shown} == {(sku, "new") for sku in skus}
    assert line.run("listings", "--account", "shop", "--json").rows == []
    line.run("listings", "adopt", "--account", "shop", "--take", "--json")
    line.run("sync", "otto", "--account", "shop", "--only", "listings")
    states = {row["sku"]: row["state"] for row in line.run("listings", "--account", "shop", "--json").rows}
    assert set(states) == set(skus)
    assert set(states.values()) == {"online"}
    assert [variation.body for variation in otto.goods.assortment.all()] == before


def test_a_wrong_cell_is_named_in_the_words_of_the_seller(line: CommandLine) -> None:
    said = line.run("listings", "save", "A", "--set", "price=viel", "--account", "shop")
    assert (said.status, said.out) == (1, "")
    assert "'viel' is no amount of money" in said.err
