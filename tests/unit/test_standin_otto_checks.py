"""The stand-in of OTTO: what a task complains about in product data, field by field."""

import json
from typing import Any

import pytest

from adapters.otto.standin import OttoStandin
from standins import MovableClock
from tests.otto_products import TEXTILE, gtin, shirt, with_value

PATH = "$.productVariations[0]"
DESCRIPTION = f"{PATH}.productDescription"
ADDRESS = "compliance.productSafety.addresses.0"


class Desk:
    """Hands product data in and reads what came of them."""

    def __init__(self) -> None:
        self.clock = MovableClock()
        self.standin = OttoStandin(clock=self.clock)
        self.client = self.standin.client("products")

    def send(self, *bodies: Any, text: str | None = None) -> dict[str, Any]:
        """The lists of the task by sku: succeeded, unchanged, and failed with title and path."""
        content = json.dumps(bodies) if text is None else text
        headers = {"content-type": "application/json"}
        answer = self.client.post("/v5/products", content=content, headers=headers)
        assert answer.status_code == 202
        link = answer.json()["links"][0]["href"]
        self.clock.move(seconds=2)
        lists = {
            name: self.client.get(f"{link}/{name}").json()["results"]
            for name in ("succeeded", "unchanged", "failed")
        }
        sku = "/v5/products/"
        return {
            "succeeded": [row["variation"].removeprefix(sku) for row in lists["succeeded"]],
            "unchanged": [row["variation"].removeprefix(sku) for row in lists["unchanged"]],
            "failed": {
                row["variation"].removeprefix(sku): [(e["title"], e["jsonPath"]) for e in row["errors"]]
                for row in lists["failed"]
            },
        }

    def complaints(self, body: Any) -> list[tuple[str, str]]:
        (found,) = self.send(body)["failed"].values() or ([],)
        return list(found)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_good_data_are_taken_and_the_same_again_change_nothing(desk: Desk) -> None:
    assert desk.send(shirt())["succeeded"] == ["HEMD-1"]
    assert desk.send(shirt())["unchanged"] == ["HEMD-1"]
    assert desk.client.get("/v5/products/HEMD-1").json() == shirt()
    assert desk.send(with_value(shirt(), "mpn", "M-1"))["succeeded"] == ["HEMD-1"]


@pytest.mark.parametrize(
    ("path", "value", "title"),
    [
        ("productReference", ..., "MANDATORY_FIELD_MISSING"),
        ("productReference", "R" * 51, "VALUE_TOO_LONG"),
        ("sku", "S" * 51, "VALUE_TOO_LONG"),
        ("sku", " HEMD", "SURROUNDING_BLANKS"),
        ("sku", "HE\u0007MD", "CONTROL_CHARACTER"),
        ("sku", 7, "INVALID_TYPE"),
        ("ean", "", "MANDATORY_FIELD_MISSING"),
        ("ean", gtin(1)[:-1] + str((int(gtin(1)[-1]) + 1) % 10), "INVALID_EAN"),
        ("ean", "2000000000008", "INVALID_EAN"),
        ("ean", "43990000000x", "INVALID_EAN"),
        ("mpn", "M" * 51, "VALUE_TOO_LONG"),
        ("releaseDate", "2026-01-01", "INVALID_DATE"),
        ("productDescription.category", "Unfug", "UNKNOWN_CATEGORY"),
        ("productDescription.brandId", "Möwe", "UNKNOWN_BRAND"),
        ("productDescription.productLine", "L" * 71, "VALUE_TOO_LONG"),
        ("productDescription.description", "D" * 2000, "VALUE_TOO_LONG"),
        ("productDescription.multiPack", "true", "INVALID_TYPE"),
        ("productDescription.productUrl", "hemd.example.com", "INVALID_URL"),
        ("productDescription.bulletPoints", ["abc"] * 6, "INVALID_BULLET_POINTS"),
        ("productDescription.bulletPoints.0", "ab", "VALUE_TOO_SHORT"),
        ("productDescription.bulletPoints.0", "b" * 181, "VALUE_TOO_LONG"),
        ("mediaAssets", [], "IMAGE_MISSING"),
        ("mediaAssets.0.type", "USER_MANUAL", "IMAGE_MISSING"),
        (
            "mediaAssets",
            [*shirt()["mediaAssets"], {"type": "FILM", "location": "https://a.example/b"}],
            "INVALID_MEDIA_ASSET",
        ),
        ("mediaAssets.0.location", "http://localhost/hemd.jpg", "INVALID_URL"),
        ("mediaAssets.0.location", "http://192.168.1.7/hemd.jpg", "INVALID_URL"),
        ("mediaAssets.0.location", "https://a.example/" + "b" * 2083, "VALUE_TOO_LONG"),
        ("pricing.standardPrice.amount", 19.999, "INVALID_PRICE"),
        ("pricing.standardPrice.amount", 0, "INVALID_PRICE"),
        ("pricing.standardPrice.amount", "19.95", "INVALID_PRICE"),
        ("pricing.standardPrice.amount", ..., "MANDATORY_FIELD_MISSING"),
        ("pricing.standardPrice.currency", "USD", "INVALID_CURRENCY"),
        ("pricing.vat", "NONE", "INVALID_VAT"),
        ("pricing.vat", ..., "MANDATORY_FIELD_MISSING"),
        ("pricing.msrp", {"amount": 1.005, "currency": "EUR"}, "INVALID_PRICE"),
        (f"{ADDRESS}.name", "N" * 101, "VALUE_TOO_LONG"),
        (f"{ADDRESS}.address", "Lagerweg 7\n21035 Hamburg", "INVALID_COMPLIANCE"),
        (f"{ADDRESS}.email", ..., "INVALID_COMPLIANCE"),
        (f"{ADDRESS}.phone", "0" * 21, "VALUE_TOO_LONG"),
        (f"{ADDRESS}.regionCode", "DEU", "INVALID_COMPLIANCE"),
        (f"{ADDRESS}.roles", ["MANUFACTURER"], "DISTRIBUTOR_MISSING"),
        ("compliance", {}, "MANDATORY_FIELD_MISSING"),
        ("order.maxOrderQuantity", {"quantity": 51, "periodInDays": 7}, "INVALID_ORDER_LIMIT"),
        ("order.maxOrderQuantity", {"quantity": 1}, "INVALID_ORDER_LIMIT"),
        ("logistics.packingUnits", [{"weight": 1.5}], "INVALID_LOGISTICS"),
    ],
)
def test_each_rule_names_the_field_that_breaks_it(desk: Desk, path: str, value: Any, title: str) -> None:
    complaints = desk.complaints(with_value(shirt(), path, value))
    assert [found for found, _ in complaints] == [title]
    field = path.split(".", maxsplit=1)[0]
    assert complaints[0][1].startswith(f"{PATH}.{field}")


