"""The stand-in of OTTO: how lists of orders are asked for and read."""

from datetime import datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.otto.standin import OttoStandin, State
from standins import MovableClock

STATES = [state.value for state in State]


def quiet() -> tuple[OttoStandin, MovableClock]:
    clock = MovableClock()
    return OttoStandin(clock=clock), clock


def pages(client: httpx.Client, **params: Any) -> list[list[Any]]:
    """Every page of a list, following the links."""
    found = []
    answer = client.get("/v4/orders", params=params)
    while True:
        assert answer.status_code == 200, answer.text
        body = answer.json()
        found.append(body["resources"])
        following = [link["href"] for link in body["links"] if link["rel"] == "next"]
        if not following or len(found) > 200:
            return found
        answer = client.get(following[0])


def listed(client: httpx.Client, **params: Any) -> list[Any]:
    return [order for page in pages(client, **params) for order in page]


def ids(orders: list[Any]) -> list[str]:
    return [order["salesOrderId"] for order in orders]


def raw(number: int, *states: str, minute: int = 0) -> dict[str, Any]:
    return {
        "salesOrderId": f"id-{number:03d}",
        "orderNumber": f"number{number:04d}",
        "orderDate": f"2026-01-01T10:{minute:02d}:00.000+0000",
        "lastModifiedDate": "2026-01-01T12:00:00.000+0000",
        "positionItems": [{"fulfillmentStatus": state} for state in states],
    }


# Filters


def counts_as(state: str, present: set[str]) -> bool:
    """The description of the parameter in the interface, sentence by sentence."""
    if state not in present:
        return False
    if state == "PROCESSABLE":
        return "ANNOUNCED" not in present
    if state == "SENT":
        return not present & {"ANNOUNCED", "PROCESSABLE"}
    if state == "RETURNED":
        return not present & {"ANNOUNCED", "PROCESSABLE", "SENT"}
    return True


MIXTURES = [states for count in range(1, 7) for states in combinations(STATES, count)]


@pytest.mark.parametrize("wanted", [*STATES, ("SENT", "CANCELLED_BY_PARTNER"), ("ANNOUNCED", "RETURNED")])
@pytest.mark.parametrize("at_least_one", [True, False])
def test_a_status_selects_by_rank_or_by_presence(wanted: str | tuple[str, ...], at_least_one: bool) -> None:
    standin, _ = quiet()
    for number, states in enumerate(MIXTURES):
        standin.inject(raw(number, *states))
    wished = [wanted] if isinstance(wanted, str) else list(wanted)
    params: dict[str, Any] = {"fulfillmentStatus": wished}
    if at_least_one:
        params["mode"] = "AT_LEAST_ONE"
    with standin.client("orders") as client:
        found = ids(listed(client, **params))
    assert found == [
        f"id-{number:03d}"
        for number, states in enumerate(MIXTURES)
        if any((state in states) if at_least_one else counts_as(state, set(states)) for state in wished)
    ]


def test_from_date_is_about_changes_and_includes_its_moment() -> None:
    standin, clock = quiet()
    first = standin.place_visible()
    clock.move(minutes=10)
    second = standin.place_visible()
    clock.move(minutes=10)
    standin.change_something(first)
    with standin.client("orders") as client:
        assert ids(listed(client, fromDate="2026-01-12T09:10:00Z")) == [first, second]
        assert ids(listed(client, fromDate="2026-01-12T10:10:00.001+01:00")) == [first]
        assert ids(listed(client, fromDate="2026-01-12T09:20:00.001Z")) == []
        standin.odd.from_date_exclusive = True
        assert ids(listed(client, fromDate="2026-01-12T09:10:00Z")) == [first]


def test_order_dates_bound_a_window_without_its_ends() -> None:
    standin, _ = quiet()
    for number in range(5):
        standin.inject(raw(number, "SENT", minute=number))
    with standin.client("orders") as client:
        window = {"fromOrderDate": "2026-01-01T10:00:00Z", "toOrderDate": "2026-01-01T11:04:00+01:00"}
        assert ids(listed(client, **window)) == ["id-001", "id-002", "id-003"]
        assert ids(listed(client, **window, orderDirection="DESC", limit="2")) == [
            "id-003",
            "id-002",
            "id-001",
        ]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=257",
        "limit=many",
        "limit=-1",
        "limit=",
        "fulfillmentStatus=OPEN",
        "fulfillmentStatus=SENT&fulfillmentStatus=sent",
        "mode=ALL",
        "fromDate=yesterday",
        "fromDate=2026-01-01",
        "fromDate=2026-01-01T00:00:00",
        "fromDate=2026-01-01T00:00:00+01:00",
        "fromDate=2026-13-01T00:00:00Z",
        "toOrderDate=",
        "orderDirection=UP",
        "orderColumnType=price",
        "nextcursor=abc",
        "nextcursor=",
        "nextcursor=e30",
    ],
)
def test_what_the_server_cannot_read_is_refused(query: str) -> None:
    standin, _ = quiet()
    with standin.client("orders") as client:
        answer = client.get(f"/v4/orders?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "/v4/orders/..."


def test_unknown_parameters_are_ignored() -> None:
    standin, _ = quiet()
    standin.place_visible()
    with standin.client("orders") as client:
        assert len(listed(client, colour="red")) == 1


# Pages


@settings(max_examples=30, deadline=None)
@given(minutes=st.lists(st.integers(0, 5), max_size=12), limit=st.integers(1, 5))
def test_pages_hold_every_order_once_oldest_first(minutes: list[int], limit: int) -> None:
    standin, _ = quiet()
    for number, minute in enumerate(minutes):
        standin.inject(raw(number, "SENT", minute=minute))
    with standin.client("orders") as client:
        found = pages(client, limit=limit)
    orders = [order for page in found for order in page]
    assert [(o["orderDate"], o["salesOrderId"]) for o in orders] == sorted(
        (o["orderDate"], o["salesOrderId"]) for o in standin.orders_now()
    )
    assert len(orders) == len(minutes)
    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)


