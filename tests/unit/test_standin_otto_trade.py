"""The stand-in of OTTO: what can be bought, what a sale leaves behind, and what is changed by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.otto.standin import Impossible, OttoStandin
from adapters.otto.standin.availability.deliveries import Delivery
from standins import MovableClock, Weather, transport

SKU = "ART-000000"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def standin(clock: MovableClock) -> OttoStandin:
    return OttoStandin.with_assortment(20, units=5, clock=clock, verdict_delay=timedelta(hours=1))


def hide(standin: OttoStandin) -> None:
    standin.portal.switch(SKU, active=False)


def reopen(standin: OttoStandin) -> None:
    standin.portal.switch(SKU, active=False)
    standin.portal.switch(SKU, active=True)


def restrict(standin: OttoStandin) -> None:
    standin.portal.judge(SKU, "RESTRICTED", "600007")


def sell_out(standin: OttoStandin) -> None:
    standin.portal.set_quantity(SKU, 0)


def lead_too_long(standin: OttoStandin) -> None:
    link = standin.goods.deliveries.find(SKU)
    assert link is not None
    standin.goods.deliveries.link(Delivery(SKU, link.profile_id, "71"))


def test_what_is_shown_and_on_sale_can_be_bought_and_becomes_an_order(
    standin: OttoStandin, clock: MovableClock
) -> None:
    order_id = standin.buy(SKU, 2, payment="PAYPAL")
    assert standin.orders_now() == []
    clock.move(minutes=45)
    (order,) = standin.orders_now()
    assert order["salesOrderId"] == order_id
    assert [item["product"]["sku"] for item in order["positionItems"]] == [SKU, SKU]
    variation = standin.goods.assortment.find(SKU)
    assert variation is not None
    assert order["positionItems"][0]["product"]["ean"] == variation.ean
    assert round(order["positionItems"][0]["itemValueGrossPrice"]["amount"] * 100) == variation.price_cents


@pytest.mark.parametrize("obstacle", [hide, reopen, restrict, sell_out, lead_too_long])
def test_what_is_not_on_sale_cannot_be_bought(
    standin: OttoStandin, obstacle: Callable[[OttoStandin], None]
) -> None:
    assert SKU in standin.shop.buyable()
    obstacle(standin)
    assert SKU not in standin.shop.buyable()
    with pytest.raises(Impossible):
        standin.buy(SKU)
    assert standin.shop.sales == []


def test_nobody_buys_more_than_is_shown_or_what_is_not_listed(standin: OttoStandin) -> None:
    for sku, pieces in ((SKU, 6), (SKU, 0), ("nothing", 1)):
        with pytest.raises(Impossible):
            standin.buy(sku, pieces)
    standin.portal.edit(SKU, {"order": {"maxOrderQuantity": {"quantity": 2, "periodInDays": 7}}})
    with pytest.raises(Impossible):
        standin.buy(SKU, 3)


def test_a_switch_turned_on_again_is_reviewed_before_it_sells(
    standin: OttoStandin, clock: MovableClock
) -> None:
    reopen(standin)
    clock.move(minutes=60)
    assert standin.buy(SKU)


def test_every_sale_notes_what_was_shown(standin: OttoStandin) -> None:
    standin.buy(SKU, 2)
    standin.buy(SKU, 5)
    standin.odd.sale_lowers_quantity = True
    standin.buy(SKU, 3)
    standin.buy(SKU, 1)
    assert [(sale.pieces, sale.shown) for sale in standin.shop.sales] == [(2, 5), (5, 5), (3, 5), (1, 2)]
    assert standin.goods.board.units()[SKU] == 1


def test_a_lost_answer_leaves_what_was_written(standin: OttoStandin) -> None:
    standin.weather = Weather.listed("answer_lost", "reset_before")
    client = standin.client("availability")
    for quantity in (3, 4):
        with pytest.raises(httpx.TransportError):
            client.post("/v1/availability/quantities", json=[{"sku": SKU, "quantity": quantity}])
    assert standin.goods.board.units()[SKU] == 3
    assert [write.entries for write in standin.goods.record.writes("quantities")] == [((SKU, 3),)]


def test_the_record_counts_calls_with_their_entries(standin: OttoStandin) -> None:
    client = standin.client("availability")
    for start in (0, 10):
        entries = [{"sku": f"ART-{number:06d}", "quantity": 1} for number in range(start, start + 10)]
        client.post("/v1/availability/quantities", json=[*entries, {"sku": "nothing", "quantity": 1}])
    first, second = standin.goods.record.writes("quantities")
    assert (len(first.entries), first.refused) == (11, frozenset({10}))
    assert standin.goods.record.writes(sku="ART-000010") == [second]


def control(standin: OttoStandin, name: str, wanted: Any = None) -> Any:
    with httpx.Client(transport=transport(standin), base_url="http://otto.test") as client:
        path = f"/_standin/{name}"
        answer = client.get(path) if wanted is None else client.post(path, json=wanted)
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_everything_can_be_done_over_http_too(standin: OttoStandin) -> None:
    assert control(standin, "assortment")[SKU] == {
        "quantity": 5,
        "active": True,
        "status": "ONLINE",
        "obstacle": None,
    }
    bought = control(standin, "buy", {"sku": SKU, "pieces": 2, "at_once": True})
    assert [order["salesOrderId"] for order in control(standin, "orders")] == [bought["order"]]
    assert [(sale["pieces"], sale["shown"]) for sale in control(standin, "sales")] == [(2, 5)]
    control(standin, "quantities", {"sku": SKU, "quantity": 9})
    control(standin, "switches", {"sku": SKU, "active": False})
    control(standin, "verdicts", {"sku": "ART-000001", "status": "REJECTED", "code": "700002"})
    rows = control(standin, "assortment")
    assert (rows[SKU]["quantity"], rows[SKU]["status"]) == (9, "INACTIVE")
    assert rows["ART-000001"]["obstacle"] == "rejected"
    control(standin, "verdicts", {"sku": "ART-000001", "status": None})
    assert control(standin, "assortment")["ART-000001"]["status"] == "ONLINE"
    assert control(standin, "writes") == control(standin, "faults") == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("buy", {"sku": "nothing"}),
        ("buy", {}),
        ("quantities", {"sku": "nothing", "quantity": 1}),
        ("verdicts", {"sku": SKU, "status": "FINE"}),
        ("verdicts", {"sku": SKU, "status": "REJECTED", "code": "1"}),
        ("categories", {"rename": "Unfug", "to": "Fug"}),
    ],
)
def test_controls_refuse_what_cannot_be(standin: OttoStandin, name: str, wanted: Any) -> None:
    assert control(standin, name, wanted) == 400


def test_the_same_seed_gives_the_same_assortment() -> None:
    first, second = (
        [variation.body for variation in OttoStandin.with_assortment(50, seed=4).goods.assortment.all()]
        for _ in range(2)
    )
    assert first == second
    assert first != [variation.body for variation in OttoStandin.with_assortment(50).goods.assortment.all()]
