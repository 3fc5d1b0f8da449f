"""The marketplaces of an account, as pages choose between them."""

from typing import Final

from starlette.exceptions import HTTPException

from app_center.web.visit import Visit
from core.apps import AppState
from core.errors import InvalidValue
from core.text import Text
from ports.hooks import MarketplaceKind

NO_MARKET: Final = Text(
    en="No marketplace of this account takes listings yet; activate one under “Apps”.",
    de="Noch nimmt kein Marktplatz dieses Accounts Angebote an; bitte unter „Apps“ einen aktivieren.",
)


def listing_markets(visit: Visit) -> list[MarketplaceKind]:
    """Those that take listings and that this account has or had."""
    return [
        kind
        for key, kind in visit.center.registry.marketplaces.items()
        if isinstance(kind, MarketplaceKind)
        and kind.listings is not None
        and (
            visit.account.apps.get(key).state not in {AppState.OFFERED, AppState.ACTIVATING}
            or visit.account.listings(key).count()
        )
    ]


def chosen_market(visit: Visit, app: str) -> MarketplaceKind:
    """The one that was asked for, else the first.

    raises  InvalidValue: this account has none
            HTTPException (404): not that one
    """
    markets = listing_markets(visit)
    if not markets:
        raise InvalidValue(NO_MARKET)
    found = next((kind for kind in markets if kind.manifest.key == app or not app), None)
    if found is None:
        raise HTTPException(404)
    return found


def is_active(visit: Visit, kind: MarketplaceKind) -> bool:
    return visit.account.apps.get(kind.manifest.key).state is AppState.ACTIVE
