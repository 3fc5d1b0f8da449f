"""A listing goes into cells and comes back the same, whatever was typed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.listing.cells import SCALARS, cell_of, is_column, read, spell
from core.listing.digest import Part, digest_of
from core.listing.lists import join, split
from core.listing.values import Listing
from core.money import Money
from tests.listings import DRAFTS, WORDS


@given(DRAFTS)
def test_what_is_spelled_reads_back_the_same(listing: Listing) -> None:
    again, bad = read(spell(listing))
    assert bad == ()
    assert again == listing


@given(DRAFTS)
def test_every_cell_stands_in_a_known_column(listing: Listing) -> None:
    assert [column for column in spell(listing) if not is_column(column)] == []


@given(st.lists(WORDS, max_size=4))
def test_values_in_one_cell_come_apart_again(values: list[str]) -> None:
    assert split(join(values)) == tuple(values)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "sku",
                "price",
                "sale_end",
                "media",
                "packing",
                "norm_amount",
                "vat",
                "disposal",
                "contact_1_roles",
                "contact_7_zip",
                "bullet_3",
                "size",
            ]
        ),
        st.text(max_size=20),
    )
)
def test_any_cells_are_read_or_named(cells: dict[str, str]) -> None:
    listing, bad = read({**cells, "sku": "A"})
    named = {each.column for each in bad}
    kept = spell(listing)
    for column, cell in cells.items():
        if cell.strip() and column not in {"sku", "media", "packing", "contact_1_roles"}:
            assert column in named or any(known.startswith(column[:6]) for known in kept)


@settings(max_examples=40)
@given(DRAFTS, DRAFTS)
def test_a_digest_tells_exactly_the_content_of_its_part(one: Listing, other: Listing) -> None:
    a, b = spell(one), spell(other)
    for part in Part:
        assert digest_of(a, part) == digest_of(dict(reversed(a.items())), part)
    same = all(digest_of(a, part) == digest_of(b, part) for part in Part)
    assert same == (a == b)


def test_prices_are_read_as_people_write_them() -> None:
    for cell in ("19.95", "19,95", "19.95 EUR", "19,95€", " 19,95 € "):
        listing, bad = read({"sku": "A", "price": cell})
        assert (listing.offer.price, bad) == (Money(1995, "EUR"), ())


def test_a_cell_that_cannot_be_read_is_named_and_nothing_else_is_lost() -> None:
    listing, bad = read({"sku": "A", "price": "19,999", "vat": "12", "ean": "4006381333931", "colour": "red"})
    assert [each.column for each in bad] == ["colour", "price", "vat"]
    assert (listing.ean, listing.offer.price) == ("4006381333931", None)


@given(DRAFTS)
def test_one_cell_is_what_all_of_them_say(listing: Listing) -> None:
    cells = spell(listing)
    assert {column: cell_of(listing, column) for column in (*SCALARS, *cells)} == {
        column: cells.get(column, "") for column in (*SCALARS, *cells)
    }
