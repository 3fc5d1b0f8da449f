"""The marketplaces of an account, and an order of one of them, for the pages that are about orders."""

from starlette.exceptions import HTTPException

from app_center.web.visit import Visit
from core.apps import AppState
from core.orders import Order, SalesOrderId
from ports.hooks import MarketplaceKind


def marketplaces(visit: Visit) -> list[MarketplaceKind]:
    """Those that this account has or had; what happened there stays when an app goes."""
    return [
        kind
        for key, kind in visit.center.registry.marketplaces.items()
        if visit.account.apps.get(key).state not in {AppState.OFFERED, AppState.ACTIVATING}
        or visit.account.orders(key).counts()
    ]


def market_of(visit: Visit, app: str) -> MarketplaceKind:
    """raises  HTTPException (404): this account has no such marketplace"""
    kind = next((each for each in marketplaces(visit) if each.manifest.key == app), None)
    if kind is None:
        raise HTTPException(404)
    return kind


def order_of(visit: Visit, kind: MarketplaceKind, order: str) -> Order:
    """raises  HTTPException (404): this account has no such order"""
    stored = visit.account.orders(kind.manifest.key).get(SalesOrderId(order))
    if stored is None or stored.order is None:
        raise HTTPException(404)
    return stored.order
