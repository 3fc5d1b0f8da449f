"""Switches and update tasks of OTTO's stand-in, held against the contract."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.otto.standin import OttoStandin
from adapters.otto.standin.oddities import VariationForm
from standins import MovableClock
from tests.contract.otto_standin import Checked
from tests.specs import needs_specs

pytestmark = needs_specs

SWITCHES = "/v5/products/active-status"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def checked(clock: MovableClock) -> Checked:
    return Checked(OttoStandin.with_assortment(3, clock=clock))


def switch(*skus: str, active: bool = False) -> dict[str, Any]:
    return {"status": [{"sku": sku, "active": active} for sku in skus]}


def own_link(body: dict[str, Any]) -> str:
    return next(str(link["href"]) for link in body["links"] if link["rel"] == "self")


def results(checked: Checked, link: str) -> dict[str, list[str]]:
    return {
        name: [row["variation"] for row in checked.get(f"{link}/{name}", "products").json()["results"]]
        for name in ("succeeded", "failed", "unchanged")
    }


def test_a_switch_turns_when_its_task_is_done(checked: Checked, clock: MovableClock) -> None:
    accepted = checked.post(SWITCHES, "products", switch("ART-000000", "ART-000001"))
    assert accepted.status_code == 202
    assert {**accepted.json(), "links": []} == {
        "state": "pending",
        "pingAfter": "2026-01-12T09:00:01.000000Z",
        "links": [],
    }
    link = own_link(accepted.json())
    clock.move(seconds=1)
    assert checked.get(link, "products").json()["pingAfter"] == "2026-01-12T09:00:02.000000Z"
    assert checked.get(f"{link}/succeeded", "products").status_code == 404
    assert checked.get("/v5/products/ART-000000/active-status", "products").json()["active"] is True
    clock.move(seconds=1)
    done = checked.get(link, "products").json()
    assert [done[name] for name in ("state", "total", "succeeded", "failed")] == ["done", 2, 2, 0]
    single = checked.get("/v5/products/ART-000000/active-status", "products").json()
    assert single == {"sku": "ART-000000", "active": False, "lastModified": "2026-01-12T09:00:02.000Z"}
    listed = checked.get(f"{SWITCHES}?sku=ART-000000", "products").json()["status"]
    assert listed == [single]
    assert checked.standin.goods.record.faults() == []


def test_each_entry_has_its_own_result(checked: Checked, clock: MovableClock) -> None:
    body = switch("ART-000000", "nothing")
    body["status"] += switch("ART-000001", active=True)["status"]
    link = own_link(checked.post(SWITCHES, "products", body).json())
    clock.move(seconds=2)
    assert results(checked, link) == {
        "succeeded": ["/v5/products/ART-000000"],
        "failed": ["/v5/products/nothing"],
        "unchanged": ["/v5/products/ART-000001"],
    }
    (failed,) = checked.get(f"{link}/failed", "products").json()["results"]
    assert failed["errors"][0]["title"] == "SKU_UNKNOWN"
    assert failed["errors"][0]["jsonPath"] == "$[1].sku"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("path", "/v5/products/ART-000000"),
        ("sku", "ART-000000"),
        ("url", "http://otto.test/v5/products/ART-000000"),
    ],
)
def test_results_name_their_variation_in_every_known_form(
    checked: Checked, clock: MovableClock, form: VariationForm, name: str
) -> None:
    checked.standin.odd.variation_form = form
    link = own_link(checked.post(SWITCHES, "products", switch("ART-000000")).json())
    clock.move(seconds=2)
    assert results(checked, link)["succeeded"] == [name]


def test_the_lists_of_a_done_task_may_come_later(checked: Checked, clock: MovableClock) -> None:
    checked.standin.odd.results_late = timedelta(seconds=3)
    link = own_link(checked.post(SWITCHES, "products", switch("ART-000000")).json())
    clock.move(seconds=2)
    assert checked.get(link, "products").json()["state"] == "done"
    assert checked.get(f"{link}/succeeded", "products").status_code == 404
    clock.move(seconds=3)
    assert checked.get(f"{link}/succeeded", "products").status_code == 200


def test_who_asks_before_the_time_is_noted_and_may_be_refused(checked: Checked, clock: MovableClock) -> None:
    link = own_link(checked.post(SWITCHES, "products", switch("ART-000000")).json())
    assert checked.get(link, "products").status_code == 200
    checked.standin.odd.early_polls_429 = True
    assert checked.get(link, "products").status_code == 429
    assert len(checked.standin.goods.record.faults("early poll")) == 2


def test_the_older_of_two_updates_counts_for_nothing(checked: Checked, clock: MovableClock) -> None:
    for moment, active in (("09:00:01", False), ("08:59:59", True)):
        headers = checked.bearer("products") | {"X-Request-Timestamp": f"2026-01-12T{moment}.000+00:00"}
        answer = checked.http.post(SWITCHES, json=switch("ART-000000", active=active), headers=headers)
        assert answer.status_code == 202
    link = own_link(answer.json())
    clock.move(seconds=2)
    assert results(checked, link)["unchanged"] == ["/v5/products/ART-000000"]
    assert checked.get("/v5/products/ART-000000/active-status", "products").json()["active"] is False


def test_an_unreadable_batch_and_one_too_large_are_refused(checked: Checked) -> None:
    bodies: tuple[Any, ...] = ([], {"status": 1})
    for body in bodies:
        assert checked.wrong("POST", SWITCHES, "products", body).status_code == 400
    too_many = switch(*(f"X{number}" for number in range(501)))
    assert checked.wrong("POST", SWITCHES, "products", too_many).status_code == 400


def test_a_day_has_3600_updates(clock: MovableClock) -> None:
    standin = OttoStandin.with_assortment(1, clock=clock)
    client = standin.client("products")
    body = switch("ART-000000")
    assert {client.post(SWITCHES, json=body).status_code for _ in range(3600)} == {202}
    assert client.post(SWITCHES, json=body).status_code == 429
    clock.move(days=1, seconds=1)
    with standin.client("products") as fresh:
        assert fresh.post(SWITCHES, json=body).status_code == 202
