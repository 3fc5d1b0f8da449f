"""The floor: the same orders into the same tables, written by hand for speed and for nothing else.

No checks, no domain values, no order that could be odd, no second version of anything: httpx, json and
executemany. One transaction a page, as whoever wants to go on after a crash would have it.

    python floor.py SERVER DATABASE-URL HOME
"""

import json
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
from pydantic import SecretStr

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET
from app_center.bootstrap import open_app_center
from app_center.config import Config
from benchmarks.measure import own_cpu

ORDER = (
    "account_id, app, sales_order_id, portal_account_id, order_number, ordered_at, changed_at, state, paid,"
    " payment_method, suspected_fraud, digest, first_seen_at, stored_at"
)
POSITION = (
    "account_id, app, sales_order_id, position_item_id, ordinal, sku, state, title, ean, article_number,"
    " price_cents, price_currency, vat_rate, discount_cents, discount_currency, reduced_price_cents,"
    " reduced_price_currency, cancellation_reason, expected_delivery_at, processable_at, sent_at,"
    " returned_at, cancelled_at, carrier, tracking_number, return_accepted_by_marketplace, weee_pickup"
)
CHARGE = "account_id, app, sales_order_id, kind, ordinal, name, cents, currency, vat_rate, position_item_ids"
ADDRESS = (
    "account_id, app, sales_order_id, kind, salutation, title, first_name, last_name, addition, street,"
    " house_number, postal_code, city, country, email, phone"
)


def insert(table: str, columns: str, mark: str) -> str:
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join([mark] * (columns.count(',') + 1))})"


def main(server: str, url: str, home: str) -> None:
    with open_app_center(Config(home=Path(home), database_url=SecretStr(url))) as center:
        memory = center.memory.of(center.memory.accounts.add("bench").id)
        account = memory.account.id
        portal_account = memory.portal_accounts.find_or_add("OTTO").id
    cpu, wall = own_cpu(), time.perf_counter()
    stored = copy(server, url, account, portal_account)
    cpu, wall = own_cpu() - cpu, time.perf_counter() - wall
    sys.stdout.write(json.dumps({"orders": stored, "cpu": cpu, "wall": wall}) + "\n")


def copy(server: str, url: str, account: str, portal_account: str) -> int:
    sqlite = url.startswith("sqlite")
    if sqlite:
        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    else:
        connection = psycopg.connect(url, autocommit=True)
    mark = "?" if sqlite else "%s"
    statements = [
        insert(table, columns, mark)
        for table, columns in (
            ("sales_order", ORDER),
            ("order_position", POSITION),
            ("order_charge", CHARGE),
            ("order_address", ADDRESS),
        )
    ]
    now = datetime.now(UTC).isoformat(" ")[:26]
    key = (account, "otto")
    stored = 0
    with httpx.Client(base_url=server, timeout=60) as http:
        token = http.post(
            "/v1/token",
            data={
                "grant_type": "client_credentials",
                "client_id": DEMO_CLIENT,
                "client_secret": DEMO_SECRET,
                "scope": "orders",
            },
        ).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        path = "/v4/orders?limit=256"
        while path:
            body = json.loads(http.get(path).content)
            rows: tuple[list[Any], ...] = ([], [], [], [])
            for order in body["resources"]:
                read(order, key, portal_account, now, rows)
            cursor = connection.cursor()
            cursor.execute("BEGIN")
            for statement, part in zip(statements, rows, strict=True):
                if part:
                    cursor.executemany(statement, part)
            cursor.execute("COMMIT")
            stored += len(body["resources"])
            path = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")
    return stored


def read(order: Any, key: Any, portal_account: str, now: str, rows: Any) -> None:
    identity = order["salesOrderId"]
    head = (*key, identity)
    items = order["positionItems"]
    orders, positions, charges, addresses = rows
    orders.append(
        (
            *head,
            portal_account,
            order.get("orderNumber"),
            moment(order["orderDate"]),
            moment(order.get("lastModifiedDate")),
            min(item["fulfillmentStatus"] for item in items),
            True,
            (order.get("payment") or {}).get("paymentMethod"),
            False,
            "",
            now,
            now,
        )
    )
    for ordinal, item in enumerate(items):
        product, tracking = item["product"], item.get("trackingInfo") or {}
        price = item["itemValueGrossPrice"]
        discount = item.get("itemValueDiscount") or {}
        reduced = item.get("itemValueReducedGrossPrice") or {}
        positions.append(
            (
                *head,
                item["positionItemId"],
                ordinal,
                product["sku"],
                item["fulfillmentStatus"],
                product.get("productTitle"),
                product.get("ean"),
                product.get("articleNumber"),
                round(price["amount"] * 100),
                price["currency"],
                product.get("vatRate"),
                cents(discount),
                discount.get("currency"),
                cents(reduced),
                reduced.get("currency"),
                item.get("cancellationReason"),
                moment(item.get("expectedDeliveryDate")),
                moment(item.get("processableDate")),
                moment(item.get("sentDate")),
                moment(item.get("returnedDate")),
                moment(item.get("cancellationDate")),
                tracking.get("carrier"),
                tracking.get("trackingNumber"),
                False,
                False,
            )
        )
    fees = order.get("initialDeliveryFees") or ()
    for ordinal, fee in enumerate(fees):
        amount = fee["deliveryFeeAmount"]
        charges.append(charge(head, "fee", ordinal, fee.get("name") or "", amount, fee))
    for ordinal, saving in enumerate(order.get("initialDiscounts") or ()):
        amount = saving["discountAmount"]
        charges.append(charge(head, "discount", ordinal, saving.get("discountName") or "", amount, saving))
    for kind, name in (("delivery", "deliveryAddress"), ("invoice", "invoiceAddress")):
        if address := order.get(name):
            addresses.append(
                (
                    *head,
                    kind,
                    address.get("salutation"),
                    address.get("title"),
                    address.get("firstName"),
                    address.get("lastName"),
                    address.get("addition"),
                    address.get("street"),
                    address.get("houseNumber"),
                    address.get("zipCode"),
                    address.get("city"),
                    "DE",
                    address.get("email"),
                    address.get("phoneNumber"),
                )
            )


def charge(head: Any, kind: str, ordinal: int, name: str, amount: Any, entry: Any) -> tuple[Any, ...]:
    ids = json.dumps(entry.get("positionItemIds") or [])
    return (*head, kind, ordinal, name, cents(amount), amount["currency"], entry.get("vatRate"), ids)


def cents(amount: Any) -> int | None:
    return round(amount["amount"] * 100) if amount else None


def moment(text: str | None) -> str | None:
    """As the tables hold it: UTC, to the microsecond. OTTO writes UTC, so nothing has to be computed."""
    return None if text is None else f"{text[:10]} {text[11:23]}000"


if __name__ == "__main__":
    main(*sys.argv[1:4])
