"""Addresses of what the pages lead to, below an account's own."""

from urllib.parse import quote, urlencode

from core.purchases import Purchase


def parcel_path(base: str, app: str, order: str, **query: object) -> str:
    """Where the parcel of an order is reported."""
    return f"{base}/dispatch/orders/{app}/{quote(order, safe='')}{_query(query)}"


def notice_path(base: str, app: str, notice: int, **query: object) -> str:
    return f"{base}/dispatch/notices/{app}/{notice}{_query(query)}"


def label_path(base: str, purchase: Purchase) -> str:
    reference = urlencode({"reference": purchase.reference})
    return f"{base}/dispatch/labels/{purchase.carrier}/{purchase.kind.value}?{reference}"


def order_path(base: str, app: str, order: str) -> str:
    return f"{base}/orders/{app}/{quote(order, safe='')}"


def return_path(base: str, app: str, order: str) -> str:
    return f"{base}/returns/orders/{app}/{quote(order, safe='')}"


def _query(query: dict[str, object]) -> str:
    return f"?{urlencode(query)}" if query else ""