@pytest.mark.parametrize(("written", "accepted"), [("19.90", True), ("20", True), ("1.99E+1", False)])
def test_prices_are_judged_by_how_they_are_written(desk: Desk, written: str, accepted: bool) -> None:
    text = json.dumps([shirt()]).replace("19.95", written)
    assert bool(desk.send(text=text)["succeeded"]) is accepted


NORM = {"normAmount": 100, "normUnit": "g", "salesAmount": 500, "salesUnit": "g"}


@pytest.mark.parametrize(
    ("norm", "field"),
    [
        (NORM, None),
        ({**NORM, "normAmount": 1, "normUnit": "dm3", "salesUnit": "dm3"}, None),
        ({**NORM, "normAmount": 100, "normUnit": "kg"}, "normAmount"),
        ({**NORM, "normAmount": 1000, "normUnit": "ml"}, "normAmount"),
        ({"normAmount": 100, "normUnit": "g"}, "salesAmount"),
        ({**NORM, "salesAmount": 0}, "salesAmount"),
        ({**NORM, "salesUnit": "Pfund"}, "salesUnit"),
    ],
)
def test_base_prices_are_complete_and_of_a_fixed_pair(desk: Desk, norm: Any, field: str | None) -> None:
    complaints = desk.complaints(with_value(shirt(), "pricing.normPriceInfo", norm))
    wanted = [] if field is None else [("INVALID_NORM_PRICE", f"{PATH}.pricing.normPriceInfo.{field}")]
    assert complaints == wanted


@pytest.mark.parametrize(
    ("start", "end", "titles"),
    [
        ("2026-02-01T00:00:00Z", "2026-02-08T00:00:00+0100", []),
        ("2026-02-08T00:00:00Z", "2026-02-01T00:00:00Z", ["INVALID_SALE"]),
        ("morgen", "2026-02-01T00:00:00Z", ["INVALID_DATE"]),
    ],
)
def test_a_sale_ends_after_its_beginning(desk: Desk, start: str, end: str, titles: list[str]) -> None:
    sale = {"salePrice": {"amount": 9.95, "currency": "EUR"}, "startDate": start, "endDate": end}
    complaints = desk.complaints(with_value(shirt(), "pricing.sale", sale))
    assert [title for title, _ in complaints] == titles


