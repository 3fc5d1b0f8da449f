"""The DHL app as a plug-in."""

from adapters.carriers.dhl.activation import DhlActivation
from adapters.carriers.dhl.carrier import Dhl
from adapters.carriers.dhl.manifest import INFO, MANIFEST
from adapters.carriers.dhl.rehearsal import rehearse
from ports import CarrierKind, hookimpl


@hookimpl
def app_center_carriers() -> list[CarrierKind]:
    return [CarrierKind(MANIFEST, INFO, DhlActivation(), Dhl, rehearse)]
