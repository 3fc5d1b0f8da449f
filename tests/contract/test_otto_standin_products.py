"""Products, prices, verdicts, brands and categories of OTTO's stand-in, held against the contract."""

from datetime import timedelta
from typing import Any

import pytest
from stdnum import ean

from adapters.otto.standin import OttoStandin
from adapters.otto.standin.assortment.categories import Brand
from adapters.otto.standin.assortment.verdicts import SANDBOX_BRAND, SANDBOX_MOIN, SANDBOX_QUALITY
from standins import MovableClock
from tests.contract.otto_standin import Checked, example
from tests.otto_products import shirt, with_value
from tests.specs import needs_specs

pytestmark = needs_specs

PRODUCTS = "/v5/products"
STATUS = f"{PRODUCTS}/marketplace-status"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def checked(clock: MovableClock) -> Checked:
    return Checked(OttoStandin(clock=clock, verdict_delay=timedelta(hours=1)))


def hand_in(checked: Checked, clock: MovableClock, *bodies: dict[str, Any], path: str = PRODUCTS) -> Any:
    """The finished task."""
    answer = checked.post(path, "products", list(bodies))
    assert answer.status_code == 202
    clock.move(seconds=2)
    return checked.get(answer.json()["links"][0]["href"], "products").json()


def status(checked: Checked, sku: str = "HEMD-1") -> Any:
    return checked.get(f"{PRODUCTS}/{sku}/marketplace-status", "products").json()


def codes(row: Any, kind: str = "errors") -> list[str]:
    return [notice["code"][:6] for notice in row[kind]]


def test_the_official_product_is_accepted(checked: Checked, clock: MovableClock) -> None:
    (body,) = example("products_upsert_request.json")
    done = hand_in(checked, clock, body)
    assert (done["state"], done["succeeded"], done["failed"]) == ("done", 1, 0)
    assert checked.get(f"{PRODUCTS}/{body['sku']}", "products").json() == body


def test_the_official_prices_are_accepted(checked: Checked, clock: MovableClock) -> None:
    (price,) = example("products_prices_request.json")
    hand_in(checked, clock, {**shirt(), "sku": price["sku"]})
    assert hand_in(checked, clock, price, path=f"{PRODUCTS}/prices")["succeeded"] == 1
    assert hand_in(checked, clock, price, path=f"{PRODUCTS}/prices")["unchanged"] == 1
    assert checked.get(f"{PRODUCTS}/{price['sku']}/prices", "products").json() == price
    assert checked.get(f"{PRODUCTS}/prices", "products").json()["variationPrices"] == [price]
    plain = {"sku": price["sku"], "standardPrice": {"amount": 5, "currency": "EUR"}}
    hand_in(checked, clock, plain, path=f"{PRODUCTS}/prices")
    assert checked.get(f"{PRODUCTS}/{price['sku']}/prices", "products").json() == plain


def test_wrong_prices_and_unknown_skus_fail_one_by_one(checked: Checked, clock: MovableClock) -> None:
    hand_in(checked, clock, shirt())
    money = {"amount": 5.001, "currency": "EUR"}
    prices = [{"sku": "HEMD-1", "standardPrice": money}, {"sku": "x", "standardPrice": money}]
    done = hand_in(checked, clock, *prices, path=f"{PRODUCTS}/prices")
    assert done["failed"] == 2
    failed = checked.get(f"{done['links'][0]['href']}/failed", "products").json()["results"]
    assert [row["errors"][0]["title"] for row in failed] == ["INVALID_PRICE", "SKU_UNKNOWN"]


def test_lists_are_paged_and_filtered(clock: MovableClock) -> None:
    checked = Checked(OttoStandin.with_assortment(230, clock=clock))
    seen: list[str] = []
    link: str | None = PRODUCTS
    while link:
        body = checked.get(link, "products").json()
        seen += [row["sku"] for row in body["productVariations"]]
        link = next((link["href"] for link in body["links"] if link["rel"] == "next"), None)
    assert seen == [f"ART-{number:06d}" for number in range(230)]
    for query, count in (
        ("sku=ART-000007", 1),
        ("sku=nothing", 0),
        ("category=T-Shirt&limit=100", 100),
        ("brandId=B1WOLLIG", 0),
    ):
        assert len(checked.get(f"{PRODUCTS}?{query}", "products").json()["productVariations"]) == count
    reference = checked.get(f"{PRODUCTS}/ART-000007", "products").json()["productReference"]
    rows = checked.get(f"{PRODUCTS}?productReference={reference}", "products").json()["productVariations"]
    assert "ART-000007" in [row["sku"] for row in rows]


def test_a_sku_with_a_dot_or_a_slash_is_found_by_parameter_only(
    checked: Checked, clock: MovableClock
) -> None:
    for number, sku in enumerate(("A.1", "A/1")):
        hand_in(checked, clock, {**shirt(number, reference=sku), "sku": sku})
        path = sku.replace("/", "%2F")
        assert checked.get(f"{PRODUCTS}/{path}", "products").status_code == 404
        rows = checked.get(f"{PRODUCTS}?sku={path}", "products").json()["productVariations"]
        assert [row["sku"] for row in rows] == [sku]


