"""From the page of an order: cancel it, reduce its price; each asked about first, each once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import stamina

from core.cancellations import CancelState
from core.price_reductions import ReductionState
from standins import Weather
from tests.packing import OTTO, Shop, a_shop


@pytest.fixture(autouse=True)
def _quick_retries() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


@pytest.fixture
def shop(tmp_path: Path, sqlite_template: Path) -> Iterator[Shop]:
    with a_shop(tmp_path, sqlite_template) as shop:
        yield shop


def page_of(shop: Shop, order: str, what: str = "") -> str:
    return f"{shop.base}/orders/otto/{order}{what}"


def test_a_cancellation_asks_first_and_is_under_way_until_the_order_says_so(shop: Shop) -> None:
    order, (first, second) = shop.order("A", "B")
    assert f'href="{page_of(shop, order, "/cancel")}"' in shop.staff.get(page_of(shop, order)).text
    shop.staff.get(page_of(shop, order, "/cancel"))
    none = shop.staff.send(page_of(shop, order, "/cancel"), {f"pieces.{first}": "0"})
    assert none.status == 422
    fields = {f"pieces.{first}": "1"}
    asked = shop.staff.send(page_of(shop, order, "/cancel"), fields)
    assert "1 Stück stornieren?" in asked.words
    assert shop.memory.cancellations(OTTO).all() == []
    for _ in range(2):
        sure = shop.staff.send(page_of(shop, order, "/cancel"), {**fields, "sure": "yes"})
        assert sure.go == page_of(shop, order, "#after-sale")
    assert "wird storniert" in shop.staff.get(page_of(shop, order)).words
    (wish,) = shop.memory.cancellations(OTTO).all()
    assert wish.state is CancelState.ASKED
    shop.sync("orders")
    shop.sync("dispatch")
    assert second not in shop.otto.books.cancelled()
    assert [known.state for known in shop.memory.cancellations(OTTO).all()] == [CancelState.DONE]


def reduce_form(shop: Shop, order: str, item: str) -> dict[str, str]:
    page = shop.staff.get(page_of(shop, order, "/reduce"))
    intent = page.text.split('name="intent" value="')[1].split('"')[0]
    return {"intent": intent, "position": item, "amount": "1,05"}


def sent(shop: Shop) -> tuple[str, str]:
    order, (item,) = shop.order("A")
    assert shop.send(order, item).status == 303
    shop.sync("orders")
    return order, item


def test_a_reduction_asks_first_and_a_form_sent_twice_is_one(shop: Shop) -> None:
    order, item = sent(shop)
    fields = reduce_form(shop, order, item)
    asked = shop.staff.send(page_of(shop, order, "/reduce"), fields)
    assert "1,05" in asked.words
    assert "erstatten?" in asked.words
    assert fields["intent"] in asked.text
    assert shop.otto.books.reduced_cents() == {}
    for _ in range(2):
        sure = shop.staff.send(page_of(shop, order, "/reduce"), {**fields, "sure": "yes"})
        assert sure.go == page_of(shop, order, "#after-sale")
    assert dict(shop.otto.books.reduced_cents()) == {item: 105}
    other = reduce_form(shop, order, item)
    shop.staff.send(page_of(shop, order, "/reduce"), {**other, "sure": "yes"})
    assert dict(shop.otto.books.reduced_cents()) == {item: 210}
    assert "Preisnachlässe" in shop.staff.get(page_of(shop, order)).words


def test_a_double_click_reduces_once(shop: Shop) -> None:
    order, item = sent(shop)
    data = {**reduce_form(shop, order, item), "sure": "yes", "form_token": shop.staff.token}

    def click(_: int) -> int:
        return shop.staff.client.post(page_of(shop, order, "/reduce"), data=data).status_code

    with ThreadPoolExecutor(4) as hands:
        assert set(hands.map(click, range(4))) == {303}
    shop.sync("receipts")
    assert dict(shop.otto.books.reduced_cents()) == {item: 105}
    assert len(shop.memory.price_reductions(OTTO).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"amount": "viel"}, "amount"), ({"amount": "99999"}, "amount"), ({"position": ""}, "position")],
)
def test_what_is_wrong_stands_at_its_field(shop: Shop, wrong: dict[str, str], field: str) -> None:
    order, item = sent(shop)
    page = shop.staff.send(page_of(shop, order, "/reduce"), {**reduce_form(shop, order, item), **wrong})
    assert page.status == 422
    assert f'id="{field}-told"><p class="wrong">' in page.text


def test_a_reduction_of_unknown_outcome_is_decided_by_a_person(shop: Shop) -> None:
    order, item = sent(shop)
    shop.otto.weather = Weather.listed("reset_before", only="/v1/price-reductions")
    fields = {**reduce_form(shop, order, item), "sure": "yes"}
    shop.staff.send(page_of(shop, order, "/reduce"), fields)
    page = shop.staff.get(page_of(shop, order))
    assert "Ausgang unbekannt" in page.words
    assert "Er wurde nicht erstattet" in page.words
    decide = page_of(shop, order, "/reduce/decide")
    assert shop.staff.send(decide, {"id": "1", "happened": "no"}).status == 303
    (known,) = shop.memory.price_reductions(OTTO).all()
    assert known.state is ReductionState.REFUSED
    assert shop.otto.books.reduced_cents() == {}
    assert shop.staff.send(decide, {"id": "2", "happened": "no"}).status == 422


def test_what_cannot_be_done_is_said(shop: Shop) -> None:
    order, _ = sent(shop)
    assert "lässt sich nichts stornieren" in shop.staff.get(page_of(shop, order, "/cancel")).words
    order, _ = shop.order("B")
    assert "Nachlass gibt es nur auf Versendetes" in shop.staff.get(page_of(shop, order, "/reduce")).words
