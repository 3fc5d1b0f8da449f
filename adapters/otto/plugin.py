"""The OTTO app as a plug-in."""

from adapters.otto.activation import OttoActivation
from adapters.otto.listings.codes import advise
from adapters.otto.listings.rules import otto_rules
from adapters.otto.manifest import MANIFEST
from adapters.otto.marketplace import Otto
from ports import MarketplaceKind, hookimpl
from ports.listings import ListingKind


@hookimpl
def app_center_marketplaces() -> list[MarketplaceKind]:
    return [MarketplaceKind(MANIFEST, OttoActivation(), Otto, ListingKind(otto_rules, advise, counted=True))]
