"""The OTTO app as a plug-in."""

from adapters.otto.activation import OttoActivation
from adapters.otto.manifest import MANIFEST
from adapters.otto.marketplace import Otto
from ports import MarketplaceKind, hookimpl


@hookimpl
def app_center_marketplaces() -> list[MarketplaceKind]:
    return [MarketplaceKind(MANIFEST, OttoActivation(), Otto)]