def test_a_page_has_128_orders_unless_another_number_is_wished() -> None:
    standin = OttoStandin.with_orders(300, seed=2, clock=MovableClock())
    with standin.client("orders") as client:
        assert [len(page) for page in pages(client)][:2] == [128, 128]
        assert len(pages(client, limit="256")[0]) == 256


def test_the_next_link_is_relative_and_carries_cursor_and_limit_only() -> None:
    standin = OttoStandin.with_orders(20, seed=2, clock=MovableClock())
    with standin.client("orders") as client:
        body = client.get("/v4/orders?limit=5&fulfillmentStatus=SENT").json()
    (link,) = body["links"]
    parts = urlsplit(link["href"])
    assert (link["rel"], parts.netloc, parts.path) == ("next", "", "/v4/orders")
    query = parse_qsl(parts.query)
    assert [name for name, _ in query] == ["nextcursor", "limit"]
    assert query[1] == ("limit", "5")


def test_a_cursor_knows_its_filters_and_ignores_all_others_but_the_limit() -> None:
    standin, _ = quiet()
    for number in range(10):
        standin.inject(raw(number, "SENT" if number % 2 else "ANNOUNCED", minute=number))
    with standin.client("orders") as client:
        link = client.get("/v4/orders?limit=1&fulfillmentStatus=SENT").json()["links"][0]["href"]
        cursor = dict(parse_qsl(urlsplit(link).query))["nextcursor"]
        answer = client.get(
            "/v4/orders",
            params={
                "nextcursor": cursor,
                "limit": 2,
                "fulfillmentStatus": "RETURNED",
                "fromDate": "nonsense",
                "toOrderDate": "2000-01-01T00:00:00Z",
            },
        )
    assert ids(answer.json()["resources"]) == ["id-003", "id-005"]


def test_a_list_is_live_not_a_snapshot() -> None:
    standin, _ = quiet()
    for number in range(4):
        standin.inject(raw(number, "SENT", minute=10 + number))
    with standin.client("orders") as client:
        body = client.get("/v4/orders?limit=2").json()
        standin.inject(raw(4, "SENT", minute=5))
        standin.inject(raw(5, "SENT", minute=30))
        standin.inject(raw(3, "RETURNED", minute=13))
        rest = client.get(body["links"][0]["href"] + "0").json()["resources"]
    assert ids(rest) == ["id-002", "id-003", "id-005"]
    assert rest[1]["positionItems"][0]["fulfillmentStatus"] == "RETURNED"


def test_cursors_can_be_forgotten() -> None:
    standin = OttoStandin.with_orders(20, seed=2, clock=MovableClock())
    with standin.client("orders") as client:
        link = client.get("/v4/orders?limit=5").json()["links"][0]["href"]
        assert client.get(link).status_code == 200
        standin.forget_cursors()
        assert client.get(link).status_code == 400


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), since=st.integers(0, 200))
def test_whatever_happens_a_list_from_a_date_holds_what_has_changed_since(seed: int, since: int) -> None:
    standin, clock = quiet()
    draw = Random(seed)
    moments: dict[str, datetime] = {}
    start = clock()
    for _ in range(12):
        standin.stir(draw, 2)
        clock.move(minutes=draw.choice((1, 20, 50)))
        for order in standin.orders_now():
            changed = datetime.fromisoformat(order["lastModifiedDate"])
            assert changed >= moments.get(order["salesOrderId"], changed)
            assert changed <= clock()
            moments[order["salesOrderId"]] = changed
    bound = start + timedelta(minutes=since)
    with standin.client("orders") as client:
        found = listed(client, fromDate=bound.isoformat(), limit=2)
    assert ids(found) == [
        o["salesOrderId"] for o in standin.orders_now() if moments[o["salesOrderId"]] >= bound
    ]


def test_a_link_may_lead_to_its_own_page() -> None:
    standin = OttoStandin.with_orders(20, seed=2, clock=MovableClock())
    standin.odd.repeat_next_link = True
    with standin.client("orders") as client:
        first = client.get("/v4/orders?limit=5").json()["links"][0]["href"]
        assert client.get(first).json()["links"][0]["href"] == first


def test_an_order_may_stand_on_two_pages() -> None:
    standin = OttoStandin.with_orders(20, seed=2, clock=MovableClock())
    standin.odd.duplicates = True
    with standin.client("orders") as client:
        found = pages(client, limit=5)
    assert [page[0] for page in found[1:]] == [page[-1] for page in found[:-1]]
    assert set(ids([order for page in found for order in page])) == set(ids(standin.orders_now()))


def test_links_may_carry_the_host() -> None:
    standin = OttoStandin.with_orders(20, seed=2, clock=MovableClock())
    standin.odd.absolute_links = True
    with standin.client("orders") as client:
        body = client.get("/v4/orders?limit=5").json()
        assert body["links"][0]["href"].startswith("http://otto.test/v4/orders?nextcursor=")
        assert body["resources"][0]["links"][0]["href"].startswith("http://otto.test/v4/orders/")
        assert sum(map(len, pages(client, limit=5))) == len(standin.orders_now())


def test_the_last_page_may_be_empty() -> None:
    standin, _ = quiet()
    for number in range(4):
        standin.inject(raw(number, "SENT"))
    standin.odd.empty_last_page = True
    with standin.client("orders") as client:
        assert [len(page) for page in pages(client, limit=2)] == [2, 2, 0]
