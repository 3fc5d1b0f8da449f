"""Quantities, delivery information and shipping profiles of OTTO's stand-in, held against the contract."""

from typing import Any

import pytest

from adapters.otto.standin import OttoStandin
from standins import MovableClock
from tests.contract.otto_standin import Checked, example
from tests.specs import needs_specs

pytestmark = needs_specs

QUANTITIES = "/v1/availability/quantities"
DELIVERY = "/v1/availability/product-delivery-information"
PROFILES = "/v1/shipping-profiles"
STANDARD = "38427776-0000-4000-8000-000000000001"


@pytest.fixture
def checked() -> Checked:
    return Checked(OttoStandin.with_assortment(450, units=None, clock=MovableClock()))


def entries(*skus: str, quantity: Any = 3) -> list[dict[str, Any]]:
    return [{"sku": sku, "quantity": quantity} for sku in skus]


def delivery(sku: str, profile: str = STANDARD, time: str = "DEFAULT") -> dict[str, str]:
    return {"sku": sku, "shippingProfileId": profile, "processingTime": time}


def every(checked: Checked, path: str, scope: str) -> list[list[Any]]:
    """All pages of a list."""
    pages = []
    link: str | None = path
    while link is not None:
        body = checked.get(link, scope).json()
        rows = body["resources"]["variations"] if "resources" in body else body["results"]
        pages.append(rows)
        links = body["links"] if isinstance(body["links"], list) else [body["links"]]
        link = next((link["href"] for link in links if link.get("rel") == "next"), None)
    return pages


def test_stored_quantities_come_back_in_pages_by_sku(checked: Checked) -> None:
    skus = [f"ART-{number:06d}" for number in range(450)]
    for start in range(0, 450, 200):
        answer = checked.post(QUANTITIES, "availability", entries(*skus[start : start + 200]))
        assert (answer.status_code, answer.content) == (200, b"")
    pages = every(checked, QUANTITIES, "availability")
    assert [len(page) for page in pages] == [200, 200, 50]
    assert [row["sku"] for page in pages for row in page] == skus
    assert {row["quantity"] for page in pages for row in page} == {"3"}
    assert pages[0][0]["lastModified"] == "2026-01-12T09:00:00.000000Z"


def test_a_quantity_is_found_by_its_sku_once_one_was_stored(checked: Checked) -> None:
    unknown = checked.get(f"{QUANTITIES}/ART-000001", "availability")
    assert (unknown.status_code, unknown.json()) == (404, example("quantities_sku_error_404.json"))
    checked.post(QUANTITIES, "availability", entries("ART-000001", quantity=0))
    assert checked.get(f"{QUANTITIES}/ART-000001", "availability").json()["quantity"] == 0


def test_the_words_of_the_mix_are_the_official_ones(checked: Checked) -> None:
    sent = [*entries("ART-000001", "sku"), {"quantity": 1, "sku": ""}, *entries("ART-000002", quantity=-1)]
    answer = checked.wrong("POST", QUANTITIES, "availability", sent)
    assert answer.status_code == 207
    assert [row["sku"] for row in answer.json()["results"]] == ["ART-000001"]
    official = example("quantities_post_207.json")["errors"]
    unknown, empty, negative = answer.json()["errors"]
    assert (unknown, empty) == (official[0], official[2])
    assert negative["detail"] == official[1]["detail"].replace("sku", "ART-000002")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (entries("nothing"), 422),
        (entries("ART-000001", quantity=1.5), 422),
        (entries("ART-000001", quantity="3"), 422),
        (entries("ART-000001", quantity=True), 422),
        (entries("ART-000001", quantity=1_000_000_000), 422),
        ([{"sku": "ART-000001"}], 422),
        (["ART-000001"], 422),
        ([], 422),
        ({"sku": "ART-000001", "quantity": 1}, 422),
        (entries(*["ART-000001"] * 201), 413),
    ],
)
def test_what_is_wrong_as_a_whole_is_refused_as_a_whole(checked: Checked, sent: Any, status: int) -> None:
    assert checked.wrong("POST", QUANTITIES, "availability", sent).status_code == status
    assert checked.get(f"{QUANTITIES}/ART-000001", "availability").status_code == 404


def test_delivery_information_is_stored_and_listed_with_one_link_object(checked: Checked) -> None:
    answer = checked.post(DELIVERY, "availability", [delivery("ART-000000", time="12")])
    assert (answer.status_code, answer.json()) == (202, {"message": "OK"})
    assert checked.get(f"{DELIVERY}/ART-000000", "availability").json()["processingTime"] == "12"
    assert checked.get(f"{DELIVERY}/nothing", "availability").status_code == 404
    assert [len(page) for page in every(checked, DELIVERY, "availability")] == [200, 200, 50]


