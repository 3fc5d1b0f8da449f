"""The Hermes app as a plug-in."""

from adapters.carriers.hermes.activation import HermesActivation
from adapters.carriers.hermes.carrier import Hermes
from adapters.carriers.hermes.manifest import INFO, MANIFEST
from adapters.carriers.hermes.rehearsal import rehearse
from ports import CarrierKind, hookimpl


@hookimpl
def app_center_carriers() -> list[CarrierKind]:
    return [CarrierKind(MANIFEST, INFO, HermesActivation(), Hermes, rehearse)]
