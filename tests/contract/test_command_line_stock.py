"""Stock, quantities and switches, with the commands that a seller types, in front of OTTO's stand-in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from standins import serving
from tests.contract.command_line import CommandLine

SHOP = ("--account", "shop")
ANSWERS = (
    *("--set", f"client_id={DEMO_CLIENT}", "--set", "environment=sandbox"),
    *("--set", "portal_account=Haupt", "--set", "client_secret=-"),
)


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def otto() -> OttoStandin:
    return OttoStandin.with_assortment(6, seed=3, units=10, task_delay=timedelta(milliseconds=100))


@pytest.fixture
def line(otto: OttoStandin, tmp_path: Path) -> Iterator[CommandLine]:
    with serving(otto) as address:
        line = CommandLine(tmp_path / "home", address)
        line.run("account", "add", "shop")
        assert line.run("activate", "otto", *SHOP, *ANSWERS, stdin=DEMO_SECRET + "\n").status == 0
        yield line


def skus_of(otto: OttoStandin) -> list[str]:
    return sorted(variation.sku for variation in otto.goods.assortment.all())


def shown(otto: OttoStandin) -> dict[str, int]:
    found = {sku: otto.goods.board.find(sku) for sku in skus_of(otto)}
    return {sku: row.units for sku, row in found.items() if row is not None}


def imported(
    line: CommandLine, tmp_path: Path, *rows: str, head: str = "sku,ean,title,on_hand,buffer"
) -> str:
    file = tmp_path / "stock.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    said = line.run("stock", "import", str(file), *SHOP)
    assert said.status == 0, said.err
    return said.out


def test_what_is_imported_is_what_otto_shows(line: CommandLine, otto: OttoStandin, tmp_path: Path) -> None:
    one, two, *_ = skus_of(otto)
    out = imported(line, tmp_path, f"{one},4006381333931,Lamp,7,2", f"{two},,,0,")
    assert "2 imported, 2 changed, 0 bad" in out
    assert shown(otto)[one] == 5
    assert shown(otto)[two] == 0
    rows = {row["sku"]: row for row in line.run("quantities", *SHOP, "--json").rows}
    assert (rows[one]["wanted"], rows[one]["sent"], rows[one]["acknowledged"]) == (5, 5, 5)
    assert rows[one]["portal_account"] == "Haupt"
    assert rows[one]["acknowledged_at"]
    assert "5 = 7 on hand - 0 reserved - 2 held back" in rows[one]["why"]


def test_a_sale_lowers_what_is_shown(line: CommandLine, otto: OttoStandin, tmp_path: Path) -> None:
    sku = skus_of(otto)[0]
    imported(line, tmp_path, f"{sku},,,7,2")
    otto.buy(sku, 2, at_once=True)
    said = line.run("sync", "otto", *SHOP, "--only", "orders")
    assert said.status == 0
    assert "stock:" in said.err
    assert shown(otto)[sku] == 3
    (row,) = (row for row in line.run("quantities", *SHOP, "--json").rows if row["sku"] == sku)
    assert row["exposure_seconds"] >= 0
    (article,) = line.run("stock", "list", *SHOP, "--json").rows
    assert (article["on_hand"], article["reserved"], article["free"]) == (7, 2, 3)


def test_one_article_is_set_and_an_unknown_one_named(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    sku = skus_of(otto)[0]
    imported(line, tmp_path, f"{sku},,,7,2")
    assert line.run("stock", "set", sku, "4", *SHOP).status == 0
    assert shown(otto)[sku] == 2
    said = line.run("stock", "set", "nobody", "4", *SHOP)
    assert said.status == 1
    assert "nobody" in said.err


def test_bad_rows_are_named_and_the_good_ones_imported(line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text(
        "sku;ean;title;on_hand;buffer\n"
        "A;;Gr\xfcn;3;\n"
        "B;4006381333932;;3;\n"
        "C;;;three;\n"
        "A;;;4;\n"
        ";;;4;\n"
        "D;;;4;1;5\n"
        "E;;;-1;\n",
        encoding="cp1252",
    )
    dry = line.run("stock", "import", str(file), *SHOP, "--dry-run")
    assert "1 would be imported, 0 changed, 6 bad" in dry.out
    assert line.run("stock", "list", *SHOP, "--json").rows == []
    said = line.run("stock", "import", str(file), *SHOP)
    assert said.status == 1
    for words in ("line 3 (B), ean", "line 4 (C), on_hand", "line 5 (A), sku", "line 6, sku", "line 7 (D)"):
        assert words in said.err
    (article,) = line.run("stock", "list", *SHOP, "--json").rows
    assert (article["sku"], article["title"], article["on_hand"]) == ("A", "Gr\xfcn", 3)


def test_a_table_without_its_columns_is_refused(line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text("A,3\n", encoding="utf-8")
    said = line.run("stock", "import", str(file), *SHOP)
    assert said.status == 1
    assert "sku,ean,title,on_hand,buffer" in said.err
    assert line.run("stock", "import", str(tmp_path / "none.csv"), *SHOP).status == 1


def test_what_somebody_changed_by_hand_is_repaired(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    sku = skus_of(otto)[0]
    imported(line, tmp_path, f"{sku},,,7,2")
    otto.portal.set_quantity(sku, 99)
    assert "0 acknowledged" in line.run("sync", "otto", *SHOP, "--only", "stock").out
    assert shown(otto)[sku] == 99
    assert line.run("sync", "otto", *SHOP, "--only", "alignment").status == 0
    assert shown(otto)[sku] == 5


def test_an_article_that_otto_does_not_list_is_kept_with_its_reason(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    sku = skus_of(otto)[0]
    imported(line, tmp_path, f"{sku},,,7,2", "NOBODY,,,3,")
    assert shown(otto)[sku] == 5
    (row,) = (row for row in line.run("quantities", *SHOP, "--json").rows if row["sku"] == "NOBODY")
    assert (row["wanted"], row["acknowledged"]) == (3, None)
    assert "SKU is unknown" in row["why"]


def test_an_outage_does_not_fail_the_command_and_is_made_up_for(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    sku = skus_of(otto)[0]
    imported(line, tmp_path, f"{sku},,,7,2")
    away = CommandLine(line.home, "http://127.0.0.1:9")
    said = away.run("stock", "set", sku, "3", *SHOP)
    assert said.status == 0
    assert "the next pass catches up" in said.err
    assert line.run("sync", "otto", *SHOP, "--only", "stock").status == 0
    assert shown(otto)[sku] == 1


def test_listings_are_switched_off_and_on(line: CommandLine, otto: OttoStandin, tmp_path: Path) -> None:
    skus = skus_of(otto)
    imported(line, tmp_path, *(f"{sku},,,7,2" for sku in skus))
    said = line.run("listings", "deactivate", skus[0], *SHOP)
    assert said.status == 0, said.err
    assert f"{skus[0]}: off" in said.out
    variation = otto.goods.assortment.find(skus[0])
    assert variation is not None
    assert not variation.active
    assert line.run("listings", "activate", skus[0], *SHOP).status == 0
    assert variation.active


def test_switching_many_off_asks_first(line: CommandLine, otto: OttoStandin, tmp_path: Path) -> None:
    skus = skus_of(otto)
    imported(line, tmp_path, *(f"{sku},,,7,2" for sku in skus))
    said = line.run("listings", "deactivate", *skus, *SHOP, stdin="n\n")
    assert said.status == 1
    assert all(variation.active for variation in otto.goods.assortment.all())
    assert line.run("listings", "deactivate", *skus, *SHOP, "--yes").status == 0
    assert not any(variation.active for variation in otto.goods.assortment.all())


def test_a_portal_shows_at_most_its_maximum_and_an_unticked_one_stays(
    line: CommandLine, otto: OttoStandin, tmp_path: Path
) -> None:
    sku = skus_of(otto)[0]
    imported(line, tmp_path, f"{sku},,,7,2")
    assert line.run("listings", "tick", sku, "--max", "3", *SHOP).status == 0
    assert shown(otto)[sku] == 3
    assert line.run("listings", "untick", sku, *SHOP).status == 0
    assert line.run("stock", "set", sku, "1", *SHOP).status == 0
    assert shown(otto)[sku] == 3
