"""Listings, verdicts, brands and categories, in every memory."""

from dataclasses import replace
from datetime import time

import pytest

from core.errors import Complaint, InvalidValue
from core.listing.category import (
    AttributeDefinition,
    Brand,
    CategoryGroup,
    Condition,
    Requirement,
    Target,
    TargetKind,
    ValueType,
)
from core.listing.delivery import DeliveryKind, Profile, Weekday
from core.listing.record import ListingRecord, Way, begun, handed_over, listed, refused, saved, taken
from core.listing.verdict import Verdict, VerdictState
from core.orders import Sku
from ports.listings import BrandPage, CategoryPage, Validator
from ports.memory import AccountMemory, Memory
from ports.memory.catalogue import Shelf
from ports.memory.listings import Move
from tests.order_desk import OTTO
from tests.orders import MINUTE, NOON

A, B = Sku("A"), Sku("B/ü")
CELLS = {
    "sku": "A",
    "ean": "4006381333931",
    "reference": "R",
    "price": "9.99",
    "attribute:Farbe": "rot | blau",
}
PROFILE = Profile("Paket", DeliveryKind.PARCEL, (Weekday.MONDAY,), time(14, 30), 1, 2, id="p1")
GROUP = CategoryGroup(
    "Decken",
    ("Wolldecke", "Decke"),
    (
        AttributeDefinition(
            "Länge", type=ValueType.DECIMAL, unit="cm", allowed=("1",), several=True, media=("IMAGE",)
        ),
    ),
    (
        Requirement(
            Target(TargetKind.ATTRIBUTE, "Lizenz"), Condition(Target(TargetKind.MEDIUM, "X"), None), "weil"
        ),
    ),
    ("Farbe",),
    "Titel",
)


def _to(record: ListingRecord) -> Move:
    return lambda _: record


@pytest.fixture
def account(memory: Memory) -> AccountMemory:
    return memory.of(memory.accounts.add("Anna").id)


