"""The stand-in as a program: orders, stock and listings are of the same articles."""

import json
from typing import Any

from adapters.otto.standin import OttoStandin
from adapters.otto.standin.assortment.known import listable
from adapters.otto.standin.bodies import Written
from adapters.otto.standin.products.tasks_desk import TaskDesk
from adapters.otto.standin.products.updates import Updates
from adapters.otto.standin.products.variations import Variations
from standins import MovableClock


def everything(articles: int, orders: int = 80) -> OttoStandin:
    return OttoStandin.with_everything(articles, orders, seed=3, clock=MovableClock())


def sold(standin: OttoStandin) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for order in standin.orders_now():
        for item in order["positionItems"]:
            found.setdefault(item["product"]["sku"], []).append(item)
    return found


def test_buyers_order_what_is_listed_under_its_name_number_and_price() -> None:
    standin = everything(40)
    listed = {variation.sku: variation for variation in standin.goods.assortment.all()}
    assert len(listed) == 40
    assert set(sold(standin)) <= set(listed)
    assert len(sold(standin)) > 20
    for sku, items in sold(standin).items():
        for item in items:
            assert item["product"]["ean"] == listed[sku].ean
            assert round(item["itemValueGrossPrice"]["amount"] * 100) == listed[sku].price_cents


def test_new_orders_are_of_what_is_listed_as_well() -> None:
    standin = everything(5, orders=0)
    for _ in range(20):
        standin.place_visible()
    assert set(sold(standin)) <= {variation.sku for variation in standin.goods.assortment.all()}


def test_what_is_listed_keeps_every_rule_of_the_standin_itself() -> None:
    standin = everything(60, orders=0)
    goods = standin.goods
    updates = Updates(goods.assortment, TaskDesk(goods.assortment, goods.odd, goods.record), goods.record)
    desk = Variations(goods.assortment, goods.directory, updates)
    for variation in goods.assortment.all():
        sent = json.loads(json.dumps(variation.body), parse_float=Written)
        assert list(desk.complaints(sent, {}, "$")) == []
        assert goods.verdict(variation).status == "ONLINE"
    assert {article.forwarder for article, _ in listable()} == {True, False}
    assert {body["pricing"]["vat"] for _, body in listable()} == {"FULL", "REDUCED"}


def test_without_articles_orders_are_of_the_catalogue() -> None:
    standin = everything(0)
    assert standin.goods.assortment.all() == []
    assert "LAMPE-01" in sold(standin)


def test_so_few_articles_are_enough_for_a_basket() -> None:
    assert len(sold(everything(1))) == 1