def test_an_older_version_never_replaces_a_newer_one(checked: Checked, clock: MovableClock) -> None:
    for moment, mpn in (("09:00:05", "new"), ("09:00:01", "old")):
        stamp = {"X-Request-Timestamp": f"2026-01-12T{moment}.000+00:00"}
        headers = checked.bearer("products") | stamp
        checked.http.post(PRODUCTS, json=[with_value(shirt(), "mpn", mpn)], headers=headers)
    clock.move(seconds=2)
    assert checked.get(f"{PRODUCTS}/HEMD-1", "products").json()["mpn"] == "new"


def test_a_verdict_comes_after_the_task(checked: Checked, clock: MovableClock) -> None:
    hand_in(checked, clock, shirt())
    assert (status(checked)["status"], codes(status(checked), "information")) == ("PENDING", ["300007"])
    clock.move(minutes=60)
    found = status(checked)
    assert (found["status"], found["errors"], found["information"]) == ("ONLINE", [], [])
    assert found["lastModified"] == "2026-01-12T10:00:02.000Z"
    assert {link["rel"] for link in found["links"]} == {"shop", "variation"}
    body = {"status": [{"sku": "HEMD-1", "active": False}]}
    checked.post(f"{PRODUCTS}/active-status", "products", body)
    clock.move(seconds=2)
    assert status(checked)["status"] == "INACTIVE"
    assert checked.get(f"{PRODUCTS}/nothing/marketplace-status", "products").status_code == 404


def test_the_eans_of_the_sandbox_force_their_verdicts(checked: Checked, clock: MovableClock) -> None:
    official = example("products_marketplace_status_sandbox_errors.json")
    assert [set(row["eans"]) for row in official[:3]] == [SANDBOX_QUALITY, SANDBOX_BRAND, SANDBOX_MOIN]
    for row in official[:3]:
        for number in row["eans"]:
            assert ean.is_valid(number)
            sku = f"SANDBOX-{number}"
            hand_in(checked, clock, {**shirt(reference=sku), "sku": sku, "ean": number})
    clock.move(minutes=60)
    for row in official[:3]:
        for number in row["eans"]:
            found = status(checked, f"SANDBOX-{number}")
            kind = "errors" if found["status"] == "RESTRICTED" else "information"
            assert (found["status"], codes(found, kind)) == (row["status"], [row["code"][:6]])


def test_a_known_ean_goes_online_with_the_right_moin_only(checked: Checked, clock: MovableClock) -> None:
    body = {**shirt(), "ean": min(SANDBOX_MOIN)}
    hand_in(checked, clock, body)
    clock.move(minutes=60)
    moin = status(checked)["moin"]
    for sent, wanted in (("M00WRONG00", ["700002"]), (moin, [])):
        hand_in(checked, clock, {**body, "moin": sent})
        clock.move(minutes=60)
        assert codes(status(checked)) == wanted
    assert status(checked)["status"] == "ONLINE"


def test_old_delivery_fields_blocked_brands_and_missing_sheets_are_restricted(
    checked: Checked, clock: MovableClock
) -> None:
    lamp = with_value(shirt(2, reference="LAMPE"), "productDescription.category", "Tischleuchte")
    label = [{"name": "Energieeffizienzklasse", "values": ["A"]}]
    foreign = with_value(shirt(3, reference="FREMD"), "productDescription.brandId", "B3FREMD0")
    hand_in(checked, clock, with_value(lamp, "productDescription.attributes", label), foreign)
    old = {**shirt(1), "delivery": {"type": "PARCEL", "deliveryTime": 2}}
    assert checked.wrong("POST", PRODUCTS, "products", [old]).status_code == 202
    clock.move(minutes=61)
    for sku, code in (("HEMD-1", "100004"), ("HEMD-2", "800020"), ("HEMD-3", "600007")):
        assert (status(checked, sku)["status"], codes(status(checked, sku))) == ("RESTRICTED", [code])
    clock.move(minutes=5)
    checked.standin.portal.change_brand(Brand("B3FREMD0", "Fremdmarke"))
    found = status(checked, "HEMD-3")
    assert (found["status"], found["lastModified"]) == ("ONLINE", "2026-01-12T10:06:02.000Z")


def test_missing_recommended_attributes_leave_a_hint(checked: Checked, clock: MovableClock) -> None:
    bare = with_value(
        shirt(), "productDescription.attributes", shirt()["productDescription"]["attributes"][2:]
    )
    hand_in(checked, clock, bare)
    clock.move(minutes=60)
    assert (status(checked)["status"], codes(status(checked), "information")) == ("ONLINE", ["800001"])