def test_the_words_of_refused_delivery_information_are_the_official_ones(checked: Checked) -> None:
    foreign = "b35c4ef1-50dd-4765-9bcf-82cde57823d8"
    sent = [delivery("ART-000000"), delivery("ART-000001", foreign), delivery("TEST-SKU")]
    answer = checked.post(DELIVERY, "availability", sent)
    assert answer.status_code == 207
    assert answer.json()["errors"] == example("delivery_information_post_207.json")["errors"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ([delivery("nothing")], 400),
        ([delivery("ART-000001"), delivery("ART-000001")], 400),
        ([delivery("ART-000001", time="0")], 400),
        ([delivery("ART-000001", time="100")], 400),
        ([{"sku": "ART-000001"}], 400),
        ([], 400),
        ([delivery(f"X{number}") for number in range(201)], 413),
    ],
)
def test_wrong_delivery_information_is_refused(checked: Checked, sent: Any, status: int) -> None:
    assert checked.wrong("POST", DELIVERY, "availability", sent).status_code == status


def profile(**changes: Any) -> dict[str, Any]:
    return {**example("shipping_profile_create_request.json"), **changes}


def test_a_shipping_profile_is_created_changed_and_deleted(checked: Checked) -> None:
    created = checked.post(PROFILES, "shipping-profiles", profile())
    assert created.status_code == 201
    one = f"{PROFILES}/{created.json()['shippingProfileId']}"
    assert checked.call("PUT", one, "shipping-profiles", profile(transportTime=5)).status_code == 204
    assert checked.get(one, "shipping-profiles").json()["transportTime"] == 5
    assert len(every(checked, PROFILES, "shipping-profiles")[0]) == 2
    assert checked.call("DELETE", one, "shipping-profiles").status_code == 204
    assert checked.call("DELETE", one, "shipping-profiles").status_code == 404
    assert checked.get(one, "shipping-profiles").status_code == 404
    assert checked.call("PUT", one, "shipping-profiles", profile()).status_code == 404


def test_names_are_unique_and_delivery_types_stay(checked: Checked) -> None:
    one = f"{PROFILES}/{checked.post(PROFILES, 'shipping-profiles', profile()).json()['shippingProfileId']}"
    assert checked.post(PROFILES, "shipping-profiles", profile()).status_code == 400
    assert (
        checked.call("PUT", one, "shipping-profiles", profile(shippingProfileName="Standard")).status_code
        == 400
    )
    freight = profile(deliveryType="FORWARDER_CURBSIDE")
    assert checked.call("PUT", one, "shipping-profiles", freight).status_code == 400
    assert checked.get(one, "shipping-profiles").json()["deliveryType"] == "PARCEL"


@pytest.mark.parametrize(
    "changes",
    [
        {"shippingProfileName": " "},
        {"workingDays": []},
        {"workingDays": ["FEIERTAG"]},
        {"orderCutoff": "14:15"},
        {"orderCutoff": "24:00"},
        {"deliveryType": "DRONE"},
        {"defaultProcessingTime": 0},
        {"transportTime": 100},
        {"transportTime": "2"},
    ],
)
def test_wrong_profiles_are_refused(checked: Checked, changes: dict[str, Any]) -> None:
    assert checked.wrong("POST", PROFILES, "shipping-profiles", profile(**changes)).status_code == 400


def test_the_words_of_a_wrong_transport_time_are_the_official_ones(checked: Checked) -> None:
    answer = checked.wrong("POST", PROFILES, "shipping-profiles", profile(transportTime=0)).json()
    official = example("shipping_profile_error_400.json")
    assert answer["validationErrors"][0]["detail"] == official["validationErrors"][0]["detail"]
    assert {**answer, "validationErrors": []} == {**official, "validationErrors": []}


def test_a_linked_profile_and_the_last_one_cannot_be_deleted() -> None:
    checked = Checked(OttoStandin.with_assortment(1, clock=MovableClock()))
    linked = checked.call("DELETE", f"{PROFILES}/{STANDARD}", "shipping-profiles")
    assert (linked.status_code, linked.json()) == (412, example("shipping_profile_error_412.json"))
    other = checked.post(PROFILES, "shipping-profiles", profile()).json()["shippingProfileId"]
    checked.post(DELIVERY, "availability", [delivery("ART-000000", other)])
    assert checked.call("DELETE", f"{PROFILES}/{STANDARD}", "shipping-profiles").status_code == 204
    bare = Checked(OttoStandin(clock=MovableClock()))
    last = bare.call("DELETE", f"{PROFILES}/{STANDARD}", "shipping-profiles")
    assert (last.status_code, last.json()["title"]) == (412, "Deletion Failed")


def test_writing_asks_for_the_scope(checked: Checked) -> None:
    for path, body in ((QUANTITIES, entries("ART-000001")), (DELIVERY, [delivery("ART-000001")])):
        answer = checked.post(path, "orders", body)
        assert (answer.status_code, answer.json()) == (403, example("quantities_error_403_gateway.json"))
    assert checked.standin.goods.board.units() == {}