def test_a_record_is_stored_whole_through_all_its_moves(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    record = saved(None, A, CELLS, NOON)
    steps = [record, listed(record, NOON + MINUTE)]
    steps.append(begun(steps[-1], CELLS, Way.WHOLE, NOON + 2 * MINUTE))
    steps.append(handed_over(steps[-1], NOON + 2 * MINUTE, "t", NOON + 3 * MINUTE))
    steps.append(refused(steps[-1], NOON + 2 * MINUTE, (Complaint("nein", "1", "$.ean"),), NOON + 4 * MINUTE))
    steps.append(taken(steps[-3 + 1], "t", NOON + 5 * MINUTE))
    for number, step in enumerate(steps, start=1):
        answer = book.change({A: _to(step)})
        assert answer == {A: step}
        assert book.some([A, B]) == {A: step}
        assert [record.sku for record in book.moving()] == ([] if step.at_rest else [A])
        assert answer[A].revision == number
    assert list(book.all()) == [steps[-1]]


def test_a_move_that_changes_nothing_writes_nothing(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    book.change({A: lambda _: saved(None, A, CELLS, NOON)})
    assert book.change({A: lambda record: record, B: lambda _: None})[A].revision == 1
    assert book.count() == 1


def test_drafts_are_found_by_ean_and_reference(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    for sku in (B, A):
        book.change({sku: _to(saved(None, sku, {**CELLS, "sku": sku}, NOON))})
    assert book.with_eans(["4006381333931", "", "x"]) == {"4006381333931": [A, B]}
    assert [record.sku for record in book.with_references(["R"])["R"]] == [A, B]
    assert [record.sku for record in book.all()] == [A, B]


def test_what_no_database_holds_is_refused_whole(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    for mpn in ("a\0", "\ud800"):
        wrong = saved(None, A, {"sku": "A", "mpn": mpn}, NOON)
        fine = saved(None, B, CELLS, NOON)
        with pytest.raises(InvalidValue):
            book.change({B: _to(fine), A: _to(wrong)})
    assert book.count() == 0


def test_only_newer_verdicts_replace_older_ones(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    first = Verdict(A, VerdictState.PENDING, NOON, hints=(Complaint("Bilder", "300007"),))
    assert book.verdicts_since() is None
    assert book.keep_verdicts([first], NOON, NOON) == 1
    assert book.keep_verdicts([first], NOON, NOON + MINUTE) == 0
    assert book.verdicts()[A].noticed_at == NOON
    online = replace(
        first, state=VerdictState.ONLINE, changed_at=NOON + MINUTE, moin="M", shop_url="https://x", hints=()
    )
    assert book.keep_verdicts([online, first], NOON + MINUTE, NOON + 2 * MINUTE) == 1
    assert book.verdicts()[A].noticed_at == NOON + 2 * MINUTE
    assert book.verdicts() == {A: online} == book.verdicts([A, B])
    assert (book.verdicts([B]), book.verdicts_since()) == ({}, NOON + MINUTE)


def test_profiles_are_kept_beside_how_far_reading_came(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    book.keep_verdicts([], NOON, NOON)
    assert book.profiles() is None
    book.keep_profiles([PROFILE])
    assert (list(book.profiles() or ()), book.verdicts_since()) == ([PROFILE], NOON)


def test_brands_are_found_and_move_between_pages(account: AccountMemory) -> None:
    book = account.catalogue(OTTO)
    one, two, three = Brand("1", "Möwe & Co"), Brand("2", "Kantholz", usable=False), Brand("3", "MÖWE 100%")
    book.keep_brands(0, BrandPage((one, two), Validator("e0"), more=True))
    book.keep_brands(1, BrandPage((three,), Validator("e1", "Mon"), more=False))
    book.finish(Shelf.BRANDS, 2)
    assert [brand.id for brand in book.find_brands("MOWE", 9)] == ["1", "3"]
    assert book.find_brands("100%", 9) == [three]
    assert book.find_brands("", 1) == [two]
    # A new brand pushes the second one over the edge of its page.
    new = Brand("0", "Ahoi")
    book.keep_brands(0, BrandPage((new, one), Validator("e2"), more=True))
    book.keep_brands(1, BrandPage((two, three), Validator("e3"), more=False))
    book.finish(Shelf.BRANDS, 2)
    assert book.brands(["0", "1", "2", "3", "4"]) == {"0": new, "1": one, "2": two, "3": three}
    book.keep_brands(0, BrandPage((one,), Validator("e4")))
    book.finish(Shelf.BRANDS, 1)
    assert book.brands(["0", "1", "2", "3"]) == {"1": one}
    assert {page: known.validator.etag for page, known in book.pages(Shelf.BRANDS).items()} == {0: "e4"}


def test_categories_come_whole_and_changes_are_noticed(account: AccountMemory) -> None:
    book = account.catalogue(OTTO)
    page = CategoryPage((GROUP,), Validator("e"))
    assert not book.complete()
    assert book.keep_groups(0, page, NOON) == []
    book.keep_brands(0, BrandPage(()))
    assert book.complete()
    assert book.groups(["Decke", "Sessel"])["Decke"].group == GROUP
    assert book.keep_groups(0, page, NOON + MINUTE) == []
    renamed = replace(GROUP, categories=("Plaid", "Decke"), attributes=())
    assert book.keep_groups(0, CategoryPage((renamed,)), NOON + MINUTE) == ["Decken"]
    found = book.groups(["Wolldecke", "Plaid"])
    assert found["Plaid"] == found["Wolldecke"]
    assert (found["Plaid"].gone, found["Plaid"].noticed_at) == (("Wolldecke",), NOON + MINUTE)
    assert [text.en for text in found["Plaid"].changes] == [
        "category Wolldecke is gone; new: Plaid",
        "attribute Länge is gone",
    ]
    assert book.keep_groups(0, CategoryPage((renamed,)), NOON + 2 * MINUTE) == []
    assert book.groups(["Plaid"])["Plaid"].noticed_at == NOON + MINUTE
    assert [name for name, _ in book.find_categories("decken", 9)] == ["Decke", "Plaid"]
    book.keep_groups(0, CategoryPage(()), NOON)
    book.finish(Shelf.CATEGORIES, 1)
    assert (book.groups(["Plaid"]), book.find_categories("", 9)) == ({}, [])


def test_what_is_listed_is_found_by_what_was_listed_whatever_its_draft_says(account: AccountMemory) -> None:
    book = account.listings(OTTO)
    record = listed(saved(None, A, {"sku": "A", "ean": "1", "reference": "R"}, NOON), NOON)
    book.change({A: _to(saved(record, A, {"sku": "A", "ean": "2", "reference": "Q"}, NOON))})
    assert dict(book.with_eans(["1", "2"])) == {"1": [A]}
    assert {name: [each.sku for each in found] for name, found in book.with_references("RQ").items()} == {
        "R": [A]
    }