def test_verdicts_are_read_by_their_date(checked: Checked, clock: MovableClock) -> None:
    for number in range(3):
        hand_in(checked, clock, shirt(number, reference=f"HEMD-{number}"))
        clock.move(minutes=30)
    clock.move(minutes=15)

    def skus(query: str) -> list[str]:
        rows = checked.get(f"{STATUS}?{query}", "products").json()["marketPlaceStatus"]
        return [row["sku"] for row in rows]

    assert skus("sort-order=asc") == ["HEMD-0", "HEMD-2", "HEMD-1"]
    assert skus("limit=1000") == ["HEMD-1", "HEMD-2", "HEMD-0"]
    assert skus("marketPlaceStatus=PENDING") == ["HEMD-2"]
    since = checked.get(f"{PRODUCTS}/HEMD-0/marketplace-status", "products").json()["lastModified"]
    assert skus(f"fromDate={since}&sort-order=asc") == ["HEMD-0", "HEMD-2", "HEMD-1"]
    assert skus("fromDate=2026-01-12T10:30:03.000%2B00:00") == ["HEMD-1"]
    assert skus("fromDate=2030-01-01T00:00:00Z") == []


def test_content_changes_reach_28_days_back(checked: Checked, clock: MovableClock) -> None:
    hand_in(checked, clock, shirt(1))
    clock.move(days=20)
    hand_in(checked, clock, shirt(2, size="L"))

    def skus(query: str) -> list[str]:
        rows = checked.get(f"{PRODUCTS}/content-changes?{query}", "products").json()["contentChanges"]
        return [row["sku"] for row in rows]

    assert skus("") == ["HEMD-1", "HEMD-2"]
    assert skus("fromDate=2026-01-20T00:00:00Z") == ["HEMD-2"]
    assert skus("sku=HEMD-1,HEMD-2") == ["HEMD-1", "HEMD-2"]
    assert skus("fromDate=2030-01-01T00:00:00Z") == []
    clock.move(days=9)
    assert skus("fromDate=2020-01-01T00:00:00Z") == ["HEMD-2"]
    assert checked.get(f"{PRODUCTS}/HEMD-2/content-changes", "products").status_code == 200
    assert checked.get(f"{PRODUCTS}/nothing/content-changes", "products").status_code == 404
    assert checked.get(f"{PRODUCTS}/content-changes?sku=nothing", "products").status_code == 404


@pytest.mark.parametrize("path", [f"{PRODUCTS}/brands", f"{PRODUCTS}/categories"])
def test_what_is_known_already_is_not_sent_again(checked: Checked, clock: MovableClock, path: str) -> None:
    def ask(**headers: str) -> Any:
        return checked.http.get(path, headers=checked.bearer("products") | headers)

    first = ask()
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert ask(**{"If-None-Match": tag}).status_code == 304
    assert ask(**{"If-Modified-Since": date}).status_code == 304
    clock.move(minutes=1)
    checked.standin.portal.rename_category("T-Shirt", "Shirt")
    checked.standin.portal.change_brand(Brand("B9NEU000", "Neu"))
    changed = ask(**{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.headers["last-modified"] == "Mon, 12 Jan 2026 09:01:00 GMT"
    assert ask(**{"If-Modified-Since": date}).status_code == 200


def test_a_group_shows_its_attributes_rules_and_last_change(checked: Checked, clock: MovableClock) -> None:
    clock.move(minutes=5)
    changes = {"relevance": "LEGAL", "allowed": ("kalt", "warm")}
    checked.standin.portal.change_attribute("T-Shirt", "Pflege", **changes)
    path = f"{PRODUCTS}/categories?category=T-Shirt"
    (group,) = checked.get(path, "products").json()["categoryGroups"]
    assert group["variationThemes"] == ["Farbe", "Größe"]
    assert group["lastModified"] == "2026-01-12T09:05:00.000Z"
    rules = {rule["name"]: rule for rule in group["attributes"]}
    assert rules["Pflege"]["relevance"] == "LEGAL"
    assert rules["Pflege"]["allowedValues"] == ["kalt", "warm"]
    (demand,) = group["additionalRequirements"]
    assert demand["condition"]["name"] == "Nachhaltigkeits-Siegel"
    assert demand["name"] in rules


def test_lists_of_products_take_ten_calls_a_second(clock: MovableClock) -> None:
    standin = OttoStandin.with_assortment(1, clock=clock, limits=True)
    client = standin.client("products")
    assert [client.get(PRODUCTS).status_code for _ in range(11)] == [200] * 10 + [429]
    assert client.get(f"{PRODUCTS}/prices").status_code == 200


def test_a_batch_that_is_no_array_or_too_large_is_refused(checked: Checked) -> None:
    client = checked.standin.client("products")
    for path in (PRODUCTS, f"{PRODUCTS}/prices"):
        assert client.post(path, json={}).status_code == 400
        assert client.post(path, content=b"{").status_code == 400
        assert client.post(path, json=[shirt()] * 501).status_code == 400
