"""The catalogue of OTTO's codes is complete in itself, and unknown codes keep OTTO's words."""

import tomllib

import pytest

from adapters.otto.listings.codes import CATALOGUE, advise, codes
from adapters.otto.listings.places import column_of
from adapters.otto.standin.assortment.verdicts import KNOWN
from core.errors import Complaint
from core.listing.cells import is_column

ENTRIES = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", sorted(ENTRIES))
def test_every_entry_has_all_it_needs(number: str) -> None:
    entry = ENTRIES[number]
    assert number.isdecimal()
    assert len(number) == 6
    assert set(entry) <= {"name", "source", "column", "passing", "picture", "reason", "repair"}
    assert entry["name"].replace("_", "").isupper()
    assert entry["source"] in {"S", "G", "3"}
    assert "column" not in entry or is_column(entry["column"])
    for text in (codes()[number].reason, codes()[number].repair):
        assert text.en != text.de


def test_every_code_that_the_documents_name_is_in_it() -> None:
    assert set(KNOWN) <= set(ENTRIES)


def test_an_unknown_code_keeps_the_words_of_otto_and_names_the_column() -> None:
    found = advise(
        Complaint("Zu kurz", "123456 - TOO_SHORT", "$.productVariations[3].productDescription.description")
    )
    assert found.reason.de == "OTTO meldet: Zu kurz (123456 - TOO_SHORT)"
    assert (found.column, found.repair.de) == ("description", "description berichtigen und neu listen")


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("$.productVariations[0].ean", "ean"),
        ("$[7].pricing.sale.endDate", "sale_end"),
        ("$.productVariations[0].pricing.standardPrice.amount", "price"),
        ("$.productVariations[*].productDescription.attributes(@name='Farbe')", "attribute:Farbe"),
        ("$.productVariations[0].somethingNew", None),
    ],
)
def test_a_path_leads_to_its_column(path: str, column: str | None) -> None:
    assert column_of(path) == column
