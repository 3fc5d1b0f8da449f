"""Receipts and price reductions of OTTO's stand-in, held against the contract."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from adapters.otto.standin import OttoStandin, State
from standins import MovableClock
from tests.contract.otto_parcels import bench, entry, parcel, place_official, send
from tests.contract.otto_standin import Checked, example
from tests.specs import needs_specs

pytestmark = needs_specs

RECEIPTS = "/v3/receipts"
REDUCTIONS = "/v1/price-reductions"
SHIRT, TEE = "SHIRT-M-BLA", "TEE-500"


def sent(checked: Checked, *skus: str, apart: bool = False) -> tuple[str, list[str]]:
    """An order that went out, in one parcel, or each piece in its own and a minute apart."""
    order_id = checked.standin.place_visible(payment="PAYPAL", skus=list(skus))
    items = checked.standin.item_ids(order_id)
    groups = [[item] for item in items] if apart else [items]
    for place, group in enumerate(groups):
        number = f"{order_id[:8]}{place}"
        body = parcel(*(entry(order_id, item, f"R{number}") for item in group), number=f"H{number}")
        assert send(checked, body).status_code == 201
    return order_id, items


def receipts(checked: Checked, order_id: str, kind: str = "PURCHASE,REFUND,PARTIAL_REFUND") -> list[Any]:
    path = f"{RECEIPTS}?receiptTypes={kind}&salesOrderId={order_id}"
    return list(checked.get(path, "receipts").json()["resources"])


def accept(checked: Checked, order_id: str, *items: str) -> None:
    body = {
        "positionItems": [
            {"positionItemId": item, "salesOrderId": order_id, "reason": "RETURN_RECEIVED"} for item in items
        ]
    }
    headers = {**checked.bearer("returns"), "content-type": "application/json;charset=UTF-8"}
    answer = checked.http.post("/v3/returns/acceptance", headers=headers, json=body)
    assert answer.status_code == 200


def reduce(checked: Checked, order_id: str, item: str, amount: float) -> Any:
    body = {
        "positionItemId": item,
        "salesOrderId": order_id,
        "priceReduction": {"amount": amount, "currency": "EUR"},
    }
    return checked.post(REDUCTIONS, "price-reduction", body)


def standings(checked: Checked, item: str) -> list[str]:
    body = checked.get(f"{REDUCTIONS}?positionItemId={item}", "price-reduction").json()
    return [one["status"] for one in body["results"][0]["priceReductions"]]


def item_values(order: Any) -> dict[str, float]:
    return {
        item["positionItemId"]: item.get("itemValueReducedGrossPrice", item["itemValueGrossPrice"])["amount"]
        for item in order["positionItems"]
    }


def test_dispatch_writes_a_purchase_receipt_of_what_was_sent() -> None:
    checked, _ = bench()
    order_id, items = sent(checked, SHIRT, SHIRT, TEE)
    (receipt,) = receipts(checked, order_id)
    assert receipt["receiptType"] == "PURCHASE"
    assert receipt["shipmentDate"] == "2026-01-12T09:00:00.000Z"
    assert receipt["shipment"] == {"shipFromAddress": {"zipCode": "01067", "countryCode": "DEU"}}
    positions = receipt["lineItems"]["itemPositions"]
    assert [(p["sku"], p["quantity"], len(p["positionItemIds"])) for p in positions] == [
        (SHIRT, 2, 2),
        (TEE, 1, 1),
    ]
    order = checked.get(f"/v4/orders/{order_id}").json()
    fees = sum(fee["deliveryFeeAmount"]["amount"] for fee in order["initialDeliveryFees"])
    assert receipt["amountDue"]["amount"] == pytest.approx(sum(item_values(order).values()) + fees)
    assert {total["taxRate"] for total in receipt["totals"]} == {"19.0", "7.0"}
    for total in receipt["totals"]:
        parts = total["net"]["amount"] + total["tax"]["amount"]
        assert parts == pytest.approx(total["gross"]["amount"])
    assert len(items) == 3


def test_every_parcel_has_its_receipt_and_only_the_first_the_delivery_fee() -> None:
    checked, _ = bench()
    order_id, items = sent(checked, SHIRT, TEE, apart=True)
    found = receipts(checked, order_id, "PURCHASE")
    assert len(found) == 2
    by_number = sorted(found, key=lambda receipt: int(receipt["receiptNumber"].rpartition("-")[2]))
    assert [len(receipt["lineItems"]["deliveryCosts"]) for receipt in by_number] == [1, 0]
    billed = [p["positionItemIds"] for r in by_number for p in r["lineItems"]["itemPositions"]]
    assert billed == [[item] for item in items]


def test_forgotten_pieces_get_a_receipt_of_their_own() -> None:
    checked, _ = bench()
    order_id = checked.standin.place_visible(payment="PAYPAL", skus=[SHIRT, SHIRT])
    first, second = checked.standin.item_ids(order_id)
    shipment_id = send(checked, parcel(entry(order_id, first))).json()["shipmentId"]
    path = f"/v1/shipments/{shipment_id}/positionitems"
    assert checked.post(path, "shipments", [entry(order_id, second)]).status_code == 200
    billed = [r["lineItems"]["itemPositions"][0]["positionItemIds"] for r in receipts(checked, order_id)]
    assert sorted(billed) == sorted([[first], [second]])


def test_an_acceptance_writes_a_refund_that_names_its_purchase() -> None:
    checked, clock = bench()
    order_id, (first, second) = sent(checked, SHIRT, TEE, apart=True)
    clock.move(days=3)
    accept(checked, order_id, first, second)
    refunds = receipts(checked, order_id, "REFUND")
    purchases = {r["receiptNumber"]: r for r in receipts(checked, order_id, "PURCHASE")}
    assert len(refunds) == 2
    for refund in refunds:
        purchase = purchases.pop(refund["linkedReceiptNumber"])
        assert refund["linkedCreationDate"] == purchase["creationDate"]
        assert refund["refundType"] == "RETURN"
        ids = [p["positionItemIds"] for p in refund["lineItems"]["itemPositions"]]
        assert ids == [p["positionItemIds"] for p in purchase["lineItems"]["itemPositions"]]
        assert refund["lineItems"]["deliveryCosts"] == []


def test_delivery_costs_may_come_back_with_the_last_piece() -> None:
    checked, _ = bench()
    checked.standin.odd.refunds_delivery_fee = True
    order_id, (first, second) = sent(checked, SHIRT, TEE)
    accept(checked, order_id, first)
    assert [r["refundType"] for r in receipts(checked, order_id, "REFUND")] == ["RETURN"]
    accept(checked, order_id, second)
    kinds = sorted(r["refundType"] for r in receipts(checked, order_id, "REFUND"))
    assert kinds == ["DELIVERY_FEE_REFUND_AFTER_FULL_REFUND", "RETURN", "RETURN"]
    whole = sum(r["amountDue"]["amount"] for r in receipts(checked, order_id, "REFUND"))
    (purchase,) = receipts(checked, order_id, "PURCHASE")
    assert whole == pytest.approx(purchase["amountDue"]["amount"])


def test_the_paper_is_one_page_that_says_what_the_receipt_says() -> None:
    checked, _ = bench()
    order_id, _ = sent(checked, SHIRT, TEE)
    (receipt,) = receipts(checked, order_id)
    number = receipt["receiptNumber"]
    assert checked.get(f"{RECEIPTS}/{number}", "receipts").json() == receipt
    answer = checked.get(f"{RECEIPTS}/{number}.pdf", "receipts")
    assert answer.headers["content-type"] == "application/pdf"
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    text = page.extract_text()
    assert number in text
    assert "T-Shirt »Möwe« blau" in text
    assert f"{receipt['amountDue']['amount']:.2f} EUR".replace(".", ",") in text
    assert checked.get(f"{RECEIPTS}/{number}.pdf", "receipts").content == answer.content
    for path in (f"{RECEIPTS}/R-DE-1", f"{RECEIPTS}/R-DE-1.pdf"):
        assert checked.get(path, "receipts").status_code == 404


def test_receipts_come_newest_first_page_by_page_and_by_day() -> None:
    checked, clock = bench()
    numbers: list[str] = []
    for _ in range(5):
        order_id, _ = sent(checked, SHIRT)
        numbers.insert(0, receipts(checked, order_id)[0]["receiptNumber"])
        clock.move(days=1)
    link: str | None = f"{RECEIPTS}?receiptTypes=PURCHASE&limit=2"
    pages = []
    while link is not None:
        body = checked.get(link, "receipts").json()
        pages.append([receipt["receiptNumber"] for receipt in body["resources"]])
        link = next((link["href"] for link in body["links"]), None)
        assert link is None or "receiptTypes" not in link
    assert pages == [numbers[:2], numbers[2:4], numbers[4:]]
    part = checked.get(f"{RECEIPTS}?from=2026-01-13&to=2026-01-15", "receipts").json()["resources"]
    assert [receipt["receiptNumber"] for receipt in part] == numbers[1:4]
    assert checked.get(f"{RECEIPTS}?receiptTypes=REFUND,PARTIAL_REFUND", "receipts").json()["resources"] == []
    checked.standin.odd.no_receipts_404 = True
    assert checked.get(f"{RECEIPTS}?receiptTypes=REFUND", "receipts").status_code == 404


def test_a_receipt_may_show_later_than_it_is_dated() -> None:
    checked, clock = bench()
    checked.standin.odd.receipt_delay = checked.standin.shelf.hold
    order_id, _ = sent(checked, SHIRT)
    assert receipts(checked, order_id) == []
    clock.move(minutes=45)
    (receipt,) = receipts(checked, order_id)
    assert receipt["creationDate"] == "2026-01-12T09:00:00.000Z"


def test_receipts_of_generated_orders_fit_the_contract() -> None:
    checked = Checked(OttoStandin.with_orders(150, seed=6, clock=MovableClock()))
    body = checked.get(f"{RECEIPTS}?limit=128", "receipts").json()
    assert len(body["resources"]) == 128
    assert {receipt["receiptType"] for receipt in body["resources"]} == {"PURCHASE", "REFUND"}
    modified = [
        modification["priceModificationType"]
        for receipt in body["resources"]
        for position in receipt["lineItems"]["itemPositions"]
        for modification in position["priceModifications"]
    ]
    assert set(modified) == {"PARTNER_DISCOUNT"}


def test_each_reduction_is_one_more_and_takes_its_time() -> None:
    checked, clock = bench()
    order_id, (item,) = sent(checked, SHIRT)
    for _ in range(2):
        answer = reduce(checked, order_id, item, 2.5)
        assert (answer.status_code, answer.json()) == (202, example("price_reduction_202.json"))
    assert standings(checked, item) == ["INITIATED", "INITIATED"]
    assert receipts(checked, order_id, "PARTIAL_REFUND") == []
    clock.move(seconds=5)
    assert standings(checked, item) == ["PROCESSED", "PROCESSED"]
    (row,) = checked.get(REDUCTIONS, "price-reduction").json()["results"]
    assert row["totalPriceReduction"]["amount"] == 5.0
    numbers = {one["receiptNumber"] for one in row["priceReductions"]}
    found = receipts(checked, order_id, "PARTIAL_REFUND")
    assert {receipt["receiptNumber"] for receipt in found} == numbers
    (purchase,) = receipts(checked, order_id, "PURCHASE")
    for receipt in found:
        assert receipt["linkedReceiptNumber"] == purchase["receiptNumber"]
        assert receipt["partialRefundType"] == "REFUND_COMPLAINT_ITEM"
        assert receipt["amountDue"]["amount"] == 2.5
    assert checked.standin.books.reduced_cents() == {item: 500}


def test_a_refund_takes_off_what_was_paid_back_before() -> None:
    checked, clock = bench()
    order_id, (item,) = sent(checked, SHIRT)
    reduce(checked, order_id, item, 2.5)
    clock.move(seconds=5)
    accept(checked, order_id, item)
    (refund,) = receipts(checked, order_id, "REFUND")
    (purchase,) = receipts(checked, order_id, "PURCHASE")
    (position,) = refund["lineItems"]["itemPositions"]
    (billed,) = purchase["lineItems"]["itemPositions"]
    assert refund["amountDue"]["amount"] == pytest.approx(billed["positionSum"]["gross"]["amount"] - 2.5)
    modifications = {m["priceModificationType"]: m for m in position["priceModifications"]}
    earlier = modifications["REFUND_COMPLAINT_ITEM"]
    assert earlier["details"]["linkedReceiptNumber"].startswith("E-DE-")
    assert earlier["priceModificationAmount"]["gross"]["amount"] == 2.5


def test_what_comes_back_meanwhile_or_costs_too_much_is_rejected() -> None:
    checked, clock = bench()
    order_id, (first, second) = sent(checked, SHIRT, TEE)
    reduce(checked, order_id, first, 1.0)
    reduce(checked, order_id, second, 1000.0)
    accept(checked, order_id, first)
    clock.move(seconds=5)
    assert standings(checked, first) == ["REJECTED"]
    assert standings(checked, second) == ["REJECTED"]
    assert receipts(checked, order_id, "PARTIAL_REFUND") == []
    row = checked.get(f"{REDUCTIONS}?positionItemId={first}", "price-reduction").json()["results"][0]
    assert row["totalPriceReduction"]["amount"] == 0


def test_the_official_reduction_is_accepted_and_refusals_have_the_official_words() -> None:
    checked, _ = bench()
    body = example("price_reduction_request.json")
    place_official(checked.standin, body["salesOrderId"], body["positionItemId"])
    early = checked.post(REDUCTIONS, "price-reduction", body)
    assert (early.status_code, early.json()) == (409, example("price_reduction_error_409.json"))
    checked.standin.mark_sent(body["salesOrderId"])
    assert checked.post(REDUCTIONS, "price-reduction", body).status_code == 202
    stranger = {**body, "positionItemId": "11111111-2222-4333-8444-555555555555"}
    unknown = checked.post(REDUCTIONS, "price-reduction", stranger)
    assert (unknown.status_code, unknown.json()) == (404, example("price_reduction_error_404.json"))
    checked.standin.odd.downstream_fails = True
    for answer in (
        checked.post(REDUCTIONS, "price-reduction", body),
        checked.get(REDUCTIONS, "price-reduction"),
    ):
        assert (answer.status_code, answer.json()) == (424, example("price_reduction_error_424.json"))
    checked.standin.odd.downstream_fails = False
    checked.standin.mark_returned(body["salesOrderId"])
    assert checked.post(REDUCTIONS, "price-reduction", body).status_code == 409
    assert checked.standin.books.reduced_cents() == {body["positionItemId"]: 12101}


@pytest.mark.parametrize(
    "money",
    [
        None,
        {"amount": 1, "currency": "USD"},
        {"amount": 0, "currency": "EUR"},
        {"amount": 1.005, "currency": "EUR"},
    ],
)
def test_an_amount_that_is_none_changes_nothing(money: Any) -> None:
    checked, _ = bench()
    order_id, (item,) = sent(checked, SHIRT)
    body = {"positionItemId": item, "salesOrderId": order_id, "priceReduction": money}
    with checked.standin.client("price-reduction") as client:
        assert client.post(REDUCTIONS, json=body).status_code == 400
    assert not checked.standin.books.reductions


def test_reductions_come_by_position_page_by_page() -> None:
    checked, _ = bench()
    order_id, items = sent(checked, *[SHIRT] * 3)
    for item in items:
        reduce(checked, order_id, item, 1)
    link: str | None = f"{REDUCTIONS}?limit=2"
    found = []
    while link is not None:
        body = checked.get(link, "price-reduction").json()
        found += [row["positionItemId"] for row in body["results"]]
        link = next((link["href"] for link in body["links"]), None)
    assert found == items
    assert checked.standin.item_ids(order_id, State.SENT) == items


@pytest.mark.parametrize(("path", "scope"), [(RECEIPTS, "orders"), (REDUCTIONS, "receipts")])
def test_money_asks_for_its_own_scope(path: str, scope: str) -> None:
    checked, _ = bench()
    assert checked.get(path, scope).status_code == 403
