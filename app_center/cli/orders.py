"""`app-center orders`."""

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from core.orders import Position
    from ports.memory import AccountMemory, StoredOrder


def register(app: typer.Typer) -> None:
    app.command("orders")(orders)


def orders(
    account: AccountName,
    as_json: AsJson = False,
    app: Annotated[str, typer.Option("--app", help="The marketplace app.", metavar="APP")] = "otto",
) -> None:
    """List the orders that came in, and those that were set aside with the reason."""
    from app_center.cli.output import opened, show

    with opened() as center:
        memory = center.account(account)
        rows = _rows(memory, center.kind(app).manifest.key)
        if as_json:
            show(rows, as_json=True, columns=())
        else:
            columns = ["order_number", "ordered", "state", "pieces", "value", "problem"]
            show(map(_brief, rows), as_json=False, columns=columns)


def _rows(memory: "AccountMemory", app: str) -> Iterator[dict[str, Any]]:
    from core.apps import AppKey
    from sync.cancellations import being_cancelled

    names = {portal_account.id: portal_account.name for portal_account in memory.portal_accounts.all()}
    going = {ref.position_item_id for ref in being_cancelled(memory, AppKey(app))}
    for stored in memory.orders(AppKey(app)).orders():
        portal_account = stored.portal_account
        yield _row(stored, names.get(portal_account) if portal_account else None, going)


def _row(
    stored: "StoredOrder", portal_account: str | None, being_cancelled: Container[str]
) -> dict[str, Any]:
    from app_center.cli.output import language

    order = stored.order
    return {
        "sales_order_id": stored.sales_order_id,
        "order_number": stored.order_number,
        "portal_account": portal_account,
        "state": order.state.value if order else None,
        "paid": stored.paid,
        "ordered_at": order.ordered_at.isoformat() if order else None,
        "changed_at": order.changed_at.isoformat() if order and order.changed_at else None,
        "payment_method": order.payment_method if order else None,
        "suspected_fraud": order.suspected_fraud if order else None,
        "positions": [_position(position, being_cancelled) for position in order.positions] if order else [],
        "problem": stored.problem.into(language()) if stored.problem else None,
    }


def _position(position: "Position", being_cancelled: Container[str]) -> dict[str, Any]:
    return {
        "position_item_id": position.position_item_id,
        "sku": position.sku,
        "title": position.title,
        "state": position.state_text or position.state.value,
        "being_cancelled": position.position_item_id in being_cancelled,
        "price_cents": position.price.cents,
        "currency": position.price.currency,
        "carrier": position.carrier,
        "tracking_number": position.tracking_number,
    }


def _in_words(row: dict[str, Any]) -> str:
    from app_center.cli.output import language
    from core.text import Text

    if any(position["being_cancelled"] for position in row["positions"]):
        return Text(en="is being cancelled", de="wird storniert").into(language())
    state = (row["state"] or "").lower().replace("_", " ")
    return f"{state}, paid" if row["paid"] and state == "processable" else state


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    positions = row["positions"]
    cents = sum(position["price_cents"] for position in positions)
    currencies = {position["currency"] for position in positions}
    grouped: dict[str, int] = {}
    for position in positions:
        grouped[position["sku"]] = grouped.get(position["sku"], 0) + 1
    return {
        **row,
        "order_number": row["order_number"] or row["sales_order_id"] or "?",
        "ordered": (row["ordered_at"] or "")[:10],
        "state": _in_words(row),
        "pieces": [f"{count} x {sku}" for sku, count in grouped.items()],
        "value": f"{cents // 100}.{cents % 100:02d} {currencies.pop()}" if len(currencies) == 1 else "",
    }
