"""Listings go into a CSV file and come out of it the same; what is bad is named, the rest is taken."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app_center.listing_files import BadRow, Imported, export_file, import_file
from core.errors import InvalidValue
from core.listing.cells import spell
from core.listing.values import Listing
from core.orders import Sku
from ports.memory import ListingBook
from sync.listing_drafts import save_draft
from tests.fakes.memory import InMemoryMemory
from tests.listings import DRAFTS
from tests.order_desk import OTTO
from tests.orders import NOON


def a_book() -> ListingBook:
    memory = InMemoryMemory()
    return memory.of(memory.accounts.add("Anna").id).listings(OTTO)


def read_in(path: Path, book: ListingBook, *, dry_run: bool = False) -> tuple[Imported, list[BadRow]]:
    bad: list[BadRow] = []
    done = import_file(path, book, NOON, dry_run=dry_run, on_bad=bad.append, told=lambda _: None)
    return done, bad


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(DRAFTS, max_size=4, unique_by=lambda listing: listing.sku))
def test_what_is_exported_comes_in_the_same(tmp_path: Path, listings: list[Listing]) -> None:
    listings = [listing for listing in listings if listing.sku.isprintable()]
    book, other, file = a_book(), a_book(), tmp_path / "out.csv"
    for listing in listings:
        save_draft(book, listing.sku, spell(listing), NOON)
    with file.open("w", encoding="utf-8", newline="") as out:
        assert export_file(out, book) == len(listings)
    done, bad = read_in(file, other)
    assert bad == []
    assert (done.rows, done.changed) == (len(listings), len(listings))
    assert {each.sku: each.draft for each in other.all()} == {each.sku: each.draft for each in book.all()}
    assert read_in(file, other)[0].unchanged == len(listings)


def test_every_bad_row_is_named_and_the_good_ones_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(
        "sku;price;description\nA;19,95;eins\n;1;x\nB;1,999;zwei\nA;2;drei\n"
        'C;;"lang\nüber Zeilen"\nD;x;y;zu viel\nE;5;fünf\n',
        encoding="cp1252",
    )
    book = a_book()
    done, bad = read_in(file, book)
    assert [(each.row, each.column) for each in bad] == [(3, "sku"), (5, "sku"), (8, ""), (4, "price")]
    assert done == Imported(rows=7, changed=3, unchanged=0, bad=4)
    assert [(each.sku, each.draft.get("price")) for each in book.all()] == [
        ("A", "19.95"),
        ("C", None),
        ("E", "5.00"),
    ]
    assert next(iter(book.some([Sku("C")]).values())).draft["description"] == "lang\nüber Zeilen"


def test_a_dry_run_saves_nothing(tmp_path: Path) -> None:
    file, book = tmp_path / "in.csv", a_book()
    file.write_text("sku,price\nA,1\n")
    assert read_in(file, book, dry_run=True)[0].changed == 1
    assert book.count() == 0


def test_columns_that_a_file_has_not_stay_and_empty_cells_empty_theirs(tmp_path: Path) -> None:
    file, book = tmp_path / "in.csv", a_book()
    save_draft(book, Sku("A"), {"mpn": "m", "pzn": "p"}, NOON)
    file.write_text("sku,pzn,ean\nA,,4006381333931\n")
    read_in(file, book)
    assert book.some([Sku("A")])[Sku("A")].draft == {"sku": "A", "mpn": "m", "ean": "4006381333931"}


@pytest.mark.parametrize("heading", ["price,ean", "sku,colour", "sku,ean,ean", ""])
def test_a_heading_that_nobody_understands_stops_the_import(tmp_path: Path, heading: str) -> None:
    file, book = tmp_path / "in.csv", a_book()
    file.write_text(f"{heading}\nA,1,2\n")
    with pytest.raises(InvalidValue) as error:
        read_in(file, book)
    assert error.value.field == "file"
