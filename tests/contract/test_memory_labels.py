"""Purchases of labels, in every memory."""

from dataclasses import replace

import pytest

from core.apps import AppKey
from core.errors import Conflict, InvalidValue
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, Notice, Reference
from core.purchases import Purchase, PurchaseState
from core.text import Text
from ports.memory import LabelBook, Memory
from tests.orders import MINUTE, NOON

DHL = AppKey("dhl")
R1 = Reference("r-1")
PAPERS = (
    Document(DocumentRole.LABEL, DocumentFormat.PDF, b"%PDF-\x00\xff"),
    Document(DocumentRole.QR, DocumentFormat.PNG, b"\x89PNG"),
)
LABEL = Label(
    LabelKind.SHIPMENT,
    R1,
    number="0034",
    handle="h",
    documents=PAPERS,
    return_number="99",
    notices=(
        Notice("W1", "the street is odd", "consumer.street"),
        Notice("W2", Text(en="raised", de="erhöht")),
    ),
    tracking_url="https://example.com/0034",
    carrier_ids={"routing": "2/7"},
)
BEGUN = Purchase(
    DHL,
    LabelKind.SHIPMENT,
    R1,
    PurchaseState.OUTCOME_UNKNOWN,
    digest="d",
    begun_at=NOON,
    reason=Text(en="may be bought", de="kann gekauft sein"),
)
BOUGHT = replace(
    BEGUN, state=PurchaseState.BOUGHT, settled_at=NOON + MINUTE, label=LABEL, reason=None, revision=1
)


@pytest.fixture
def book(memory: Memory) -> LabelBook:
    return memory.of(memory.accounts.add("Anna").id).labels(DHL)


def test_a_purchase_is_there_before_and_after_the_call(book: LabelBook) -> None:
    assert book.carrier == DHL
    assert book.get(LabelKind.SHIPMENT, R1) is None
    begun = book.write(BEGUN)
    assert begun == book.get(LabelKind.SHIPMENT, R1) == replace(BEGUN, revision=1)
    bought = book.write(BOUGHT)
    assert bought == book.get(LabelKind.SHIPMENT, R1) == replace(BOUGHT, revision=2)
    assert book.get(LabelKind.RETURN, R1) is None


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_only_one_of_two_processes_begins(book: LabelBook, revision: int) -> None:
    book.write(BEGUN)
    stored = book.write(BOUGHT)
    with pytest.raises(Conflict):
        book.write(replace(BEGUN, revision=revision))
    assert book.get(LabelKind.SHIPMENT, R1) == stored


def test_a_purchase_does_not_begin_in_the_middle(book: LabelBook) -> None:
    with pytest.raises(Conflict):
        book.write(BOUGHT)
    assert book.all() == []


def test_papers_stay_when_the_same_label_comes_without(book: LabelBook) -> None:
    book.write(replace(BOUGHT, revision=0))
    book.write(replace(BOUGHT, state=PurchaseState.CANCELLED, label=replace(LABEL, documents=())))
    cancelled = book.get(LabelKind.SHIPMENT, R1)
    assert cancelled == replace(BOUGHT, state=PurchaseState.CANCELLED, revision=2)


def test_papers_of_another_number_do_not_stay(book: LabelBook) -> None:
    book.write(replace(BOUGHT, revision=0))
    book.write(replace(BOUGHT, label=replace(LABEL, number="0035", documents=())))
    found = book.get(LabelKind.SHIPMENT, R1)
    assert found is not None
    assert found.label == replace(LABEL, number="0035", documents=())


def test_papers_are_replaced_by_new_ones(book: LabelBook) -> None:
    book.write(replace(BOUGHT, revision=0))
    book.write(replace(BOUGHT, label=replace(LABEL, documents=PAPERS[1:])))
    found = book.get(LabelKind.SHIPMENT, R1)
    assert found is not None
    assert found.label == replace(LABEL, documents=PAPERS[1:])


def test_a_failed_purchase_has_no_label(book: LabelBook) -> None:
    book.write(replace(BOUGHT, revision=0))
    book.write(replace(BEGUN, state=PurchaseState.FAILED, revision=1))
    found = book.get(LabelKind.SHIPMENT, R1)
    assert found is not None
    assert found.label is None


def test_the_newest_comes_first_and_without_papers(book: LabelBook) -> None:
    book.write(replace(BOUGHT, revision=0))
    later = replace(BEGUN, kind=LabelKind.RETURN, begun_at=NOON + MINUTE)
    book.write(later)
    assert book.all() == [
        replace(later, revision=1),
        replace(BOUGHT, label=replace(LABEL, documents=()), revision=1),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        replace(BEGUN, reference=Reference("a\0b")),
        replace(BEGUN, reference=Reference("x" * 201)),
        replace(BEGUN, begun_at=NOON.replace(tzinfo=None)),
        replace(BEGUN, label=replace(LABEL, carrier_ids={"a": "\ud800"})),
    ],
)
def test_what_no_database_holds_is_refused(book: LabelBook, broken: Purchase) -> None:
    with pytest.raises(InvalidValue):
        book.write(broken)
    assert book.all() == []
