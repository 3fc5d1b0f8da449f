"""Who may: every route for every role, and the wall between two accounts on every page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

import pytest

from app_center.web.access import TABLE, Access, names_of
from app_center.web.app import ROUTERS
from core.apps import AppKey
from core.dispatch import CarrierCode, Notice, NoticeId, NoticeKind, Parcel, PositionRef, TrackingKey
from core.orders import PositionItemId, SalesOrderId
from core.parcel import Document, DocumentRole, Label, LabelKind, Reference
from core.purchases import Purchase, PurchaseState
from core.receipts import Receipt, ReceiptKind
from core.returns import Return, ReturnStatus, ShownReturn
from core.users import Role
from ports.memory import AccountMemory
from tests.order_desk import OTTO, a_desk
from tests.orders import NOON, an_order
from tests.web_app import Page, Pages, Visitor, opened

#: Everybody that there is, by the most that he may use.
WHO: Final = {
    "nobody@example.com": Access.PUBLIC,
    "guest@example.com": Access.SIGNED_IN,
    "viewer@example.com": Access.VIEWER,
    "staff@example.com": Access.STAFF,
    "admin@example.com": Access.ADMIN,
    "operator@example.com": Access.OPERATOR,
}
ROLES: Final = {Access.VIEWER: Role.VIEWER, Access.STAFF: Role.STAFF, Access.ADMIN: Role.ADMIN}
OF_PAGES: Final = [name for router in ROUTERS for route in router.routes for name in names_of(route)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Pages]:
    home = tmp_path_factory.mktemp("pages")
    with opened(home, f"sqlite:///{home}/app.db") as pages:
        shop, other = a_desk(pages.center.memory, "shop"), a_desk(pages.center.memory, "other")
        shop.keep(an_order("order-1"))
        other.keep(an_order("order-2"))
        for account, order in ((shop.account, "order-1"), (other.account, "order-2")):
            after_sale(account, order)
        for email, most in WHO.items():
            if most in ROLES:
                pages.user(email, shop.account.account.id, ROLES[most])
            elif most is Access.OPERATOR:
                pages.user(email)
        pages.user("guest@example.com", other.account.account.id, Role.ADMIN)
        yield pages


def after_sale(account: AccountMemory, order: str) -> None:
    """One of each thing that an order leads to, under the same names in every account."""
    ref = PositionRef(SalesOrderId(order), PositionItemId(f"{order}-1"))
    parcel = Parcel(TrackingKey(CarrierCode("HERMES"), f"parcel of {order}"), NOON)
    account.dispatches(OTTO).add(Notice(NoticeId(0), NoticeKind.ONE, (parcel,), (ref,), NOON))
    account.returns(OTTO).write(Return(ref, ShownReturn(ref, ReturnStatus.ANNOUNCED, NOON)))
    account.receipts(OTTO).keep([Receipt(order, ReceiptKind.PURCHASE, NOON, ref.sales_order_id)])
    account.receipts(OTTO).keep_pdf(order, b"%PDF-1")
    paper = Document.of(DocumentRole.LABEL, b"%PDF-1")
    label = Label(LabelKind.SHIPMENT, Reference(order), f"label of {order}", order, (paper,))
    account.labels(AppKey("dhl")).write(
        Purchase(
            AppKey("dhl"), label.kind, label.reference, PurchaseState.BOUGHT, "", NOON, NOON, label=label
        )
    )


@pytest.fixture(scope="module")
def visitors(pages: Pages) -> dict[str, Visitor]:
    return {email: pages.visitor(None if most is Access.PUBLIC else email) for email, most in WHO.items()}


def address(pages: Pages, path: str, account: str = "shop") -> str:
    found = pages.center.memory.accounts.find(account)
    assert found is not None
    order = {"shop": "order-1", "other": "order-2"}[account]
    places = {"account": found.id, "app": "otto", "order": order, "name": "frame.css", "token": "none"}
    paper = {"notice": "1", "carrier": "dhl", "kind": "shipment", "key": "nobody", "webhook": "nobody"}
    address = path.format(**{"user": "nobody", **places, **paper})
    asked_for = {"{kind}": f"reference={order}", "/pdf": f"number={order}"}
    return address + next((f"?{query}" for mark, query in asked_for.items() if mark in path), "")


def asked(visitor: Visitor, name: str, path: str) -> Page:
    method = name.partition(" ")[0]
    if method == "GET":
        return visitor.get(path)
    address, _, query = path.partition("?")
    return visitor.send(address, {"do": "none", **dict(parse_qsl(query))})


def test_every_route_of_the_pages_is_in_the_table_and_the_table_has_no_other() -> None:
    probes = {"GET /healthz", "GET /readyz", "GET /metrics"}
    assert set(TABLE) - probes == set(OF_PAGES)


@pytest.mark.parametrize("email", WHO)
@pytest.mark.parametrize("name", sorted(set(OF_PAGES) - {"POST /logout"}))
def test_a_route_is_open_to_whom_the_table_says_and_to_nobody_else(
    pages: Pages, visitors: dict[str, Visitor], name: str, email: str
) -> None:
    visitor, most, need = visitors[email], WHO[email], TABLE[name]
    answer = asked(visitor, name, address(pages, name.partition(" ")[2]))
    turned_away = answer.status == 303 and (answer.go or "").startswith("/login")
    if most is Access.PUBLIC and need is not Access.PUBLIC:
        assert turned_away
    elif most >= need:
        assert not turned_away
        assert "Rolle erlaubt das nicht" not in answer.words
        unknown = any(part in name for part in ("{token}", "{user}", "{key}", "{webhook}"))
        assert unknown or "für den Sie nicht arbeiten" not in answer.words
    elif Access.VIEWER <= need <= Access.ADMIN and most >= Access.VIEWER:
        assert answer.status == 403
    else:
        assert answer.status == 404


@pytest.mark.parametrize("name", [name for name in OF_PAGES if "{account}" in name])
def test_nothing_of_another_account_is_reached_or_named(
    pages: Pages, visitors: dict[str, Visitor], name: str
) -> None:
    for email in ("viewer@example.com", "staff@example.com", "admin@example.com"):
        answer = asked(visitors[email], name, address(pages, name.partition(" ")[2], "other"))
        assert answer.status == 404
        assert "number of order-2" not in answer.text
        assert "other" not in answer.words


def test_an_account_that_does_not_exist_looks_like_one_of_others(
    pages: Pages, visitors: dict[str, Visitor]
) -> None:
    visitor = visitors["admin@example.com"]
    there = visitor.get(address(pages, "/a/{account}/orders", "other"))
    nowhere = visitor.get("/a/00000000000000000000000000000000/orders")
    assert (there.status, there.words) == (nowhere.status, nowhere.words)


def test_the_order_of_another_account_is_not_found_under_ones_own(
    pages: Pages, visitors: dict[str, Visitor]
) -> None:
    path = address(pages, "/a/{account}/orders/otto/order-2")
    assert visitors["admin@example.com"].get(path).status == 404
    assert visitors["operator@example.com"].get(path).status == 404
    own = address(pages, "/a/{account}/orders/otto/order-1")
    assert visitors["viewer@example.com"].get(own).status == 200