SEAL = {"name": "Nachhaltigkeits-Siegel", "values": ["Organic Content Standard 100", "Blauer Engel"]}
LICENCE = {"name": "Lizenznummer Organic Content Standard 100", "values": ["CU-1"]}


@pytest.mark.parametrize(
    ("attributes", "title"),
    [
        ([TEXTILE, SEAL, LICENCE], None),
        ([TEXTILE, {"name": "Pflege", "values": ["kalt"], "additional": True}], None),
        ([], "LEGAL_ATTRIBUTE_MISSING"),
        ([TEXTILE, SEAL], "CONDITIONAL_ATTRIBUTE_MISSING"),
        ([TEXTILE, {"name": "Pflege", "values": ["kalt"]}], "UNKNOWN_ATTRIBUTE"),
        ([TEXTILE, {"name": "Größe", "values": ["M", "L"]}], "INVALID_ATTRIBUTE_VALUE"),
        ([TEXTILE, {"name": "Größe", "values": ["Riese"]}], "INVALID_ATTRIBUTE_VALUE"),
        ([TEXTILE, {"name": "Farbe", "values": []}], "MANDATORY_FIELD_MISSING"),
    ],
)
def test_attributes_follow_the_group_of_the_category(desk: Desk, attributes: Any, title: str | None) -> None:
    complaints = desk.complaints(with_value(shirt(), "productDescription.attributes", attributes))
    assert [found for found, _ in complaints] == ([] if title is None else [title])


@pytest.mark.parametrize(("value", "accepted"), [("12", True), ("zwölf", False), ("1.5", False)])
def test_whole_numbers_are_whole(desk: Desk, value: str, accepted: bool) -> None:
    lamp = with_value(shirt(), "productDescription.category", "Tischleuchte")
    attributes = [
        {"name": "Energieeffizienzklasse", "values": ["A"]},
        {"name": "Anzahl Flammen", "values": [value]},
    ]
    complaints = desk.complaints(with_value(lamp, "productDescription.attributes", attributes))
    assert (complaints == []) is accepted


def test_variations_of_a_product_share_category_brand_and_line_and_differ_in_a_theme(desk: Desk) -> None:
    assert desk.send(shirt(1), shirt(2, size="L"))["succeeded"] == ["HEMD-1", "HEMD-2"]
    twin = desk.send(shirt(3, size="L"))["failed"]
    assert twin == {"HEMD-3": [("VARIATION_NOT_DISTINCT", f"{DESCRIPTION}.attributes")]}
    bare = with_value(shirt(4), "productDescription.attributes", [TEXTILE])
    assert desk.complaints(bare)[0][0] == "VARIATION_THEME_MISSING"
    other = with_value(shirt(5, size="S"), "productDescription.productLine", "Watt")
    assert desk.complaints(other) == [("VARIATIONS_DIFFER", f"{DESCRIPTION}.productLine")]
    moved = [
        with_value(body, "productDescription.productLine", "Watt") for body in (shirt(1), shirt(2, size="L"))
    ]
    assert desk.send(*moved)["succeeded"] == ["HEMD-1", "HEMD-2"]


def test_an_ean_belongs_to_one_article(desk: Desk) -> None:
    desk.send(shirt(1))
    taken = {**shirt(2, size="L"), "ean": gtin(1)}
    assert desk.complaints(taken) == [("EAN_ALREADY_USED", f"{PATH}.ean")]
    assert desk.send({**shirt(1), "ean": gtin(9)})["succeeded"] == ["HEMD-1"]
    assert desk.send(taken)["succeeded"] == ["HEMD-2"]


def test_one_bad_variation_does_not_stop_the_rest(desk: Desk) -> None:
    found = desk.send({**shirt(1), "ean": "1"}, shirt(2, size="L"), "unfug")
    assert found["succeeded"] == ["HEMD-2"]
    assert set(found["failed"]) == {"HEMD-1", ""}


def test_a_renamed_category_is_refused_under_its_old_name(desk: Desk) -> None:
    desk.send(shirt())
    desk.standin.portal.rename_category("T-Shirt", "Shirt")
    assert desk.client.get("/v5/products/HEMD-1").json()["productDescription"]["category"] == "Shirt"
    assert desk.complaints(shirt(2, reference="ANDERS"))[0] == ("UNKNOWN_CATEGORY", f"{DESCRIPTION}.category")
    desk.standin.portal.change_attribute("Shirt", "Pflege", relevance="LEGAL")
    new = with_value(shirt(2, reference="ANDERS"), "productDescription.category", "Shirt")
    assert desk.complaints(new)[0][0] == "LEGAL_ATTRIBUTE_MISSING"
