"""The stand-in of OTTO: bad weather hits every write of the product side; the books know what happened."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest

from adapters.otto.standin import OttoStandin
from standins import MovableClock, Weather
from tests.otto_products import shirt

STANDARD = "38427776-0000-4000-8000-000000000001"
SKU = "ART-000000"
PROFILE = {
    "shippingProfileName": "Eilig",
    "workingDays": ["MONDAY"],
    "orderCutoff": "10:00",
    "deliveryType": "PARCEL",
    "defaultProcessingTime": 1,
    "transportTime": 1,
}

Book = Callable[[OttoStandin], object]


def units(standin: OttoStandin) -> object:
    return standin.goods.board.units().get(SKU)


def processing_time(standin: OttoStandin) -> object:
    link = standin.goods.deliveries.find(SKU)
    return link and link.processing_time


def profiles(standin: OttoStandin) -> object:
    return len(standin.goods.profiles.all())


def skus(standin: OttoStandin) -> object:
    return len(standin.goods.assortment.all())


def price(standin: OttoStandin) -> object:
    variation = standin.goods.assortment.find(SKU)
    return variation and variation.price_cents


def switch(standin: OttoStandin) -> object:
    variation = standin.goods.assortment.find(SKU)
    return variation and variation.active


WRITES: list[tuple[str, Any, Book]] = [
    ("/v1/availability/quantities", [{"sku": SKU, "quantity": 3}], units),
    (
        "/v1/availability/product-delivery-information",
        [{"sku": SKU, "shippingProfileId": STANDARD, "processingTime": "9"}],
        processing_time,
    ),
    ("/v1/shipping-profiles", PROFILE, profiles),
    ("/v5/products", [shirt()], skus),
    ("/v5/products/prices", [{"sku": SKU, "standardPrice": {"amount": 1, "currency": "EUR"}}], price),
    ("/v5/products/active-status", {"status": [{"sku": SKU, "active": False}]}, switch),
]


@pytest.mark.parametrize(("path", "body", "book"), WRITES, ids=[path for path, _, _ in WRITES])
@pytest.mark.parametrize(
    ("weather", "arrives"),
    [
        ("answer_lost", True),
        ("truncated", True),
        ("slow", True),
        ("reset_before", False),
        ("storm_429", False),
        ("html_502", False),
    ],
)
def test_a_write_happens_or_not_whatever_the_caller_learns(
    path: str, body: Any, book: Book, weather: str, arrives: bool
) -> None:
    clock = MovableClock()
    standin = OttoStandin.with_assortment(1, units=5, clock=clock)
    client = standin.client("availability", "shipping-profiles", "products")
    before = book(standin)
    standin.weather = Weather.listed(weather, delay=9)
    with suppress(httpx.TransportError):
        answer = client.post(path, json=body, timeout=1)
        assert not answer.is_success or weather == "truncated"
    clock.move(seconds=2)
    assert (book(standin) != before) is arrives
    assert bool(standin.ledger.happened(path)) is arrives
