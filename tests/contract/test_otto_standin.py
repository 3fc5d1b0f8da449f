"""Everything that the stand-in of OTTO says is held against the vendor's contract."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.otto.standin import (
    BUSINESS_SCOPES,
    DEMO_APP,
    DEMO_CLIENT,
    DEMO_INSTALLATION,
    DEMO_PARTNER_CLIENT,
    DEMO_PARTNER_SECRET,
    DEMO_SECRET,
    OttoStandin,
    State,
)
from adapters.otto.standin.access.oauth import CONSENT_PATH
from adapters.otto.standin.area import Route
from standins import MovableClock, Weather, serving
from tests.contract.otto_standin import EXAMPLES, Checked, contract, example
from tests.specs import needs_specs

pytestmark = needs_specs


def example_orders() -> list[Path]:
    return sorted(EXAMPLES.glob("order_*.json"))


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def checked(clock: MovableClock) -> Checked:
    return Checked(OttoStandin(clock=clock))


def harmless_reads() -> list[Route]:
    """Every list: what can be read without naming one thing."""
    routes = OttoStandin().routes.values()
    return [
        route
        for route in routes
        if route.method == "GET" and "<" not in route.path and route.scope is not None
    ]


def test_every_route_of_the_standin_is_in_the_contract_with_its_scope() -> None:
    for name, route in OttoStandin().routes.items():
        if route.path != CONSENT_PATH:
            path = route.path.replace("testorders/<name>", "testorders/scenario1")
            path = path.replace("<", "").replace(">", "")
            wanted = frozenset() if route.scope is None else {route.scope}
            assert contract().scopes(route.method, path) == wanted, name


@pytest.mark.parametrize("form", ["+0000", "+02:00", "Z"])
def test_generated_orders_of_all_kinds_fit_the_contract(clock: MovableClock, form: Any) -> None:
    standin = OttoStandin.with_orders(300, seed=5, clock=clock)
    standin.odd.time_form = form
    checked = Checked(standin)
    seen: set[str] = set()
    link: str | None = "/v4/orders?limit=100"
    while link is not None:
        body = checked.get(link).json()
        seen |= {item["fulfillmentStatus"] for order in body["resources"] for item in order["positionItems"]}
        link = next((link["href"] for link in body["links"]), None)
    assert seen == {state.value for state in State}


def test_single_orders_fit_the_contract_after_every_move(checked: Checked, clock: MovableClock) -> None:
    standin = checked.standin
    order_id = standin.place_visible(payment="PREPAYMENT", skus=["DECKE-XL", "TEE-500", "SOFA-L"])
    first, second, third = standin.item_ids(order_id)
    moves: tuple[Callable[[], None], ...] = (
        lambda: None,
        lambda: standin.pay(order_id, [first, second]),
        lambda: standin.cancel_by_marketplace(order_id, [third]),
        lambda: standin.mark_sent(order_id, [first]),
        lambda: standin.mark_returned(order_id, [first]),
        lambda: standin.cancel_by_customer(order_id, [second]),
    )
    for move in moves:
        clock.move(minutes=1)
        move()
        assert checked.get(f"/v4/orders/{order_id}").status_code == 200
    assert {item["fulfillmentStatus"] for item in standin.orders_now()[0]["positionItems"]} == {
        "RETURNED",
        "CANCELLED_BY_MARKETPLACE",
    }


@pytest.mark.parametrize(
    "query",
    [
        "fromDate=2019-08-01T01:00:00%2B02:00",
        "fromOrderDate=2020-07-01T00:00:00%2B02:00&toOrderDate=2030-07-01T23:59:59%2B02:00",
        "fulfillmentStatus=SENT&fulfillmentStatus=RETURNED",
        "fulfillmentStatus=PROCESSABLE&mode=AT_LEAST_ONE",
        "limit=256&orderDirection=DESC",
    ],
)
def test_every_parameter_of_the_contract_is_understood(clock: MovableClock, query: str) -> None:
    checked = Checked(OttoStandin.with_orders(40, seed=5, clock=clock))
    answer = checked.get(f"/v4/orders?{query}")
    assert answer.status_code == 200
    assert answer.json()["resources"]


def test_the_words_of_the_refusals_are_the_official_ones(checked: Checked) -> None:
    for status, answer in (
        (400, checked.get("/v4/orders?limit=x")),
        (401, checked.http.get("/v4/orders", headers={"authorization": "Bearer x"})),
        (403, checked.get("/v4/orders", scope="products")),
        (404, checked.get("/v4/orders/nothing")),
    ):
        assert answer.status_code == status
        assert answer.json() == example(f"orders_error_{status}.json")


def official_conflict(name: str, ids: dict[str, str]) -> Any:
    text = (EXAMPLES / name).read_text("utf-8")
    for theirs, ours in ids.items():
        text = text.replace(theirs, ours)
    return json.loads(text)


def test_the_words_of_the_conflicts_are_the_official_ones(checked: Checked) -> None:
    order_id = checked.standin.place_visible(payment="PREPAYMENT", skus=["DECKE-XL"])
    (item_id,) = checked.standin.item_ids(order_id)
    ids = {"9404a8e2-8203-43de-889d-b5d733b6698f": order_id, "ac50ec7f-0e0a-404f-a06d-524cfc2374ba": item_id}
    whole = checked.post(f"/v4/orders/{order_id}/cancellation")
    part = checked.post(f"/v4/orders/{order_id}/positionItems/{item_id}/cancellation")
    assert (whole.status_code, part.status_code) == (409, 409)
    assert whole.json() == official_conflict("orders_cancel_order_409.json", ids)
    assert part.json() == official_conflict("orders_cancel_items_409.json", ids)


def test_cancellations_and_test_orders_fit_the_contract(checked: Checked) -> None:
    order_id = checked.standin.place_visible(payment="PAYPAL", skus=["DECKE-XL", "TEE-500"])
    first, second = checked.standin.item_ids(order_id)
    both = f"/v4/orders/{order_id}/positionItems/{first},{second}/cancellation"
    assert checked.post(both).status_code == 202
    assert checked.post(f"/v4/orders/{order_id}/cancellation").status_code == 202
    assert checked.post("/v4/orders/nothing/cancellation").status_code == 404
    assert checked.post("/v4/orders/testorders").status_code == 200
    assert checked.post("/v4/orders/testorders/scenario4").status_code == 200
    assert checked.get("/v4/orders").status_code == 200


@pytest.mark.parametrize("route", harmless_reads(), ids=lambda route: route.path)
def test_every_list_fits_the_contract_and_asks_for_its_own_scope(checked: Checked, route: Route) -> None:
    needs_date = {"/v1/shipments", "/v1/return-shipments"}
    path = route.path + ("?datefrom=2026-01-01T00:00:00Z" if route.path in needs_date else "")
    assert checked.get(path, scope=str(route.scope)).status_code == 200
    others = " ".join(BUSINESS_SCOPES - {str(route.scope)})
    assert checked.get(path, scope=others).status_code == 403
    assert checked.http.get(path, headers={"authorization": "Bearer x"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "scope", "status"),
    [
        ("/v5/products/brands?page=1&limit=2", "products", 200),
        ("/v5/products/categories?category=Wolldecke", "products", 200),
        ("/v5/products/categories?category=Unfug", "products", 404),
        ("/v3/returns?status=ANNOUNCED&limit=50", "returns", 200),
        ("/v1/price-reductions?positionItemId=11111111-2222-4333-8444-555555555555", "price-reduction", 404),
    ],
)
def test_their_parameters_fit_the_contract(checked: Checked, path: str, scope: str, status: int) -> None:
    assert checked.get(path, scope=scope).status_code == status


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/v1/availability/quantities?limit=x", "availability"),
        ("/v3/returns?status=UNFUG", "returns"),
        ("/v1/return-shipments", "shipments"),
        ("/v2/returns-warehouse/addresses?limit=99", "returns-warehouse-read"),
    ],
)
def test_their_refusals_fit_the_contract(checked: Checked, path: str, scope: str) -> None:
    assert checked.wrong("GET", path, scope).status_code == 400


def test_tokens_and_consent_fit_the_contract(checked: Checked) -> None:
    assert checked.token("orders").status_code == 200
    assert checked.token("developer").status_code == 400
    assert checked.token("orders", secret="wrong").status_code == 401
    asked = {
        "response_type": "code",
        "client_id": DEMO_PARTNER_CLIENT,
        "redirect_uri": "http://localhost/back",
        "scope": "installation partnerId",
        "state": "state",
    }
    location = httpx.URL(checked.http.get("/oauth2/auth", params=asked).headers["location"])
    form = {
        "grant_type": "authorization_code",
        "code": location.params["code"],
        "redirect_uri": "http://localhost/back",
        "client_id": DEMO_PARTNER_CLIENT,
        "client_secret": DEMO_PARTNER_SECRET,
    }
    issued = checked.http.post("/oauth2/token", data=form)
    headers = {"authorization": f"Bearer {issued.json()['access_token']}"}
    installation = checked.http.get(f"/v1/apps/{DEMO_APP}/installation", headers=headers)
    assert installation.json() == {"installationId": DEMO_INSTALLATION}
    assert checked.http.get("/v1/apps/other/installation", headers=headers).status_code == 404
    developer = checked.token("developer", DEMO_PARTNER_CLIENT, DEMO_PARTNER_SECRET).json()["access_token"]
    headers = {"authorization": f"Bearer {developer}"}
    for installation_id, status in ((DEMO_INSTALLATION, 200), ("11111111-0000-4000-8000-000000000000", 404)):
        path = f"/v1/apps/{DEMO_APP}/installations/{installation_id}/accessToken"
        assert checked.http.post(path, headers=headers).status_code == status
    checked.standin.office.revoke_consent()
    path = f"/v1/apps/{DEMO_APP}/installations/{DEMO_INSTALLATION}/accessToken"
    assert checked.http.post(path, headers=headers, data={"scope": "orders"}).status_code == 403


def test_limits_fit_the_contract(clock: MovableClock) -> None:
    checked = Checked(OttoStandin(clock=clock, limits=True))
    assert {checked.token("orders").status_code for _ in range(12)} == {200, 429}


def test_there_are_official_orders() -> None:
    assert len(example_orders()) >= 6


@pytest.mark.parametrize("path", example_orders(), ids=lambda path: path.stem)
def test_the_official_orders_come_out_unchanged(checked: Checked, path: Path) -> None:
    order = example(path.name)
    assert checked.standin.inject(order) == order["salesOrderId"]
    assert checked.get(f"/v4/orders/{order['salesOrderId']}").json() == order
    assert checked.get(f"/v4/orders/{order['orderNumber']}").json() == order
    assert checked.get("/v4/orders").json()["resources"] == [order]


def test_the_official_page_comes_out_unchanged(checked: Checked) -> None:
    page = example("orders_list_page.json")
    checked.standin.load_examples(EXAMPLES)
    found = checked.get("/v4/orders").json()["resources"]
    assert [order for order in found if order in page["resources"]] == page["resources"]
    assert len(found) == 3
    changed = checked.get("/v4/orders?fromDate=2021-04-15T13:04:51.122Z").json()["resources"]
    assert [order["orderNumber"] for order in changed] == ["bwqwz7s8cx"]


def test_the_weather_is_the_same_over_a_real_socket(clock: MovableClock) -> None:
    weather = Weather("rough", rate=0.4, seed=3, delay=0)
    standin = OttoStandin.with_orders(60, seed=5, clock=clock, weather=weather)
    expected = [order["salesOrderId"] for order in standin.orders_now()]
    with serving(standin) as base, httpx.Client(base_url=base, timeout=5) as client:

        def patiently(method: str, path: str, **more: Any) -> Any:
            for _ in range(50):
                try:
                    answer = client.request(method, path, **more)
                    if answer.status_code == 200:
                        return answer.json()
                except (httpx.TransportError, ValueError):
                    continue
            raise AssertionError("no way through")

        form = {"grant_type": "client_credentials", "client_id": DEMO_CLIENT, "client_secret": DEMO_SECRET}
        token = patiently("POST", "/v1/token", data={**form, "scope": "orders"})["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        found: list[str] = []
        link = "/v4/orders?limit=2"
        while link:
            body = patiently("GET", link, headers=headers)
            found += [order["salesOrderId"] for order in body["resources"]]
            link = next((link["href"] for link in body["links"]), "")
    assert found == expected
    assert len({entry.weather for entry in standin.ledger.entries()}) >= 5
