"""Buyers are forgotten in time, found, and erased for good; what was sold stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from adapters.storage.buyers import DatabaseBuyers
from adapters.storage.database import Database, open_database
from adapters.storage.keys import Keys
from adapters.storage.memory import DatabaseMemory
from core.apps import AppKey
from core.finding import words_of
from core.orders import Order, PositionState, SalesOrderId
from core.parcel import Document, DocumentFormat, DocumentRole, Label, LabelKind, Reference
from core.people import Address
from core.privacy import Forgotten, Retention, horizon
from core.purchases import Purchase, PurchaseState
from core.receipts import KeptReceipt, Receipt, ReceiptKind
from ports.memory import OrderQuery
from tests.order_desk import OTTO, Desk, a_desk
from tests.orders import NOON, an_order, an_unreadable

ANNA = Address(first_name="Anna", last_name="Zwiebelturm", street="Gasse", email="Anna@example.com")
LATER = NOON + timedelta(days=181)
DHL = AppKey("dhl")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(database: Database, keys: Keys) -> Desk:
    return a_desk(DatabaseMemory(database, keys))


@pytest.fixture
def buyers(database: Database, keys: Keys, desk: Desk) -> DatabaseBuyers:
    return DatabaseMemory(database, keys).buyers(desk.account.account.id, OTTO)


def annas(identity: str, state: PositionState = PositionState.SENT, **parts: Any) -> Order:
    return an_order(identity, state=state, delivery_address=ANNA, invoice_address=ANNA, **parts)


def names(database: Database) -> str:
    """Everything that the tables of orders hold, as text."""
    with database.reading() as connection:
        tables = ("sales_order", "order_address", "order_set_aside")
        return str([connection.execute(text(f"SELECT * FROM {table}")).all() for table in tables])


def test_a_closed_order_forgets_its_buyer_in_time_and_nothing_else(
    database: Database, desk: Desk, buyers: DatabaseBuyers
) -> None:
    desk.keep(annas("closed"), annas("open", PositionState.PROCESSABLE), annas("new", changed=60 * 24 * 100))
    assert buyers.forget(horizon(Retention(), LATER)) == Forgotten(buyers=1)
    assert buyers.forget(horizon(Retention(), LATER)) == Forgotten()
    stored = {each.sales_order_id: each.order for each in desk.stored()}
    bare = annas("closed")
    assert stored == {
        "closed": replace(bare, delivery_address=None, invoice_address=None),
        "open": annas("open", PositionState.PROCESSABLE),
        "new": annas("new", changed=60 * 24 * 100),
    }
    found = desk.book.find(OrderQuery(words=words_of("zwiebelturm"))).orders
    assert {each.sales_order_id for each in found} == {"open", "new"}
    (by_sku, *_) = desk.book.find(OrderQuery(words=words_of("shirt closed"))).orders
    assert by_sku.sales_order_id == "closed"


def test_the_same_version_does_not_bring_a_forgotten_buyer_back(desk: Desk, buyers: DatabaseBuyers) -> None:
    desk.keep(annas("order-1"))
    buyers.forget(horizon(Retention(), LATER))
    assert desk.keep(annas("order-1")).unchanged == 1
    (order,) = desk.orders()
    assert order is not None
    assert order.delivery_address is None


def test_who_is_erased_stays_erased_when_the_order_changes(
    database: Database, desk: Desk, buyers: DatabaseBuyers
) -> None:
    desk.keep(annas("order-1"), annas("order-2"), annas("other", order_number="4711"))
    assert buyers.orders_of(" anna@EXAMPLE.com") == ["order-1", "order-2", "other"]
    assert buyers.erase([SalesOrderId("order-1"), SalesOrderId("order-2")], NOON) == 2
    assert buyers.orders_of("anna@example.com") == ["other"]
    returned = annas("order-1", PositionState.RETURNED, changed=5)
    desk.keep(returned, minute=5)
    desk.keep(returned, minute=6)
    (order,) = (each for each in desk.orders() if each is not None and each.sales_order_id == "order-1")
    assert order == replace(returned, delivery_address=None, invoice_address=None)
    buyers.erase([SalesOrderId("other")], NOON)
    shown = names(database)
    assert "Zwiebelturm" not in shown
    assert "zwiebelturm" not in shown


def test_nobody_elses_buyers_are_touched(
    database: Database, keys: Keys, desk: Desk, buyers: DatabaseBuyers
) -> None:
    other = a_desk(DatabaseMemory(database, keys), "Ben")
    desk.keep(annas("order-1"))
    other.keep(annas("order-1"))
    buyers.erase(buyers.orders_of("anna@example.com"), NOON)
    buyers.forget(horizon(Retention(), LATER))
    assert [order == annas("order-1") for order in other.orders()] == [True]


def test_an_open_order_is_named(desk: Desk, buyers: DatabaseBuyers) -> None:
    desk.keep(annas("open", PositionState.ANNOUNCED), annas("closed"))
    assert buyers.open_among(buyers.orders_of("anna@example.com")) == ["open"]


def test_papers_raw_texts_and_receipts_go_in_their_own_time(
    database: Database, keys: Keys, desk: Desk, buyers: DatabaseBuyers
) -> None:
    desk.keep(an_unreadable("torn", raw="Zwiebelturm"))
    paper = Document(DocumentRole.LABEL, DocumentFormat.PDF, b"%PDF-1.4 Zwiebelturm")
    label = Label(LabelKind.SHIPMENT, Reference("R-1"), "00340", "00340", documents=(paper,))
    bought = Purchase(DHL, LabelKind.SHIPMENT, Reference("R-1"), PurchaseState.BOUGHT, "d", NOON, NOON, label)
    desk.account.labels(DHL).write(bought)
    receipts = desk.account.receipts(OTTO)
    for number, made in (("old", NOON), ("new", NOON.replace(year=NOON.year + 1))):
        receipts.keep([Receipt(number, ReceiptKind.PURCHASE, made)])
        receipts.keep_pdf(number, b"%PDF-1.4")
    papers = DatabaseMemory(database, keys).buyers(desk.account.account.id, DHL)
    early = horizon(Retention(), NOON + timedelta(days=89))
    assert buyers.forget(early) == papers.forget(early) == Forgotten()
    late = horizon(Retention(), NOON.replace(year=NOON.year + 9))
    assert buyers.forget(late) == Forgotten(set_aside=1, receipts=1)
    assert papers.forget(late) == Forgotten(labels=1)
    kept = desk.account.labels(DHL).get(LabelKind.SHIPMENT, Reference("R-1"))
    assert kept is not None
    assert kept.label is not None
    assert (kept.label.number, kept.label.documents) == ("00340", ())
    assert isinstance(receipts.get("new"), KeptReceipt)
    assert receipts.get("old") is None
    assert "Zwiebelturm" not in names(database)
