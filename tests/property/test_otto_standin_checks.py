"""The validation of OTTO's stand-in says something about every variation, whatever it is sent."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.otto.standin import OttoStandin
from standins import MovableClock
from tests.otto_products import shirt, with_value

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any, way: str = "") -> list[str]:
    """The way to every field of a variation, inner ones included."""
    found: list[str] = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        here = f"{way}.{key}".lstrip(".")
        found += [here, *paths(inner, here)]
    return found


FULL = {
    **shirt(),
    "pzn": "PZN-1",
    "order": {"maxOrderQuantity": {"quantity": 1, "periodInDays": 7}},
    "logistics": {"packingUnitCount": 1, "packingUnits": [{"weight": 1, "width": 1}]},
    "pricing": {
        **shirt()["pricing"],
        "msrp": {"amount": 1, "currency": "EUR"},
        "sale": {"salePrice": {"amount": 1, "currency": "EUR"}, "startDate": "", "endDate": ""},
        "normPriceInfo": {"normAmount": 1, "normUnit": "kg", "salesAmount": 1, "salesUnit": "kg"},
    },
}


@given(path=st.sampled_from(paths(FULL)), value=JSON)
@settings(max_examples=80)
def test_any_value_in_any_field_is_answered(path: str, value: Any) -> None:
    clock = MovableClock()
    standin = OttoStandin(clock=clock)
    client = standin.client("products")
    answer = client.post("/v5/products", json=[with_value(FULL, path, value), shirt(2, reference="ANDERS")])
    link = answer.json()["links"][0]["href"]
    clock.move(seconds=2)
    counts = client.get(link).json()
    assert counts["succeeded"] + counts["failed"] + counts["unchanged"] == 2
    # What is wrong with one variation is nothing to the other, unless the first took its sku or ean.
    assert standin.goods.assortment.find("HEMD-2") is not None
    assert client.get("/v5/products/marketplace-status").status_code == 200


@given(body=JSON)
@settings(max_examples=25)
def test_any_body_is_answered(body: Any) -> None:
    client = OttoStandin(clock=MovableClock()).client("products", "availability", "shipping-profiles")
    for path in (
        "/v5/products",
        "/v5/products/prices",
        "/v5/products/active-status",
        "/v1/availability/quantities",
        "/v1/availability/product-delivery-information",
        "/v1/shipping-profiles",
    ):
        assert client.post(path, json=body).status_code < 500
