"""Orders at OTTO's stand-in that are ready to be sent, and the bodies that report them."""

from dataclasses import replace
from typing import Any, Final

from adapters.otto.standin import OttoStandin
from adapters.otto.standin.orders.catalogue import CATALOGUE
from adapters.otto.standin.orders.generator import draft
from standins import MovableClock
from tests.contract.otto_standin import Checked, example

SHIP_FROM: Final = {"city": "Dresden", "countryCode": "DEU", "zipCode": "01067"}
SHIPPED: Final = "2026-01-12T09:00:00.000Z"


def bench() -> tuple[Checked, MovableClock]:
    clock = MovableClock()
    return Checked(OttoStandin(clock=clock)), clock


def place_official(standin: OttoStandin, order_id: str, *item_ids: str) -> None:
    """An order under the ids of the contract's examples."""
    now = standin.shelf.now() - standin.shelf.hold
    order = draft(standin.draw, now, articles=[CATALOGUE[0]] * len(item_ids), payment="PAYPAL")
    items = tuple(replace(item, id=id_) for item, id_ in zip(order.items, item_ids, strict=True))
    standin.shelf.add(replace(order, id=order_id, items=items, fees=(), discounts=()))


def place_for(standin: OttoStandin, name: str) -> Any:
    """The official request `name`; the orders that it is about are there."""
    body = example(name)
    wanted: dict[str, list[str]] = {}
    for parcel in body if isinstance(body, list) else [body]:
        for entry in parcel.get("positionItems", [parcel]):
            wanted.setdefault(entry["salesOrderId"], []).append(entry["positionItemId"])
    for order_id, item_ids in wanted.items():
        place_official(standin, order_id, *dict.fromkeys(item_ids))
    return body


def ready(standin: OttoStandin, pieces: int = 1) -> tuple[str, list[str]]:
    """An order of so many pieces that may be sent: its id and its items'."""
    order_id = standin.place_visible(payment="PAYPAL", skus=["DECKE-XL"] * pieces)
    return order_id, standin.item_ids(order_id)


def entry(order_id: str, item_id: str, way_back: str | None = "577546565072") -> dict[str, Any]:
    body: dict[str, Any] = {"positionItemId": item_id, "salesOrderId": order_id}
    if way_back is not None:
        body["returnTrackingKey"] = {"carrier": "DHL", "trackingNumber": way_back}
    return body


def parcel(*entries: dict[str, Any], number: str | None = "H1", carrier: str = "HERMES") -> dict[str, Any]:
    key = {"carrier": carrier} if number is None else {"carrier": carrier, "trackingNumber": number}
    return {
        "trackingKey": key,
        "shipDate": SHIPPED,
        "shipFromAddress": dict(SHIP_FROM),
        "positionItems": list(entries),
    }


def send(checked: Checked, body: Any) -> Any:
    return checked.post("/v1/shipments", "shipments", body)
