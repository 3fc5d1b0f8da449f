"""Quantities across two marketplaces: OTTO's stand-in and the example's web shop, and the host between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from standins import Weather
from tests.contract.webshop import TwoMarkets, sku_of, two_markets

SKU = sku_of("art_0")


@pytest.fixture
def markets(tmp_path: Path) -> Iterator[TwoMarkets]:
    with two_markets(tmp_path) as markets:
        markets.count(art_0=5, art_1=0)
        markets.settle()
        yield markets


def test_both_show_what_the_warehouse_has(markets: TwoMarkets) -> None:
    assert [markets.shown(name) for name in ("art_0", "art_1", "art_2")] == [(5, 5), (0, 0), (None, 0)]


def test_a_sale_in_the_shop_lowers_otto(markets: TwoMarkets) -> None:
    markets.shop.buy(SKU, 2)
    assert markets.shown("art_0") == (5, 3)
    markets.run("webshop", "orders")
    markets.run("otto", "stock")
    assert markets.shown("art_0") == (3, 3)


def test_a_sale_at_otto_lowers_the_shop(markets: TwoMarkets) -> None:
    markets.otto.buy(SKU, 4, payment="PAYPAL", at_once=True)
    assert markets.shown("art_0") == (5, 5)
    markets.run("otto", "orders")
    markets.run("webshop", "stock")
    assert markets.shown("art_0") == (5, 1)
    markets.run("otto", "stock")
    assert markets.shown("art_0") == (1, 1)


def test_an_announced_order_reserves_too_and_a_cancellation_frees_what_it_held(markets: TwoMarkets) -> None:
    in_shop = markets.shop.buy(SKU, 2, status="unpaid")
    at_otto = markets.otto.buy(SKU, 1, payment="PREPAYMENT", at_once=True)
    markets.settle()
    assert markets.shown("art_0") == (2, 2)
    markets.shop.change(in_shop, "cancelled")
    markets.settle()
    assert markets.shown("art_0") == (4, 4)
    markets.otto.cancel_by_marketplace(at_otto)
    markets.settle()
    assert markets.shown("art_0") == (5, 5)


def test_what_was_changed_by_hand_is_put_right_by_the_alignment(markets: TwoMarkets) -> None:
    markets.otto.portal.set_quantity(SKU, 99)
    markets.shop.set_stock(SKU, 0)
    for app in ("otto", "webshop"):
        markets.run(app, "alignment")
        markets.run(app, "stock")
    assert markets.shown("art_0") == (5, 5)


def test_only_what_changed_is_sent_in_batches_of_the_marketplace(tmp_path: Path) -> None:
    with two_markets(tmp_path, articles=120) as markets:
        markets.count(**{f"art_{number}": 7 for number in range(120)})
        markets.settle()
        sent = [len(write.entries) for write in markets.otto.goods.record.writes("quantities")]
        assert sent == [120]
        assert markets.shop.stock() == {sku_of(f"art_{number}"): 7 for number in range(120)}
        assert markets.run("webshop", "stock").counts["acknowledged"] == 0
        markets.otto.buy(SKU, 1, payment="PAYPAL", at_once=True)
        markets.settle()
        last = markets.otto.goods.record.writes("quantities")[-1]
        assert last.entries == ((SKU, 6),)


def test_a_lost_answer_is_settled_by_the_next_fine_pass(markets: TwoMarkets) -> None:
    markets.shop.buy(SKU, 2)
    markets.run("webshop", "orders")
    markets.otto.weather = Weather.listed("answer_lost", only="/v1/availability/quantities")
    with pytest.raises(AssertionError):
        markets.run("otto", "stock")
    for _ in range(3):
        markets.run("otto", "alignment")
        markets.run("otto", "stock")
    assert markets.shown("art_0") == (3, 3)
